import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import JSONText
@testable import Policies
@testable import PolicyFiles
@testable import PolicyQuery
@testable import Values

@Suite("A policy of which the server says something odd")
struct OddRowTests {
  private struct Stop: Error {}

  /// A whole policy but for one member.
  private static func json(_ name: String, _ value: String) -> String {
    let members = [
      ("pattern", #""a@x.org""#), ("pattern_type", #""EMAIL""#), ("is_regex", "false"), ("is_trusted_sender", "false"),
      ("is_acceptable_sender", "true"), ("is_exempt_recipient", "false"), ("verify_sender", "true"),
      ("comments", #""why""#), ("created_at", #""2026-01-02T03:04:05Z""#), ("modified_at", #""2026-06-01T00:00:00Z""#),
    ].map { "\"\($0)\": \($0 == name ? value : $1)" }
    return "{\"id\": \"odd\", \(members.joined(separator: ", "))}"
  }

  private static func odd(_ field: PolicyField, _ value: String) throws -> AllowPolicy {
    try #require(try AllowPolicy.answered(json(field.rawValue, value)))
  }

  private static let flags: [PolicyField] = [
    .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender,
  ]

  @Test(
    "the field is unread, with the server's words, and everything else is read",
    arguments: PolicyField.allCases,
    [("7", "the number 7"), (#"["x"]"#, "an array"), (#"{"a": {}}"#, "an object")]
  )
  func unread(field: PolicyField, value: (json: String, words: String)) throws {
    let policy = try Self.odd(field, value.json)
    #expect(policy.fields.unread == [field: value.words])
    #expect(policy.fields.present == PolicyField.allCases.filter { $0 != field })
    #expect(policy.createdAt == "2026-01-02T03:04:05Z")
  }

  @Test(
    "so it is with flags as texts or numbers, texts as flags, broken texts and members that stand twice",
    arguments: [
      (.verifySender, #""true""#, "the text \"true\""), (.isRegex, "1", "the number 1"),
      (.pattern, "true", "true"), (.comments, #""\uD800""#, "a text that is none"),
      (.isTrustedSender, #"true, "is_trusted_sender": false"#, "two values"),
      (.pattern, #""a@x.org", "pattern": "b@x.org""#, "two values"),
    ] as [(PolicyField, String, String)]
  )
  func kinds(field: PolicyField, json: String, words: String) throws {
    let policy = try Self.odd(field, json)
    #expect(policy.fields[field] == nil)
    #expect(policy.fields.unread[field]?.hasPrefix(words) == true)
  }

  @Test("bytes that are no UTF-8 spoil their text alone")
  func notUTF8() throws {
    let start = Data(#"{"success": true, "result": {"id": "p1", "pattern": "a@x.org", "comments": "caf"#.utf8)
    guard case .one(let found) = try AnsweredPolicies(start + [0xE9] + Data(#""}}"#.utf8)).result else { throw Stop() }
    let policy = try #require(found)
    #expect(policy.pattern == "a@x.org")
    #expect(policy.fields.unread.keys.map(\.self) == [.comments])
  }

  @Test("a deprecated flag that cannot be read matters only where its successor is absent")
  func deprecated() throws {
    let alone = try #require(try AllowPolicy.answered(#"{"id": "p1", "is_sender": "yes"}"#))
    #expect(alone.fields.unread == [.isTrustedSender: #"the text "yes" (as is_sender)"#])
    let beside = try #require(
      try AllowPolicy.answered(#"{"id": "p1", "is_sender": "yes", "is_trusted_sender": false}"#)
    )
    #expect(beside.fields.unread.isEmpty)
    let unreadable = try #require(
      try AllowPolicy.answered(#"{"id": "p1", "is_sender": true, "is_trusted_sender": "no"}"#)
    )
    #expect(unreadable.fields.isTrustedSender == nil)
  }

  // MARK: - What it means

  @Test("it matches neither yes nor no", arguments: zip(flags, ["regex", "trusted", "accept", "exempt", "verify"]))
  func filter(field: PolicyField, key: String) throws {
    let list = PolicyList([try Self.odd(field, "7"), .brief("b@x.org", .email, "tarxv", id: "on")])
    for (text, expected) in [("\(key):yes", ["on"]), ("\(key):no", []), ("-\(key):yes", ["odd"])] {
      let rows = try PolicyFilter.rows(of: list, query: Query(parsing: text))
      #expect(rows.indices.map { rows.id(at: $0).text } == expected, "\(text)")
    }
  }

  @Test("it is judged as the more dangerous of the two")
  func dangers() throws {
    func rules(_ policy: AllowPolicy) -> Set<RuleName> { Set(ListJudge(PolicyList([policy])).findings().map(\.rule)) }
    var trusted = try Self.odd(.isTrustedSender, "7")
    trusted.fields.verifySender = false
    #expect(rules(trusted).isSuperset(of: ["trusted-unverified", "unreadable-field"]))
    #expect(rules(try Self.odd(.verifySender, "7")).contains("unverified-sender"))
    var exempt = try Self.odd(.isExemptRecipient, #""no""#)
    (exempt.fields.pattern, exempt.fields.patternType) = ("x.org", .domain)
    #expect(rules(exempt).contains("exempt-domain"))
    var regex = try Self.odd(.isRegex, "7")
    regex.fields.pattern = ".*@x.org"
    #expect(!rules(regex).contains("email-invalid"))
    #expect(!rules(.brief("a@x.org")).contains("unreadable-field"))
    let effect = Effect.of(
      before: try Self.odd(.isTrustedSender, "7").fields,
      after: AllowPolicy.brief("a@x.org").fields
    )
    #expect(effect == .unclear)
  }

  @Test("it equals nothing: no duplicate, no cover, not there already, not what a post made", arguments: flags)
  func neverEqual(field: PolicyField) throws {
    let odd = try Self.odd(field, "7")
    var plain = odd
    plain.fields.unread = [:]
    plain.fields[field] = .flag(false)
    let twin = AllowPolicy(id: "p2", fields: plain.fields)
    let findings = ListJudge(PolicyList([odd, twin])).findings()
    #expect(!findings.contains { ["shadowed", "conflicting-overlap"].contains($0.rule) })
    // The pattern can be read all the same where only a flag cannot; neither of the two is called superfluous.
    let twins = findings.filter { $0.rule == "duplicate" }
    #expect(twins.count == (field == .isRegex ? 0 : 2))
    #expect(twins.allSatisfy { $0.fix == nil && $0.message.contains("cannot be compared") })
    #expect(!odd.fields.holds(.flag(false), in: field))
    #expect(!odd.fields.isCreated(from: plain.fields))
    #expect(Repetition.alreadyThere(in: [.post(twin)], among: [odd]).isEmpty)
    #expect(!Repetition.alreadyThere(in: [.post(twin)], among: [AllowPolicy(id: "p3", fields: plain.fields)]).isEmpty)
    #expect(odd.fields.differences(from: odd.fields).isEmpty)
    #expect(odd.fields.differences(from: plain.fields) == [field])
  }

  @Test("one that may let the same through excuses no deletion")
  func overlap() throws {
    let odd = try Self.odd(.isTrustedSender, "7")
    let other = AllowPolicy.brief("a@x.org", .email, "tv", id: "p2")
    let judge = EffectJudge(of: [.delete(other)], among: PolicySet(PolicyList([odd, other])))
    #expect(judge.judge(.delete(other)).effect == .narrows)
  }

  @Test("it cannot be put, nor patched in that field; in the others it can, and it can be deleted")
  func edits() throws {
    let odd = try Self.odd(.isRegex, "7")
    var draft = Draft()
    var problem = #expect(throws: Problem.self) {
      try draft.apply(.edit([.init(policy: odd, set: PolicyFields(comments: "new"), replacesWhole: true)]))
    }
    #expect(problem?.what.contains("the number 7") == true)
    problem = #expect(throws: Problem.self) {
      try draft.apply(.edit([.init(policy: odd, set: PolicyFields(isRegex: false))]))
    }
    #expect(problem?.what.contains("the number 7") == true)
    #expect(draft.isEmpty)
    _ = try draft.apply(.edit([.init(policy: odd, set: PolicyFields(isTrustedSender: true))]))
    #expect(draft[odd.id]?.kind == .patch)
    let body = try BatchEncoder(.documented).body(for: draft.operations).text
    #expect(!body.contains("is_regex"))
    _ = try draft.apply(.delete([odd]))
    #expect(draft[odd.id]?.kind == .delete)
  }

  @Test("a row of a file that is about it is refused, and an export leaves it out, both with the reason")
  func files() throws {
    let odd = try Self.odd(.verifySender, "7")
    let export = CSVExport([odd])
    #expect(export.count == 0)
    #expect(export.remarks.map(\.matter) == [.unread([.verifySender])])
    var read = odd
    read.fields.unread = [:]
    read.fields.verifySender = false
    let file = try PolicyCSV(CSVExport([read]).data)
    let plan = ImportPlan(file, over: PolicyList([odd]), draft: Draft())
    #expect(plan.counts.invalid == 1)
  }

  @Test("its undo does not bring it back with values that nobody knows")
  func undo() throws {
    let odd = try Self.odd(.verifySender, "7")
    let record = SubmissionRecord(
      id: "s1",
      account: AccountKey(baseURL: "http://localhost", accountID: "a"),
      startedAt: Date(timeIntervalSince1970: 1_790_000_000),
      user: "ada",
      reason: nil,
      fingerprint: "",
      encoding: .lean,
      operations: [.delete(odd)],
      request: Data(),
      state: .applied
    )
    let undo = SubmissionUndo(of: record, current: { _ in nil }) {
      NewPolicy(placeholderID: "new", queuedAt: "2026-01-01T00:00:00Z", fields: $0)
    }
    #expect(undo.edit == nil)
    #expect(undo.notes.contains { $0.contains("the number 7") })
  }

  @Test("a review of its deletion says what is not known, and a policy without a pattern goes by its id")
  func deletion() throws {
    let odd = try Self.odd(.verifySender, #""no""#)
    let nameless = try Self.odd(.pattern, "7")
    let account = Account(
      key: AccountKey(baseURL: "http://localhost", accountID: "a"),
      name: "Acme",
      environment: .sandbox
    )
    var draft = Draft()
    _ = try draft.apply(.delete([odd]))
    let review = try Review(of: draft.operations, for: account, draftRevision: 1)
    #expect(ReviewText.lines(of: review).contains { $0.contains(#"verify sender: ? (the server said the text "no")"#) })
    #expect(DraftEdit.delete([nameless]).title == "delete odd")
    #expect(odd.fields.words(for: .verifySender) == #"? (the server said the text "no")"#)
  }

  @Test("as JSON it says what the server said")
  func output() throws {
    let text = OrderedJSON(try Self.odd(.isRegex, "7")).text
    #expect(text.contains("\"unread\": {\n    \"is_regex\": \"the number 7\"\n  }"))
  }
}
