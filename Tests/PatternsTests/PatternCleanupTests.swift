import Patterns
import TestSupport
import Testing

@Suite("Cleaning up what was pasted")
struct PatternCleanupTests {
  @Test(
    "an address is made of what people paste",
    arguments: [
      ("Bob <bob@x.org>", "bob@x.org", [.displayName]),
      ("\"Smith, Bob\" <bob@x.org>,", "bob@x.org", [.trailingPunctuation, .displayName]),
      ("<bob@x.org>", "bob@x.org", [.angleBrackets]), (" bob@x.org ", "bob@x.org", [.surroundingSpace]),
      ("'bob@x.org'", "bob@x.org", [.quotes]),
      ("“bob@x.org”;", "bob@x.org", [.trailingPunctuation, .quotes]),
      ("mailto:bob@x.org?subject=Hi", "bob@x.org", [.mailto]),
      ("MAILTO:bob@x.org", "bob@x.org", [.mailto]), ("bob@X.Org", "bob@x.org", [.upperCase]),
      ("Bob.Smith@X.ORG.", "Bob.Smith@x.org", [.trailingDot, .upperCase]),
      ("bob[at]x[dot]org", "bob@x.org", [.defanged]), ("bob(@)x(.)org", "bob@x.org", [.defanged]),
      ("bob [AT] x [DOT] org", "bob@x.org", [.defanged]),
      ("bob @ x.org", "bob@x.org", [.innerSpace]), ("bob@x。org", "bob@x.org", [.fullStop]),
      ("b\u{200b}ob@x.org", "bob@x.org", [.hiddenCharacter]),
      ("bob@BÜCHER.example", "bob@bücher.example", [.upperCase]), ("(bob@x.org)", "bob@x.org", [.brackets]),
      ("bob@x.org\n", "bob@x.org", [.surroundingSpace]),
      ("Bob <mailto:bob@x.org>", "bob@x.org", [.displayName, .mailto]),
      ("\"bob smith\"@X.org", "\"bob smith\"@x.org", [.upperCase]),
    ] as [(String, String, [PatternFix])]
  )
  func email(text: String, expected: String, fixes: [PatternFix]) {
    let suggestion = PatternCleanup.suggestion(for: text, kind: .email)
    #expect(suggestion?.text == expected)
    #expect(suggestion?.fixes == fixes)
  }

  @Test(
    "a domain is made of what people paste",
    arguments: [
      ("HTTPS://x.org/", "x.org", [.scheme, .path]), ("HTTPS://X.org/", "x.org", [.scheme, .path, .upperCase]),
      ("hxxp://x[.]org/a?b", "x.org", [.defanged, .scheme, .path]),
      ("hXXps[:]//x(.)org", "x.org", [.defanged, .scheme]),
      ("https://bob:pw@x.org:8080/", "x.org", [.scheme, .path, .userInfo, .port]), ("@x.org", "x.org", [.leadingAt]),
      (".x.org", "x.org", [.leadingDot]), ("*.x.org", "x.org", [.wildcard]),
      ("*@x.org", "x.org", [.wildcard, .leadingAt]), ("@*.x.org", "x.org", [.leadingAt, .wildcard]),
      ("x.org:25", "x.org", [.port]), ("x.org/path", "x.org", [.path]), ("x.org.", "x.org", [.trailingDot]),
      ("X.Org", "x.org", [.upperCase]), (" <x.org> ", "x.org", [.surroundingSpace, .angleBrackets]),
      ("`x.org`,", "x.org", [.trailingPunctuation, .quotes]), ("Bücher.Example", "bücher.example", [.upperCase]),
      ("x.org\u{feff}", "x.org", [.hiddenCharacter]),
    ] as [(String, String, [PatternFix])]
  )
  func domain(text: String, expected: String, fixes: [PatternFix]) {
    let suggestion = PatternCleanup.suggestion(for: text, kind: .domain)
    #expect(suggestion?.text == expected)
    #expect(suggestion?.fixes == fixes)
  }

  @Test(
    "an address or network is made of what people paste",
    arguments: [
      (" 192.0.2.1", "192.0.2.1", [.surroundingSpace]), ("192[.]0[.]2[.]1", "192.0.2.1", [.defanged]),
      ("192.0.2.1:25", "192.0.2.1", [.port]),
      ("[2001:db8::1]", "2001:db8::1", [.brackets]), ("[2001:db8::1]:25", "2001:db8::1", [.port, .brackets]),
      ("2001:DB8::1", "2001:db8::1", [.upperCase]),
      ("2001:0DB8:0::1", "2001:db8::1", [.upperCase, .longForm]), ("2001:db8:0:0::/32", "2001:db8::/32", [.longForm]),
      ("192.0.2.0 / 24", "192.0.2.0/24", [.innerSpace]),
      ("192.0.2.0/255.255.255.0", "192.0.2.0/24", [.netmask]), ("http://192.0.2.1/x", "192.0.2.1", [.scheme, .path]),
      ("192.0.2.1.", "192.0.2.1", [.trailingPunctuation]),
      ("0.0.0.0/0.0.0.0", "0.0.0.0/0", [.netmask]),
      ("192.0.2.1/255.255.255.255,", "192.0.2.1/32", [.trailingPunctuation, .netmask]),
      ("40.92.0.0-40.93.255.255", "40.92.0.0/15", [.range]),
      ("40.107.0.0 - 40.107.255.255", "40.107.0.0/16", [.innerSpace, .range]),
      ("40.107.0.0–40.107.255.255", "40.107.0.0/16", [.typographic, .range]),
      ("2001:db8::-2001:db8::ffff", "2001:db8::/112", [.range]), ("192.0.2.7-192.0.2.7", "192.0.2.7", [.range]),
      ("195.235.39", "195.235.39.0/24", [.shorthand]), ("195.235.39.*", "195.235.39.0/24", [.shorthand]),
      ("195.235.*.*", "195.235.0.0/16", [.shorthand]), ("IPv6:2001:db8::1", "2001:db8::1", [.label]),
      ("[IPv6:2001:db8::1]", "2001:db8::1", [.brackets, .label]), ("2001:db8::1%eth0", "2001:db8::1", [.zone]),
      ("098.194.161.100", "98.194.161.100", [.leadingZeros]),
    ] as [(String, String, [PatternFix])]
  )
  func network(text: String, expected: String, fixes: [PatternFix]) {
    let suggestion = PatternCleanup.suggestion(for: text, kind: .ip)
    #expect(suggestion?.text == expected)
    #expect(suggestion?.fixes == fixes)
  }

