import Foundation
import GRDB
import Glibc
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Values

@Suite("The state file")
struct StateFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("state")
  }

  private var file: String { "\(path)/state.sqlite" }

  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  /// Runs SQL on the file from outside, as an older or newer version of the program would.
  private func outside(_ sql: String) throws {
    let connection = try DatabaseQueue(path: file)
    try connection.writeWithoutTransaction { try $0.execute(sql: sql) }
    try connection.close()
  }

  @Test("a commit waits for the disk, and the log is a write-ahead log")
  func durability() async throws {
    let store = try SQLiteDraftStore(folder: path)
    // 2 is FULL. GRDB sets 1, NORMAL, when it switches to WAL.
    #expect(try await store.file.run { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    #expect(try await store.file.run { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    #expect(try await store.file.run { try Int.fetchOne($0, sql: "PRAGMA busy_timeout") } == 5000)
  }

  @Test("nobody else can read it, or the folders that were made for it")
  func permissions() async throws {
    let deep = folder.path("a/b/state")
    let store = try SQLiteDraftStore(folder: deep)
    _ = try await store.perform(.delete("p1"), on: acme)
    let lock = try await store.lockSubmission(of: acme)
    for made in ["a", "a/b", "a/b/state", "a/b/state/locks"] {
      #expect(try mode(folder.path(made)) == 0o700, "\(made)")
    }
    for made in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm"] {
      #expect(try mode("\(deep)/\(made)") == 0o600, "\(made)")
    }
    let locks = try FileManager.default.contentsOfDirectory(atPath: "\(deep)/locks")
    #expect(locks.count == 3)
    for made in locks { #expect(try mode("\(deep)/locks/\(made)") == 0o600, "\(made)") }
    lock.release()
  }

  @Test("a file that others could read is closed to them; the folder is its owner's business")
  func tightens() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(chmod(path, 0o755) == 0)
    #expect(FileManager.default.createFile(atPath: file, contents: nil, attributes: [.posixPermissions: 0o644]))
    _ = try SQLiteDraftStore(folder: path)
    #expect(try mode(file) == 0o600)
    #expect(try mode(path) == 0o755)
  }

  @Test("a folder that cannot be made is named", arguments: ["plain/state", "plain"])
  func unwritable(name: String) throws {
    try Data().write(to: folder.url.appending(path: "plain"))
    let path = folder.path(name)
    #expect { try SQLiteDraftStore(folder: path) } throws: { error in
      guard let problem = error as? Problem else { return false }
      return problem.kind == .storage && problem.what.contains(path) && !problem.advice.isEmpty
    }
  }

  @Test("a newer version's file is left as it is")
  func newer() async throws {
    _ = try await SQLiteDraftStore(folder: path).perform(.delete("p1"), on: acme)
    try outside("INSERT INTO grdb_migrations VALUES ('999: from the future')")
    #expect { try SQLiteDraftStore(folder: path) } throws: { error in
      guard let problem = error as? Problem else { return false }
      return problem.kind == .storage && problem.what.contains("newer version") && problem.what.contains(file)
    }
    try outside("DELETE FROM grdb_migrations WHERE identifier LIKE '999%'")
    #expect(try await SQLiteDraftStore(folder: path).snapshot(of: acme).draft.count == 1)
  }

  @Test("a migration that an older file lacks is made up for")
  func migration() async throws {
    // The oldest file there can be: made by a start that was killed before its first table.
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try outside("CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    _ = try await SQLiteDraftStore(folder: path).perform(.delete("p1"), on: acme)
    #expect(try await SQLiteDraftStore(folder: path).snapshot(of: acme).draft.count == 1)
  }

  @Test("the tables of the first release are what they were")
  func releasedTables() async throws {
    // A released migration never changes: whoever alters a table adds a migration, and a line here.
    let store = try SQLiteDraftStore(folder: path)
    let columns = try await store.file.run { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT t.name || '.' || c.name AS name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
          WHERE t.schema = 'main' AND t.name IN ('account', 'operation', 'change', 'submission')
          ORDER BY t.name, c.cid
          """
      ).map { $0["name"] as String }
    }
    #expect(
      columns == [
        "account.id", "account.base_url", "account.account_id", "account.draft_revision", "account.log_cursor",
        "change.account", "change.sequence", "change.at", "change.title", "change.json",
        "operation.account", "operation.position", "operation.json", "operation.queued_at",
        "submission.id", "submission.account", "submission.started_at", "submission.updated_at", "submission.state",
        "submission.intent", "submission.request", "submission.outcome", "submission.response",
      ]
    )
  }

  @Test("a full disk keeps what was there, and says so")
  func fullDisk() async throws {
    let store = try SQLiteDraftStore(folder: path)
    var last = try await store.perform(.delete("p0"), on: acme).snapshot
    // As large as it is now, and not a page larger.
    try await store.file.run { try $0.execute(sql: "PRAGMA max_page_count = 1") }
    var problem: Problem?
    for number in 1..<200 where problem == nil {
      do {
        last = try await store.perform(.delete("p\(number)"), on: acme).snapshot
      } catch {
        problem = error
      }
    }
    let full = try #require(problem)
    #expect(full.kind == .storage)
    #expect(full.retry == .safe)
    #expect(full.what.contains(file))
    #expect(try await store.snapshot(of: acme) == last)

    try await store.file.run { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    #expect(try await store.perform(.delete("more"), on: acme).snapshot.draft.count == last.draft.count + 1)
    #expect(try await SQLiteDraftStore(folder: path).snapshot(of: acme).draft.count == last.draft.count + 1)
  }

  @Test("another process that holds the file for too long is a reason to try again")
  func busy() async throws {
    let store = try SQLiteDraftStore(folder: path)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: file, configuration: configuration)
    // Waiting all of the real time would only make the test slow.
    try await store.file.run { try $0.execute(sql: "PRAGMA busy_timeout = 20") }
    try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
    await #expect { try await store.perform(.delete("p1"), on: acme) } throws: { error in
      guard let problem = error as? Problem else { return false }
      return problem.kind == .storage && problem.retry == .safe
    }
    try await other.writeWithoutTransaction { try $0.commit() }
    #expect(try await store.perform(.delete("p1"), on: acme).snapshot.revision == 1)
  }
}
