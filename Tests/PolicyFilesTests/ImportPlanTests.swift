import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyFiles

@Suite("What an import would queue")
struct ImportPlanTests {
  private static func plan(
    _ rows: String,
    header: String = CSVPolicyTests.newest,
    over policies: [AllowPolicy] = [],
    draft: Draft = Draft()
  ) throws -> ImportPlan {
    ImportPlan(try CSVPolicyTests.file(header + rows), over: PolicyList(policies), draft: draft)
  }

  private static func newPolicy(_ fields: PolicyFields) -> NewPolicy {
    NewPolicy(placeholderID: PolicyID("new \(fields.pattern ?? "")"), queuedAt: "2026-05-06T07:08:09Z", fields: fields)
  }

  /// The sample policy, as the newest dialect has it.
  private static let sample = "billing@partner.example,EMAIL,false,true,false,false,true,\n"

  // MARK: - One row

  @Test("a pattern that nobody has is new")
  func new() throws {
    let plan = try Self.plan(Self.sample, over: [.sample(pattern: "other@partner.example")])
    #expect(plan.entries.map(\.outcome) == [.new])
    #expect(plan.entries[0].fields == AllowPolicy.sample(comments: "").fields)
    #expect(plan.entries[0].line == 2)
  }

  @Test(
    "a row that says what is there already is nothing to do, however it is spelled",
    arguments: [
      ("billing@PARTNER.example,EMAIL,false,true,false,false,true,", AllowPolicy.sample()),
      ("Partner.Example.,domain,no,yes,no,no,yes,", .sample(pattern: "partner.example", type: .domain)),
      ("198.51.100.7/24,IP,false,true,false,false,true,", .sample(pattern: "198.51.100.0/24", type: .ip)),
      ("2001:DB8:0::/32,IP,false,true,false,false,true,", .sample(pattern: "2001:db8::/32", type: .ip)),
      // A flag that is missing is off.
      (
        "billing@partner.example,EMAIL,false,true,false,false,true,",
        .sample(trusted: nil, exempt: nil)
      ),
      // What may not be queued may be there.
      ("nonsense,EMAIL,false,true,false,false,true,", .sample(pattern: "nonsense")),
      ("billing@partner.example,UNKNOWN,false,true,false,false,true,", .sample(type: .unknown)),
    ]
  )
  func duplicate(row: String, policy: AllowPolicy) throws {
    let plan = try Self.plan(row, over: [.sample("other", pattern: "x.example", type: .domain), policy])
    #expect(plan.entries.map(\.outcome) == [.duplicate(of: "p1")])
    #expect(try plan.edit(newPolicy: Self.newPolicy) == nil)
  }

  @Test("other flags or another comment are a change, and only what differs is set")
  func changed() throws {
    let plan = try Self.plan(
      "billing@partner.example,EMAIL,false,false,true,false,true,why\n",
      over: [.sample(exempt: nil)]
    )
    let changes = PolicyFields(isTrustedSender: true, verifySender: false, comments: "why")
    let change = ImportPlan.Change(
      policy: .sample(exempt: nil),
      before: AllowPolicy.sample(exempt: nil).fields,
      changes: changes
    )
    #expect(plan.entries.map(\.outcome) == [.changed(change)])
  }

