import Values
import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("A draft beside a newer list")
struct WorkspaceCompareTests {
  @Test("a change in another field is taken up, as one change that undo takes back")
  func rebased() async throws {
    let scene = WorkspaceScene()
    try await scene.edit("e1", PolicyFields(verifySender: false))
    scene.service.change("e1") { $0.fields.comments = "theirs" }
    let list = try await scene.workspace.loadPolicies().list
    let drift = try await scene.workspace.compareDraft(with: list)
    #expect(drift.rebased.map(\.id) == ["e1"])
    #expect(drift.conflicts.isEmpty)
    #expect(try await scene.draft()["e1"]?.base?.fields.comments == "theirs")
    #expect(try await scene.draft()["e1"]?.result?.verifySender == false)
    _ = try await scene.workspace.undo()
    #expect(try await scene.draft()["e1"]?.base?.fields.comments == nil)
  }

  @Test("a change in the same field is a conflict, and the draft stays as it is")
  func conflict() async throws {
    let scene = WorkspaceScene()
    try await scene.edit("e1", PolicyFields(comments: "mine"))
    let before = try await scene.draft()
    scene.service.change("e1") { $0.fields.comments = "theirs" }
    let drift = try await scene.workspace.compareDraft(with: scene.workspace.loadPolicies().list)
    #expect(drift.conflicts.map(\.fields) == [[.comments]])
    #expect(drift.rebased.isEmpty)
    #expect(try await scene.draft() == before)
  }

  @Test("a policy that the list lacks is gone only when the server says so of that very policy")
  func gone() async throws {
    let scene = WorkspaceScene()
    try await scene.edit("e1", PolicyFields(comments: "mine"))
    let there = try await scene.workspace.compareDraft(with: PolicyList([], revision: 90))
    #expect(there.conflicts.isEmpty)
    scene.service.stored = scene.service.stored.filter { $0.id != "e1" }
    let list = try await scene.workspace.loadPolicies().list
    let drift = try await scene.workspace.compareDraft(with: list)
    #expect(drift.conflicts.map(\.isGone) == [true])
    let review = try await scene.workspace.review()
    #expect(review.findings.contains { $0.rule == "batch-contradiction" })
  }

  @Test("a list that was refreshed since the review, and makes the batch worse, brings the review back")
  func newDanger() async throws {
    let scene = WorkspaceScene(policies: [.sample("e1", comments: "known")])
    _ = try await scene.workspace.loadPolicies()
    try await scene.delete("e1")
    let review = try await scene.workspace.review()
    #expect(review.operations.first?.effect == .narrows)
    scene.service.stored += [.sample("wide", pattern: "partner.example", type: .domain, comments: "known")]
    _ = try await scene.workspace.loadPolicies()
    let report = try await scene.workspace.submit(review)
    #expect(report.outcome == .conflict)
    #expect(report.problem?.what.contains("what this batch opens") == true)
    #expect(scene.service.sent.isEmpty)
    #expect(scene.store.journal.isEmpty)
    scene.service.reply(.init(.applied()))
    #expect(try await scene.submit().outcome == .applied)
  }
}
