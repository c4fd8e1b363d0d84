import Patterns
import TestSupport
import Testing

@Suite("Mail addresses")
struct EmailAddressTests {
  @Test(
    "an address is read into its parts",
    arguments: [
      ("bob@example.com", "bob", "example.com"), ("Bob.Smith+tag@Example.COM", "Bob.Smith+tag", "example.com"),
      ("o'hara!#$%&*/=?^_`{|}~-@x.org", "o'hara!#$%&*/=?^_`{|}~-", "x.org"),
      ("\"bob smith\"@x.org", "\"bob smith\"", "x.org"), ("\"bob\"@x.org", "bob", "x.org"),
      ("\"a@b\"@x.org", "\"a@b\"", "x.org"), ("\"a\\\"b\"@x.org", "\"a\\\"b\"", "x.org"),
      ("\"a\\b\"@x.org", "ab", "x.org"), ("\"\"@x.org", "\"\"", "x.org"), ("\"a..b\"@x.org", "\"a..b\"", "x.org"),
      ("müller@bücher.example", "müller", "xn--bcher-kva.example"), ("用户@例え.テスト", "用户", "xn--r8jz45g.xn--zckzah"),
      ("a@x.org.", "a", "x.org"),
    ]
  )
  func read(text: String, local: String, domain: String) throws {
    let address = try EmailAddress.parse(text)
    #expect(address.local == local)
    #expect(address.domain.ascii == domain)
    #expect(try EmailAddress.parse("\(address)") == address)
    #expect(try EmailAddress.parse(address.unicode) == address)
  }

  @Test(
    "what is no single address is refused by name",
    arguments: [
      ("", EmailAddressProblem.empty), (" bob@x.org", .surroundingSpace), ("bob@x.org\n", .surroundingSpace),
      ("Bob <bob@x.org>", .displayName), ("mailto:bob@x.org", .scheme("mailto")), ("example.com", .noAt),
      ("bob@x.org@y.org", .severalAts), ("a@x.org, b@y.org", .severalAddresses), ("a@x.org;b@y.org", .severalAddresses),
      ("@x.org", .emptyLocal), ("bob@", .emptyDomain), (".bob@x.org", .localDot), ("bob.@x.org", .localDot),
      ("b..ob@x.org", .localDot), ("bo b@x.org", .localSpace), ("bob,@x.org", .localForbidden(",")),
      ("bo(b)@x.org", .localForbidden("(")), ("bob\u{200b}@x.org", .localForbidden("\u{200b}")),
      ("\"bob@x.org", .unclosedQuote), ("\"bob\"x@x.org", .quoteInside), ("b\"ob\"@x.org", .quoteInside),
      ("\"bob\"", .noAt),
      ("\"b\u{7}b\"@x.org", .localForbidden("\u{7}")),
      ("bob@[192.0.2.1]", .addressLiteral), ("root@localhost", .domain(.singleLabel("localhost"))),
      ("bob@-x.org", .domain(.hyphen("-x"))), ("bob@x..org", .domain(.emptyLabel)),
      ("bob@.x.org", .domain(.leadingDot)),
      ("bob@ x.org", .domain(.space)), ("bob@192.0.2.1", .domain(.numericTopLevel("1"))),
    ] as [(String, EmailAddressProblem)]
  )
  func refused(text: String, expected: EmailAddressProblem) {
    #expect(throws: expected) { try EmailAddress.parse(text) }
  }

  @Test("lengths are those of RFC 5321, in octets")
  func lengths() throws {
    let local = String(repeating: "a", count: 64)
    #expect(try EmailAddress.parse(local + "@x.org").local == local)
    #expect(throws: EmailAddressProblem.localTooLong(octets: 65)) { try EmailAddress.parse("a\(local)@x.org") }
    #expect(throws: EmailAddressProblem.localTooLong(octets: 66)) {
      try EmailAddress.parse(String(repeating: "ü", count: 33) + "@x.org")
    }
    let label = String(repeating: "d", count: 63)
    let domain = [label, label, String(repeating: "d", count: 61)].joined(separator: ".")
    #expect(domain.utf8.count == 189)
    #expect("\(try EmailAddress.parse("\(local)@\(domain)"))".utf8.count == 254)
    #expect(throws: EmailAddressProblem.tooLong(octets: 255)) {
      try EmailAddress.parse("\(local)@d.\(domain.dropFirst())")
    }
  }

  @Test("a problem of the domain is told as one of the part after @")
  func words() {
    #expect(
      EmailAddressProblem.domain(.leadingDot).description == "after @, it begins with a dot"
        && EmailAddressProblem.localForbidden("\u{200b}").description.contains("U+200B ZERO WIDTH SPACE")
    )
  }

  @Test("any text is read or refused, and the canonical form is read as the same address")
  func random() {
    var random = SeededGenerator.announced("addresses")
    let pieces = [
      "a", "bob", "\"", "\"", "\\", "@", "@x.org", "@", ".", "x.org", " ", "<", ">", ",", ";", "ü", "\u{200b}", "[",
      "]", "mailto:",
      "(", "+", "\0", "日本", "bücher", "e\u{301}", "'",
    ]
    var readable = 0
    for round in 0..<30_000 {
      // Every second text has the look of an address, so that many can be read.
      let text = random.text(of: pieces, upTo: round % 2 == 0 ? 8 : 3) + (round % 2 == 0 ? "" : "@bücher.example")
      guard let address = try? EmailAddress.parse(text) else { continue }
      readable += 1
      #expect((try? EmailAddress.parse("\(address)")) == address, "\(text.debugDescription)")
      #expect((try? EmailAddress.parse("\(address)"))?.description == address.description, "\(text.debugDescription)")
    }
    #expect(readable > 1_000)
  }
}
