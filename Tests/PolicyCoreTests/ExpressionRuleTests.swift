import Languages
import Patterns
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

/// What people really write, and what is to be said of it.
@Suite("Rules on expressions")
struct ExpressionRuleTests {
  /// A pattern, the rules that hold of it, and a text that shows the first of them that has one.
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let type: PatternType
    let isRegex: Bool
    let rules: [RuleName]
    let example: String?

    var testDescription: String { pattern }

    static func regex(_ pattern: String, _ rules: [RuleName] = [], _ example: String? = nil) -> Case {
      Case(pattern: pattern, type: .email, isRegex: true, rules: rules, example: example)
    }

    static func name(_ pattern: String, _ rules: [RuleName] = [], _ example: String? = nil) -> Case {
      Case(pattern: pattern, type: .domain, isRegex: true, rules: rules, example: example)
    }

    static func plain(_ pattern: String, _ type: PatternType, _ rules: [RuleName] = []) -> Case {
      Case(pattern: pattern, type: type, isRegex: false, rules: rules, example: nil)
    }
  }

  /// Other gateways' wildcards.
  static let wildcards: [Case] = [
    .plain("*@*.vendor.example.com", .email, ["email-invalid"]),
    .plain("*@vendor.example.com", .email, ["foreign-notation"]),
    .plain("@vendor.example.com", .email, ["email-invalid"]),
    .plain("*vendor.example.com", .domain, ["domain-invalid", "looks-like-regex"]),
    .plain(".vendor.example.com", .domain, ["domain-invalid"]),
    .plain("*.vendor.example.com", .domain, ["domain-invalid"]),
    .plain("vendor.example.com", .email, ["email-invalid"]),
    .plain("news@vendor.example.com", .domain, ["domain-invalid"]),
    .plain("203.0.113.7", .domain, ["domain-invalid"]),
    .plain("noreply*@vendor.example.com", .email, ["foreign-notation"]),
  ]

  /// Expressions with the delimiters of other languages.
  static let delimited: [Case] = [
    .name(#"/^smtp\d+\.orange\.fr$/"#, ["never-matches"]),
    .regex(#"/.+@vendor\.example\.com/i"#, ["never-matches"]),
    .regex("/offer|sale|news/gi", ["regex-unanchored"], "x@evilsale.com"),
    .name("/^mta[12].siol.net$/", ["never-matches"]),
  ]

  /// Alternatives, anchors, blanks and what else goes wrong.
  static let alternatives: [Case] = [
    .regex("@evil", ["regex-unanchored"], "x@evil.com"),
    .regex(#"^ann@vendor\.com$|foo"#, ["regex-unanchored"], "x@evilfoo.com"),
    .regex(#"ann@vendor\.com|@evil"#, ["regex-unanchored"], "x@evil.com"),
    .regex(#"foo|^ann@vendor\.com$"#, ["regex-unanchored"], "x@evilfoo.com"),
    .regex(#"^ann@vendor\.com|partner\.com$"#, ["regex-unanchored"], "x@evilpartner.com"),
    .regex(#"^(ann@vendor\.com|.*)$"#, ["regex-matches-everything"], "x@evil.com"),
    .regex(#"^ann@vendor\.com$|.*"#, ["regex-matches-everything"], "x@evil.com"),
    .regex(#"^ann@vendor\.com$|^bob@vendor\.com$"#),
    .regex(#".*@(vendor|partner)\.com$"#),
    .regex(#".*@vendor\.com|partner\.com"#, ["regex-unanchored"], "x@evilpartner.com"),
    .regex(#".*@*\.vendor\.com"#, ["regex-open-end"], "x@mail.vendor.com.evil.net"),
    .regex(#"^.*@.*\.vendor\.com$"#),
    .regex(#"@vendor\.(com|net|org)"#, ["regex-open-end"], "x@vendor.com.evil.net"),
    .regex(#"(?i)^.*@Vendor\.com$"#),
    .regex(#"^.+@vendor\.com $"#, ["never-matches"]),
    .regex(#"^ .+@vendor\.com$"#, ["never-matches"]),
    .regex(#"^\S+@vendor\.com$"#),
    .regex(#"^[^@]+@vendor\.com$"#),
    .regex(#"^[a-z.]*@vendor\.c0m$"#),
    .regex(#"^.*@vendor\.com$"#),
    .regex(#"^.*@vendor\\.com$"#, ["never-matches"]),
    .regex(#"^.*@vendor,com$"#, ["never-matches"]),
    .regex(#"^.*@vendor\.com;.*@partner\.com$"#, ["never-matches"]),
    .regex(#"/^.*@vendor\.com$/"#, ["never-matches"]),
    .regex(#"m/^.*@vendor\.com$/i"#, ["never-matches"]),
    .regex(#"s!^.*@vendor\.com$!!"#, ["never-matches"]),
    .regex(#"r'^.*@vendor\.com$'"#, ["never-matches"]),
    .regex(#"$.*@vendor\.com^"#, ["never-matches"]),
    .name(".vendor.com", ["regex-unanchored", "looks-like-regex"], "x@evilvendor.com"),
    .plain("*@vendor.com", .email, ["foreign-notation"]),
    .plain("news*@vendor.com", .email, ["foreign-notation"]),
    .plain("?ews@vendor.com", .email),
    .plain("%@vendor.com", .email, ["foreign-notation"]),
    .plain("news@vendor.com|ann@vendor.com", .email, ["email-invalid", "looks-like-regex"]),
    .plain("user+*@vendor.com", .email, ["foreign-notation"]),
    .plain(".*@vendor.com", .email, ["email-invalid", "looks-like-regex"]),
    .plain("^news@vendor.com", .email, ["looks-like-regex"]),
    .plain("{news,ann}@vendor.com", .email, ["email-invalid"]),
    .plain("news@vendor.*", .email, ["email-invalid", "looks-like-regex"]),
    .plain("everyone@*", .email, ["email-invalid"]),
    .plain("vendor.*", .domain, ["domain-invalid", "looks-like-regex"]),
  ]

  /// What the heuristics before got wrong.
  static let examples: [Case] = [
    .regex(#".*@.*\.xyz$"#, ["regex-unanchored"], "x@evil.xyz"),
    .regex(#".*@.*\.com\.br$"#, ["regex-unanchored"], "x@evil.com.br"),
    .regex(#".*\.acme\.example$"#),
    .regex("@evilcorp", ["regex-unanchored"], "x@evilcorp.com"),
    .regex(#".*[@.]acme\.org$"#),
    .regex(#"^(bob@acme\.org)?$"#, ["null-sender"], "MAIL FROM:<>"),
    .regex(#"@[^.]+\.com$"#, ["regex-unanchored"], "x@evil.com"),
    .regex(#".*@mail.vendor\.com$"#, ["regex-unanchored"], "x@mail-vendor.com"),
    .regex(".*@vendor.com$", ["looks-like-regex"]),
    .regex(".*@mail.vendor.com$", ["regex-unanchored"], "x@mail-vendor.com"),
    .regex(".*@vendor.co.uk$", ["regex-unanchored"], "x@vendor-co.uk"),
    .regex(".*@vendor.co.uk", ["regex-unanchored"], "x@vendor-co.uk"),
    .regex("^news@mail.eu.vendor.com$", ["regex-unanchored"], "news@mailaeuavendor.com"),
    .regex(#".*@vendor\.com"#, ["regex-open-end"], "x@vendor.com.evil.net"),
    .regex(#"^[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}$"#, ["regex-unanchored"], "x@evil.com"),
    .regex(#"^[a-z.]+@gmail\.com$"#, ["freemail-domain"], "x@gmail.com"),
    .regex(#"^(?!ceo).*@gmail\.com$"#, ["freemail-domain"], "x@gmail.com"),
    .regex(#"^(ann|bob)@gmail\.com$"#),
    .regex(#"^.*@(.*\.)?docusign\.net$"#, ["brand-domain"], "x@docusign.net"),
    .regex(#"^(.+)\1@vendor\.com$"#, ["regex-unchecked"]),
    .regex(#"^[a-z&&[^b]]+@vendor\.com$"#),
  ]

  private static func findings(on example: Case) -> [Finding] {
    let policy = AllowPolicy.brief(example.pattern, example.type, example.isRegex ? "avr" : "av", comments: "why")
    var reader = PatternReader()
    var findings: [Finding] = []
    Judge(settings: RuleCase.settings).findings(on: PolicyFacts(policy, reader: &reader), into: &findings)
    return findings.filter { !["stale", "no-reason"].contains($0.rule) }
  }

  @Test("what is said of it, and by which example", arguments: wildcards + delimited + alternatives + examples)
  func findings(_ example: Case) {
    let found = Self.findings(on: example)
    #expect(Set(found.map(\.rule)) == Set(example.rules))
    if example.isRegex { #expect(found.compactMap(\.example).first == example.example) }
  }

  @Test("a whole host is named that stands under an ending that there is")
  func wholeHost() {
    #expect(ExpressionJudgement.of(".*partner.*", .email).wholeHost == "evilpartner.net")
    #expect(ExpressionJudgement.of(#".*@partner\.com"#, .email).wholeHost == "partner.com")
    #expect(ExpressionJudgement.of("^ann@.*partner", .email).wholeHost == nil)
  }

  @Test(
    "of an expression that nothing matches, what was meant is offered with what it opens",
    arguments: [
      (#"/.+@vendor\.example\.com/i"#, #"(?i).+@vendor\.example\.com"#, "example.com"),
      (#"^.*@vendor\\.com$"#, #"^.*@vendor\.com$"#, "vendor.com"),
      (#"^ .+@vendor\.com$"#, #"^.+@vendor\.com$"#, "vendor.com"),
      (#"$.*@vendor\.com^"#, #"^.*@vendor\.com$"#, "vendor.com"),
      (#" /^.*@vendor\\.com$/ "#, #"^.*@vendor\.com$"#, "vendor.com"),
    ]
  )
  func repair(pattern: String, meant: String, opened: String) throws {
    let finding = try #require(Self.findings(on: .regex(pattern)).first { $0.rule == "never-matches" })
    #expect(finding.fix?.title == "write \(meant), which opens \(opened)")
    #expect(finding.fix?.change == .set(PolicyFields(pattern: meant)))
  }

  @Test("where only one reading opens it, the sentence says which")
  func readings() {
    let search = "If the server looks for the expression anywhere in the text, "
    #expect(Self.findings(on: .regex("@evil"))[0].message.hasPrefix(search + "it takes x@evil.com too"))
    #expect(Self.findings(on: .regex(#".*@.*\.xyz$"#))[0].message.hasPrefix("It takes every domain under xyz"))
  }

  @Test(
    "every danger shows an example",
    arguments: RuleCase.dangers.filter { $0.holds && $0.rule != "regex-unchecked" }
  )
  func dangers(_ example: RuleCase) throws {
    guard case .policies(let policies) = example.situation else { return }
    let rule = try #require(Rule.named(example.rule))
    var reader = PatternReader()
    var findings: [Finding] = []
    Judge([rule], settings: RuleCase.settings).findings(on: PolicyFacts(policies[0], reader: &reader), into: &findings)
    #expect(findings.first?.example != nil)
  }

  /// As they are written, with few mistakes and many.
  static let realistic = [
    #".*@domain\.com"#, #".*@domain\.com$"#, #"^.*@domain\.com$"#, #"^.+@domain\.com"#, "@domain.com", "domain.com",
    #".*domain\.com$"#, #".*\.domain\.com$"#, #"^.*@(.*\.)?domain\.com$"#, #".*@([a-z0-9-]+\.)*domain\.com"#,
    #"^(billing|invoices)@domain\.com$"#, #"(?i)^bounce[-+].*@domain\.com$"#, #"^user[0-9]+@domain\.com$"#,
    #"noreply@.*"#, "noreply@", #"^noreply@.*\.com$"#, #"^no-?reply@"#, #"@.*\.domain\.com"#, #"@(a|b|c)\.com$"#,
    #"@(a|b|c)\.com"#, #".*@.*\.edu$"#, #".*@.*\.gov(\.[a-z]{2})?$"#, #".*@.*\.co\.uk$"#, #".*\.onmicrosoft\.com$"#,
    #"^[\w.+-]+@[\w-]+\.[\w.-]+$"#, #"[a-z]+@[a-z]+\.[a-z]{2,3}"#, #"^[A-Za-z0-9._%+-]+@domain\.com$"#,
    #"^\w+@domain\.com$"#, #"^\w+([.-]?\w+)*@domain\.com$"#, #"^[^@]+@(?:[^.@]+\.)?domain\.com$"#, "acme", "^acme",
    "acme$", #"acme\.(com|net|org|de)"#, #"acme\..*"#, #".*@acme.*"#, #".*@.*acme.*\.com"#,
    #"^.*@mail[0-9]*\.acme\.com$"#,
    #"bounces?\+.*@.*\.acme\.com"#, #"^msprvs1=.*@bounces\.acme\.com$"#, #"^prvs=.*=ann@acme\.com$"#,
    #".*@em[0-9]{2,5}\.acme\.com"#, #"^.*@gmail\.com$"#, #"ann@gmail\.com"#, #"^(ann|bob)(\+.*)?@gmail\.com$"#,
    #".*@(gmail|yahoo|hotmail)\.com"#, #".*@paypal\.com"#, #".*@(.*\.)?docusign\.net$"#,
    #"^.*@acme\.com|.*@acme\.org$"#,
    #"(^|.*\.)acme\.com$"#, #"^(.*\.)?acme\.com$"#, #".*@acme.com$"#, #".*@mail.acme\.com$"#, #"^.*@a.b.acme\.com$"#,
    #"^[a-z]{1,64}@x{1,20}\.com$"#, #".*@[^.]*\.acme\.com$"#, #".*@(?!evil).*\.com$"#, #"^(?!ceo@).*@acme\.com$"#,
    #".*@acme\.com(\.au)?$"#, #".*@acme\.com(\.au)?"#, #"\bann@acme\.com\b"#, #"(?x) ann @ acme \. com"#,
    #"\Qann@acme.com\E"#, #"^ann@acme\.com\z"#, #"@acme\.c[o0]m"#, #"[@.]acme\.com$"#, #"[@.]acme\.com"#,
    #"^(|ann@acme\.com)$"#,
  ]

  @Test("every example is matched by the expression, as another engine sees it", arguments: realistic)
  func examplesMatch(_ pattern: String) throws {
    // PCRE2 is another program, by other people, and reads these as Java does; (?x) it is not asked about.
    guard let regex = PatternRegex.read(pattern).regex else {
      #expect(pattern.hasPrefix("(?x)"))
      return
    }
    for finding in Self.findings(on: .regex(pattern)) {
      guard let example = finding.example, example != "MAIL FROM:<>" else { continue }
      #expect(regex.match(example) == .matched, "\(finding.rule.rawValue): \(example)")
    }
  }

  @Test("the languages that are written down are what they are meant to be")
  func texts() throws {
    for text in [
      "", "a@b.example", "\"a b\"@x.org", "o'neil@x.org", "mail.x.org", "8.8.8.8", "2606:4700::1", "é@x.org",
    ] {
      #expect(MailTexts.all.contains(text), "\(text)")
    }
    for text in [" a@x.org", "a@x.org ", "a b@x.org", "a@x,org", "a@b@x.org", "\\a@x.org\\"] {
      #expect(!MailTexts.all.contains(text), "\(text)")
    }
    #expect(MailTexts.plainAddresses.contains("x@evil.com") && !MailTexts.plainAddresses.contains("x1@evil.com"))
    #expect(MailTexts.ipv4.contains("255.0.10.9") && !MailTexts.ipv4.contains("256.0.0.1"))
    let rules = try #require(MailTexts.suffixes)
    #expect(rules.section(of: "co.uk") == .icann && rules.section(of: "xn--p1ai") == .icann)
  }
}