  @Test(
    "nothing is offered for a good pattern, for a hopeless one, or where it would let more through",
    arguments: [
      (PatternKind.email, "bob@x.org"), (.email, "Bob@x.org"), (.email, "bob"), (.email, "a@x.org, b@y.org"),
      (.email, "a@x.org\nb@y.org"), (.email, ""), (.email, "x.org"),
      (.domain, "x.org"), (.domain, "bücher.example"), (.domain, "bob@x.org"), (.domain, "com"), (.domain, "a b.org"),
      (.domain, "192.0.2.1"),
      (.ip, "192.0.2.9/24"), (.ip, "192.0.2.1/32"), (.ip, "010.0.0.1"), (.ip, "10.1"), (.ip, "192.0.2.0/255.0.255.0"),
      (.ip, "x.org"), (.ip, "::ffff:192.0.2.1"), (.ip, "192.0.2.1-192.0.2.9"), (.ip, "192.0.2.9-192.0.2.0"),
      (.ip, "192.0.2.0-2001:db8::"), (.ip, "256.0.0.*"), (.ip, "1.*"), (.ip, "*"),
    ] as [(PatternKind, String)]
  )
  func nothing(kind: PatternKind, text: String) {
    #expect(PatternCleanup.suggestion(for: text, kind: kind) == nil)
  }

  @Test("a difference in spelling is told from a repair")
  func spelling() {
    #expect(PatternCleanup.suggestion(for: " X.org. ", kind: .domain)?.isSpellingOnly == true)
    #expect(PatternCleanup.suggestion(for: "2001:0DB8::1", kind: .ip)?.isSpellingOnly == true)
    #expect(PatternCleanup.suggestion(for: "*.x.org", kind: .domain)?.isSpellingOnly == false)
    #expect(PatternCleanup.suggestion(for: "x.org .", kind: .domain)?.isSpellingOnly == false)
    #expect(Set(PatternFix.allCases.map(\.description)).count == PatternFix.allCases.count)
  }

  @Test(
    "the kind of a text is guessed",
    arguments: [
      ("192.0.2.0/24", PatternKind.ip), ("::1", .ip), ("bob@x.org", .email), ("x.org", .domain), ("com", nil),
      ("a b", nil),
    ] as [(String, PatternKind?)]
  )
  func guess(text: String, expected: PatternKind?) {
    #expect(PatternKind.likely(for: text) == expected)
  }

  @Test("a suggestion is always a good pattern that needs no further one, on random texts")
  func random() {
    var random = SeededGenerator.announced("clean-up")
    let pieces = [
      "bob", "@", "x.org", ".", "X", "<", ">", " ", "\"", "'", "[.]", "(dot)", "[at]", "hxxp://", "https://", "mailto:",
      "/", ":25", "*.", "192.0.2.1", "/24", "::", "[", "]",
      "2001:DB8", "\u{200b}", "。", ",", "ü", "/255.255.0.0", "\n", "?", "(", ")",
    ]
    var offered = 0
    for round in 0..<6_000 {
      let kind = PatternKind.allCases[round % 3]
      // Every second text has a good pattern in its middle, so that there is often something to offer.
      let core = ["bob@x.org", "x.org", "2001:DB8::/32"][round % 3]
      let rim = random.text(of: pieces, upTo: round % 2 == 0 ? 4 : 2)
      let text = rim + (round % 2 == 0 ? "" : core) + random.text(of: pieces, upTo: 3)
      guard let suggestion = PatternCleanup.suggestion(for: text, kind: kind) else { continue }
      offered += 1
      #expect(
        (try? ParsedPattern.parse(suggestion.text, kind: kind, isRegex: false)) != nil,
        "\(text.debugDescription)"
      )
      #expect(PatternCleanup.suggestion(for: suggestion.text, kind: kind) == nil, "\(kind) \(text.debugDescription)")
      #expect(!suggestion.fixes.isEmpty && suggestion.text != text, "\(text.debugDescription)")
      if suggestion.isSpellingOnly {
        let before = try? ParsedPattern.parse(text, kind: kind, isRegex: false).normalForm
        #expect(
          before == (try? ParsedPattern.parse(suggestion.text, kind: kind, isRegex: false).normalForm),
          "\(text.debugDescription)"
        )
      }
    }
    #expect(offered > 300)
  }
}
