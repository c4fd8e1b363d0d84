import Foundation
import Glibc
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Values

/// The calls that change a draft.
enum DraftCall: CaseIterable, Sendable {
  case perform
  case undo
  case redo
  case jump

  @discardableResult
  func call(_ store: any DraftStore) async throws(Problem) -> DraftOutcome {
    switch self {
    case .perform: try await store.perform(.delete("other"), on: acme)
    case .undo: try await store.undo(on: acme)
    case .redo: try await store.redo(on: acme)
    case .jump: try await store.jump(to: 0, on: acme)
    }
  }
}

@Suite("A draft while it is being submitted")
struct DraftLockTests {
  /// Two processes on one account, with a change that can be undone and one that can be redone.
  private struct Pair {
    let mine: any DraftStore
    let theirs: any DraftStore

    init(_ kind: StoreKind, in folder: TemporaryFolder) async throws {
      switch kind {
      case .onDisk:
        mine = try SQLiteDraftStore(folder: folder.path)
        theirs = try SQLiteDraftStore(folder: folder.path)
      case .inMemory:
        let store = MemoryDraftStore()
        mine = store
        theirs = store.asOtherProcess()
      }
      _ = try await mine.perform(.delete("p1"), on: acme)
      _ = try await mine.perform(.delete("p2"), on: acme)
      _ = try await mine.undo(on: acme)
    }
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("takes no change from another process", arguments: StoreKind.allCases, DraftCall.allCases)
  func refused(kind: StoreKind, call: DraftCall) async throws {
    let pair = try await Pair(kind, in: folder)
    let before = try await pair.mine.snapshot(of: acme)
    let lock = try await pair.mine.lockSubmission(of: acme)
    let problem = try await #require(throws: Problem.self) { try await call.call(pair.theirs) }
    #expect(problem.kind == .locked)
    #expect(problem.retry == .safe)
    #expect(problem.what.contains("nothing was changed"))
    #expect(try await pair.theirs.snapshot(of: acme) == before)
    lock.release()
    #expect(try await !call.call(pair.theirs).change.isEmpty)
  }

  @Test("takes the changes of the process that submits it", arguments: StoreKind.allCases, DraftCall.allCases)
  func holder(kind: StoreKind, call: DraftCall) async throws {
    let pair = try await Pair(kind, in: folder)
    let lock = try await pair.mine.lockSubmission(of: acme)
    try await pair.mine.write(.example("s1", of: acme, state: .sending))
    #expect(try await !call.call(pair.mine).change.isEmpty)
    lock.release()
  }

  @Test("can be read, other accounts can be changed, and findings accepted", arguments: StoreKind.allCases)
  func allowed(kind: StoreKind) async throws {
    let pair = try await Pair(kind, in: folder)
    let lock = try await pair.mine.lockSubmission(of: acme)
    #expect(try await pair.theirs.snapshot(of: acme).draft.count == 1)
    #expect(try await pair.theirs.changes(of: acme).entries.count == 2)
    try await pair.theirs.suppress(Suppression(policyID: "p1", rule: "stale", reason: "x"), on: acme)
    try await pair.theirs.unsuppress("stale", of: "p1", on: acme)
    _ = try await pair.theirs.perform(.delete("p1"), on: globex)
    lock.release()
  }

  @Test("tells who submits it")
  func namesHolder() async throws {
    let pair = try await Pair(.onDisk, in: folder)
    let lock = try await pair.mine.lockSubmission(of: acme)
    let problem = try await #require(throws: Problem.self) { try await pair.theirs.undo(on: acme) }
    #expect(problem.what == "This Postern (process \(getpid())) is submitting on this account; nothing was changed.")
    #expect(problem.advice == "Do it again when that submission is over: that is safe.")
    lock.release()
  }

  @Test("stays shut where a killed process was sending, until the outcome is known", arguments: StoreKind.allCases)
  func leftOpen(kind: StoreKind) async throws {
    let pair = try await Pair(kind, in: folder)
    var record = SubmissionRecord.example("s1", of: acme, state: .sending)
    try await pair.mine.write(record)
    for store in [pair.mine, pair.theirs] {
      for call in DraftCall.allCases {
        let problem = try await #require(throws: Problem.self) { try await call.call(store) }
        #expect(problem.kind == .locked)
        #expect(problem.what.contains("the submission of 2026-05-09T06:13:20Z is still open"))
        #expect(problem.advice.contains("`postern history`"))
      }
    }
    _ = try await pair.mine.perform(.delete("p1"), on: globex)
    // Whoever finds out may change it.
    let lock = try await pair.mine.lockSubmission(of: acme)
    _ = try await pair.mine.perform(.delete("p3"), on: acme)
    record.state = .notSeen
    try await pair.mine.write(record)
    lock.release()
    _ = try await pair.theirs.perform(.delete("p4"), on: acme)
  }

  @Test(
    "is open again where nothing was sent, or the outcome is known",
    arguments: StoreKind.allCases,
    [.checking, .applied, .refused, .conflict, .notSent, .notSeen, .unknown] as [SubmissionRecord.State]
  )
  func notSending(kind: StoreKind, state: SubmissionRecord.State) async throws {
    let pair = try await Pair(kind, in: folder)
    try await pair.mine.write(.example("s1", of: acme, state: state))
    for call in DraftCall.allCases { try await call.call(pair.theirs) }
    #expect(try await pair.mine.openSubmission(of: acme)?.state == (state == .checking ? .checking : nil))
  }

  @Test("shows every change that was not refused to whoever submits it")
  func race() async throws {
    let mine = try SQLiteDraftStore(folder: folder.path)
    let theirs = try SQLiteDraftStore(folder: folder.path)
    let writer = Task {
      var (written, refused) = (0, 0)
      while !Task.isCancelled, written < 5000 {
        do throws(Problem) {
          _ = try await theirs.perform(.delete("p\(written)"), on: acme)
          written += 1
          // A person pauses between two changes.
          for _ in 0..<5 { _ = try await theirs.revision(of: acme) }
        } catch {
          guard error.kind == .locked else { throw error }
          refused += 1
        }
      }
      return (written, refused)
    }
    for round in 0..<40 {
      let lock = try await mine.lockSubmission(of: acme)
      let before = try await mine.snapshot(of: acme)
      for _ in 0..<5 { #expect(try await mine.revision(of: acme) == before.revision, "round \(round)") }
      lock.release()
    }
    writer.cancel()
    let (written, refused) = try await writer.value
    #expect(try await mine.snapshot(of: acme).draft.count == written)
    #expect(refused > 0)
  }

  @Test("is not changed by another program either, which is told the number of this one")
  func otherProgram() async throws {
    let store = try SQLiteDraftStore(folder: folder.path)
    _ = try await store.perform(.delete("p1"), on: acme)
    let lock = try await store.lockSubmission(of: acme)
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String, holder = getpid() as Int32] in
      let store = try SQLiteDraftStore(folder: path)
      for call in DraftCall.allCases {
        let problem = try await #require(throws: Problem.self) { try await call.call(store) }
        #expect(problem.kind == .locked)
        #expect(
          problem.what == "Another Postern (process \(holder)) is submitting on this account; nothing was changed."
        )
      }
      #expect(try await store.snapshot(of: acme).draft.count == 1)
    }
    lock.release()
    await #expect(processExitsWith: .success) { [path = path as String] in
      _ = try await SQLiteDraftStore(folder: path).undo(on: acme)
    }
    #expect(try await store.snapshot(of: acme).draft.isEmpty)
  }
}
