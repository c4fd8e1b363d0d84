import Policies
import Foundation
import GRDB
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Values

@Suite("Damage that shows only in use")
struct DamageInUseTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var mark: String { folder.path("state.sqlite.check") }

  /// Runs SQL on the file as nothing but a damaged disk would.
  private func spoil(_ sql: String) async throws {
    try await folder.waitUntilClosed()
    let connection = try DatabaseQueue(path: folder.path("state.sqlite"))
    try await connection.writeWithoutTransaction { try $0.execute(sql: sql) }
    try connection.close()
  }

  private func fill() async throws {
    let store = try SQLiteDraftStore(folder: folder.path)
    for number in 1...5 { _ = try await store.perform(.delete("p\(number)"), on: acme) }
    _ = try await store.undo(on: acme)
    try await store.write(.example("s1", of: acme, state: .applied))
    try await store.write(.example("s2", of: acme, after: 1, state: .refused))
  }

  @Test("in an operation costs that operation alone, and leaves nothing to undo")
  func operation() async throws {
    try await fill()
    try await spoil("UPDATE operation SET json = x'7b' WHERE position = 1")
    do {
      let store = try SQLiteDraftStore(folder: folder.path)
      #expect(store.recovery == nil)
      for _ in 0..<2 {
        let problem = try await #require(throws: Problem.self) { try await store.perform(.delete("p9"), on: acme) }
        #expect(problem.what == "\(folder.path("state.sqlite")) is damaged: something in it cannot be read.")
        #expect(problem.advice.hasPrefix("End every Postern that runs, then start one: it sets that file aside"))
      }
      #expect(FileManager.default.fileExists(atPath: mark))
      // Not from under somebody's feet.
      #expect(try SQLiteDraftStore(folder: folder.path).recovery == nil)
    }
    let store = try await folder.nextStart()
    let recovery = try #require(store.recovery)
    #expect(recovery.operations == 3 && recovery.submissions == 2 && recovery.leftOut == 1)
    let snapshot = try await store.snapshot(of: acme)
    #expect(snapshot.draft.operations.map(\.id.text) == ["p1", "p3", "p4"])
    // The log would lead to a draft that there never was, from the lost operation on.
    #expect(try await store.changes(of: acme).entries.map(\.title).count == 3)
    while try await !store.undo(on: acme).change.isEmpty {}
    #expect(try await store.snapshot(of: acme).draft.operations.map(\.id.text) == ["p1"])
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test(
    "in the log costs what lies behind the gap",
    arguments: [
      ("UPDATE change SET json = x'7b' WHERE sequence = 2", 2), ("DELETE FROM change WHERE sequence = 3", 1),
      ("DELETE FROM change WHERE sequence = 4", 0),
    ] as [(String, Int)]
  )
  func log(sql: String, left: Int) async throws {
    try await fill()
    try await spoil(sql)
    do {
      let store = try SQLiteDraftStore(folder: folder.path)
      await #expect(throws: Problem.self) { try await store.jump(to: 0, on: acme) }
    }
    let store = try await folder.nextStart()
    let log = try await store.changes(of: acme)
    #expect(log.entries.map(\.sequence) == Array(1..<left + 2))
    #expect(log.cursor == left)
    #expect(try await store.snapshot(of: acme).draft.count == 4)
    #expect(try await store.jump(to: 0, on: acme).snapshot.draft.count == 4 - left)
    #expect(try await store.jump(to: left + 1, on: acme).snapshot.draft.count == 5)
  }

  @Test("in a submission costs that submission alone")
  func submission() async throws {
    try await fill()
    try await spoil("UPDATE submission SET outcome = x'7b' WHERE id = 's1'")
    do {
      let store = try SQLiteDraftStore(folder: folder.path)
      await #expect(throws: Problem.self) { try await store.submissions(of: acme, limit: 9) }
    }
    let store = try await folder.nextStart()
    #expect(store.recovery?.submissions == 1)
    #expect(try await store.submissions(of: acme, limit: 9).map(\.id) == ["s2"])
    #expect(try await store.snapshot(of: acme).draft.count == 4)
  }

  @Test("in a file too large to be checked at every start is found by the next start")
  func largeFile() async throws {
    let state = try await FilledState(seed: 6, requestSize: 500_000)
    var bytes = try state.bytes()
    #expect(bytes.count > StateFile.alwaysChecked)
    let root = try await {
      let store = try SQLiteDraftStore(folder: state.folder.path)
      return try await store.file.run {
        try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'operation'")
      }
    }()
    let start = try (#require(root) - 1) * 4096
    bytes.replaceSubrange(start..<start + 4096, with: Data(repeating: 0xA5, count: 4096))
    let folder = try state.damaged(bytes)
    do {
      let store = try SQLiteDraftStore(folder: folder.path)
      #expect(store.recovery == nil)
      let problem = try await #require(throws: Problem.self) { try await store.snapshot(of: acme) }
      #expect(problem.what.contains("is damaged"))
      #expect(try await store.submissions(of: acme, limit: 99).count == 6)
    }
    let store = try await folder.nextStart()
    #expect(store.recovery?.submissions == 12)
    try await state.expectNothingInvented(in: store, "the next start")
  }

  @Test("and is not there after all is forgotten")
  func falseAlarm() async throws {
    try await fill()
    try Data("suspicion".utf8).write(to: URL(filePath: mark))
    let store = try await folder.nextStart()
    #expect(store.recovery == nil)
    #expect(!FileManager.default.fileExists(atPath: mark))
    #expect(try await store.snapshot(of: acme).draft.count == 4)
  }

  @Test("as a value of the wrong type is a problem, not a crash")
  func wrongType() async throws {
    try await fill()
    try await spoil(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '');
      PRAGMA writable_schema = RESET;
      UPDATE account SET draft_revision = 'many';
      """
    )
    let store = try SQLiteDraftStore(folder: folder.path)
    await #expect { try await store.snapshot(of: acme) } throws: { error in
      (error as? Problem)?.what.contains("is damaged") == true
    }
  }
}