  @Test("a policy of type UNKNOWN can get other flags, but none can be made")
  func unknown() throws {
    let row = "billing@partner.example,UNKNOWN,false,false,false,false,true,\n"
    let changed = try Self.plan(row, over: [.sample(type: .unknown)])
    #expect(changed.counts.changed == 1)
    var draft = Draft()
    let edit = try #require(try changed.edit(newPolicy: Self.newPolicy))
    _ = try draft.apply(edit)
    #expect(draft["p1"]?.kind == .patch)

    let new = try Self.plan(row)
    #expect(
      new.entries.map(\.mistakes) == [
        ["Line 2, column 25: \"billing@partner.example\": The type UNKNOWN may not be sent."]
      ]
    )
  }

  @Test(
    "what the draft would refuse is told with line, column and what to do",
    arguments: [
      (
        "bob,EMAIL,false,true,false,false,true,",
        "Line 2, column 1: \"bob\": It is not one mail address", "A pattern that is no address"
      ),
      (
        "x[.]example,DOMAIN,false,true,false,false,true,",
        "Line 2, column 1: \"x[.]example\": It is not a domain", "To mend it: write x.example."
      ),
      (
        "10.1.2.3,IP,false,true,false,false,true,",
        "Line 2, column 1: \"10.1.2.3\": It is not public", "The API rejects private"
      ),
      ("(,EMAIL,true,true,false,false,true,", "Line 2, column 1: \"(\": ", ""),
      (
        "\"a\nb@x.example\",EMAIL,false,true,false,false,true," + String(repeating: "é", count: 1025),
        "Line 3, column 48: \"a\nb@x.example\": The comment has 1025 characters; 1024 are allowed.",
        "The API takes comments"
      ),
    ]
  )
  func refused(row: String, mistake: String, advice: String) throws {
    let outcome = try #require(try Self.plan(row).entries.first)
    #expect(outcome.mistakes.contains { $0.hasPrefix(mistake) }, "\(outcome.mistakes)")
    guard case .invalid(let mistakes) = outcome.outcome else { return }
    #expect(mistakes.contains { $0.advice.hasPrefix(advice) }, "\(mistakes.map(\.advice))")
  }

  @Test("a change that the draft would refuse is told too")
  func refusedChange() throws {
    let comment = String(repeating: "x", count: 1025)
    let plan = try Self.plan("billing@partner.example,EMAIL,false,true,false,false,true,\(comment)", over: [.sample()])
    let what = "\"billing@partner.example\": The comment has 1025 characters; 1024 are allowed."
    #expect(plan.entries.map(\.mistakes) == [["Line 2, column 59: \(what)"]])
    // What is there already may be as long as it is.
    let same = try Self.plan(
      "billing@partner.example,EMAIL,false,true,false,false,true,\(comment)",
      over: [.sample(comments: comment)]
    )
    #expect(same.counts == ImportPlan.Counts(duplicate: 1))
  }

  // MARK: - Rows among themselves

  @Test("a row that an earlier one says already is left aside")
  func repeated() throws {
    let plan = try Self.plan(Self.sample + Self.sample.uppercased() + "a@b.example,EMAIL,0,1,0,0,1,\n" + Self.sample)
    #expect(plan.entries.map(\.outcome)[0] == .new)
    // The case of a local part means something.
    #expect(plan.entries.map(\.outcome)[1] == .new)
    #expect(plan.entries.map(\.outcome)[3] == .repeated(line: 2))
    #expect(plan.counts.repeated == 1)
  }

  @Test("rows that contradict each other are all refused, so that leaving them out takes neither")
  func contradiction() throws {
    let other = "billing@partner.example,EMAIL,false,false,false,false,true,\n"
    for policies in [[], [AllowPolicy.sample(comments: "old")]] {
      let plan = try Self.plan(Self.sample + other + Self.sample, over: policies)
      let what = "has the same pattern and says something else of it."
      #expect(
        plan.entries.flatMap(\.mistakes)
          == [
            "Line 2, column 1: Line 3 \(what)", "Line 3, column 1: Line 2 \(what)", "Line 4, column 1: Line 3 \(what)",
          ]
      )
      #expect(try plan.edit(skippingInvalid: true, newPolicy: Self.newPolicy) == nil)
    }
    // A row that says what is there settles what the policy is to be.
    let settled = try Self.plan(other + Self.sample, over: [.sample()])
    #expect(settled.entries.map(\.outcome)[1] == .duplicate(of: "p1"))
    #expect(
      settled.entries[0].mistakes
        == ["Line 2, column 1: Line 3 has the same pattern and leaves the policy as it is."]
    )
  }

  @Test("of several policies with one pattern a row means the one that it equals, or the one that no row equals")
  func several() throws {
    let policies = [AllowPolicy.sample("p1"), .sample("p2", comments: "two"), .sample("p3", comments: "three")]
    let rows = ["", "two", "three"].map { "billing@partner.example,EMAIL,false,true,false,false,true,\($0)\n" }
    let same = try Self.plan(rows.joined(), over: policies)
    #expect(same.entries.map(\.outcome) == [.duplicate(of: "p1"), .duplicate(of: "p2"), .duplicate(of: "p3")])

    let edited = "billing@partner.example,EMAIL,false,true,false,false,true,new\n"
    let one = try Self.plan(rows[0] + edited + rows[2], over: policies)
    guard case .changed(let change) = one.entries[1].outcome else {
      Issue.record("\(one.entries[1].outcome)")
      return
    }
    #expect(change.policy.id == "p2")
    #expect(change.changes == PolicyFields(comments: "new"))

    let unclear = try Self.plan(rows[0] + edited, over: policies)
    #expect(
      unclear.entries[1].mistakes
        == ["Line 3, column 1: 2 policies have this pattern, and the row does not say which of them is meant: p2, p3."]
    )
  }

  @Test("of very many policies with one pattern a row means the first that it equals and that stays")
  func many() throws {
    let policies = (0..<20).map { AllowPolicy.sample("p\($0)", comments: "\($0 % 4)") }
    var draft = Draft()
    _ = try draft.apply(.delete([policies[0], policies[2], policies[6], policies[10], policies[14], policies[18]]))
    let rows = ["0", "1", "2", "3"].map { "billing@partner.example,EMAIL,false,true,false,false,true,\($0)\n" }
    let plan = try Self.plan(rows.joined(), over: policies, draft: draft)
    #expect(plan.entries.map(\.outcome)[..<2] == [.duplicate(of: "p4"), .duplicate(of: "p1")])
    #expect(plan.entries[3].outcome == .duplicate(of: "p3"))
    // All that have the comment of the third row go, and the others are accounted for.
    #expect(plan.entries[2].mistakes.first?.hasSuffix("has the same pattern and leaves the policy as it is.") == true)
  }

  // MARK: - Older dialects

  @Test("a dialect without types takes them from the pattern, or from the policy that has it")
  func withoutType() throws {
    let plan = try Self.plan(
      """
      a@b.example,,true,false,false,true
      b.example,,true,false,false,true
      10.1.2.3,,true,false,false,true
      .*@c\\.example,,true,false,false,true
      .*@d\\.example,,true,false,false,true
      old@b.example,,true,false,false,true
      """,
      header: "Pattern,Notes,Verify Email,Trusted Sender,Exempt Recipient,Acceptable Sender\n",
      over: [regex("r", #".*@c\.example"#, .domain), .sample("u", pattern: "old@b.example", type: .unknown)]
    )
    #expect(plan.entries.map(\.fields.patternType) == [.email, .domain, nil, nil, nil, nil])
    #expect(plan.entries[0].outcome == .new && plan.entries[0].fields.isRegex == false)
    // Its type is known then, or nobody could say this.
    #expect(plan.entries[2].mistakes.first?.contains("It is not public") == true)
    #expect(plan.entries[3].outcome == .duplicate(of: "r"))
    #expect(
      plan.entries[4].mistakes
        == ["Line 6, column 1: \".*@d\\.example\" is neither a mail address nor a domain nor an IP address."]
    )
    #expect(plan.entries[5].outcome == .duplicate(of: "u"))
  }

  @Test("a dialect that does not tell expressions finds those that are there, and refuses to make new ones")
  func withoutRegex() throws {
    let plan = try Self.plan(
      """
      .*@c\\.example,EMAIL,true,false,false,true,
      .*@c\\.example,DOMAIN,true,false,false,true,
      """,
      header: "Pattern,Pattern Type,Verify Email,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes\n",
      over: [regex("r", #".*@c\.example"#, .email)]
    )
    #expect(plan.entries[0].outcome == .duplicate(of: "r"))
    guard case .invalid(let mistakes) = plan.entries[1].outcome else {
      Issue.record("\(plan.entries[1].outcome)")
      return
    }
    #expect(mistakes.first?.advice.hasPrefix("If it is a regular expression, import it with the newest header") == true)
  }

  private func regex(_ id: String, _ pattern: String, _ type: PatternType) -> AllowPolicy {
    var policy = AllowPolicy.sample(id, pattern: pattern, type: type)
    policy.fields.isRegex = true
    return policy
  }
}

extension ImportPlan.Entry {
  /// Empty unless the row is invalid.
  var mistakes: [String] {
    if case .invalid(let mistakes) = outcome { mistakes.map(\.description) } else { [] }
  }
}
