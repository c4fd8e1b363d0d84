@testable import TestSupport
@testable import PolicyCore
@testable import Policies

extension RuleCase {
  private static func with(_ flags: String, _ pattern: String, _ type: PatternType = .email) -> Situation {
    .policies([.brief(pattern, type, flags)])
  }

  private static func comment(_ text: String?) -> Situation { .policies([.brief("a@x.org", comments: text)]) }

  private static func changed(_ date: String?) -> Situation {
    var policy = AllowPolicy.brief("a@x.org")
    policy.modifiedAt = date
    policy.createdAt = nil
    return .policies([policy])
  }

  private static func deprecated(_ flags: DeprecatedFlags?) -> Situation {
    var policy = AllowPolicy.brief("a@x.org", .email, "av")
    policy.deprecatedFlags = flags
    return .policies([policy])
  }

  private static func unread(_ field: PolicyField) -> Situation {
    var policy = AllowPolicy.brief("a@x.org", .email, "av")
    policy.fields[field] = nil
    policy.fields.unread[field] = "the number 1"
    return .policies([policy])
  }

  private static func among(_ first: AllowPolicy, _ others: AllowPolicy...) -> Situation { .policies([first] + others) }

  private static func other(_ pattern: String, _ type: PatternType = .email, _ flags: String = "av") -> AllowPolicy {
    .brief(pattern, type, flags, id: "p2")
  }

