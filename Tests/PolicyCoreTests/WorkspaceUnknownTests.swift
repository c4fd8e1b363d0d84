import Values
import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("Submitting: the outcome is unknown")
struct WorkspaceUnknownTests {
  private let scene = WorkspaceScene()

  /// One of each but a put, on its way into the unknown.
  private func submit() async throws -> SubmissionReport {
    try await scene.edit()
    try await scene.delete("d1")
    try await scene.create()
    return try await scene.submit()
  }

  /// What the server does when it commits the batch.
  private static func commit(on service: FakePolicyService) {
    service.stored.removeAll { $0.id == PolicyID("d1") }
    service.change(PolicyID("e1")) { $0.fields.verifySender = false }
    service.stored.append(
      AllowPolicy(id: PolicyID("srv-1"), fields: WorkspaceScene.newPartner, createdAt: "2026-05-06T07:08:11.5Z")
    )
  }

  @Test("committed before the answer was lost: applied at the first look")
  func applied() async throws {
    scene.service.reply(.init(.timedOut) { Self.commit(on: $0) })
    let report = try await submit()
    #expect(report.outcome == .applied)
    #expect(report.problem == nil)
    #expect(report.verdicts == [.applied, .applied, .applied])
    #expect(report.record?.createdIDs == [PolicyID("srv-1")])
    #expect(
      report.record?.detail?.contains("recognised") == true,
      "without an answer the new policies might be others'"
    )
    #expect(report.recognised == ["srv-1"])
    #expect(scene.clock.pauses.isEmpty)
    #expect(scene.service.sent.count == 1)
    #expect(try await scene.draft().isEmpty)
  }

  @Test("committed late: looked for until it shows")
  func late() async throws {
    let service = scene.service
    scene.clock.whenSleeping { pauses in
      if pauses == 5 { Self.commit(on: service) }
    }
    scene.service.reply(.init(.timedOut))
    let report = try await submit()
    #expect(report.outcome == .applied)
    #expect(scene.clock.pauses == [3, 3, 3, 3, 4])
    #expect(scene.service.sent.count == 1)
    #expect(scene.store.journal == [.checking, .sending, .applied])
  }

  @Test("never seen: said after the agreed time, and the draft is kept")
  func notSeen() async throws {
    scene.service.reply(.init(.timedOut), .init(.applied()))
    let report = try await submit()
    #expect(report.outcome == .notSeen)
    #expect(report.problem?.kind == .outcomeUnknown)
    #expect(report.problem?.retry == .unsafe)
    #expect(report.verdicts == [.notSeen, .notSeen, .notSeen])
    #expect(scene.clock.pauses.reduce(0, +).rounded() == 60)
    #expect(scene.clock.pauses.count == 10)
    #expect(scene.service.reads.count + scene.service.newestReads <= 40)
    #expect(scene.reportedSteps.first { $0 == .looking(elapsed: 0, atMost: 60) } != nil)
    #expect(scene.reportedSteps.last == .looking(elapsed: 60, atMost: 60))
    #expect(scene.service.sent.count == 1)
    #expect(scene.store.journal == [.checking, .sending, .notSeen])
    #expect(try await scene.draft().count == 3)
    #expect(try await scene.store.openSubmission(of: scene.account.key) == nil)
  }

  @Test("changed by somebody else meanwhile: cannot be told")
  func cannotTell() async throws {
    scene.service.reply(
      .init(.timedOut) { service in service.stored.removeAll { $0.id == PolicyID("d1") } }
    )
    let report = try await submit()
    #expect(report.outcome == .unknown)
    #expect(report.verdicts == [.applied, .notSeen, .notSeen])
    #expect(scene.clock.pauses.count == 5, "every look costs many requests")
    #expect(scene.service.sent.count == 1)
    #expect(try await scene.record()?.state == .unknown)
    #expect(try await scene.draft().count == 3)
  }

  @Test("looks that fail do not read as if nothing had been sent")
  func looksFail() async throws {
    scene.service.reply(.init(.timedOut) { $0.readFailure = .noConnection })
    let report = try await submit()
    #expect(report.outcome == .unknown)
    #expect(report.problem?.kind == .outcomeUnknown)
    #expect(report.problem?.retry == .unsafe)
    #expect(scene.clock.pauses.count == 10)
    #expect(scene.service.sent.count == 1)
  }

  @Test("a look that fails once is made good by the next")
  func oneLookFails() async throws {
    let service = scene.service
    scene.clock.whenSleeping { _ in service.readFailure = nil }
    scene.service.reply(
      .init(.timedOut) { service in
        Self.commit(on: service)
        service.readFailure = .noConnection
      }
    )
    let report = try await submit()
    #expect(report.outcome == .applied)
    #expect(report.problem == nil)
    #expect(scene.clock.pauses == [3])
  }

  @Test("a list without times and without an end never shows that a new policy is not there")
  func incompleteList() async throws {
    let scene = WorkspaceScene(
      policies: [AllowPolicy(id: "old", fields: PolicyFields(pattern: "old.example", patternType: .domain))]
    )
    try await scene.create()
    scene.service.isComplete = false
    scene.service.reply(.init(.timedOut))
    let report = try await scene.submit()
    #expect(report.outcome == .unknown)
    #expect(report.verdicts == [.cannotTell])
  }

  @Test("an unknown outcome after a rate limit is not sent a third time")
  func afterRateLimit() async throws {
    scene.service.reply(.init(.tooMany(retryAfter: 1)), .init(.timedOut), .init(.applied()))
    let report = try await submit()
    #expect(report.outcome == .notSeen)
    #expect(scene.service.sent.count == 2)
  }
}
