import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("A submission that an earlier process left open")
struct WorkspaceOpenSubmissionTests {
  private let scene = WorkspaceScene()

  @Test("blocks the next one", arguments: [.checking, .sending] as [SubmissionRecord.State])
  func blocks(state: SubmissionRecord.State) async throws {
    try await scene.edit()
    try await scene.leaveOpen(state)
    scene.service.reply(.init(.applied()))
    let problem = try await #require(throws: Problem.self) { try await scene.submit() }
    #expect(problem.kind == .locked)
    #expect(problem.what.contains("2026-05-06T07:08:09Z"))
    #expect(scene.service.sent.isEmpty)
    #expect(scene.service.reads.isEmpty)
    #expect(scene.store.journal == [state])
    #expect(!scene.store.isLocked(scene.account.key))
  }

  @Test("blocks no other account")
  func otherAccount() async throws {
    try await scene.edit()
    try await scene.leaveOpen(.sending)
    let other = Workspace(
      account: Account(
        key: AccountKey(baseURL: scene.account.key.baseURL, accountID: "globex"),
        name: "Globex",
        environment: .sandbox
      ),
      service: scene.service,
      store: scene.store,
      cache: MemoryPolicyCache(),
      surroundings: scene.clock.surroundings
    )
    _ = try await other.perform(.delete([.sample("d1", pattern: "old.example", type: .domain)]))
    scene.service.reply(.init(.applied()))
    #expect(try await other.submit(other.review()).outcome == .applied)
  }

  @Test("that was only checking has sent nothing")
  func checking() async throws {
    try await scene.edit()
    try await scene.leaveOpen(.checking)
    let report = try #require(try await scene.reconcile())
    #expect(report.outcome == .notSent)
    #expect(scene.service.reads.isEmpty)
    #expect(try await scene.record()?.state == .notSent)
    #expect(try await scene.draft().count == 1)
    #expect(try await scene.reconcile() == nil)
  }

  @Test("that was being sent, and shows: it is applied and leaves the draft")
  func applied() async throws {
    try await scene.edit()
    try await scene.leaveOpen(.sending)
    scene.service.change(PolicyID("e1")) { $0.fields.verifySender = false }
    let report = try #require(try await scene.reconcile())
    #expect(report.outcome == .applied)
    #expect(report.verdicts == [.applied])
    #expect(try await scene.draft().isEmpty)
    #expect(scene.service.sent.isEmpty)
    #expect(try await scene.record()?.state == .applied)
    #expect(try await scene.reconcile() == nil)
    #expect(!scene.store.isLocked(scene.account.key))
  }

  @Test("that was being sent, and does not show: said so, and the same goes only when a person says so")
  func notSeen() async throws {
    try await scene.edit()
    try await scene.leaveOpen(.sending)
    let report = try #require(try await scene.reconcile())
    #expect(report.outcome == .notSeen)
    #expect(scene.clock.pauses.count == 10)
    #expect(scene.service.sent.isEmpty)
    let stopped = try await scene.submit()
    #expect(stopped.outcome == .notSent)
    #expect(stopped.problem?.kind == .confirmationNeeded)
    #expect(scene.service.sent.isEmpty)
    scene.service.reply(.init(.applied()))
    #expect(try await scene.submit(again: true).outcome == .applied)
  }

  @Test("is none where every submission has ended")
  func none() async throws {
    #expect(try await scene.reconcile() == nil)
    try await scene.edit()
    scene.service.reply(.init(.applied()))
    _ = try await scene.submit()
    #expect(try await scene.reconcile() == nil)
  }

  @Test("is left to the process that is still at it")
  func lockedElsewhere() async throws {
    try await scene.edit()
    try await scene.leaveOpen(.sending)
    let lock = try await scene.store.lockSubmission(of: scene.account.key)
    let problem = try await #require(throws: Problem.self) { try await scene.reconcile() }
    #expect(problem.kind == .locked)
    #expect(scene.service.reads.isEmpty)
    lock.release()
    #expect(try await scene.reconcile() != nil)
  }

  @Test("while another process submits, nothing is begun here")
  func submitLockedElsewhere() async throws {
    try await scene.edit()
    let lock = try await scene.store.lockSubmission(of: scene.account.key)
    let problem = try await #require(throws: Problem.self) { try await scene.submit() }
    #expect(problem.kind == .locked)
    #expect(scene.store.journal.isEmpty)
    #expect(scene.service.reads.isEmpty)
    #expect(scene.store.isLocked(scene.account.key))
    lock.release()
    scene.service.reply(.init(.applied()))
    #expect(try await scene.submit().outcome == .applied)
  }
}
