import Languages
import TestSupport
import Testing

@Suite("Many languages")
struct ManyLanguagesTests {
  @Test("the sieve finds what asking each finds")
  func sieve() throws {
    var random = RandomExpressions(SeededGenerator.announced("sieve"))
    var languages: [Language] = []
    for number in 0..<40 {
      languages.append(try Language(source: ".*@vendor\(number % 30)\\.com$", .anywhere(caseless: number % 2 == 0)))
      languages.append(try Language(source: "^(ann|bob)@x\(number)\\.org$", .anywhere))
      if let language = try? Language(source: random.expression().source, .anywhere) { languages.append(language) }
    }
    languages += [.none, .all, .emptyText, .text("Ann@X3.org"), .texts(["abcdefghij-x", "q-y"])]
    let sieve = LanguageSieve(languages)
    var texts = [
      "", "x@vendor3.com", "X@VENDOR4.COM", "x@vendor5.com\u{2028}", "q-y", "ann@x3.org", "Ann@X3.org", "bob@x11.org",
    ]
    texts += (0..<200).map { _ in random.text(upTo: 10) }
    for text in texts {
      let expected = languages.indices.filter { languages[$0].contains(text) }
      #expect(sieve.matching(text) == expected, "\(text.debugDescription)")
    }
    #expect(sieve.alwaysAsked < 45)
  }

  @Test("what is after and not before is found without uniting what is before")
  func difference() throws {
    let after = try Language(source: #"^[a-z]+@(acme|evil|vendor)\.com$"#, .whole)
    let before = try ["acme", "evil"].map { try Language(source: "^.*@\($0)\\.com$", .whole) }
    var asked: [String] = []
    let text = try BoundedDifference.search(in: after) { text in
      asked.append(text)
      return before.filter { $0.contains(text) }
    }
    #expect(text == "x@vendor.com")
    #expect(asked == ["x@evil.com", "x@acme.com", "x@vendor.com"])
    let all = before + [try Language(source: ".*vendor.*", .whole)]
    #expect(try BoundedDifference.search(in: after) { text in all.filter { $0.contains(text) } } == nil)
    #expect(try BoundedDifference.search(in: .none) { _ in all } == nil)
    #expect(throws: ExpressionFailure.undecided(.steps(3), nil)) {
      try BoundedDifference.search(in: .all, rounds: 3) { [.text($0)] }
    }
  }

  @Test(
    "a witness looks like mail where it can",
    arguments: [
      ("", "x@evil.com"), (#".*acme\.org$"#, "x@evilacme.org"), (#"@[^.]+\.com$"#, "x@evil.com"),
      (#".*@.*\.xyz$"#, "x@evil.xyz"), ("@evilcorp", "x@evilcorp.com"), (#"@acme\.org$"#, "x@acme.org"),
      (#"^ann@acme\.org$"#, "ann@acme.org"), (#"^mail\.acme\.org$"#, "mail.acme.org"), (#"^[^@]+\.acme\.ru$"#, nil),
      ("^$", ""), ("日", nil), ("(?!)", nil), (#"^<.*>$"#, "<>"),
    ] as [(String, String?)]
  )
  func mailWitness(source: String, text: String?) throws {
    let language = try Language(source: source, .anywhere)
    let witness = language.mailWitness()
    if let text { #expect(witness == text) }
    #expect(witness.map(language.contains) ?? language.isEmpty)
  }
}