  static let warnings: [RuleCase] =
    holds("no-effect", [with("v", "a@x.org"), with("", "a@x.org")])
    + fails("no-effect", ["t", "a", "x"].map { with($0, "a@x.org") })
    + holds("several-actions", ["ta", "tx", "ax", "tax"].map { with($0, "a@x.org") })
    + fails("several-actions", ["tv", "a", "x", ""].map { with($0, "a@x.org") })
    + holds("unverified-sender", [with("a", "a@x.org"), with("a", "x.org", .domain), with("ar", "192\\..*", .ip)])
    + fails("unverified-sender", [with("av", "a@x.org"), with("t", "a@x.org"), with("a", "8.8.8.8", .ip)])
    + holds("verify-with-ip", [with("av", "8.8.8.8", .ip), with("xv", "8.8.8.8", .ip)])
    + fails("verify-with-ip", [with("a", "8.8.8.8", .ip), with("xv", "phish@x.org"), with("v", "a@x.org")])
    + holds("verify-with-exempt", [with("xv", "phish@x.org")])
    + fails(
      "verify-with-exempt",
      [with("xv", "8.8.8.8", .ip), with("xav", "a@x.org"), with("v", "a@x.org"), with("x", "a@x.org")]
    )
    + holds(
      "duplicate",
      [
        among(.brief("a@x.org"), other("a@X.ORG.")), among(.brief("8.8.8.0/24", .ip), other("8.8.8.9/24", .ip, "t")),
        among(.brief("bücher.example", .domain), other("xn--bcher-kva.example", .domain)),
        among(.brief("HASH", .unknown), other("HASH", .unknown)),
      ]
    )
    + fails(
      "duplicate",
      [
        among(.brief("a@x.org"), other("A@x.org")), among(.brief("x.org", .domain), other("x.org", .email)),
        among(.brief("a@x.org"), other("a@x.org", .email, "avr")),
        among(.brief("faß.de", .domain), other("fass.de", .domain)),
      ]
    )
    + holds(
      "shadowed",
      [
        among(.brief("a@x.org"), other("x.org", .domain)), among(.brief("a@x.org"), other("x.org", .domain, "t")),
        among(.brief("8.8.8.8", .ip), other("8.8.8.0/24", .ip)),
        among(.brief("8.8.8.0/25", .ip), other("8.8.0.0/16", .ip)),
        among(.brief("a@x.org"), other(".*@x\\.org", .email, "avr")),
        among(.brief("x.org", .domain), other(".*@x\\.org", .email, "avr")),
        among(.brief("phish@x.org", .email, "x"), other("x.org", .domain, "x")),
      ]
    )
    + fails(
      "shadowed",
      [
        among(.brief("a@x.org", .email, "t"), other("x.org", .domain)),
        among(.brief("x.org", .domain), other("a@x.org")),
        among(.brief("a@sub.x.org"), other("x.org", .domain)), among(.brief("a@x.org"), other("A@x.org")),
        among(.brief("8.8.9.8", .ip), other("8.8.8.0/24", .ip)),
        among(.brief("a@x.org"), other("x\\.org", .email, "avr")),
        among(.brief("a@x.org", .email, "v"), other("x.org", .domain)),
        among(.brief("a@x.org"), other("x.org", .domain, "x")),
        among(.brief("a@x.org"), other("a@x.org")), among(.brief("8.8.8.8", .ip), other("::ffff:8.8.8.0/120", .ip)),
      ]
    )
    + holds(
      "conflicting-overlap",
      [
        among(.brief("a@x.org", .email, "t"), other("x.org", .domain)),
        among(.brief("8.8.8.8", .ip, "t"), other("8.8.8.0/24", .ip, "a")),
        among(.brief("a@x.org", .email, "a"), other("x.org", .domain, "tv")),
      ]
    )
    + fails(
      "conflicting-overlap",
      [
        among(.brief("a@x.org"), other("x.org", .domain)),
        among(.brief("a@x.org", .email, "t"), other("x.org", .domain, "v")),
        among(.brief("a@x.org", .email, "x"), other("x.org", .domain)),
        among(.brief("a@x.org", .email, "t"), other("y.org", .domain)),
      ]
    )
    + holds(
      "brand-domain",
      [
        with("av", "paypal.com", .domain), with("av", "service@paypal.com"), with("av", "mail.docusign.net", .domain),
        with("avr", ".*@docusign\\.com"), with("avr", ".*@eumail\\.shopify\\.com"),
      ]
    )
    + fails(
      "brand-domain",
      [with("av", "paypal.example", .domain), with("av", "mypaypal.com", .domain), regex(".*@acme\\.com")]
    )
    + holds(
      "covers-many",
      [.policies([.brief("x.org", .domain)] + (0..<10).map { .brief("u\($0)@x.org", id: "u\($0)") })]
    )
    + fails(
      "covers-many",
      [
        .policies([.brief("x.org", .domain)] + (0..<9).map { .brief("u\($0)@x.org", id: "u\($0)") }),
        .policies([.brief("x.org", .domain)] + (0..<10).map { .brief("u\($0)@x.org", .email, "tv", id: "u\($0)") }),
      ]
    )
    + holds(
      "regex-open-end",
      [".*@x\\.org", ".*\\.x\\.org", "^ann@x\\.org|^bob@x\\.org", "@vendor\\.(com|net|org)"].map(regex)
    )
    + fails(
      "regex-open-end",
      [".*@x\\.org$", "@evil", ".*", "ann@x\\.org|@evil", ".*x\\.org"].map(regex) + [with("ar", "8\\.8", .ip)]
    )
    + holds(
      "never-matches",
      ["/.+@x\\.org/i", "^.*@x\\\\.org$", "^.+@x\\.org $", "^ .+@x\\.org$", "$.*@x\\.org^", "^.*@x,org$"].map(regex)
        + [with("avr", "/^smtp\\d+\\.orange\\.fr$/", .domain), with("ar", "^8\\.8\\.8\\.8\\.\\/$", .ip)]
    )
    + fails(
      "never-matches",
      [".*@x\\.org", "^$", "^x\\.org$", "(a)\\1@", "/offer|sale/gi"].map(regex) + [email("/a/@x.org")]
    )
    + holds("regex-backtracking", ["(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", ".*.*@x\\.org", "(a|a)*b"].map(regex))
    + fails("regex-backtracking", [".*@x\\.org", "([a-z]+\\.)+x\\.org", "a+b+"].map(regex) + [email("(a+)+$")])
    + holds(
      "looks-like-regex",
      [
        email(".*@x.org"), with("av", "x\\.org", .domain), with("a", "192.0.2.*", .ip), regex("bob@x.org"),
        with("avr", "x.org", .domain), regex(".*@x.org$"),
      ]
    )
    + fails(
      "looks-like-regex",
      [
        email("bob+tag@x.org"), with("av", "*.x.org", .domain), regex("bob@x\\.org"), email("bob@x[.]org"),
        regex(".*@mail.vendor\\.com$"),
      ]
    )
    + holds("host-bits", ["8.8.8.8/24", "2606:4700::1/48"].map(network))
    + fails("host-bits", ["8.8.8.0/24", "8.8.8.8", "8.8.8.8/32", "2606:4700::/48"].map(network))
    + holds(
      "homograph",
      [
        domain("раypal.com"), domain("xn--pypal-4ve.com"), email("a@аррӏе.com"), domain("ѕсоре.example"),
        regex(".*@аррӏе\\.com"),
      ]
    )
    + fails(
      "homograph",
      [
        domain("bücher.example"), domain("москва.example"), domain("日本語ブログ.example"), domain("paypal.com"),
        email("рау@x.org"),
      ]
    )
    + holds("hidden-character", ["a\nb", "a\u{200b}", "\u{202e}abc", "tab\there"].map(comment))
    + fails("hidden-character", ["plain, é 日本 ✅", "👩‍💻 dev team", nil].map(comment))
    + holds(
      "not-normalised",
      [
        email("bob@X.org"), email(" bob@x.org"), domain("x.org."), domain("X.org"), network("2606:4700:0:0::1"),
        network("2606:4700::A"),
      ]
    )
    + fails(
      "not-normalised",
      [email("Bob@x.org"), domain("bücher.example"), domain("@x.org"), regex("^A@X\\.org "), network("8.8.8.0/24")]
    )
    + holds("no-reason", [nil, "", " \t"].map(comment))
    + fails("no-reason", ["?", "SEC-1"].map(comment))
    + holds("stale", ["2025-06-29T11:00:00Z", "2019-01-01T00:00:00.123456Z"].map(changed))
    + fails(
      "stale",
      ["2025-06-30T12:00:00Z", "2026-06-30T11:00:00Z", "2025-06-29T12:00:01Z", nil, "yesterday"].map(changed)
    )
    + holds("expired", ["expires:2026-06-29", "vendor, expires:2020-02-29 SEC-1"].map(comment))
    + fails(
      "expired",
      [
        "expires:2026-06-30", "expires:2026-07-01", "expires:2026-13-01", "expires:soon", "2020-01-01", nil,
        "expires:999999-1-1", "expires:20-01-0001", "expires:2020-1-001", "expires:-999-01-01",
      ].map(comment)
    )
    + holds(
      "deprecated-disagrees",
      [deprecated(DeprecatedFlags(isSender: true)), deprecated(DeprecatedFlags(isSpoof: false))]
    )
    + fails("deprecated-disagrees", [deprecated(nil), deprecated(DeprecatedFlags(isSender: false, isSpoof: true))])
    + holds("over-dashboard", ["2606:4700::1", "8.8.8.0/24", "2606:4700::/48"].map(network))
    + fails("over-dashboard", [network("8.8.8.8"), domain("x.org"), network("8.8.8.8/32")])
    + holds(
      "foreign-notation",
      ["*@x.org", "%@x.org", "noreply*@x.org", "user+*@x.org", "news%@x.org"].map(email)
    )
    + fails(
      "foreign-notation",
      [email("a@x.org"), email("user%b.org@x.org"), domain("x.org"), regex(".*@x\\.org"), email("*@com")]
    )
    + holds(
      "typographic-character",
      ["o’neil@x.org", "e‐mail@x.org", "a@x.org\u{A0}"].map(email) + [regex(".*@x–y\\.org")]
    )
    + fails("typographic-character", [email("o'neil@x.org"), email("zoë@x.org"), domain("bücher.example")])
    + holds(
      "one-time-sender",
      [
        "prvs=1234a5b6c7=ann@x.org", "btv1==489040e8aa2==mailbox@x.org", "SRS0=HHH=TT=orig.com=ann@x.org",
        "bounces+12345-abcd-user=yourcompany.com@em.x.org", "msprvs1=20412abc=bounces-1234@bounces.x.org",
        "0100018f-7e2c@amazonses.com",
      ].map(email)
    )
    + fails(
      "one-time-sender",
      ["ann@x.org", "prvs@x.org", "srs0@x.org", "bounces@x.org", "a=b@x.org", "alerts@amazonses.com"].map(email)
    )
    + holds(
      "same-mailbox",
      [
        among(.brief("jane.doe@gmail.com"), other("janedoe+bank@googlemail.com"))
      ]
    )
    + fails(
      "same-mailbox",
      [among(.brief("jane.doe@gmail.com"), other("jane.doe@gmail.com")), among(.brief("j.d@x.org"), other("jd@x.org"))]
    )
    + holds("unreadable-field", PolicyField.allCases.map(unread))
    + fails("unreadable-field", [with("", "a@x.org"), .policies([.brief(nil, nil, "", comments: nil)])])
}
