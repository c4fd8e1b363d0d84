import Foundation
import GRDB
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies
import Values

@Suite("State files of earlier releases")
struct MigrationTests {
  private static let sandbox = AccountKey(baseURL: "http://127.0.0.1:8080/client/v4", accountID: "acme")

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func store(from version: ReleasedState) throws -> SQLiteDraftStore {
    let connection = try DatabaseQueue(path: folder.path("state.sqlite"))
    try connection.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL; \(version.sql)") }
    try connection.close()
    return try SQLiteDraftStore(folder: folder.path)
  }

  @Test("keep their draft, and what undo and redo reach", arguments: ReleasedState.allCases)
  func draft(version: ReleasedState) async throws {
    let store = try store(from: version)
    #expect(store.recovery == nil)
    let snapshot = try await store.snapshot(of: acme)
    #expect(snapshot.revision == 9)
    #expect(snapshot.draft.operations.map(\.id.text) == ["p1", "p2", "new1"])
    #expect(snapshot.draft.operations.map(\.kind) == [.delete, .put, .post])
    #expect(snapshot.redoTitle == "drop 1 operation")
    #expect(try await store.changes(of: acme).entries.map(\.sequence) == [1, 2, 3, 4, 5])
    #expect(try await store.redo(on: acme).snapshot.draft.operations.map(\.id.text) == ["p1", "new1"])
    let restored = try await store.jump(to: 1, on: acme).snapshot.draft
    #expect(restored.operations.map(\.kind) == [.patch])
    #expect(restored[PolicyID("p1")]?.result?.comments == "see SEC-42")
    #expect(try await store.jump(to: 0, on: acme).snapshot.draft.isEmpty)
  }

  @Test("keep their history", arguments: ReleasedState.allCases)
  func history(version: ReleasedState) async throws {
    let store = try store(from: version)
    let applied = try #require(try await store.submission(id: "s1"))
    #expect(applied.account == acme)
    #expect(applied.state == .applied)
    #expect(applied.startedAt == Date(timeIntervalSinceReferenceDate: 800_000_000.25))
    #expect(applied.updatedAt == Date(timeIntervalSinceReferenceDate: 800_000_003.5))
    #expect(applied.user == "ada" && applied.reason == "SEC-42 Zoë")
    #expect(applied.operations.map(\.base?.fields.comments) == ["agreed in 2019"])
    #expect(applied.request == Data(#"{"deletes":[{"id":"p0"}]}"#.utf8))
    #expect(applied.response == Data(#"{"success":true}"#.utf8))
    #expect(applied.createdIDs == [PolicyID("n1")])
    #expect(applied.rayID == "8f00-FRA")
    #expect(try await store.submissions(of: acme, limit: 9).map(\.id) == ["s1"])
    #expect(try await store.openSubmission(of: Self.sandbox)?.id == "s2")
    await #expect { try await store.perform(.delete("p1"), on: Self.sandbox) } throws: { error in
      (error as? Problem)?.kind == .locked
    }
  }

  @Test("keep accepted findings, or get a place for them", arguments: ReleasedState.allCases)
  func suppressions(version: ReleasedState) async throws {
    let store = try store(from: version)
    let kept = Suppression(policyID: "p1", rule: "stale", reason: "kept by contract ✓")
    #expect(try await store.suppressions(of: acme) == (version == .version1 ? [] : [kept]))
    let new = Suppression(policyID: "p2", rule: "stale", reason: "new")
    try await store.suppress(new, on: acme)
    #expect(try await store.suppressions(of: acme).contains(new))
  }

  @Test("come out with the very tables of a new file", arguments: ReleasedState.allCases)
  func tables(version: ReleasedState) async throws {
    let schema: @Sendable (Database) throws -> [String] = { database in
      try String.fetchAll(
        database,
        sql: "SELECT type || ' ' || name || ' ' || ifnull(sql, '') AS t FROM sqlite_schema ORDER BY t"
      )
    }
    let old = try await store(from: version).file.run(schema)
    let new = try await SQLiteDraftStore(folder: folder.path("new")).file.run(schema)
    #expect(old == new)
  }

  @Test("are given as what the release left, whatever the code does today")
  func fixtures() throws {
    // The newest migration needs no file of its own until the next one comes.
    let known = StateSchema.migrator.migrations.dropLast()
    #expect(ReleasedState.allCases.map(\.rawValue) == Array(known))
  }
}
