import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("Finding out what became of a batch")
struct ReconciliationTests {
  private static let startedAt = "2026-05-06T07:08:09Z"
  private static let edit = DraftOperation.edit(of: .sample("e1"), PolicyFields(verifySender: false))
  private static let deletion = DraftOperation.deletion(of: .sample("d1"))
  private static let new = PolicyFields(pattern: "new.example", patternType: .domain, isAcceptableSender: true)
  private static let post = DraftOperation.post("new-1", new)

  private func reconcile(
    _ operations: [DraftOperation],
    with now: [AllowPolicy],
    isListComplete: Bool = true
  ) -> Reconciliation {
    var seen: [PolicyID: AllowPolicy?] = [:]
    for operation in operations where operation.base != nil {
      seen.updateValue(now.first { $0.id == operation.id }, forKey: operation.id)
    }
    let made = CreationMark(createdAt: Self.startedAt).made(among: now)
    return Reconciliation(of: operations, seen: seen, made: .init(made, isComplete: isListComplete))
  }

  private static func edited(_ id: String, _ change: (inout PolicyFields) -> Void) -> AllowPolicy {
    var policy = AllowPolicy.sample(id)
    change(&policy.fields)
    policy.modifiedAt = "2026-05-06T07:08:10Z"
    return policy
  }

  private static func created(
    _ id: String,
    at time: String? = "2026-05-06T07:08:10.123456Z",
    _ change: (inout PolicyFields) -> Void = { _ in }
  ) -> AllowPolicy {
    var fields = PolicyFields(
      isRegex: false,
      isTrustedSender: false,
      isExemptRecipient: false,
      verifySender: false,
      comments: ""
    ).applying(new)
    change(&fields)
    return AllowPolicy(id: PolicyID(id), fields: fields, createdAt: time)
  }

  /// One operation, the policies as they are now, and the verdict.
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let operation: DraftOperation
    let now: [AllowPolicy]
    let verdict: Reconciliation.Verdict

    init(_ name: String, _ operation: DraftOperation, _ now: [AllowPolicy], _ verdict: Reconciliation.Verdict) {
      self.testDescription = name
      self.operation = operation
      self.now = now
      self.verdict = verdict
    }

