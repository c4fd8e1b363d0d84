@testable import TestSupport
@testable import PolicyCore
@testable import Policies

extension RuleCase {
  private static func with(_ flags: String, _ pattern: String, _ type: PatternType = .email) -> Situation {
    .policies([.brief(pattern, type, flags)])
  }

  static let dangers: [RuleCase] =
    holds("regex-unchecked", ["(a)\\1@x\\.org", ".*+@x\\.org", "^(?>a|b)@x\\.org$", "(?|a)@x\\.org"].map(regex))
    + fails("regex-unchecked", [".*@x\\.org", "(a", "[a-z&&[^b]]@x\\.org$"].map(regex) + [email("[a&&b]")])
    + holds(
      "trusted-unverified",
      [with("t", "a@x.org"), with("ta", "x.org", .domain), with("tr", ".*@x\\.org"), with("tr", "192\\..*", .ip)]
    )
    + fails("trusted-unverified", [with("tv", "a@x.org"), with("a", "a@x.org"), with("t", "8.8.8.8", .ip)])
    + holds(
      "trusted-domain",
      [with("tv", "x.org", .domain), with("tvr", ".*@x\\.org"), with("tr", ".*"), with("tvr", "@x\\.org$", .domain)]
    )
    + fails(
      "trusted-domain",
      [with("av", "x.org", .domain), with("tv", "a@x.org"), with("tvr", "^bob@x\\.org$"), with("t", "8.8.8.8", .ip)]
    )
    + holds(
      "freemail-domain",
      [
        with("av", "gmail.com", .domain), with("av", "Yahoo.co.uk", .domain), with("avr", ".*@gmail\\.com"),
        with("avr", ".*@(gmail|acme)\\.com"), with("avr", ".*mail.com"),
        with("avr", "^[a-z.]+@gmail\\.com$"), with("avr", "^(?!ceo).*@gmail\\.com$"),
      ]
    )
    + fails(
      "freemail-domain",
      [
        with("av", "bob@gmail.com"), with("av", "gmail.example", .domain), with("av", "mail.gmail.com", .domain),
        with("avr", "^bob@gmail\\.com$"), with("avr", ".*@mailvendor\\.com"),
        with("avr", "^(ann|bob)(\\+.*)?@gmail\\.com$"), with("avr", "@[^.]+\\.com$"),
      ]
    )
    + holds(
      "own-domain",
      [
        with("a", "corp.example", .domain), with("tv", "hr.corp.example", .domain),
        with("av", "CORP.example.", .domain),
        with("avr", ".*@corp\\.example"), with("avr", ".*corp\\.example$"),
      ]
    )
    + fails(
      "own-domain",
      [
        with("x", "corp.example", .domain), with("av", "mycorp.example", .domain), with("av", "example.org", .domain),
        with("avr", ".*@mycorp\\.example"), with("v", "corp.example", .domain),
      ]
    )
    + holds(
      "exempt-domain",
      [
        with("x", "x.org", .domain), with("x", "8.8.8.8", .ip), with("xr", "phish@x\\.org"), with("xr", "^.*@x\\.org$"),
        with("xr", "^phish@x\\.org"),
      ]
    )
    + fails("exempt-domain", [with("x", "phish@x.org"), with("xr", "^phish@x\\.org$"), with("a", "x.org", .domain)])
    + holds(
      "network-too-wide",
      ["8.8.8.0/23", "8.0.0.0/8", "2606:4700::/47", "::ffff:8.8.0.0/112"].map(network)
    )
    + fails("network-too-wide", ["8.8.8.0/24", "8.8.8.8", "2606:4700::/48", "::ffff:8.8.8.0/120"].map(network))
    + holds(
      "regex-unanchored",
      [
        ".*mailchimp\\.com", ".*@mail.vendor\\.com$", "mailvendor.com", "^x\\.org", ".*acme.*", "^bounce-.*$", "@evil",
        "ann@vendor\\.com|@evil", "@vendor\\.com\\.", ".*@.*\\.xyz$", ".*@.*\\.com\\.br$", "@[^.]+\\.com$",
        "^x{1,60}@y{1,60}\\.com$",
      ].map(regex)
    )
    + fails(
      "regex-unanchored",
      [
        ".*@mailvendor\\.com", "^.*@mail\\.x\\.org$", ".*\\.x\\.org", "^x\\.org$", ".*@mailvendor.com$", ".*\\.x.org",
        ".*[@.]acme\\.org$", "^(bob@acme\\.org)?$",
      ].map(regex)
        + [with("ar", "192\\.0\\.2\\..*", .ip)]
    )
    + holds("null-sender", ["^(bob@acme\\.org)?$", "^$", "^(?i:x@x\\.org|)$"].map(regex))
    + fails("null-sender", ["^bob@acme\\.org$", ".*", "^.+$"].map(regex) + [email("a@x.org")])
}
