import Values
import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("Submitting: the policies changed elsewhere")
struct WorkspaceDriftTests {
  @Test("the same field is a conflict, and nothing is sent", arguments: BatchEncoding.allCases)
  func sameField(encoding: BatchEncoding) async throws {
    let scene = WorkspaceScene(encoding)
    try await scene.edit("e1", PolicyFields(comments: "mine"))
    let before = try await scene.draft()
    scene.service.change(PolicyID("e1")) { $0.fields.comments = "theirs" }
    let report = try await scene.submit()
    #expect(report.outcome == .conflict)
    #expect(report.problem?.kind == .conflict)
    #expect(report.conflicts.map(\.fields) == [[.comments]])
    #expect(report.conflicts.map { $0.theirs?.fields.comments } == ["theirs"])
    #expect(report.rebased.isEmpty)
    #expect(scene.service.sent.isEmpty)
    #expect(try await scene.draft() == before)
    #expect(scene.store.journal == [.checking, .conflict])
  }

  @Test("a policy that is gone is a conflict, and nothing is sent")
  func gone() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    try await scene.delete("d1")
    scene.service.stored = []
    let report = try await scene.submit()
    #expect(report.outcome == .conflict)
    #expect(Set(report.conflicts.map(\.id.text)) == ["d1", "e1"])
    #expect(report.conflicts.map(\.isGone) == [true, true])
    #expect(scene.service.sent.isEmpty)
    #expect(try await scene.draft().count == 2)
  }

  @Test("another field gives the draft a new base, and the review comes back", arguments: BatchEncoding.allCases)
  func otherField(encoding: BatchEncoding) async throws {
    let scene = WorkspaceScene(encoding)
    try await scene.edit("e1", PolicyFields(comments: "mine"))
    let old = try await scene.workspace.review()
    scene.service.change(PolicyID("e1")) {
      $0.fields.isTrustedSender = true
      $0.modifiedAt = "2026-05-05T00:00:00Z"
      $0.lastModified = "2026-05-05T00:00:00Z"
    }
    let report = try await scene.submit()
    #expect(report.outcome == .conflict)
    #expect(report.problem?.kind == .conflict)
    #expect(report.conflicts.isEmpty)
    #expect(report.rebased == [PolicyID("e1")])
    #expect(scene.service.sent.isEmpty)
    let draft = try await scene.draft()
    #expect(draft == report.draft?.draft)
    #expect(draft[PolicyID("e1")]?.base == scene.service.stored.first)
    #expect(draft[PolicyID("e1")]?.result?.comments == "mine")

    // The next review shows the policy as it is now, and goes through.
    let new = try await scene.workspace.review()
    #expect(new.operations != old.operations)
    scene.service.reply(.init(.applied()))
    #expect(try await scene.submit().outcome == .applied)
    #expect(scene.service.sent == [new.request])
  }

  @Test("a put takes over what was changed elsewhere, once it was shown")
  func put() async throws {
    let scene = WorkspaceScene()
    try await scene.edit("e1", PolicyFields(comments: "mine"), whole: true)
    scene.service.change(PolicyID("e1")) { $0.fields.isExemptRecipient = true }
    #expect(try await scene.submit().outcome == .conflict)
    scene.service.reply(.init(.applied()))
    #expect(try await scene.submit().outcome == .applied)
    let body = try #require(scene.service.sent.first?.text)
    #expect(body.contains(#""is_exempt_recipient": true"#))
    #expect(body.contains(#""comments": "mine""#))
  }

  @Test("an edit that somebody else made already leaves the draft")
  func sameValue() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    scene.service.change(PolicyID("e1")) { $0.fields.verifySender = false }
    let report = try await scene.submit()
    #expect(report.outcome == .conflict)
    #expect(report.rebased == [PolicyID("e1")])
    #expect(scene.service.sent.isEmpty)
    #expect(try await scene.draft().isEmpty)
  }

  /// Changes nothing of a policy but when it was last changed.
  private func touch(_ id: String, in scene: WorkspaceScene) {
    scene.service.change(PolicyID(id)) {
      $0.modifiedAt = "2026-05-05T00:00:00Z"
      $0.lastModified = "2026-05-05T00:00:00Z"
    }
  }

  @Test("new timestamps alone come back for review where they are sent")
  func timestampsDocumented() async throws {
    let scene = WorkspaceScene(.documented)
    try await scene.edit()
    touch("e1", in: scene)
    let report = try await scene.submit()
    #expect(report.outcome == .conflict)
    #expect(report.rebased == [PolicyID("e1")])
    #expect(scene.service.sent.isEmpty)
    #expect(try await scene.workspace.review().request.text.contains("2026-05-05T00:00:00Z"))
  }

  @Test("new timestamps alone stop nothing where they are not sent, and the draft is emptied")
  func timestampsLean() async throws {
    let scene = WorkspaceScene(.lean)
    try await scene.edit()
    try await scene.delete("d1")
    let review = try await scene.workspace.review()
    touch("e1", in: scene)
    touch("d1", in: scene)
    scene.service.reply(.init(.tooMany(retryAfter: 1)), .init(.applied()))
    let report = try await scene.submit()
    #expect(report.outcome == .applied)
    #expect(report.rebased.isEmpty)
    #expect(report.problem == nil)
    #expect(scene.service.sent == [review.request, review.request])
    #expect(try await scene.draft().isEmpty)
  }

  @Test("a draft that was changed after its review sends nothing")
  func draftChanged() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    let review = try await scene.workspace.review()
    try await scene.edit("e1", PolicyFields(comments: "later"))
    let before = try await scene.draft()
    let report = try await scene.workspace.submit(review)
    #expect(report.outcome == .conflict)
    #expect(report.problem?.kind == .conflict)
    #expect(scene.service.sent.isEmpty)
    #expect(try await scene.draft() == before)
  }

  @Test("policies that cannot be read again send nothing, and it is safe to try again")
  func unreadable() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    scene.service.readFailure = .noConnection
    let report = try await scene.submit()
    #expect(report.outcome == .notSent)
    #expect(report.problem == .noConnection)
    #expect(scene.service.sent.isEmpty)
    #expect(scene.store.journal == [.checking, .notSent])
    #expect(try await scene.draft().count == 1)
  }

  @Test("what changes between two attempts is found before the second")
  func betweenAttempts() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    let service = scene.service
    scene.clock.whenSleeping { _ in
      service.change(PolicyID("e1")) { $0.fields.verifySender = nil }
    }
    scene.service.reply(.init(.tooMany(retryAfter: 5)), .init(.applied()))
    let report = try await scene.submit()
    #expect(report.outcome == .conflict)
    #expect(scene.service.sent.count == 1)
    #expect(scene.store.journal == [.checking, .sending, .conflict])
  }
}
