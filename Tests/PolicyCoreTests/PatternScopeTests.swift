import Policies
import TestSupport
import Testing

@testable import PolicyCore

@Suite("What an expression opens, in words")
struct PatternScopeTests {
  private static func fields(_ pattern: String, _ type: PatternType = .email, isRegex: Bool = true) -> PolicyFields {
    PolicyFields(pattern: pattern, patternType: type, isRegex: isRegex)
  }

  private static func account(_ fields: [PolicyFields]) -> PolicySet {
    PolicySet(
      PolicyList(fields.enumerated().map { AllowPolicy(id: PolicyID("p\($0.offset)"), fields: $0.element) })
    )
  }

  @Test(
    "the words name what is opened and nothing else",
    arguments: [
      (#"^.*@acme\.org$"#, "acme.org"),
      (#".*[@.]acme\.org$"#, "acme.org and its sub-domains"),
      (#"^.*@mail\.acme\.org$"#, "mail.acme.org"),
      (#"^.*[@.]mail\.acme\.org$"#, "mail.acme.org and below it"),
      (#"^(ann|bob)@acme\.org$"#, "ann@acme.org, bob@acme.org"),
      (#"^a[0-9]+@acme\.org$"#, "some mailboxes at acme.org"),
      (#"^.*@(acme\.org|b\.net)$"#, "acme.org and b.net"),
      (#"^.*@(a|b|c|d|e)\.net$"#, "a.net, b.net, c.net and 2 more"),
      (#".*\.acme\.org$"#, "the sub-domains of acme.org"),
      (#".*@acme\.org"#, "acme.org, and, if looked for anywhere, names that go on after it"),
      (#".*@.*\.xyz$"#, "every domain under xyz"),
      (".*", "every address"),
      (#"/x@acme\.org/"#, "nothing"),
      ("^$", "the null sender"),
    ]
  )
  func words(pattern: String, words: String) {
    #expect(PatternScope(of: Self.fields(pattern), besides: nil, among: nil)?.words == words)
  }

  @Test("of an expression that was not decided, and of what is no expression, nothing is said")
  func nothing() {
    #expect(PatternScope(of: Self.fields(#"(a)\1@x\.org"#), besides: nil, among: nil) == nil)
    #expect(PatternScope(of: Self.fields("acme.org", .domain, isRegex: false), besides: nil, among: nil) == nil)
    #expect(PatternScope(of: Self.fields("(a@x"), besides: nil, among: nil) == nil)
  }

  @Test("the policies inside are the addresses that it matches and the domains that it takes whole")
  func inside() {
    let account = Self.account([
      Self.fields("ann@acme.org", isRegex: false), Self.fields("bob@mail.acme.org", isRegex: false),
      Self.fields("acme.org", .domain, isRegex: false), Self.fields("mail.acme.org", .domain, isRegex: false),
      Self.fields("ann@evilacme.org", isRegex: false), Self.fields(#"^.*@acme\.org$"#),
    ])
    func count(_ pattern: String, besides id: String? = nil) -> Int? {
      PatternScope(of: Self.fields(pattern), besides: id.map { PolicyID($0) }, among: account)?.inside
    }
    #expect(count(#"^.*@acme\.org$"#) == 2)
    #expect(count(#"^.*@acme\.org$"#, besides: "p0") == 1)
    #expect(count(#".*[@.]acme\.org$"#) == 4)
    #expect(count(#"^ann@acme\.org$"#) == 1)
    #expect(count(#"^.*@nobody\.org$"#) == 0)
    #expect(count(#".*@.*\.org$"#) == nil)
  }

  @Test(
    "a text is held against a pattern in all readings",
    arguments: [
      ("ann@acme.org", #"^.*@acme\.org$"#, PatternTrial.matches),
      ("ann@evil.net", #"^.*@acme\.org$"#, .doesNotMatch),
      ("<>", "^$", .matches),
      (
        "x@acme.org.evil.net", #".*@acme\.org"#,
        .depends(on: "the server looks for the expression anywhere in the text")
      ),
      ("a@b@", ".*", .unreadable("is no mail address")),
    ]
  )
  func trial(text: String, pattern: String, answer: PatternTrial) {
    #expect(PatternTrial(text, against: Self.fields(pattern)) == answer)
  }

  @Test("what cannot be decided says why, and an address of the network matches")
  func otherTrials() {
    guard case .undecided = PatternTrial("aa@x.org", against: Self.fields(#"(a)\1@x\.org"#)) else {
      Issue.record("a back-reference was decided")
      return
    }
    let network = Self.fields("198.51.100.0/24", .ip, isRegex: false)
    #expect(PatternTrial("198.51.100.7", against: network) == .matches)
    #expect(PatternTrial("198.51.101.7", against: network) == .doesNotMatch)
  }

  @Test(
    "a finding is about the part that a rule names, or that its fix changes",
    arguments: [
      (#".*@mail.vendor\.com$"#, RuleName("regex-unanchored"), ["."]),
      (#".*@vendor\.com"#, "regex-open-end", ["m"]),
      (#"ann@vendor\.com|@evil"#, "regex-unanchored", ["@evil"]),
      (#"/.+@vendor\.com/"#, "never-matches", ["/", "/"]),
      ("(a@x", "regex-invalid", ["x"]),
      (#"(a)\1@x"#, "regex-unchecked", [#"\1"#]),
      ("\u{201C}ann\u{201D}@x.org", "typographic-character", ["\u{201C}", "\u{201D}"]),
    ]
  )
  func parts(pattern: String, rule: RuleName, parts: [String]) throws {
    let policy = NewPolicy(placeholderID: PolicyID("new"), queuedAt: "", fields: Self.fields(pattern))
    let findings = AccountFindings().judging(DraftOperation(intent: .create(policy), position: 0)).findings
    let finding = try #require(findings.first { $0.rule == rule }, "\(findings.map(\.rule.rawValue))")
    let scalars = Array(pattern.unicodeScalars)
    let found = finding.parts.map { part in
      String(String.UnicodeScalarView(scalars[part.clamped(to: scalars.indices)]))
    }
    #expect(found == parts)
  }
}
