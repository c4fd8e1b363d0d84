import Foundation
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Values

@Suite("Leave to change a draft")
struct SubmissionLocksTests {
  private let folder: TemporaryFolder
  private let mine: SubmissionLocks
  private let theirs: SubmissionLocks

  init() throws {
    folder = try TemporaryFolder()
    let files = try PrivateFolder(folder.path)
    mine = SubmissionLocks(in: files)
    theirs = SubmissionLocks(in: files, patience: .milliseconds(30))
  }

  @Test("is given to several at once")
  func shared() throws {
    let leaves = [try mine.leaveToChange(1), try theirs.leaveToChange(1), try mine.leaveToChange(1)]
    #expect(leaves.map(\.isHolder) == [false, false, false])
  }

  @Test("goes with the submission lock, and outlives it until the change is written")
  func pinned() async throws {
    let lock = try await mine.lock(1)
    var leave: SubmissionLocks.Leave? = try mine.leaveToChange(1)
    #expect(leave?.isHolder == true)
    lock.release()
    #expect(throws: Problem.self) { try theirs.leaveToChange(1) }
    await #expect(throws: Problem.self) { try await theirs.lock(1) }
    leave = nil
    #expect(try theirs.leaveToChange(1).isHolder == false)
  }

  @Test("is asked for again once the lock was released")
  func released() async throws {
    let lock = try await mine.lock(1)
    lock.release()
    #expect(try mine.leaveToChange(1).isHolder == false)
  }

  @Test("is waited for by a submission")
  func waitedFor() async throws {
    var leave: SubmissionLocks.Leave? = try theirs.leaveToChange(1)
    let lock = Task { try await mine.lock(1) }
    await Task.yield()
    #expect(leave != nil)
    leave = nil
    try await lock.value.release()
  }

  @Test("is not waited for without end, and the problem says what is going on")
  func patience() async throws {
    var leave: SubmissionLocks.Leave? = try mine.leaveToChange(1)
    let problem = try await #require(throws: Problem.self) { try await theirs.lock(1) }
    #expect(problem.kind == .locked)
    #expect(problem.retry == .safe)
    #expect(problem.what.contains("being changed"))
    #expect(leave != nil)
    leave = nil
    try await theirs.lock(1).release()
  }

  @Test("ends the wait of a submission that is cancelled")
  func cancelled() async throws {
    let leave = try theirs.leaveToChange(1)
    let lock = Task { try await mine.lock(1) }
    lock.cancel()
    await #expect { try await lock.value } throws: { ($0 as? Problem)?.kind == .interrupted }
    withExtendedLifetime(leave) {}
  }
}
