@testable import JSONText
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

@Suite("The review")
struct ReviewTests {
  private func review(_ operations: [DraftOperation], _ encoding: BatchEncoding = .documented) throws -> Review {
    try Review(of: operations, for: .sample(encoding), draftRevision: 7)
  }

  @Test("shows operations in the order in which they run, each with its pointer")
  func order() throws {
    let review = try review([
      .post("n1", PolicyFields(pattern: "one.example", patternType: .domain), at: 0),
      .edit(of: .sample("r1"), PolicyFields(comments: "x"), whole: true, at: 1),
      .deletion(of: .sample("d1"), at: 2),
      .edit(of: .sample("p1"), PolicyFields(comments: "x"), at: 3),
      .post("n2", PolicyFields(pattern: "two.example", patternType: .domain), at: 4),
      .deletion(of: .sample("d2"), at: 5),
      .edit(of: .sample("p2"), PolicyFields(comments: "x"), at: 6),
    ])
    #expect(review.operations.map(\.id.text) == ["d1", "d2", "p1", "p2", "r1", "n1", "n2"])
    #expect(
      review.operations.map(\.pointer)
        == ["/deletes/0", "/deletes/1", "/patches/0", "/patches/1", "/puts/0", "/posts/0", "/posts/1"]
    )
    #expect(review.counts.total == 7)
    #expect(review.counts[.delete] == 2)
    #expect(review.counts[.patch] == 2)
    #expect(review.counts[.put] == 1)
    #expect(review.counts[.post] == 2)
    #expect(review.draftRevision == 7)
  }

  @Test("each pointer names the item with the operation's id", arguments: 1...50 as ClosedRange<UInt64>)
  func pointers(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var draft = Draft()
    for _ in 0..<40 { _ = try? draft.apply(.random(using: &generator)) }
    let operations = draft.operations.filter { (try? BatchEncoder(.documented).body(for: [$0])) != nil }
    let review = try review(operations)
    let items = try RequestItems(of: operations)
    for operation in review.operations {
      let parts = operation.pointer.split(separator: "/")
      try #require(parts.count == 2, "seed \(seed)")
      let index = try #require(Int(parts[1]), "seed \(seed)")
      try #require(items[String(parts[0])][index]["id"] as? String == operation.id.text, "seed \(seed)")
    }
  }

  @Test(
    "the request is what the encoder writes, and the fingerprint is the request's",
    arguments: BatchEncoding.allCases
  )
  func request(encoding: BatchEncoding) throws {
    let review = try review(BatchEncoderTests.oneOfEach, encoding)
    let plan = BatchPlan(BatchEncoderTests.oneOfEach)
    #expect(review.request.body == (try BatchEncoder(encoding).body(for: plan.ordered)).data)
    #expect(try review.fingerprint == Fingerprint(of: review.request.body, for: Account.sample().key))
  }

  @Test("an edit shows each changed field before and after")
  func edit() throws {
    let base = AllowPolicy.sample(comments: "old")
    let changes = PolicyFields(patternType: .domain, verifySender: false, comments: "new")
    for whole in [false, true] {
      let operation = DraftOperation.edit(of: base, changes, whole: whole)
      #expect(
        FieldChange.changes(of: operation) == [
          FieldChange(.patternType, .type(.email), .type(.domain)),
          FieldChange(.verifySender, .flag(true), .flag(false)),
          FieldChange(.comments, .text("old"), .text("new")),
        ]
      )
    }
  }

  @Test("a field that the server left out has no before")
  func gap() {
    var base = AllowPolicy.sample()
    base.fields.verifySender = nil
    let operation = DraftOperation.edit(of: base, PolicyFields(verifySender: true, comments: "first"))
    #expect(
      FieldChange.changes(of: operation) == [
        FieldChange(.verifySender, nil, .flag(true)), FieldChange(.comments, nil, .text("first")),
      ]
    )
  }

  @Test("a delete shows every field that goes", arguments: [nil, "", "kept"])
  func deletion(comments: String?) {
    let changes = FieldChange.changes(of: .deletion(of: .sample(comments: comments)))
    let expected = PolicyField.allCases.filter { $0 != .comments || comments == "kept" }
    #expect(changes.map(\.field) == expected)
    #expect(changes.allSatisfy { $0.before != nil && $0.after == nil })
  }

  @Test("a new policy shows every field that it brings")
  func post() {
    let fields = PolicyFields(pattern: "a.example", patternType: .domain, isExemptRecipient: true)
    #expect(
      FieldChange.changes(of: .post("new", fields)) == [
        FieldChange(.pattern, nil, .text("a.example")),
        FieldChange(.patternType, nil, .type(.domain)),
        FieldChange(.isExemptRecipient, nil, .flag(true)),
      ]
    )
  }

  @Test("counts effects")
  func effects() throws {
    let review = try review([
      .deletion(of: .sample("d1", pattern: "gone@partner.example")),
      .edit(of: .sample("p1"), PolicyFields(verifySender: false), at: 1),
      .edit(of: .sample("p2"), PolicyFields(comments: "x"), at: 2),
    ])
    #expect(review.operations.map(\.effect) == [.narrows, .widens, .neutral])
    #expect(review.count(of: .narrows) == 1)
    #expect(review.count(of: .widens) == 1)
    #expect(review.count(of: .neutral) == 1)
    #expect(review.count(of: .unclear) == 0)
  }

  @Test("an empty batch cannot be submitted")
  func empty() throws {
    #expect(try !review([]).isSubmittable)
  }

  @Test("an error stands with the operation that it is about, and forbids submitting")
  func errors() throws {
    let long = String(repeating: "x", count: 1025)
    let operations: [DraftOperation] = [
      .edit(of: .sample("good"), PolicyFields(comments: "x"), at: 0),
      .edit(of: .sample("bad"), PolicyFields(comments: long), at: 1),
    ]
    #expect(try review([operations[0]]).isSubmittable)
    let review = try review(operations)
    #expect(!review.isSubmittable)
    #expect(review.count(of: .error) == 1)
    let withErrors = review.operations.filter { $0.findings.contains { $0.level == .error } }
    #expect(withErrors.map(\.id.text) == ["bad"])
  }

  @Test("what is wrong with the batch as a whole stands with no operation")
  func batchErrors() throws {
    let review = try review((0...1000).map { .deletion(of: .sample("d\($0)"), at: $0) })
    #expect(review.batchFindings.contains { $0.rule == "batch-too-large" })
    #expect(!review.isSubmittable)
    #expect(!review.operations.contains { $0.findings.contains { $0.rule == "batch-too-large" } })
  }

  @Test("an operation that cannot be written is an error, and cannot be submitted")
  func unwritable() throws {
    var base = AllowPolicy.sample()
    base.createdAt = nil
    let operation = DraftOperation.edit(of: base, PolicyFields(comments: "x"))
    #expect(try !review([operation]).isSubmittable)
    #expect(try review([operation], .lean).isSubmittable)
  }
}

extension FieldChange {
  fileprivate init(_ field: PolicyField, _ before: FieldValue?, _ after: FieldValue?) {
    self.init(field: field, before: before, after: after)
  }
}
