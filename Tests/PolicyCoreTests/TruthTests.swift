import PolicyFiles
import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("What is said of a submission is so")
struct TruthTests {
  // MARK: - Texts

  @Test("texts of the server are compared by their bytes, not as Swift does it")
  func bytes() {
    let (kelvin, composed, decomposed) = ("\u{212A}.example", "\u{E9}.example", "e\u{301}.example")
    #expect(kelvin == "K.example" && composed == decomposed, "what Swift says of them")
    #expect(PolicyFields(pattern: kelvin) != PolicyFields(pattern: "K.example"))
    #expect(PolicyFields(comments: composed).differences(from: PolicyFields(comments: decomposed)) == [.comments])
    #expect(PolicyID(composed) != PolicyID(decomposed))
    #expect(Set([PolicyID(composed), PolicyID(decomposed)]).count == 2)
    #expect(PatternType(rawValue: "UN\u{212A}NOWN") != .unknown)
    #expect(FieldValue.text(kelvin) != .text("K.example"))
    #expect(PolicyContent(PolicyFields(pattern: composed)) != PolicyContent(PolicyFields(pattern: decomposed)))
  }

  @Test("a look-alike can be edited away, and such a change by others is seen")
  func lookAlike() throws {
    let policy = AllowPolicy.sample("e1", pattern: "ban\u{212A}.example", type: .domain)
    var draft = Draft()
    _ = try draft.apply(.edit([.init(policy: policy, set: PolicyFields(pattern: "banK.example"))]))
    let operation = try #require(draft.operations.first)
    var theirs = policy
    theirs.fields.pattern = "banK.example"
    #expect(Drift.of(operation, now: theirs) == .moved(theirs))
  }

  // MARK: - What was changed elsewhere

  private func moved() throws -> (policy: AllowPolicy, draft: Draft) {
    let policy = AllowPolicy.sample("e1")
    var draft = Draft()
    _ = try draft.apply(.edit([.init(policy: policy, set: PolicyFields(comments: "mine"))]))
    var theirs = policy
    theirs.fields.isTrustedSender = true
    theirs.fields.verifySender = false
    _ = draft.adjust(DraftAdjustment(rebasing: [theirs]))
    return (theirs, draft)
  }

  @Test("a rebase remembers what changed elsewhere, field by field, and its dangers count")
  func changedElsewhere() throws {
    let (theirs, draft) = try moved()
    let review = try Review(of: draft.operations, for: .sample(.documented))
    #expect(review.operations[0].changes.map(\.field) == [.comments])
    #expect(review.operations[0].changedElsewhere.map(\.field) == [.isTrustedSender, .verifySender])
    #expect(review.count(of: .danger) > 0)
    #expect(PolicyCore.Confirmation.needs(of: review) == [.accept])
    let lines = ReviewText.lines(of: review)
    #expect(lines.contains("    changed elsewhere, trusted sender: off > on"))

    var seen = draft
    _ = try seen.apply(.rebase([theirs]))
    #expect(seen.operations[0].changedElsewhere.isEmpty, "a person who keeps mine has seen it")
    var back = draft
    _ = back.adjust(DraftAdjustment(rebasing: [AllowPolicy.sample("e1")]))
    #expect(back.operations[0].changedElsewhere.isEmpty, "it is as it was again")
  }

  @Test("neither a rebase nor a submission is a change that undo takes back, and neither takes redo away")
  func log() async throws {
    let scene = WorkspaceScene()
    try await scene.edit("e1", PolicyFields(comments: "first"))
    try await scene.delete("d1")
    _ = try await scene.workspace.undo()
    scene.service.change("e1") { $0.fields.isExemptRecipient = true }
    let list = try await scene.workspace.loadPolicies().list
    #expect(try await scene.workspace.compareDraft(with: list).rebased.map(\.id) == ["e1"])
    #expect(try await scene.workspace.redo().snapshot.draft.count == 2)
    _ = try await scene.workspace.undo()
    let draft = try await scene.workspace.undo().snapshot.draft
    #expect(draft.isEmpty, "undo takes back the person's edit, not the rebase")
    let again = try await scene.workspace.redo().snapshot.draft
    #expect(again["e1"]?.base?.fields.isExemptRecipient == true, "on the policy as it is now")
  }

