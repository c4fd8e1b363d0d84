import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("The draft")
struct DraftTests {
  private func edit(_ policy: AllowPolicy, _ set: PolicyFields, whole: Bool? = nil) -> DraftEdit {
    .edit([DraftEdit.FieldEdit(policy: policy, set: set, replacesWhole: whole)])
  }

  private func create(_ id: String, _ pattern: String = "new@partner.example") -> DraftEdit {
    let fields = PolicyFields(pattern: pattern, patternType: .email)
    return .create([NewPolicy(placeholderID: PolicyID(id), queuedAt: "2026-05-06T07:08:09Z", fields: fields)])
  }

  /// The draft after these intents.
  private func draft(_ edits: DraftEdit...) throws -> Draft {
    var draft = Draft()
    for edit in edits { _ = try draft.apply(edit) }
    return draft
  }

  @Test("holds one operation for a policy, whatever is queued")
  func oneOperation() throws {
    let policy = AllowPolicy.sample()
    let draft = try draft(
      edit(policy, PolicyFields(comments: "one")),
      edit(policy, PolicyFields(isTrustedSender: true)),
      .delete([policy]),
      .delete([policy, policy])
    )
    #expect(draft.count == 1)
    #expect(draft.counts.deletes == 1)
    #expect(draft.counts.total == 1)
  }