    static let all = [
      Example("an edit that is there", edit, [edited("e1") { $0.verifySender = false }], .applied),
      Example("an edit that is not there", edit, [.sample("e1")], .notSeen),
      Example("an edited policy with a new timestamp only", edit, [edited("e1") { _ in }], .notSeen),
      Example(
        "an edit, and another one by somebody else",
        edit,
        [
          edited("e1") {
            $0.verifySender = false
            $0.comments = "theirs"
          }
        ],
        .applied
      ),
      Example("an edit by somebody else only", edit, [edited("e1") { $0.comments = "theirs" }], .notSeen),
      Example(
        "two fields of which somebody else has set one",
        .edit(of: .sample("e1"), PolicyFields(verifySender: false, comments: "ours")),
        [edited("e1") { $0.comments = "ours" }],
        .cannotTell
      ),
      Example("an edit of a policy that is gone", edit, [], .cannotTell),
      Example("an empty comment for a missing one", edit, [edited("e1") { $0.comments = "" }], .notSeen),
      Example("a delete of what is gone", deletion, [], .applied),
      Example("a delete of what is still there", deletion, [.sample("d1")], .notSeen),
      Example("a delete of what was changed", deletion, [edited("d1") { $0.comments = "theirs" }], .notSeen),
      Example("a post that is there", post, [created("srv-1")], .applied),
      Example("a post made in the very second", post, [created("srv-1", at: "2026-05-06T07:08:09Z")], .applied),
      Example("a post made in another time zone", post, [created("srv-1", at: "2026-05-06T09:08:10+02:00")], .applied),
      Example("an older policy like the post", post, [created("srv-1", at: "2026-05-06T07:08:08Z")], .notSeen),
      Example("a policy like the post of no known age", post, [created("srv-1", at: nil)], .notSeen),
      Example("a policy like the post but for a flag", post, [created("srv-1") { $0.verifySender = true }], .notSeen),
      Example(
        "a policy like the post but for its type",
        post,
        [created("srv-1") { $0.patternType = .email }],
        .notSeen
      ),
      Example("a policy like the post but for a comment", post, [created("srv-1") { $0.comments = "x" }], .notSeen),
      Example(
        "a post of which the server leaves out what is off",
        post,
        [
          created("srv-1") {
            $0.isTrustedSender = nil
            $0.comments = nil
          }
        ],
        .applied
      ),
      Example("a post that is not there", post, [.sample("other")], .notSeen),
    ]
  }

  @Test("each operation is judged by its policy", arguments: Example.all)
  func verdicts(example: Example) {
    let found = reconcile([example.operation], with: example.now)
    #expect(found.verdicts == [example.verdict])
    let look: Submission.Look =
      switch example.verdict {
      case .applied: .applied
      case .notSeen: .notSeen
      case .cannotTell: .cannotTell
      }
    #expect(found.look == look)
    let ids: [PolicyID] = example.operation.kind == .post && look == .applied ? [PolicyID("srv-1")] : []
    #expect(found.createdIDs == ids)
  }

  @Test("a batch is there whole or not at all: a part of it is somebody else's doing")
  func mixed() {
    let operations = [Self.deletion, Self.edit, Self.post]
    let before = [AllowPolicy.sample("d1"), .sample("e1")]
    let after = [Self.edited("e1") { $0.verifySender = false }, Self.created("srv-1")]
    #expect(reconcile(operations, with: before).look == .notSeen)
    #expect(reconcile(operations, with: after).look == .applied)
    #expect(reconcile(operations, with: [after[0]]).look == .cannotTell)
    #expect(reconcile(operations, with: before + [after[1]]).look == .cannotTell)
    #expect(reconcile(operations, with: [after[0]]).verdicts == [.applied, .applied, .notSeen])
  }

  @Test("each policy stands for one post only, in the order of the posts")
  func twins() {
    let posts = [Self.post, .post("new-2", Self.new, at: 1)]
    #expect(reconcile(posts, with: [Self.created("srv-1")]).verdicts == [.applied, .notSeen])
    let both = reconcile(posts, with: [Self.created("srv-1"), Self.created("srv-2")])
    #expect(both.look == .applied)
    #expect(both.createdIDs == [PolicyID("srv-1"), PolicyID("srv-2")])
  }

  @Test("a post that a list with gaps does not show may be there all the same")
  func incompleteList() {
    #expect(reconcile([Self.post], with: [], isListComplete: false).verdicts == [.cannotTell])
    #expect(reconcile([Self.post], with: [Self.created("srv-1")], isListComplete: false).verdicts == [.applied])
    #expect(reconcile([Self.edit], with: [.sample("e1")], isListComplete: false).verdicts == [.notSeen])
  }

  @Test("what others made, or a later batch did as well, is not taken for this batch's doing")
  func others() throws {
    let base = AllowPolicy.sample("p1")
    let posted = PolicyFields(pattern: "new.example", patternType: .domain, isAcceptableSender: true)
    var draft = Draft()
    _ = try draft.apply(.edit([.init(policy: base, set: PolicyFields(verifySender: false))]))
    _ = try draft.apply(.create([NewPolicy(placeholderID: "x", queuedAt: "", fields: posted)]))
    var now = base
    now.fields.verifySender = false
    let twin = AllowPolicy(id: "n1", fields: posted, createdAt: "2026-05-06T07:08:11Z")
    func found(_ others: Reconciliation.Others) -> [Reconciliation.Verdict] {
      Reconciliation(of: draft.operations, seen: ["p1": now], made: .init([twin], isComplete: true), others: others)
        .verdicts
    }
    #expect(found(.init()) == [.applied, .applied])
    #expect(found(.init(made: ["n1"])) == [.applied, .notSeen])
    #expect(found(.init(touched: ["p1"])) == [.applied, .applied], "the post tells of the whole")
    #expect(found(.init(made: ["n1"], touched: ["p1"])) == [.notSeen, .notSeen])
  }

  @Test("twenty policies stand for all, deletes first, and none that the batch leaves as it is")
  func witnesses() {
    let edits = (0..<30).map { DraftOperation.edit(of: .sample("e\($0)"), PolicyFields(verifySender: false)) }
    let deletes = (0..<3).map { DraftOperation.deletion(of: .sample("d\($0)")) }
    let idle = DraftOperation.edit(of: .sample("same"), PolicyFields(verifySender: true))
    let found = Reconciliation.witnesses(of: [idle] + edits + deletes + [Self.post])
    #expect(found.map(\.id.text) == ["d0", "d1", "d2"] + (0..<17).map { "e\($0)" })
    #expect(Reconciliation.witnesses(of: deletes, others: .init(touched: ["d1"])).map(\.id.text) == ["d0", "d2"])
  }

  @Test("policies that somebody else made of the same content are twins, whatever their comment")
  func twinsOfOthers() {
    let theirs = Self.created("srv-2") { $0.comments = "theirs" }
    let found = reconcile([Self.post], with: [Self.created("srv-1"), theirs])
    #expect(found.createdIDs == ["srv-1"])
    #expect(found.twins.map(\.id) == ["srv-2"])
  }
}
