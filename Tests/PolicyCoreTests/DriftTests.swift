import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

@Suite("What happened elsewhere since an operation was queued")
struct DriftTests {
  private let base = AllowPolicy.sample(comments: "old")

  private func now(_ change: (inout PolicyFields) -> Void) -> AllowPolicy {
    var policy = base
    change(&policy.fields)
    policy.modifiedAt = "2026-01-01T00:00:00Z"
    return policy
  }

  /// An operation and a state of its policy now, and what is made of them.
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var mine: PolicyFields?
    var theirs = PolicyFields()
    /// The fields in conflict; none means that the operation can be laid over the policy.
    var clashes: [PolicyField] = []

    static let all = [
      Example(testDescription: "nothing but a timestamp, under an edit", mine: PolicyFields(comments: "mine")),
      Example(testDescription: "nothing but a timestamp, under a delete"),
      Example(
        testDescription: "another field",
        mine: PolicyFields(comments: "mine"),
        theirs: PolicyFields(verifySender: false)
      ),
      Example(
        testDescription: "the same field, to the same value",
        mine: PolicyFields(comments: "same"),
        theirs: PolicyFields(comments: "same")
      ),
      Example(
        testDescription: "the same field, to another value",
        mine: PolicyFields(comments: "mine"),
        theirs: PolicyFields(comments: "theirs"),
        clashes: [.comments]
      ),
      Example(
        testDescription: "several fields, one of them to the same value",
        mine: PolicyFields(pattern: "a@b.example", isTrustedSender: true, comments: "same"),
        theirs: PolicyFields(pattern: "c@d.example", isExemptRecipient: true, comments: "same"),
        clashes: [.pattern]
      ),
      Example(
        testDescription: "any field, under a delete",
        theirs: PolicyFields(verifySender: false, comments: "theirs"),
        clashes: [.verifySender, .comments]
      ),
    ]
  }

  @Test("a change elsewhere", arguments: Example.all, [false, true])
  func changed(example: Example, whole: Bool) {
    let operation: DraftOperation =
      example.mine.map { .edit(of: base, $0, whole: whole) } ?? .deletion(of: base)
    let now = now { $0 = $0.applying(example.theirs) }
    let drift = Drift.of(operation, now: now)
    if example.clashes.isEmpty {
      #expect(drift == .moved(now))
    } else {
      let mine = example.mine.map { base.fields.applying($0) }
      #expect(drift == .conflict(Conflict(base: base, theirs: now, mine: mine, fields: example.clashes)))
    }
  }

  @Test("no change at all is none")
  func unchanged() {
    #expect(Drift.of(.deletion(of: base), now: base) == .none)
    #expect(Drift.of(.edit(of: base, PolicyFields(comments: "mine")), now: base) == .none)
  }

  @Test("a missing comment that is empty now is no clash")
  func emptyComment() {
    let base = AllowPolicy.sample(comments: nil)
    var now = base
    now.fields.comments = ""
    #expect(Drift.of(.deletion(of: base), now: now) == .moved(now))
    #expect(Drift.of(.edit(of: base, PolicyFields(comments: "mine")), now: now) == .moved(now))
  }

  @Test("a policy that is gone is a conflict without fields")
  func gone() throws {
    for operation in [DraftOperation.deletion(of: base), .edit(of: base, PolicyFields(comments: "mine"))] {
      guard case .conflict(let conflict) = Drift.of(operation, now: nil) else {
        Issue.record("no conflict")
        return
      }
      #expect(conflict.isGone)
      #expect(conflict.fields.isEmpty)
      #expect(conflict.mine == operation.result)
    }
  }

  @Test("a new policy has nothing that could drift")
  func post() {
    let post = DraftOperation.post("new", PolicyFields(pattern: "a.example", patternType: .domain))
    #expect(Drift.of(post, now: nil) == .none)
    #expect(Drift.of(post, now: base) == .none)
  }

  @Test(
    "a conflict keeps the operation, and what moved can be laid over it once",
    arguments: 1...200 as ClosedRange<UInt64>
  )
  func rebase(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var draft = Draft()
    for _ in 0..<30 { _ = try? draft.apply(.random(using: &generator)) }
    let now = (0..<8).map { AllowPolicy.random(id: "p\($0)", using: &generator) }
    let before = draft
    _ = try draft.apply(.rebase(now))
    let once = draft
    _ = try draft.apply(.rebase(now))
    #expect(draft == once, "seed \(seed)")
    for operation in once.operations {
      // A new base is never in conflict with itself.
      let current = now.first { $0.id == operation.id }
      #expect(Drift.of(operation, now: current) == .none, "seed \(seed)")
      #expect(operation.position == before[operation.id]?.position, "seed \(seed)")
    }
    for operation in before.operations where once[operation.id] == nil {
      // Only an edit that the server has already leaves the draft.
      let current = try #require(now.first { $0.id == operation.id }, "seed \(seed)")
      guard case .edit(_, let edit) = operation.intent else {
        Issue.record("seed \(seed): \(operation) was lost")
        return
      }
      #expect(edit.changes.changes(against: current.fields).isEmpty, "seed \(seed)")
    }
  }
}