  // MARK: - Files

  @Test("where the server gives only created_at, a file stands against nothing that nobody changed")
  func createdOnly() async throws {
    var policy = AllowPolicy.sample("e1")
    (policy.modifiedAt, policy.lastModified) = (nil, nil)
    let scene = WorkspaceScene(policies: [policy])
    try await scene.edit()
    _ = try await scene.workspace.loadPolicies()
    let file = try BatchFile(try await scene.workspace.review().request.body)
    #expect(try await scene.workspace.review(file).conflicts.isEmpty)
  }

  @Test("a file without times says what it may overwrite; a patch that repeats what is there is a notice")
  func undated() async throws {
    let scene = WorkspaceScene()
    _ = try await scene.workspace.loadPolicies()
    let text = #"{"deletes":[],"patches":[{"id":"e1","verify_sender":true}],"puts":[],"posts":[]}"#
    let review = try await scene.workspace.review(BatchFile(Data(text.utf8))).review
    #expect(review.notices.count == 1)
    #expect(review.notices.first?.contains("may be overwritten") == true)
    let finding = try #require(review.findings.first { $0.rule == "patch-empty" })
    #expect(finding.level == .notice)
    #expect(review.isSubmittable)
  }

  @Test(
    "within an array, what frees a pattern goes before what takes it",
    arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0]]
  )
  func handOver(order: [Int]) throws {
    let policies = ["a", "b", "c"].map { AllowPolicy.sample($0, pattern: "\($0)@x.org") }
    // a takes what b frees, b takes what c frees.
    let edits = [("b@x.org", 0), ("c@x.org", 1), ("d@x.org", 2)]
    let operations = order.enumerated().map { position, place in
      let edit = PolicyEdit(changes: PolicyFields(pattern: edits[place].0))
      return DraftOperation(intent: .edit(base: policies[edits[place].1], edit), position: position)
    }
    let plan = BatchPlan(operations)
    #expect(plan.ordered.map(\.id.text) == ["c", "b", "a"])
    #expect(plan.entries.map(\.pointer) == ["/patches/0", "/patches/1", "/patches/2"])
    #expect(BatchPlan(asWritten: operations).ordered == operations)
  }

  @Test("an operation that cannot be written is an error at itself, and the rest is seen, exported and sent without it")
  func notWritable() async throws {
    let timeless = AllowPolicy(id: "t", fields: AllowPolicy.sample("t", pattern: "t@x.org").fields)
    var account = Account.sample(.documented)
    account.leanSetting = "POSTERN_ENCODING=lean"
    let edits = [timeless, .sample("e1")].enumerated().map { place, policy in
      DraftOperation(intent: .edit(base: policy, PolicyEdit(changes: PolicyFields(comments: "x"))), position: place)
    }
    let review = try Review(of: edits, for: account)
    #expect(review.operations.map(\.id) == ["t", "e1"])
    let finding = try #require(review.operations[0].findings.first { $0.rule == "not-writable" })
    #expect(finding.level == .error)
    #expect(finding.message.contains("POSTERN_ENCODING=lean"))
    #expect(!review.isSubmittable)
    #expect(!review.request.text.contains("\"t\"") && review.request.text.contains("\"e1\""))
    #expect(try Review(of: Array(edits.dropFirst()), for: account).isSubmittable)
    #expect(try Review(of: edits, for: account.encoded(.lean)).isSubmittable)
  }

  // MARK: - The server's words

  @Test("each error is laid on the operation that it is about, or that it names")
  func complaints() {
    let plan = BatchPlan([
      .post("n1", PolicyFields(pattern: "one.example", patternType: .domain)),
      .post("n2", PolicyFields(pattern: "two.example", patternType: .domain), at: 1),
    ])
    let found = ServerComplaint.all(
      [
        ServerError(code: 7, message: "is not valid", pointer: "/posts/1/pattern"),
        ServerError(message: "one.example exists"), ServerError(message: "one.example or two.example"),
        ServerError(message: "no"),
      ],
      on: plan
    )
    #expect(found.map(\.entry?.pointer) == ["/posts/1", "/posts/0", nil, nil])
    #expect(found.map(\.isProbable) == [false, true, false, false])
    #expect(found[0].sentence == "/posts/1/pattern (post two.example): is not valid [7]")
    #expect(found[1].sentence == "/posts/0 (probably post one.example): one.example exists")
    #expect(found[3].sentence == "the server says: no")
  }

  // MARK: - Undo and settling

  @Test("an undo queues what it can, and names what cannot come back")
  func partUndo() async throws {
    let scene = WorkspaceScene(policies: [
      .sample("good", pattern: "good@x.org"), .sample("bad", pattern: "not a pattern"),
    ])
    _ = try await scene.workspace.perform(.delete(scene.service.stored))
    scene.service.reply(.init(.applied()) { $0.stored = [] })
    let id = try #require(try await scene.submit().record?.id)
    let (undo, draft) = try await scene.workspace.undoSubmission(id)
    #expect(draft.draft.operations.map(\.pattern) == ["good@x.org"])
    #expect(undo.notes.contains { $0.hasPrefix("not a pattern cannot come back: ") })
  }

  @Test("what a person took for applied can be taken back, and is in the draft again")
  func unsettle() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    try await scene.create()
    scene.service.reply(.init(.timedOut))
    let id = try #require(try await scene.submit().record?.id)
    let before = try await scene.draft()
    #expect(try await scene.workspace.settleAsApplied(id).record?.takenForAppliedBy == "ada")
    #expect(try await scene.draft().isEmpty)
    await #expect(throws: Problem.self, "what it did is not known") { try await scene.workspace.undoSubmission(id) }
    let report = try await scene.workspace.unsettle(id)
    #expect(report.record?.state == .unknown)
    #expect(try await scene.draft().operations.map(\.intent) == before.operations.map(\.intent))
    #expect(try await scene.submit().problem?.kind == .confirmationNeeded, "it is unsettled again")
    await #expect(throws: Problem.self) { try await scene.workspace.unsettle(id) }
  }

  // MARK: - How much has to be said

  @Test("many operations, and a fifth of the account, need more than a key; new policies do not count for the fifth")
  func scale() throws {
    let policies = (0..<12).map { AllowPolicy.sample("p\($0)", pattern: "p\($0)@x.org") }
    func needs(_ operations: [DraftOperation], of count: Int?, many: Int = 25) throws -> [PolicyCore.Confirmation.Need]
    {
      var review = try Review(of: operations, for: .sample(.documented))
      review.scale = Review.Scale(manyOperations: many, policies: count)
      return PolicyCore.Confirmation.needs(of: review)
    }
    let deletions = policies.enumerated().map {
      DraftOperation(intent: .delete(base: $1, suspended: nil), position: $0)
    }
    #expect(try needs(deletions, of: 1000) == [.yes])
    #expect(try needs(deletions, of: 1000, many: 11) == [.accept])
    #expect(try needs(deletions, of: 60) == [.accept])
    #expect(try needs(deletions, of: 61) == [.yes])
    #expect(try needs(Array(deletions.prefix(9)), of: 9) == [.yes])
    #expect(try needs(deletions, of: nil) == [.yes])
    let fields = PolicyFields(
      patternType: .email,
      isAcceptableSender: true,
      verifySender: true,
      comments: "SEC-1"
    )
    let posts = (0..<20).map { number in
      DraftOperation.post("n\(number)", fields.applying(PolicyFields(pattern: "n\(number)@x.org")), at: number)
    }
    #expect(try needs(posts, of: 20) == [.yes])
  }
}
