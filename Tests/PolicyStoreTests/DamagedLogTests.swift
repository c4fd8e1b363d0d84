import Foundation
import GRDB
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies
import Values

@Suite("A damaged write-ahead log")
struct DamagedLogTests {
  /// The file and its log as a killed process leaves them, and every draft that there was.
  private struct Left {
    let folder: TemporaryFolder
    var snapshots: [DraftSnapshot] = []

    init() async throws {
      folder = try TemporaryFolder()
      let store = try SQLiteDraftStore(folder: folder.path("live"))
      try await store.file.run { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
      snapshots.append(try await store.snapshot(of: acme))
      for number in 0..<20 {
        let policies = (0...number % 4).map { AllowPolicy.sample("p\(number)-\($0)") }
        snapshots.append(try await store.perform(.delete(policies), on: acme).snapshot)
      }
      try FileCopy.copy(["live/state.sqlite", "live/state.sqlite-wal"], to: "left", in: folder)
    }

    var log: Data { get throws { try Data(contentsOf: URL(filePath: folder.path("left/state.sqlite-wal"))) } }

    /// The same with another log, in a folder of its own.
    func with(log: Data, file: Data? = nil) throws -> TemporaryFolder {
      let copy = try TemporaryFolder()
      let original = try Data(contentsOf: URL(filePath: folder.path("left/state.sqlite")))
      try (file ?? original).write(to: URL(filePath: copy.path("state.sqlite")))
      try log.write(to: URL(filePath: copy.path("state.sqlite-wal")))
      return copy
    }

    func expectOneOfMany(in store: SQLiteDraftStore, _ place: Comment) async throws {
      let found = try await store.snapshot(of: acme)
      #expect(snapshots.contains { $0.draft == found.draft && $0.undoTitle == found.undoTitle }, place)
    }
  }

  @Test("that is sound is what the process left")
  func sound() async throws {
    let left = try await Left()
    let folder = try left.with(log: left.log)
    let store = try SQLiteDraftStore(folder: folder.path)
    #expect(store.recovery == nil)
    #expect(try await store.snapshot(of: acme) == left.snapshots.last)
  }

  @Test(
    "is never just forgotten: what was committed behind the damage is spoken of",
    arguments: 1...30 as ClosedRange<UInt64>
  )
  func flipped(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let left = try await Left()
    var log = try left.log
    // The last two commits cannot be told from those that a power cut interrupts.
    let offset = Int.random(in: 0..<log.count - 20 * 4120, using: &generator)
    log[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    let folder = try left.with(log: log)
    let store = try SQLiteDraftStore(folder: folder.path)
    let place: Comment = "seed \(seed), byte \(offset)"
    let recovery = try #require(store.recovery, place)
    #expect(recovery.problem.what.contains("its log"), place)
    try await left.expectOneOfMany(in: store, place)
    #expect(try Data(contentsOf: URL(filePath: recovery.damagedFile + "-wal")) == log, place)
  }

  @Test("that is cut off is what a power cut leaves, and no damage", arguments: 1...10 as ClosedRange<UInt64>)
  func cut(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let left = try await Left()
    let log = try left.log
    let length = Int.random(in: 0...log.count, using: &generator)
    let folder = try left.with(log: log.prefix(length))
    let store = try SQLiteDraftStore(folder: folder.path)
    #expect(store.recovery == nil, "seed \(seed), \(length) bytes")
    try await left.expectOneOfMany(in: store, "seed \(seed), \(length) bytes")
  }

  @Test("that was never written, only made room for, is no damage")
  func zeros() async throws {
    let left = try await Left()
    let folder = try left.with(log: Data(repeating: 0, count: 40_000))
    let store = try SQLiteDraftStore(folder: folder.path)
    #expect(store.recovery == nil)
    #expect(try await store.snapshot(of: acme) == left.snapshots.first)
  }

  @Test("beside an empty file still gives back what it holds")
  func emptyFile() async throws {
    let left = try await Left()
    let folder = try left.with(log: left.log, file: Data())
    let store = try SQLiteDraftStore(folder: folder.path)
    #expect(store.recovery != nil)
    #expect(try await store.snapshot(of: acme).draft == left.snapshots.last?.draft)
  }

  @Test("holds remnants of a change that was taken back, and is sound")
  func rolledBack() async throws {
    let folder = try TemporaryFolder()
    do {
      let store = try SQLiteDraftStore(folder: folder.path("live"))
      _ = try await store.perform(.delete("p0"), on: acme)
      // Written into the log before it fails, as more than the memory was to hold.
      let wide = (0..<3000).map { AllowPolicy.sample("wide\($0)", comments: String(repeating: "x", count: 500)) }
      try await store.file.run { try $0.execute(sql: "PRAGMA cache_size = 5; PRAGMA max_page_count = 120") }
      await #expect(throws: Problem.self) { try await store.perform(.delete(wide), on: acme) }
      try await store.file.run { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
      _ = try await store.perform(.delete("p1"), on: acme)
      try FileCopy.copy(["live/state.sqlite", "live/state.sqlite-wal"], to: "left", in: folder)
    }
    let store = try SQLiteDraftStore(folder: folder.path("left"))
    #expect(store.recovery == nil)
    #expect(try await store.snapshot(of: acme).draft.count == 2)
  }
}

/// Copies by another program: opening and closing a database in this one would release SQLite's locks on it.
enum FileCopy {
  static func copy(_ names: [String], to target: String, in folder: TemporaryFolder) throws {
    try FileManager.default.createDirectory(atPath: folder.path(target), withIntermediateDirectories: true)
    let program = Process()
    program.executableURL = URL(filePath: "/bin/cp")
    program.arguments = names.map { folder.path($0) } + [folder.path(target)]
    try program.run()
    program.waitUntilExit()
    #expect(program.terminationStatus == 0)
  }
}
