import Foundation
import GRDB
import Glibc
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Values

@Suite("A damaged state file")
struct DamagedFileTests {
  /// What lies in the folder beside the file in use.
  private func setAside(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0 != "locks" && !["state.sqlite", "state.sqlite-wal", "state.sqlite-shm"].contains($0)
    }.sorted()
  }

  @Test("is set aside under the time, as it was, and a new one takes its place")
  func namesAndWords() async throws {
    let state = try await FilledState(seed: 1)
    let cut = try state.bytes().dropLast(4096)
    let folder = try state.damaged(cut)
    let store = try SQLiteDraftStore(folder: folder.path)
    let recovery = try #require(store.recovery)
    let names = try setAside(in: folder)
    #expect(names.count == 1)
    #expect(names[0].wholeMatch(of: /state\.sqlite\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ/) != nil)
    #expect(recovery.damagedFile == folder.path(names[0]))
    #expect(try Data(contentsOf: URL(filePath: recovery.damagedFile)) == cut)
    #expect(recovery.problem.kind == .storage)
    #expect(recovery.problem.what.contains("it is now called \(names[0])"))
    #expect(recovery.problem.what.contains("\(recovery.operations) operations and \(recovery.submissions) submissions"))
    #expect(recovery.problem.advice.contains("before you submit"))
    for name in names + ["state.sqlite"] {
      let mode = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(name)")
    }
    withExtendedLifetime(store) {}
  }

  @Test("that was cut off anywhere gives back what it still holds", arguments: 1...2 as ClosedRange<UInt64>)
  func truncated(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let state = try await FilledState(seed: seed)
    let whole = try state.bytes()
    var rescued = 0
    for _ in 0..<8 {
      let length = Int.random(in: 1..<whole.count, using: &generator)
      let place: Comment = "seed \(seed), \(length) of \(whole.count) bytes"
      let folder = try state.damaged(whole.prefix(length))
      let store = try SQLiteDraftStore(folder: folder.path)
      let recovery = try #require(store.recovery, place)
      rescued += recovery.operations
      try await state.expectNothingInvented(in: store, place)
    }
    #expect(rescued > 0, "seed \(seed)")
  }

  @Test("that lost only its end gives back nearly everything")
  func lostEnd() async throws {
    let state = try await FilledState(seed: 2)
    let folder = try state.damaged(state.bytes().dropLast(4096))
    let recovery = try #require(try SQLiteDraftStore(folder: folder.path).recovery)
    #expect(recovery.operations >= state.drafts.values.map(\.draft.count).reduce(0, +) - 10)
    #expect(recovery.submissions >= state.submissions.count - 1)
  }

  @Test("with a page of rubbish gives back the others", arguments: 1...2 as ClosedRange<UInt64>)
  func rubbishPage(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let state = try await FilledState(seed: seed)
    let whole = try state.bytes()
    for _ in 0..<8 {
      let page = Int.random(in: 0..<whole.count / 4096, using: &generator)
      let place: Comment = "seed \(seed), page \(page)"
      var bytes = whole
      for index in page * 4096..<(page + 1) * 4096 { bytes[index] = UInt8.random(in: 0...255, using: &generator) }
      let folder = try state.damaged(bytes)
      try await openUntilUsable(folder, state, place)
    }
  }

  @Test("with one wrong byte is as it was, or gives back what is sound", arguments: 1...2 as ClosedRange<UInt64>)
  func wrongByte(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let state = try await FilledState(seed: seed)
    let whole = try state.bytes()
    for _ in 0..<12 {
      // Where the pages begin, in what SQLite put there: a wrong letter in a text is nothing that it could notice.
      let offset =
        Int.random(in: 0..<whole.count / 4096, using: &generator) * 4096 + Int.random(in: 0..<4, using: &generator)
      var bytes = whole
      bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      try await openUntilUsable(state.damaged(bytes), state, "seed \(seed), byte \(offset)")
    }
  }

  /// What is found while the file is in use, the next start must mend.
  private func openUntilUsable(_ folder: TemporaryFolder, _ state: FilledState, _ place: Comment) async throws {
    for start in 1...2 {
      let store = try await folder.nextStart()
      do {
        try await state.expectNothingInvented(in: store, place)
        #expect(store.recovery == nil || store.recovery?.damagedFile != nil)
        return
      } catch let problem as Problem where start == 1 {
        #expect(problem.what.contains("is damaged"), place)
        #expect(problem.advice.contains("then start one"), place)
      }
    }
  }

  @Test("without its header, or without its first page, gives back everything", arguments: [16, 100, 4096])
  func noHeader(size: Int) async throws {
    let state = try await FilledState(seed: 3)
    var bytes = try state.bytes()
    bytes.replaceSubrange(0..<size, with: Data(repeating: 0, count: size))
    let folder = try state.damaged(bytes)
    let store = try SQLiteDraftStore(folder: folder.path)
    #expect(store.recovery?.submissions == state.submissions.count)
    #expect(store.recovery?.leftOut == 0)
    try await state.expectEverything(in: store, "\(size) bytes")
  }

  @Test("that is something else altogether is set aside all the same", arguments: [1, 5, 100, 20_000])
  func garbage(size: Int) async throws {
    let folder = try TemporaryFolder()
    let garbage = Data((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
    try garbage.write(to: URL(filePath: folder.path("state.sqlite")))
    let store = try SQLiteDraftStore(folder: folder.path)
    let recovery = try #require(store.recovery)
    #expect(recovery.operations == 0 && recovery.submissions == 0)
    #expect(try Data(contentsOf: URL(filePath: recovery.damagedFile)) == garbage)
    #expect(try await store.perform(.delete("p1"), on: acme).snapshot.draft.count == 1)
  }

  @Test("is not what an empty file is: that is a new one")
  func empty() async throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(filePath: folder.path("state.sqlite")))
    let store = try SQLiteDraftStore(folder: folder.path)
    #expect(store.recovery == nil)
    #expect(try await store.perform(.delete("p1"), on: acme).snapshot.draft.count == 1)
    #expect(try setAside(in: folder).isEmpty)
  }

  @Test("keeps its place while another process has it open, and the problem says so")
  func inUse() async throws {
    let folder = try TemporaryFolder()
    let first = try SQLiteDraftStore(folder: folder.path)
    _ = try await first.perform(.delete("p1"), on: acme)
    try first.file.connection.close()
    try Data("rubbish".utf8).write(to: URL(filePath: folder.path("state.sqlite")))
    let problem = try #require(throws: Problem.self) { try SQLiteDraftStore(folder: folder.path) }
    #expect(problem.kind == .storage && problem.retry == .pointless)
    #expect(problem.what.contains(folder.path("state.sqlite")))
    #expect(problem.advice.hasPrefix("End every Postern that runs"))
    #expect(try Data(contentsOf: URL(filePath: folder.path("state.sqlite"))) == Data("rubbish".utf8))
    withExtendedLifetime(first) {}
  }

  @Test("of a newer version is left alone", arguments: [false, true])
  func newer(isCut: Bool) async throws {
    let state = try await FilledState(seed: 4)
    do {
      let store = try SQLiteDraftStore(folder: state.folder.path)
      try await store.file.run { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999: from the future')") }
    }
    try await state.folder.waitUntilClosed()
    let bytes = try isCut ? state.bytes().dropLast(8192) : state.bytes()
    let folder = try state.damaged(bytes)
    #expect { try SQLiteDraftStore(folder: folder.path) } throws: { error in
      (error as? Problem)?.what.contains("newer version") == true
    }
    #expect(try Data(contentsOf: URL(filePath: folder.path("state.sqlite"))) == bytes)
    #expect(try setAside(in: folder).isEmpty)
  }

  @Test("twice within a second loses neither of the two")
  func twice() async throws {
    let folder = try TemporaryFolder()
    for _ in 0..<3 {
      try await folder.waitUntilClosed()
      try Data("rubbish".utf8).write(to: URL(filePath: folder.path("state.sqlite")))
      _ = try SQLiteDraftStore(folder: folder.path)
    }
    #expect(try setAside(in: folder).count == 3)
  }

  @Test("is rescued again where the rescue was killed halfway", arguments: [false, true])
  func killedRescue(isMovedAway: Bool) async throws {
    let state = try await FilledState(seed: 5)
    var bytes = try state.bytes()
    bytes.replaceSubrange(0..<100, with: Data(repeating: 0xFF, count: 100))
    let folder = try state.damaged(bytes)
    // The new file was being made, or was ready and the damaged one had just been moved away.
    let name = folder.path("state.sqlite.damaged-2026-11-23T08-00-00Z")
    if isMovedAway { try FileManager.default.moveItem(atPath: folder.path("state.sqlite"), toPath: name) }
    try FileManager.default.createDirectory(atPath: name + ".rescue", withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: name + ".rescue/new.sqlite"))
    let store = try SQLiteDraftStore(folder: folder.path)
    #expect(store.recovery != nil)
    try await state.expectEverything(in: store, "moved away: \(isMovedAway)")
    #expect(try setAside(in: folder).map { folder.path($0) } == [store.recovery?.damagedFile])
  }
}
