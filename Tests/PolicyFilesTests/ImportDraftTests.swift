import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyFiles
@testable import Values

@Suite("An import and the draft")
struct ImportDraftTests {
  private static let header = CSVPolicyTests.newest
  private static let sample = "billing@partner.example,EMAIL,false,true,false,false,true,\n"

  private static func plan(_ rows: String, over policies: [AllowPolicy] = [], draft: Draft) throws -> ImportPlan {
    ImportPlan(try CSVPolicyTests.file(header + rows), over: PolicyList(policies), draft: draft)
  }

  private static func draft(_ edits: DraftEdit...) throws -> Draft {
    var draft = Draft()
    for edit in edits { _ = try draft.apply(edit) }
    return draft
  }

  private static func newPolicy(_ fields: PolicyFields) -> NewPolicy {
    NewPolicy(placeholderID: PolicyID("new \(fields.pattern ?? "")"), queuedAt: "2026-05-06T07:08:09Z", fields: fields)
  }

  @Test("the policies count as the draft leaves them")
  func edited() throws {
    let policy = AllowPolicy.sample()
    let set = PolicyFields(verifySender: false)
    let draft = try Self.draft(.edit([DraftEdit.FieldEdit(policy: policy, set: set)]))
    let queued = "billing@partner.example,EMAIL,false,false,false,false,true,\n"
    #expect(try Self.plan(queued, over: [policy], draft: draft).entries.map(\.outcome) == [.queued(as: "p1")])

    // Back to what the server has: the operation leaves the draft.
    let plan = try Self.plan(Self.sample, over: [policy], draft: draft)
    var after = draft
    _ = try after.apply(try #require(try plan.edit(newPolicy: Self.newPolicy)))
    #expect(after.isEmpty)
  }

  @Test("a pattern that is being changed is free, and the new one is taken")
  func renamed() throws {
    let policy = AllowPolicy.sample(pattern: "old@partner.example")
    let set = PolicyFields(pattern: "billing@partner.example")
    let draft = try Self.draft(.edit([DraftEdit.FieldEdit(policy: policy, set: set)]))
    let old = Self.sample.replacing("billing", with: "old")
    let plan = try Self.plan(Self.sample + old, over: [policy], draft: draft)
    #expect(plan.entries.map(\.outcome) == [.queued(as: "p1"), .new])
  }

  @Test("a new policy of the draft is one like others")
  func created() throws {
    let fields = AllowPolicy.sample().fields
    let draft = try Self.draft(.create([Self.newPolicy(fields)]))
    #expect(
      try Self.plan(Self.sample, draft: draft).entries.map(\.outcome)
        == [.queued(as: "new billing@partner.example")]
    )
    let plan = try Self.plan(Self.sample.replacing("true,\n", with: "true,why\n"), draft: draft)
    #expect(plan.counts == ImportPlan.Counts(changed: 1))
    var after = draft
    _ = try after.apply(try #require(try plan.edit(newPolicy: Self.newPolicy)))
    #expect(after.operations.map(\.kind) == [.post])
    #expect(after.operations.first?.result?.comments == "why")
  }

  @Test("a policy that is queued for deletion is neither brought back nor made again")
  func deleted() throws {
    let draft = try Self.draft(.delete([.sample()]))
    let plan = try Self.plan(Self.sample, over: [.sample()], draft: draft)
    #expect(
      plan.entries[0].mistakes
        == ["Line 2, column 1: The policy p1 with this pattern is queued for deletion."]
    )
    // Another one with the pattern is meant then.
    let other = try Self.plan(Self.sample, over: [.sample(), .sample("p2")], draft: draft)
    #expect(other.entries.map(\.outcome) == [.duplicate(of: "p2")])
  }

  // MARK: - All or nothing

  @Test("one undoable change: new policies and edits together")
  func edit() throws {
    let policy = AllowPolicy.sample(pattern: "here@partner.example")
    let rows = Self.sample + "here@partner.example,EMAIL,false,true,true,false,true,\n" + Self.sample
    let plan = try Self.plan(rows, over: [policy], draft: Draft())
    #expect(plan.counts == ImportPlan.Counts(new: 1, changed: 1, repeated: 1))
    let edit = try #require(try plan.edit(newPolicy: Self.newPolicy))
    #expect(edit.title == "import 1 new, 1 changed")
    var draft = Draft()
    let change = try draft.apply(edit)
    #expect(draft.counts.patches == 1 && draft.counts.posts == 1 && draft.count == 2)
    draft.apply(change, reversed: true)
    #expect(draft.isEmpty)
  }

  @Test("with a row that cannot be taken nothing is queued, unless such rows are left out")
  func invalid() throws {
    let plan = try Self.plan("\nx,EMAIL,maybe,1,0,0,1,\n" + Self.sample + "bob,EMAIL,0,1,0,0,1,\n", draft: Draft())
    #expect(plan.counts == ImportPlan.Counts(new: 1, invalid: 2))
    let problem = try #require(throws: Problem.self) { try plan.edit(newPolicy: Self.newPolicy) }
    #expect(problem.kind == .invalid)
    #expect(
      problem.what
        == "Line 3, column 9: Is Regex must be true or false, not \"maybe\". 1 more row has mistakes. Nothing was queued."
    )
    #expect(problem.advice.hasSuffix("(--skip-invalid)."))
    let edit = try #require(try plan.edit(skippingInvalid: true, newPolicy: Self.newPolicy))
    var draft = Draft()
    _ = try draft.apply(edit)
    #expect(draft.operations.map(\.pattern) == ["billing@partner.example"])
  }

  @Test("a file without rows queues nothing")
  func nothing() throws {
    let plan = try Self.plan("\n\n", draft: Draft())
    #expect(plan.entries.isEmpty)
    #expect(try plan.edit(newPolicy: Self.newPolicy) == nil)
  }
}
