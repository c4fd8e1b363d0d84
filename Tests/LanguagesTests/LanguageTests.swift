import Languages
import Testing

@Suite("Languages of expressions")
struct LanguageTests {
  @Test(
    "what an expression matches anywhere, and as a whole",
    arguments: [
      (#".*@domain\.com"#, "a@domain.com", true, true), (#".*@domain\.com"#, "a@domain.com.evil.net", true, false),
      (#"^a|a@x\.org$"#, "a@x.org", true, true), (#"^a|b$"#, "ab", true, false), ("bob", "BOB", false, false),
      ("(?i)bob", "BOB", true, true), ("", "", true, true), ("", "x", true, false), ("^$", "", true, true),
      ("é", "é", true, true), (".", "日", true, true), ("..", "日", false, false), (".", "\u{2028}", false, false),
      (#"\w"#, "é", false, false), (#"\Qa.b\E"#, "axb", false, false), (#"\Qa.b\E+"#, "a.bb", true, true),
      ("(?<=a|bc)d", "bcd", true, false), ("(?<!a)b", "ab", false, false), ("(?=a)b", "ab", false, false),
      ("^(?!.*evil).*$", "x@evil.com", false, false), ("^(?!.*evil).*$", "x@good.com", true, true),
      (#"\bacme\b"#, "x@acme.com", true, false), (#"\bacme\b"#, "x@acmes.com", false, false),
      (#"\Bcme"#, "acme", true, false), ("a$", "a\u{2028}", true, false), (#"a\z"#, "a\u{2028}", false, false),
      ("(?m)^b", "a\u{2028}b", true, false), ("(?m)^$", "", false, false), ("(?d)a.", "a\u{2028}", true, true),
      ("(?i)k", "\u{212A}", false, false), ("(?iu)k", "\u{212A}", true, true), ("[a-c&&[^b]]", "b", false, false),
      ("[a[bc]]", "c", true, true), ("[^a[b]]", "b", false, false), ("[a&&b]", "a", false, false),
      ("[ab[c]&&]", "a", false, false), ("[abc&&[b]c]", "b", true, true), ("[]a]", "]", true, true),
      ("(?x) a b # c", "ab", true, true), ("(?x)[a b]", " ", false, false), ("{2}", "", true, true),
      ("a{2}{3}", "aa", true, true), ("(?:(?i)a|b)B", "AB", true, true), (#"\0101\x42\u0043"#, "ABC", true, true),
      (#"[\w-.]"#, "-", true, true), (#"\p{IsAlphabetic}\p{Lu}\pL"#, "éÉé", true, true), ("a{0}", "", true, true),
      (#"a\b"#, "a\u{301}", false, false), (#"\bé"#, "é", true, true), (#"\u0301\b"#, "a\u{301}", true, false),
      (#"\u0301\b"#, "-\u{301}", false, false),
      (#"[b-](?=\bc)c"#, "bc", false, false), (#"[b-](?=\bc)c"#, "-c", true, true),
      ("(?<=ab)c(?=de)", "abcde", true, false), ("(?<!ab)c(?!de)", "abcdf", false, false),
      ("(?<=^a|,)b", "ab", true, false), ("(?<=^a|,)b", "xab", false, false), (#"(?i)\p{Lower}"#, "A", true, true),
    ] as [(String, String, Bool, Bool)]
  )
  func matches(expression: String, text: String, anywhere: Bool, whole: Bool) throws {
    #expect(try Language(source: expression, .anywhere).contains(text) == anywhere)
    #expect(try Language(source: expression, .whole).contains(text) == whole)
  }

  @Test(
    "a mistake is found where it is",
    arguments: [
      ("(a", 0..<2), ("a)", 1..<2), ("[a", 0..<2), ("[]", 0..<2), (#"a\"#, 1..<2), ("*a", 0..<1), ("a|*", 2..<3),
      ("a**", 2..<3), ("a{3,1}", 1..<6), ("a{2", 1..<3), ("a{,2}", 1..<2), ("[z-a]", 1..<4), ("é(", 1..<2),
      (#"\y"#, 0..<2), ("(?~a)", 0..<3), ("(?P<n>a)", 0..<3), ("(?<n", 0..<4), (#"\x{110000}"#, 0..<9),
      (#"\p{Lu"#, 0..<5), (#"\p{Foo}"#, 0..<7), ("(?<n>a)(?<n>b)", 7..<12), ("(?i", 0..<3), (#"\E"#, 0..<2),
      ("[&&]", 0..<3), (#"[\b]"#, 1..<3), (#"\k<n>"#, 0..<5), ("(?<=(a|b)*)c", 0..<11), ("(?<=(?:ab)*)c", 0..<12),
      (#"(?<=\1)(b"#, 0..<7), ("a++(", 3..<4),
    ] as [(String, Range<Int>)]
  )
  func mistakes(expression: String, range: Range<Int>) {
    #expect {
      try Language(source: expression, .anywhere)
    } throws: { failure in
      guard case .mistake(let words, let found) = failure as? ExpressionFailure else { return false }
      return found == range && !words.isEmpty
    }
  }

  @Test(
    "what is not regular is undecided, and named with its place",
    arguments: [
      (#"(a)\1"#, .backReference, 3..<5), (#"x(?<n>a)\k<n>"#, .backReference, 8..<13), ("ba*+", .possessive, 1..<4),
      ("b(?>a|ab)c", .atomicGroup, 1..<9), (#"\X"#, .graphemeCluster, 0..<2), ("(?U)a", .unicodeClasses, 0..<3),
      (#"\p{IsLatin}"#, .property("IsLatin"), 0..<11), (#"[\p{InGreek}]"#, .property("InGreek"), 1..<12),
      (#"\N{DIGIT ONE}"#, .characterName, 0..<13), ("(?<=a(?=b))b", .lookAheadInLookBehind, 0..<11),
      ("(?<=a*)b", .unlimitedLookBehind, 0..<7), (#"(?:\b|a){2}b"#, .repeatedAssertion, 0..<11),
    ] as [(String, Undecided, Range<Int>)]
  )
  func undecided(expression: String, reason: Undecided, range: Range<Int>) {
    #expect(throws: ExpressionFailure.undecided(reason, range)) { try Language(source: expression, .whole) }
    #expect(!"\(reason)".isEmpty)
  }

  @Test("beyond the bounds the answer is that it was not decided, the same each time")
  func bounds() throws {
    #expect(throws: ExpressionFailure.undecided(.states(8192), nil)) {
      try Language(source: "a.{16}$", .anywhere)
    }
    #expect(try Language(source: "a.{16}$", .whole).contains("a0123456789abcdef"))
    #expect(throws: ExpressionFailure.undecided(.states(100), nil)) {
      try Language(source: "(a{100}){100}", .whole, within: Bounds(states: 100, steps: 1_000_000))
    }
    #expect(throws: ExpressionFailure.undecided(.steps(1000), nil)) {
      try Language(source: "(a|b|c|d){40}", .whole, within: Bounds(states: 1000, steps: 1000))
    }
    #expect(throws: ExpressionFailure.undecided(.steps(2_000_000), nil)) {
      try Language(source: "((((){999}){999}){999}){999}", .whole)
    }
    let deep = String(repeating: "(", count: 5000)
    #expect(throws: ExpressionFailure.self) { try Language(source: deep, .whole) }
    #expect(throws: ExpressionFailure.self) { try Language(source: String(repeating: "[", count: 5000), .whole) }
  }

  @Test(
    "combinations of which one is enough are no states",
    arguments: [
      (#"@[^.]{30}"#, ["x@\(String(repeating: "a", count: 30))"], ["x@\(String(repeating: "a", count: 29)).example"]),
      (
        #"(\W|^)[\w.+\-]{0,25}@(yahoo|gmail)\.com(\W|$)"#, ["a.b.c+d@gmail.com", "@yahoo.com", "<x@gmail.com>"],
        ["\(String(repeating: "a", count: 26))@gmail.com", "x@gmail.community"]
      ),
      (#"^[\w.]*[.a-z]{0,30}@x\.org$"#, ["a.b@x.org", "@x.org"], ["-@x.org"]),
    ]
  )
  func thinned(expression: String, matched: [String], others: [String]) throws {
    let language = try Language(source: expression, .anywhere)
    for text in matched { #expect(language.contains(text), "\(text)") }
    for text in others { #expect(!language.contains(text), "\(text)") }
  }

  @Test("equal languages are equal values, however they are written")
  func canonical() throws {
    let pairs = [
      ("a|b|c", "[a-c]"), ("(a*)*", "a*"), ("aa*", "a+"), ("(?:ab|ac)", "a[bc]"), ("[^a]", #"[\x00-\x60b-\x{10FFFF}]"#),
      ("a|", "a?"), ("(?i)a", "[aA]"), (".*.*", ".*"), ("(?s)(?=a).", "a"), (#"\w"#, "[a-zA-Z_0-9]"),
    ]
    for (left, right) in pairs {
      let languages = try [left, right].map { try Language(source: $0, .whole) }
      #expect(languages[0] == languages[1], "\(left), \(right)")
      #expect(Set(languages).count == 1)
    }
    #expect(try Language(source: "a", .whole) != Language(source: "b", .whole))
    #expect(try Language(source: "(?s).*", .whole) == .all)
    #expect(try Language(source: "", .anywhere) == .all)
    #expect(try Language(source: "a(?!a)(?=a)", .whole) == .none)
    #expect(try Language(source: #"\n"#, .anywhere) == .none)
  }

  @Test("a control character is in no text")
  func controls() throws {
    #expect(!Language.all.contains("a\n"))
    #expect(!Language.all.contains("\u{7F}"))
    #expect(!Language.all.contains("\u{85}"))
    #expect(!Language.none.complement.contains("\t"))
    #expect(Language.text("a\tb").isEmpty)
    #expect(try !Language(source: #"[\n-\r]|a\x7F|\x{85}"#, .whole).contains("a\u{7F}"))
    #expect(try Language(source: #"a?[\n-\r]|a\x7F|\x{85}"#, .whole).isEmpty)
    #expect(try !Language(source: #"[^a]"#, .whole).contains("\n"))
    #expect(Language.all.complement == .none)
    #expect(Language.none.complement == .all)
  }

  @Test("case: of ASCII letters only, or asked for by the reading")
  func caseless() throws {
    let language = try Language(source: #"ann@Acme\.org|é"#, .whole(caseless: true))
    #expect(language.contains("ANN@acme.ORG"))
    #expect(!language.contains("É"))
    #expect(try Language(source: "[^a]", .whole(caseless: true)).contains("A") == false)
    #expect(try Language(source: "(?-i:a)b", .whole(caseless: true)).contains("aB"))
    #expect(try RegularExpression("a").language(matching: .whole(caseless: true)).contains("A"))
    #expect(try Language.text("aB").caseless() == .texts(["ab", "aB", "Ab", "AB"]))
    #expect(try Language.text("é1").caseless() == .text("é1"))
  }
}
