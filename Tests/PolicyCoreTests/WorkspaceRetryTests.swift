import Values
import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("Submitting: trying again")
struct WorkspaceRetryTests {
  @Test("a rate limit is waited for, checked again, and sent again")
  func rateLimited() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    let review = try await scene.workspace.review()
    scene.service.reply(.init(.tooMany(retryAfter: 7)), .init(.applied()))
    let report = try await scene.submit()
    #expect(report.outcome == .applied)
    #expect(report.problem == nil)
    #expect(report.record?.serverErrors == [])
    #expect(scene.clock.pauses == [7])
    #expect(scene.service.sent == [review.request, review.request])
    #expect(scene.service.reads == [PolicyID("e1"), PolicyID("e1")])
    guard case .waiting(seconds: 7, let reason)? = scene.reportedSteps.dropFirst(3).first else {
      Issue.record("\(scene.reportedSteps)")
      return
    }
    #expect(reason.kind == .rateLimited)
  }

  @Test("a pause that is too long is not waited for")
  func longPause() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    scene.service.reply(.init(.tooMany(retryAfter: 61)))
    let report = try await scene.submit()
    #expect(report.outcome == .notSent)
    #expect(report.problem?.kind == .rateLimited)
    #expect(scene.clock.pauses.isEmpty)
    #expect(try await scene.draft().count == 1)
    #expect(try await scene.record()?.serverErrors.map(\.code) == [971])
  }

  @Test("a connection that never stood is tried three times")
  func notSent() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    scene.service.reply(.init(.noConnection), .init(.noConnection), .init(.noConnection), .init(.applied()))
    let report = try await scene.submit()
    #expect(report.outcome == .notSent)
    #expect(report.problem == .noConnection)
    #expect(scene.clock.pauses == [1, 2])
    #expect(scene.service.sent.isEmpty)
    #expect(scene.store.journal == [.checking, .notSent])
    #expect(try await scene.draft().count == 1)
  }

  @Test("and goes through once it stands")
  func notSentThenApplied() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    scene.service.reply(.init(.noConnection), .init(.applied()))
    #expect(try await scene.submit().outcome == .applied)
    #expect(scene.service.sent.count == 1)
  }
}
