import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("Rebasing the draft")
struct DraftRebaseTests {
  private let policy = AllowPolicy.sample()

  /// The policy as somebody else left it on the server.
  private func moved(_ change: (inout PolicyFields) -> Void) -> AllowPolicy {
    var moved = policy
    change(&moved.fields)
    moved.modifiedAt = "2026-01-01T00:00:00Z"
    return moved
  }

  private func draft(_ edit: DraftEdit) throws -> Draft {
    var draft = Draft()
    _ = try draft.apply(edit)
    return draft
  }

  @Test("an edit keeps its fields over the new base")
  func edit() throws {
    var draft = try draft(.edit([.init(policy: policy, set: PolicyFields(comments: "mine"), replacesWhole: true)]))
    let theirs = moved { $0.verifySender = false }
    _ = try draft.apply(.rebase([theirs]))
    let expected = PolicyEdit(changes: PolicyFields(comments: "mine"), replacesWhole: true)
    #expect(draft[policy.id]?.intent == .edit(base: theirs, expected))
  }

  @Test("an edit that the server has already leaves the draft")
  func sameEdit() throws {
    var draft = try draft(.edit([.init(policy: policy, set: PolicyFields(comments: "same"))]))
    _ = try draft.apply(.rebase([moved { $0.comments = "same" }]))
    #expect(draft.isEmpty)
  }

  @Test("a deletion keeps the edit that it set aside")
  func deletion() throws {
    var draft = try draft(.edit([.init(policy: policy, set: PolicyFields(comments: "mine"))]))
    _ = try draft.apply(.delete([policy]))
    let theirs = moved { $0.isTrustedSender = true }
    _ = try draft.apply(.rebase([theirs]))
    let suspended = PolicyEdit(changes: PolicyFields(comments: "mine"))
    #expect(draft[policy.id]?.intent == .delete(base: theirs, suspended: suspended))
  }

  @Test("taking back a deletion after a rebase never queues an edit of nothing")
  func restoreAfterRebase() throws {
    var draft = try draft(.edit([.init(policy: policy, set: PolicyFields(comments: "same"))]))
    _ = try draft.apply(.delete([policy]))
    _ = try draft.apply(.rebase([moved { $0.comments = "same" }]))
    _ = try draft.apply(.restore([policy.id]))
    #expect(draft.isEmpty)
  }

  @Test("what is not queued, and posts, are left alone")
  func others() throws {
    let new = NewPolicy(
      placeholderID: PolicyID("new"),
      queuedAt: "2026-05-06T07:08:09Z",
      fields: PolicyFields(pattern: "new@partner.example", patternType: .email)
    )
    var draft = try draft(.create([new]))
    #expect(try draft.apply(.rebase([policy, .sample("new")])).isEmpty)
  }

  @Test("rebasing a second time changes nothing", arguments: 1...50 as ClosedRange<UInt64>)
  func idempotent(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var draft = Draft()
    let policies = (0..<8).map { AllowPolicy.random(id: "p\($0)", using: &generator) }
    var set = PolicyFields.random(using: &generator)
    set.pattern = "2001:db8::/32"
    set.patternType = .ip
    set.isRegex = false
    _ = try draft.apply(.edit(policies.map { .init(policy: $0, set: set) }))
    _ = try draft.apply(.delete(Array(policies.prefix(3))))
    let server = (0..<8).map { AllowPolicy.random(id: "p\($0)", using: &generator) }
    _ = try draft.apply(.rebase(server))
    let once = draft
    #expect(try draft.apply(.rebase(server)).isEmpty, "seed \(seed)")
    #expect(draft == once, "seed \(seed)")
  }
}
