import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

@Suite("Guards")
struct GuardTests {
  private static func rule(
    _ demand: Guard.Demand,
    _ scope: String,
    verified: Bool = false,
    header: Bool = false,
    level: FindingLevel = .error
  ) throws -> Guard {
    var rule = Guard(name: "it stays so", demand, try #require(Guard.scope(scope)))
    rule.isVerified = verified
    rule.isAboutHeader = header
    rule.level = level
    return rule
  }

  private static func answer(_ rule: Guard, _ policies: AllowPolicy...) -> GuardAnswer {
    GuardJudge(policies: PolicySet(PolicyList(policies))).answers(on: rule).before
  }

  @Test(
    "what is forbidden is broken by whatever grants it, and by nothing else",
    arguments: [
      ("acme.example", AllowPolicy.brief("ceo@acme.example", .email, "a"), false as Bool?),
      ("acme.example", .brief("ceo@mail.acme.example", .email, "t"), false),
      ("acme.example", .brief("acme.example", .domain, "a"), false),
      ("acme.example", .brief("acme.example", .domain, "av"), true),
      ("acme.example", .brief("acme.example", .domain, "x"), true),
      ("acme.example", .brief("evilacme.example", .domain, "t"), true),
      ("acme.example", .brief(".*@acme\\.example$", .email, "ar"), false),
      ("acme.example", .brief(".*", .email, "ar"), false),
      ("acme.example", .brief("acme\\.example", .email, "ar"), nil),
      ("acme.example", .brief("(a)\\1", .email, "ar"), nil),
      ("mail.acme.example", .brief("acme.example", .domain, "a"), nil),
      ("acme.example", .brief("mail.acme.example", .domain, "a"), false),
      ("ceo@acme.example", .brief("acme.example", .domain, "a"), false),
      ("ceo@mail.acme.example", .brief("acme.example", .domain, "a"), nil),
      ("ceo@acme.example", .brief("CEO@acme.example", .email, "a"), nil),
      ("ceo@acme.example", .brief("cfo@acme.example", .email, "a"), true),
      ("198.51.100.0/24", .brief("198.51.100.7", .ip, "a"), false),
      ("198.51.100.0/24", .brief("198.51.0.0/16", .ip, "a"), false),
      ("198.51.100.0/24", .brief("203.0.113.0/24", .ip, "a"), true),
      ("198.51.100.0/24", .brief("^198\\.51\\.100\\.", .ip, "ar"), nil),
      ("2001:db8::/32", .brief("2001:db8:1::/48", .ip, "a"), false),
      ("2001:db8::/32", .brief("^2001:", .ip, "ar"), nil),
      ("2001:db8::/32", .brief("^2001:.*", .ip, "ar"), nil),
      ("acme.example", .brief("HASH", .unknown, "a"), nil),
      ("/@acme\\.(com|net)$/", .brief("acme.net", .domain, "a"), false),
      ("/@acme\\.(com|net)$/", .brief("acme.org", .domain, "a"), true),
    ]
  )
  func forbidden(scope: String, policy: AllowPolicy, holds: Bool?) throws {
    let answer = Self.answer(
      try Self.rule(.forbid(.spamSpoofBulk), scope),
      .brief("other@else.example", id: "p0"),
      policy
    )
    #expect(answer.holds == holds)
    #expect(answer.policies.map(\.id) == (answer.example == nil ? [] : [policy.id]))
    #expect((answer.sentence == nil) == (holds == true))
  }

  @Test("trust is forbidden, and being acceptable is not that much")
  func strengths() throws {
    let rule = try Self.rule(.forbid(.all), "acme.example")
    #expect(Self.answer(rule, .brief("acme.example", .domain, "a")).holds == true)
    #expect(Self.answer(rule, .brief("acme.example", .domain, "t")).holds == false)
    let verified = try Self.rule(.forbid(.all), "acme.example", verified: true)
    #expect(Self.answer(verified, .brief("acme.example", .domain, "tv")).holds == false)
  }

  @Test("about the header's From any policy breaks it, and the example shows both addresses")
  func header() throws {
    let rule = try Self.rule(.forbid(.all), "acme.example", header: true)
    let answer = Self.answer(rule, .brief("vendor.example", .domain, "t"))
    #expect(answer.holds == false)
    #expect(answer.header == "x@acme.example" && answer.example?.from == "x@vendor.example")
    #expect(Self.answer(rule, .brief("vendor.example", .domain, "tv")).holds == true)
  }

  @Test(
    "about the header's From it does not matter by what a policy lets the message through",
    arguments: [
      (AllowPolicy.brief("198.51.100.0/24", .ip, "t"), false as Bool?),
      (.brief("^198\\.51\\.100\\.7$", .ip, "tr"), false), (.brief(".*@vendor\\.example$", .email, "tr"), false),
      (.brief("^mail\\.vendor\\.example$", .domain, "tr"), nil), (.brief("vendor.example", .domain, "x"), true),
    ]
  )
  func headerOfAny(policy: AllowPolicy, holds: Bool?) throws {
    let answer = Self.answer(try Self.rule(.forbid(.all), "acme.example", header: true), policy)
    #expect(answer.holds == holds)
    #expect((answer.header == "x@acme.example") == (holds != true))
  }

  @Test("the example of a network lies in it and in what the policy is for")
  func networkExample() throws {
    for (scope, pattern) in [("198.51.100.0/24", "198.51.0.0/16"), ("198.51.0.0/16", "198.51.100.0/24")] {
      let answer = Self.answer(try Self.rule(.forbid(.spamSpoofBulk), scope), .brief(pattern, .ip, "a"))
      #expect(answer.example?.ip.map { "\($0)" } == "198.51.100.0")
    }
  }

  @Test("a field that cannot be read breaks nothing for certain")
  func unreadable() throws {
    var policy = AllowPolicy.brief("acme.example", .domain, "")
    policy.fields.isTrustedSender = nil
    policy.fields.unread[.isTrustedSender] = "the number 1"
    let answer = Self.answer(try Self.rule(.forbid(.all), "acme.example"), policy)
    #expect(answer.holds == nil && answer.example == nil)
  }

  @Test("what the batch takes away breaks nothing afterwards; what is undecided matters one level less")
  func reports() throws {
    let rule = try Self.rule(.forbid(.spamSpoofBulk), "acme.example")
    let policy = AllowPolicy.brief("acme.example", .domain, "a")
    let set = PolicySet(PolicyList([policy]))
    let deleted = try #require(GuardReport.all([rule], on: set, after: [.delete(policy)]).first)
    #expect(deleted.before.holds == false && deleted.after.holds == true && deleted.level == nil && !deleted.isAnew)
    let odd = DraftOperation.post(.brief("(a)\\1@acme\\.example", .email, "ar", id: "n"))
    let undecided = try #require(GuardReport.all([rule], on: PolicySet(PolicyList([])), after: [odd]).first)
    #expect(undecided.after.holds == nil && undecided.level == .danger && undecided.isAnew)
  }

  @Test(
    "what is required is broken by mail that nothing lets through",
    arguments: [
      ("payroll@adp.example", AllowPolicy.brief("payroll@adp.example", .email, "av"), true as Bool?),
      ("payroll@adp.example", .brief("adp.example", .domain, "t"), true),
      ("payroll@adp.example", .brief("payroll@adp.example", .email, "x"), false),
      ("adp.example", .brief("payroll@adp.example", .email, "a"), false),
      ("adp.example", .brief("adp.example", .domain, "a"), nil),
      ("adp.example", .brief("[@.]adp\\.example", .email, "ar"), nil),
      ("198.51.100.0/24", .brief("198.51.0.0/16", .ip, "a"), true),
      ("198.51.100.0/24", .brief("198.51.100.0/25", .ip, "a"), false),
      ("198.51.100.0/24", .brief("^198\\.51\\.100\\..*", .ip, "ar"), true),
      ("2001:db8::/32", .brief("2001:db8::/33", .ip, "a"), false),
      ("2001:db8::/32", .brief("^2001:.*", .ip, "ar"), nil),
    ]
  )
  func required(scope: String, policy: AllowPolicy, holds: Bool?) throws {
    let answer = Self.answer(try Self.rule(.require(.spamSpoofBulk), scope, verified: true), policy)
    #expect(answer.holds == holds)
  }

  @Test("a batch that breaks one anew is stopped at its level; what was broken before stops nothing")
  func findings() throws {
    let vendor = AllowPolicy.brief("vendor.example", .domain, "av")
    let post = DraftOperation.post(.brief("ceo@acme.example", .email, "t", id: "n"))
    var settings = RuleSettings()
    settings.guards = [try Self.rule(.forbid(.all), "acme.example")]
    func finding(_ policies: [AllowPolicy]) throws -> Finding? {
      try Review(of: [post], for: .sample(), against: PolicySet(PolicyList(policies)), settings: settings)
        .batchFindings.first { $0.rule == "guard-broken" }
    }
    let anew = try #require(try finding([vendor]))
    #expect(anew.level == .error)
    #expect(anew.message.contains("is broken. For example mail from ceo@acme.example that fails authentication"))
    let before = try #require(try finding([vendor, .brief("acme.example", .domain, "t", id: "2")]))
    #expect(before.level == .notice && before.message.contains("and was before"))
  }
}
