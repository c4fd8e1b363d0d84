import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("Submitting: a person stops it")
struct WorkspaceCancelTests {
  private let scene = WorkspaceScene()
  private let button = CancelButton()

  private func submit() async throws -> SubmissionReport {
    try await scene.edit()
    let report = try await button.run { [scene] in try await scene.submit() }
    return try #require(report)
  }

  @Test("while the policies are read: nothing is sent")
  func whileChecking() async throws {
    scene.service.beforeRead { [button] _ in button.press() }
    scene.service.reply(.init(.applied()))
    let report = try await submit()
    #expect(report.outcome == .notSent)
    #expect(report.problem?.kind == .interrupted)
    #expect(report.problem?.retry == .safe)
    #expect(scene.service.sent.isEmpty)
    #expect(scene.store.journal == [.checking, .notSent])
    #expect(try await scene.draft().count == 1)
    #expect(!scene.store.isLocked(scene.account.key))
  }

  @Test("while it waits for the next attempt: nothing more is sent")
  func whileWaiting() async throws {
    scene.clock.whenSleeping { [button] _ in button.press() }
    scene.service.reply(.init(.tooMany(retryAfter: 30)), .init(.applied()))
    let report = try await submit()
    #expect(report.outcome == .notSent)
    #expect(report.problem?.kind == .interrupted)
    #expect(scene.service.sent.count == 1)
    #expect(try await scene.record()?.state == .notSent)
    #expect(try await scene.draft().count == 1)
  }

  @Test("while it is being sent: the answer is waited for all the same")
  func whileSending() async throws {
    scene.service.reply(
      .init(.applied()) { [button] _ in
        button.press()
        #expect(!Task.isCancelled)
      }
    )
    let report = try await submit()
    #expect(report.outcome == .applied)
    #expect(report.problem == nil)
    #expect(scene.store.journal == [.checking, .sending, .applied])
    #expect(try await scene.draft().isEmpty)
  }

  @Test("while it is being sent, and the answer says nothing: it stays open for the next start")
  func whileSendingUnknown() async throws {
    scene.service.reply(.init(.timedOut) { [button] _ in button.press() })
    let report = try await submit()
    #expect(report.outcome == .unknown)
    #expect(report.problem?.kind == .outcomeUnknown)
    #expect(scene.clock.pauses.isEmpty)
    #expect(try await scene.store.openSubmission(of: scene.account.key)?.state == .sending)
    #expect(try await scene.draft().count == 1)
  }

  @Test("while the outcome is looked for: it stays open, blocks the next, and is taken up again")
  func whileLooking() async throws {
    scene.clock.whenSleeping { [button] pauses in
      if pauses == 2 { button.press() }
    }
    scene.service.reply(.init(.timedOut))
    let report = try await submit()
    #expect(report.outcome == .unknown)
    #expect(scene.clock.pauses == [3, 3])
    let next = try await #require(throws: Problem.self) { try await scene.submit() }
    #expect(next.kind == .locked)

    scene.service.change(PolicyID("e1")) { $0.fields.verifySender = false }
    let settled = try #require(try await scene.reconcile())
    #expect(settled.outcome == .applied)
    #expect(try await scene.draft().isEmpty)
    #expect(scene.service.sent.count == 1)
  }
}
