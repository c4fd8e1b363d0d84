@testable import TestSupport
@testable import PolicyCore
@testable import Policies

extension RuleCase {
  private static let long = String(repeating: "a", count: 1013)

  static let errors: [RuleCase] =
    holds("pattern-empty", [.policies([.brief("")]), .batch([.post(.brief(nil))], over: [])])
    + fails("pattern-empty", [.policies([.brief("a")]), .policies([.brief(nil)])])
    + holds("pattern-too-long", [.policies([.brief(long + "@partner.exa")])])
    + fails("pattern-too-long", [.policies([.brief(long + "@partner.ex")]), .policies([.brief("")])])
    + holds("comment-too-long", [.policies([.brief("a@b.example", comments: String(repeating: "é", count: 1025))])])
    + fails("comment-too-long", [.policies([.brief("a@b.example", comments: String(repeating: "é", count: 1024))])])
    + holds(
      "pattern-type-unknown",
      [
        .batch([.put(.brief("a", .unknown), PolicyFields(comments: "x"))], over: [.brief("a", .unknown)]),
        .batch([.patch(.brief("a"), PolicyFields(patternType: .unknown))], over: [.brief("a")]),
        .batch([.post(.brief("a", PatternType(rawValue: "HASH")))], over: []),
        .batch([.post(.brief("a", nil))], over: []),
      ]
    )
    + fails(
      "pattern-type-unknown",
      [
        .batch([.patch(.brief("a", .unknown), PolicyFields(comments: "x"))], over: [.brief("a", .unknown)]),
        .batch([.delete(.brief("a", .unknown))], over: [.brief("a", .unknown)]),
        .batch([.put(.brief("a", .unknown), PolicyFields(patternType: .email))], over: [.brief("a", .unknown)]),
        .policies([.brief("a", .unknown)]),
      ]
    )
    + holds(
      "email-invalid",
      ["x.org", "a@b", "a b@x.org", "Bob <bob@x.org>", "a@x.org,b@x.org", "@x.org", "a@x..org"].map(email)
        + [email(String(repeating: "a", count: 65) + "@x.org"), email("a@[192.0.2.1]")]
    )
    + fails(
      "email-invalid",
      ["bob@x.org", "\"odd local\"@x.org", "jürgen@x.org", "bob@bücher.example", "o'hara+tag@x.org", ""].map(email)
        + [email(String(repeating: "a", count: 64) + "@x.org"), .policies([.brief(".*", .email, "r")]), domain("x")]
    )
    + holds(
      "domain-invalid",
      ["@x.org", ".x.org", "*.x.org", "https://x.org", "x.org:25", "x.org/mail", "x .org", "localhost", "1.2.3.4"]
        .map(domain)
    )
    + fails("domain-invalid", ["x.org", "bücher.example", "X.ORG.", "a.b.c.x.org"].map(domain) + [email("@x.org")])
    + holds(
      "ip-invalid",
      [
        "010.8.8.8", "8.8", "8.8.8.256", "8.8.8.8:25", "2001:db8::1%eth0", "8.8.8.0/33", "8.8.8.0/255.255.255.0",
        "x.org",
      ]
      .map(network)
    )
    + fails("ip-invalid", ["8.8.8.8", "8.8.8.0/24", "2001:4860::/32", "10.0.0.1"].map(network) + [domain("010.8.8.8")])
    + holds(
      "ip-not-public",
      [
        "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.0/24", "127.0.0.1", "169.254.1.1", "0.0.0.0",
        "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "172.0.0.0/8",
        "0.0.0.0/0", "::/0",
      ].map(network)
    )
    + fails(
      "ip-not-public",
      ["172.32.0.1", "172.15.255.255", "11.0.0.1", "192.169.0.1", "126.255.255.255", "::ffff:8.8.8.8", "2606:4700::1"]
        .map(network)
    )
    + holds("regex-invalid", ["(a", "[z-a]", "*a", "a)", "a{2,1}"].map(regex))
    + fails("regex-invalid", [".*@x\\.org", "[a-z&&[^b]]", "a{2}", "\\p{javaLowerCase}"].map(regex) + [email("(a")])
    + holds(
      "regex-matches-everything",
      [".*", "a*", ".+@.+", "@", "x?", "(.*@x\\.org)?", "^[a-z.]+@[a-z.]+$"].map(regex)
        + [.policies([.brief("\\d+\\.", .ip, "ar")])]
    )
    + fails(
      "regex-matches-everything",
      [".*@x\\.org", "^a+$", ".+@.+\\.com", "^(.*@x\\.org)?$"].map(regex) + [email("a*@x.org")]
    )
    + holds(
      "public-suffix",
      ["com", "co.uk", "github.io", "c.kobe.jp", "CO.UK", "co.uk."].map(domain)
    )
    + fails(
      "public-suffix",
      ["city.kobe.jp", "x.co.uk", "octocat.github.io", "github.com"].map(domain) + [email("co.uk")]
    )
    + holds("control-character", ["a\u{0}@x.org", "a@x.org\n", "a@x\u{200b}.org", "\u{202e}a@x.org"].map(email))
    + fails("control-character", ["a@x.org", "é@bücher.example", " a@x.org"].map(email))

  static func email(_ pattern: String) -> Situation { .policies([.brief(pattern)]) }
  static func domain(_ pattern: String) -> Situation { .policies([.brief(pattern, .domain)]) }
  static func network(_ pattern: String) -> Situation { .policies([.brief(pattern, .ip, "a")]) }
  static func regex(_ pattern: String) -> Situation { .policies([.brief(pattern, .email, "avr")]) }
}
