import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import Values

@Suite("Taking a submission back")
struct SubmissionUndoTests {
  private static let patched = AllowPolicy.sample("p1", comments: "before")
  private static let deleted = AllowPolicy.sample("d1", pattern: "old.example", type: .domain)
  private static let posted = PolicyFields(pattern: "new.example", patternType: .domain, isAcceptableSender: true)

  private static func record(_ edits: [DraftEdit]) throws -> SubmissionRecord {
    var draft = Draft()
    for edit in edits { _ = try draft.apply(edit) }
    var record = SubmissionRecord(
      id: "s1",
      account: AccountKey(baseURL: "http://localhost", accountID: "a"),
      startedAt: Date(timeIntervalSince1970: 1_790_000_000),
      user: "ada",
      reason: nil,
      fingerprint: "",
      encoding: .lean,
      operations: draft.operations,
      request: Data(),
      state: .applied
    )
    record.createdIDs = ["n1"]
    return record
  }

  private static func whole() throws -> SubmissionRecord {
    try record([
      .edit([.init(policy: patched, set: PolicyFields(verifySender: false, comments: "after"))]),
      .delete([deleted]), .create([NewPolicy(placeholderID: "x", queuedAt: "", fields: posted)]),
    ])
  }

  private func undo(_ record: SubmissionRecord, _ now: [AllowPolicy]) -> SubmissionUndo {
    SubmissionUndo(
      of: record,
      current: { id in now.first { $0.id == id } },
      newPolicy: { NewPolicy(placeholderID: "again", queuedAt: "2026-01-01T00:00:00Z", fields: $0) }
    )
  }

  /// What the undo leads to, laid over the policies as they are.
  private func draft(_ undo: SubmissionUndo) throws -> Draft {
    var draft = Draft()
    if let edit = undo.edit { _ = try draft.apply(edit) }
    return draft
  }

  private static var after: AllowPolicy {
    var policy = patched
    policy.fields.verifySender = false
    policy.fields.comments = "after"
    return policy
  }

  private static var created: AllowPolicy { AllowPolicy(id: "n1", fields: posted) }

  @Test("each operation is turned into its inverse, as one change of the draft")
  func inverse() throws {
    let undo = try undo(Self.whole(), [Self.after, Self.created])
    let draft = try draft(undo)
    #expect(
      draft["p1"]?.intent
        == .edit(base: Self.after, PolicyEdit(changes: PolicyFields(verifySender: true, comments: "before")))
    )
    #expect(draft["n1"]?.kind == .delete)
    #expect(draft["again"]?.result == Self.deleted.fields)
    #expect(draft.count == 3)
    #expect(undo.notes == ["old.example comes back under a new id and a new date."])
    guard case .group(_, let title) = undo.edit else {
      Issue.record("it is not one change")
      return
    }
    #expect(SubmissionUndo.reason(afterChange: title) == "takes back s1")
  }

  @Test("a field that was changed since is left as it is, and said")
  func changedSince() throws {
    var other = Self.after
    other.fields.comments = "somebody else's"
    let undo = try undo(Self.whole(), [other, Self.created])
    #expect(try draft(undo)["p1"]?.intent == .edit(base: other, PolicyEdit(changes: PolicyFields(verifySender: true))))
    #expect(undo.notes.contains { $0.contains("comments of billing@partner.example was changed since") })
  }

  @Test("what is gone, or exists again, is said and not queued")
  func gone() throws {
    let undo = try undo(Self.whole(), [Self.deleted])
    #expect(undo.edit == nil)
    #expect(undo.notes.count == 3)
  }

  @Test("a deleted policy of type UNKNOWN cannot come back, and that is said")
  func unknownType() throws {
    let unknown = AllowPolicy.sample("u1", pattern: "odd", type: .unknown)
    let undo = try undo(Self.record([.delete([unknown])]), [])
    #expect(undo.edit == nil)
    #expect(undo.notes.first?.contains("cannot come back") == true)
  }

  @Test("a post whose id the server did not say cannot be found by a guess")
  func noID() throws {
    var record = try Self.record([.create([NewPolicy(placeholderID: "x", queuedAt: "", fields: Self.posted)])])
    record.createdIDs = []
    let undo = undo(record, [Self.created])
    #expect(undo.edit == nil)
    #expect(undo.notes.first?.contains("by hand") == true)
  }

  @Test("in a workspace: an applied submission goes back to what was, and what was not applied is refused")
  func workspace() async throws {
    let scene = WorkspaceScene()
    try await scene.edit("e1", PolicyFields(verifySender: false))
    scene.service.reply(
      .init(.applied()) { $0.change("e1") { $0.fields.verifySender = false } }
    )
    _ = try await scene.submit()
    let id = try #require(try await scene.record()?.id)
    let (undo, snapshot) = try await scene.workspace.undoSubmission(id)
    #expect(undo.notes.isEmpty)
    #expect(snapshot.draft["e1"]?.result?.verifySender == true)
    #expect(SubmissionUndo.reason(afterChange: snapshot.undoTitle)?.hasPrefix("takes back ") == true)
    #expect(SubmissionUndo.reason(afterChange: "delete a@x.org") == nil)
    scene.service.reply(.init(.refused(Problem(.refused, what: "No.", advice: ""), body: nil)))
    _ = try await scene.submit()
    let refused = try #require(try await scene.record())
    #expect(refused.state == .refused)
    await #expect(throws: Problem.self) { _ = try await scene.workspace.undoSubmission(refused.id) }
    await #expect(throws: Problem.self) { _ = try await scene.workspace.undoSubmission("nobody") }
  }
}