  @Test("edits of one policy add up, against the base of the first")
  func editsAddUp() throws {
    let policy = AllowPolicy.sample()
    var seenLater = policy
    seenLater.fields.comments = "one"
    let draft = try draft(
      edit(policy, PolicyFields(comments: "one")),
      edit(seenLater, PolicyFields(isTrustedSender: true))
    )
    let operation = try #require(draft[policy.id])
    #expect(
      operation.intent
        == .edit(base: policy, PolicyEdit(changes: PolicyFields(isTrustedSender: true, comments: "one")))
    )
    #expect(operation.kind == .patch)
  }

  @Test("a delete beats an edit, and taking it back restores the edit")
  func deleteBeatsEdit() throws {
    let policy = AllowPolicy.sample()
    let edited = try draft(edit(policy, PolicyFields(comments: "kept"), whole: true))
    var draft = edited
    _ = try draft.apply(.delete([policy]))
    #expect(draft[policy.id]?.kind == .delete)
    #expect(draft[policy.id]?.base == policy)
    _ = try draft.apply(.restore([policy.id]))
    #expect(draft == edited)
  }

  @Test("taking back a deletion of an unedited policy leaves nothing")
  func restore() throws {
    let policy = AllowPolicy.sample()
    #expect(try draft(.delete([policy]), .restore([policy.id])).isEmpty)
  }

  @Test("taking back what is not queued for deletion does nothing")
  func restoreOthers() throws {
    let policy = AllowPolicy.sample()
    var draft = try draft(edit(policy, PolicyFields(comments: "kept")), create("new"))
    let before = draft
    #expect(try draft.apply(.restore([policy.id, PolicyID("new"), PolicyID("none")])).isEmpty)
    #expect(draft == before)
  }

  @Test(
    "an edit that returns to the base leaves the draft by itself",
    arguments: [
      (PolicyFields(comments: "one"), PolicyFields(comments: "")),
      (PolicyFields(isTrustedSender: true), PolicyFields(isTrustedSender: false)),
      (PolicyFields(pattern: "a@b.example"), PolicyFields(pattern: "billing@partner.example")),
      (
        PolicyFields(pattern: "b.example", patternType: .domain),
        PolicyFields(pattern: "billing@partner.example", patternType: .email)
      ),
    ]
  )
  func returnsToBase(away: PolicyFields, back: PolicyFields) throws {
    let policy = AllowPolicy.sample()
    #expect(try draft(edit(policy, away)).count == 1)
    #expect(try draft(edit(policy, away), edit(policy, back)).isEmpty)
    #expect(try draft(edit(policy, back)).isEmpty)
  }

  @Test("an edit keeps its form until it is told another", arguments: [(nil, true), (true, true), (false, false)])
  func form(second: Bool?, expected: Bool) throws {
    let policy = AllowPolicy.sample()
    let draft = try draft(
      edit(policy, PolicyFields(comments: "one"), whole: true),
      edit(policy, PolicyFields(verifySender: false), whole: second)
    )
    #expect(draft[policy.id]?.kind == (expected ? .put : .patch))
  }

  @Test("editing a queued post edits the post")
  func editPost() throws {
    let placeholder = AllowPolicy(id: PolicyID("new"), fields: PolicyFields())
    let draft = try draft(create("new"), edit(placeholder, PolicyFields(pattern: "other@partner.example")))
    let operation = try #require(draft[placeholder.id])
    #expect(operation.kind == .post)
    #expect(operation.result == PolicyFields(pattern: "other@partner.example", patternType: .email))
    guard case .create(let policy) = operation.intent else {
      Issue.record("not a post: \(operation)")
      return
    }
    #expect(policy.queuedAt == "2026-05-06T07:08:09Z")
  }

  @Test("deleting a queued post takes it out")
  func deletePost() throws {
    let placeholder = AllowPolicy(id: PolicyID("new"), fields: PolicyFields())
    #expect(try draft(create("new"), .delete([placeholder])).isEmpty)
  }

  @Test("a policy that is queued for deletion cannot be edited, nor can those named with it")
  func editDeleted() throws {
    let deleted = AllowPolicy.sample("deleted")
    let other = AllowPolicy.sample("other")
    var draft = try draft(.delete([deleted]))
    let before = draft
    let set = PolicyFields(comments: "no")
    #expect(throws: Problem.self) {
      try draft.apply(
        .edit([.init(policy: other, set: set), .init(policy: deleted, set: set)])
      )
    }
    #expect(draft == before)
  }

  @Test("a type that the API no longer takes is refused", arguments: ["UNKNOWN", "HASH"])
  func unwritableType(type: String) throws {
    var draft = Draft()
    let edit = edit(.sample(), PolicyFields(patternType: PatternType(rawValue: type)))
    #expect(throws: Problem.self) { try draft.apply(edit) }
    #expect(draft.isEmpty)
  }

  @Test("a policy of a type that cannot be written can be edited in its other fields")
  func unknownType() throws {
    let policy = AllowPolicy.sample(type: .unknown)
    let draft = try draft(edit(policy, PolicyFields(comments: "one")))
    #expect(draft[policy.id]?.kind == .patch)
  }

  @Test("a placeholder is taken once")
  func placeholderTwice() throws {
    var draft = try draft(create("new"))
    let before = draft
    #expect(throws: Problem.self) { try draft.apply(create("new", "other@partner.example")) }
    #expect(draft == before)
  }

  @Test("two posts under one placeholder in one intent are refused too")
  func placeholderTwiceAtOnce() throws {
    var draft = Draft()
    let new = ["a@b.example", "c@d.example"].map {
      NewPolicy(
        placeholderID: PolicyID("new"),
        queuedAt: "2026-05-06T07:08:09Z",
        fields: PolicyFields(pattern: $0, patternType: .email)
      )
    }
    #expect(throws: Problem.self) { try draft.apply(.create(new)) }
    #expect(draft.isEmpty)
  }

  @Test("operations stay in the order in which they were queued")
  func order() throws {
    let policies = ["c", "a", "b"].map { AllowPolicy.sample($0) }
    let draft = try draft(
      .delete([policies[0]]),
      edit(policies[1], PolicyFields(comments: "x")),
      .delete([policies[2]]),
      .delete([policies[1]])
    )
    #expect(draft.operations.map(\.id.text) == ["c", "a", "b"])
  }

  @Test(
    "a removal that is undone comes back in its place",
    arguments: [["a"], ["b"], ["c"], ["a", "c"], ["c", "b", "a"]]
  )
  func undoneRemoval(ids: [String]) throws {
    var draft = try draft(.delete(["a", "b", "c"].map { .sample($0) }))
    let before = draft.operations
    let change = try draft.apply(.drop(ids.map { PolicyID($0) }))
    #expect(draft.count == 3 - ids.count)
    draft.apply(change, reversed: true)
    #expect(draft.operations == before)
  }

  @Test("clearing empties it")
  func clear() throws {
    var draft = try draft(.delete([.sample("a")]), create("new"))
    let change = try draft.apply(.clear)
    #expect(change.steps.count == 2)
    #expect(draft.isEmpty)
    #expect(try draft.apply(.clear).isEmpty)
  }
}
