import Foundation
import GRDB
import Glibc
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies

@Suite("A program that dies while it writes")
struct KilledWriterTests {
  /// Performs changes without end, notes each that has returned in `journal`, and dies by SIGKILL in the midst of it.
  private static func writeUntilKilled(in folder: String, journal: String, after microseconds: UInt32) async throws {
    let store = try SQLiteDraftStore(folder: folder)
    let journal = open(journal, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    for number in 0... {
      if number == 1 {
        Thread.detachNewThread {
          usleep(microseconds)
          kill(getpid(), SIGKILL)
        }
      }
      let ids = (0..<20).map { AllowPolicy.sample("p\(number)-\($0)") }
      let revision = try await store.perform(.delete(ids), on: acme).snapshot.revision
      let line = "\(revision)\n"
      write(journal, line, line.utf8.count)
    }
  }

  @Test("what was done stays done, what was half done is not there", arguments: 0..<4)
  func killed(round: Int) async throws {
    let folder = try TemporaryFolder()
    let state = folder.path("state")
    let journal = folder.path("journal")
    let microseconds = UInt32(20_000 + round * 17_431)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [state = state as String, journal = journal as String, microseconds = microseconds as UInt32] in
      try await Self.writeUntilKilled(in: state, journal: journal, after: microseconds)
    }

    let returned = try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").compactMap { Int($0) }
    let store = try SQLiteDraftStore(folder: state)
    let snapshot = try await store.snapshot(of: acme)
    // One more may have been on the disk when the process died before it could say so.
    #expect((0...1).contains(snapshot.revision - (returned.last ?? 0)))
    #expect(snapshot.revision > 0)
    #expect(snapshot.draft.count == 20 * snapshot.revision)
    for left in (0..<snapshot.revision).reversed() {
      #expect(try await store.undo(on: acme).snapshot.draft.count == 20 * left)
    }
  }

  @Test("two programs that write at once lose nothing of each other")
  func twoProcesses() async throws {
    let folder = try TemporaryFolder()
    let state = folder.path("state")
    let store = try SQLiteDraftStore(folder: state)
    async let mine: Void = {
      for number in 0..<50 { _ = try await store.perform(.delete("mine\(number)"), on: acme) }
    }()
    await #expect(processExitsWith: .success) { [state = state as String] in
      let store = try SQLiteDraftStore(folder: state)
      for number in 0..<50 { _ = try await store.perform(.delete("theirs\(number)"), on: acme) }
    }
    try await mine
    let expected = Set((0..<50).flatMap { ["mine\($0)", "theirs\($0)"] })
    let snapshot = try await store.snapshot(of: acme)
    #expect(Set(snapshot.draft.operations.map(\.id.text)) == expected)
    #expect(snapshot.revision == 100)
  }

  @Test("a lock does not outlive the program that held it")
  func lock() async throws {
    let folder = try TemporaryFolder()
    let state = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [state = state as String] in
      let lock = try await SQLiteDraftStore(folder: state).lockSubmission(of: acme)
      withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
    }
    try await SQLiteDraftStore(folder: state).lockSubmission(of: acme).release()
  }

  @Test("a log that is cut off anywhere leads to a state that there was", arguments: 1...3 as ClosedRange<UInt64>)
  func tornLog(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let store = try SQLiteDraftStore(folder: folder.path("state"))
    // What a machine that loses its power leaves behind: the file as it is, and some of the log.
    try await store.file.run { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    var states = [try await store.snapshot(of: acme)]
    for _ in 0..<20 {
      // An intent that cannot be carried out leaves no state behind.
      if let outcome = try? await store.perform(.random(using: &generator), on: acme) {
        states.append(outcome.snapshot)
      }
    }
    try FileCopy.copy(["state/state.sqlite", "state/state.sqlite-wal"], to: "copy", in: folder)
    let log = try Data(contentsOf: URL(filePath: folder.path("copy/state.sqlite-wal")))
    for round in 0..<25 {
      let torn = folder.path("torn\(round)")
      try FileCopy.copy(["copy/state.sqlite"], to: "torn\(round)", in: folder)
      let length = Int.random(in: 0...log.count, using: &generator)
      try log.prefix(length).write(to: URL(filePath: "\(torn)/state.sqlite-wal"))
      let found = try await SQLiteDraftStore(folder: torn).snapshot(of: acme)
      let state = try #require(states.first { $0.revision == found.revision }, "seed \(seed), \(length) bytes")
      #expect(found.draft.operations.map(\.intent) == state.draft.operations.map(\.intent))
      #expect(found.undoTitle == state.undoTitle)
    }
  }
}
