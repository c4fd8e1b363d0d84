import Patterns
import TestSupport
import Testing

@Suite("Regular expressions")
struct PatternRegexTests {
  @Test(
    "matching in part and as a whole",
    arguments: [
      (#".*@domain\.com"#, "a@domain.com", PatternRegex.Match.matched, PatternRegex.Match.matched),
      (#".*@domain\.com"#, "a@domain.com.evil.net", .matched, .notMatched),
      (#"domain\.com"#, "a@domain.com", .matched, .notMatched),
      (#"^a|a@x\.org$"#, "a@x.org", .matched, .matched), ("bob", "BOB", .notMatched, .notMatched),
      ("(?i)bob", "BOB", .matched, .matched),
      ("é", "é", .matched, .matched), (".", "日", .matched, .matched), ("", "", .matched, .matched),
      ("", "x", .matched, .notMatched),
      (#"\w"#, "é", .notMatched, .notMatched), ("a.b", "a\u{2028}b", .notMatched, .notMatched),
      (#"\Qa.b\E"#, "axb", .notMatched, .notMatched),
      (#"(a)\1"#, "aa", .matched, .matched), (#"(?<=a|bc)d"#, "bcd", .matched, .notMatched),
      (#"\p{Lu}"#, "Ä", .matched, .matched),
      (#"\S"#, "ü", .matched, .matched), (#"\W+"#, "日本", .matched, .matched), (#"\D."#, "éb", .matched, .matched),
    ] as [(String, String, PatternRegex.Match, PatternRegex.Match)]
  )
  func matching(expression: String, text: String, part: PatternRegex.Match, whole: PatternRegex.Match) throws {
    let regex = try #require(PatternRegex.read(expression).regex)
    // More often than the interpreter is used: machine code must say the same.
    for _ in 0..<12 {
      #expect(regex.match(text) == part)
      #expect(regex.match(text, .whole) == whole)
    }
  }

  @Test(
    "what is an expression in no dialect is invalid, with the place",
    arguments: [
      ("(a", 2), ("a)", 1), ("[a", 2), ("[]", 2), (#"a\"#, 2), ("*a", 0), ("a|*", 2), ("a**", 2), ("a{3,1}", 5),
      ("[z-a]", 3), ("é(", 2),
      (#"\y"#, 1), ("(?~a)", 2), ("(?<n", 4), ("(?-i-s)a", 4), (#"\x{110000}"#, 9), (#"\p{Lu"#, 5), ("[[:alpha:]", 10),
      (#"[\B]"#, 2),
      ("(?<n>a)(?<n>b)", 12), (#"\L"#, 2), ("(?i", 3),
    ]
  )
  func invalid(expression: String, offset: Int) {
    guard case .invalid(let problem) = PatternRegex.read(expression) else {
      Issue.record("read as \(PatternRegex.read(expression))")
      return
    }
    #expect(problem.offset == offset)
    #expect(!problem.reason.isEmpty)
  }

  @Test("places are counted in characters and in octets")
  func places() {
    guard case .invalid(let problem) = PatternRegex.read("日本(") else {
      Issue.record("not refused")
      return
    }
    #expect(problem.offset == 3 && problem.byteOffset == 7)
    #expect(problem.reason == "a group is not closed: ) is missing")
  }

  @Test(
    "what Java may read, or reads in another way, is left unchecked",
    arguments: [
      "[a-z&&[^b]]+", "[&&a]", "[a[bc]]", "[[:alpha:]]", "[a-[b]]", "[a[b](]", #"\p{javaLowerCase}"#,
      #"\p{IsAlphabetic}"#, #"\p{Alpha}"#,
      #"\p{Latin}"#, #"[\w-.]+"#, "a{70000}", "{2}", "a{2}{3}", "^*a", "$*", #"\b*"#, "(?u)a", "(?d)a", #"(?U)\w"#,
      #"\1"#, #"(a)\2"#,
      #"\u0041"#, #"\N{DIGIT ONE}"#, "(?<=a*)b", #"\b{g}"#, "(?x) a b", "[:alpha:]", #"\x4"#, #"\0101"#, #"[\1]"#,
      #"(?i)\p{Lu}"#, #"\c\Q"#, #"\0"#, "(*UTF)a",
      "(?P<n>a)", "(?|a|b)",
      "(a)(?1)", "(?#c)a", "a{,3}", "x{", #"\K"#, #"\o{101}"#, #"(?<n>a)\k{n}"#, #"[\b]"#, "(?<n_1>a)", #"\E"#, "(?n)a",
      #"\ca\Ka"#,
    ]
  )
  func unchecked(expression: String) {
    guard case .unchecked(let problem) = PatternRegex.read(expression) else {
      Issue.record("read as \(PatternRegex.read(expression))")
      return
    }
    #expect(!problem.reason.isEmpty)
  }

  @Test(
    "what both dialects read alike is ready",
    arguments: [
      "", "a", "a|b|", "()", "(?:a)", "(?>a)b", "(?i)a", "(?s-i:a)", "(?m)^a$", "[]a]", "[^]a]", "[a-]", "[-a]",
      "[a&b]", "[{}]", "a{2}", "a{2,}",
      "a{2,3}?", "a++", "a*+", "}", "]", #"\Qa.b"#, #"[\Q^-]\E]"#, #"\x41\x{41}"#, #"\e\a\cA"#, #"\_\-\@"#,
      #"\h\R\X"#, "(?<n>a)\\k<n>",
      "(?=a)*b", "(?!a)b", "(?<!a)b", #"\p{Lu}\pL\P{L}"#, #"\p{script=Latin}"#, #"\z\Z\A\G"#, #"[\h\w]"#, "(?)", "日本",
      #"[^\d]"#,
    ]
  )
  func ready(expression: String) {
    #expect(PatternRegex.read(expression).regex?.expression == expression)
  }

  @Test(
    "a hostile expression ends at a limit",
    arguments: [
      ("(a+)+$", String(repeating: "a", count: 200) + "!"), ("(a|a)*b", String(repeating: "a", count: 200)),
      ("(.*)*(.*)*(.*)*x", String(repeating: "ab", count: 120)),
      (#"^(\w+\s?)*$"#, String(repeating: "word", count: 60) + "!"),
      ("((a{0,99}){0,99}){0,9}b", String(repeating: "a", count: 250)),
      ("(?:(?:(?:a*)*)*)*b", String(repeating: "a", count: 250)),
    ]
  )
  func limits(expression: String, text: String) throws {
    guard let regex = PatternRegex.read(expression).regex else {
      Issue.record("not read")
      return
    }
    for _ in 0..<12 {
      // Some of these are seen through by the engine: what counts is an answer, and never a match.
      #expect(regex.match(text) != .matched)
      #expect(regex.match(text, .whole) != .matched)
    }
    #expect(regex.match(String(repeating: "a", count: 5_000)) == .limitReached)
  }

  @Test("the interpreter and machine code both give up on nested quantifiers")
  func givesUp() throws {
    let regex = try #require(PatternRegex.read(#"^(([a-z])+.)+[A-Z]([a-z])+$"#).regex)
    let answers = (0..<12).map { _ in regex.match(String(repeating: "a", count: 100)) }
    #expect(Set(answers) == [.limitReached])
  }

  @Test("a very long or deep expression is left unchecked")
  func size() {
    for expression in [
      String(repeating: "a", count: 5_000), String(repeating: "(", count: 150) + String(repeating: ")", count: 150),
      "((a{1,999}){1,999}){1,999}",
    ] {
      guard case .unchecked = PatternRegex.read(expression) else {
        Issue.record("\(expression.prefix(20))")
        continue
      }
    }
    #expect(PatternRegex.read(String(repeating: "(", count: 90) + String(repeating: ")", count: 90)).regex != nil)
  }

  @Test("one expression is matched from many tasks")
  func tasks() async throws {
    let regex = try #require(PatternRegex.read(#"^[a-z0-9]+@x\.org$"#).regex)
    let matched = await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask { (0..<500).count { regex.match("user\(task * 500 + $0)@x.org") == .matched } }
      }
      return await group.reduce(0, +)
    }
    #expect(matched == 4_000)
  }

  @Test("any text is read in some way, and what is ready can be matched")
  func random() {
    var random = SeededGenerator.announced("expressions")
    let pieces = [
      "a", "b", "@", ".", #"\."#, "*", "+", "?", "(", ")", "(?:", "(?=", "(?<n>", "(?i)", "[", "]", "^", "$", "|", "{",
      "}", "{2,3}", "{9,}", "-", "&&",
      "\\", #"\w"#, #"\d"#, #"\Q"#, #"\E"#, #"\p{L}"#, #"\p{"#, #"\1"#, "ü", "日", "\0", #"\x{"#, "[^", "[:", ":]", "(*",
      "(?",
    ]
    var ready = 0
    for _ in 0..<6_000 {
      let expression = random.text(of: pieces, upTo: 14)
      switch PatternRegex.read(expression) {
      case .ready(let regex):
        ready += 1
        let text = random.text(of: pieces, upTo: 12)
        if regex.match(text, .whole) == .matched {
          #expect(regex.match(text) == .matched, "\(expression.debugDescription)")
        }
        let literal = regex.shape.plainLiteral
        if let literal { #expect(regex.match(literal, .whole) == .matched, "\(expression.debugDescription)") }
        if regex.shape.takesAnything {
          #expect(regex.match("kim@bcf.jp") == .matched, "\(expression.debugDescription)")
        }
      case .invalid(let problem), .unchecked(let problem):
        #expect(problem.byteOffset <= expression.utf8.count && problem.offset <= expression.unicodeScalars.count)
      }
    }
    #expect(ready > 500)
  }

  @Test(
    "the places of all matches are told in octets, without empty ones",
    arguments: [
      ("a+", "xaayaz", [1..<3, 4..<5]), ("a*", "baab", [1..<3]), ("^a|b$", "aab", [0..<1, 2..<3]), ("", "abc", []),
      ("é", "aéé", [1..<3, 3..<5]), ("(?=b)", "abab", []), (".", "日", [0..<3]), ("x", "", []),
    ] as [(String, String, [Range<Int>])]
  )
  func ranges(expression: String, text: String, ranges: [Range<Int>]) throws {
    let regex = try #require(PatternRegex.read(expression).regex)
    #expect(regex.ranges(in: text) == ranges)
  }

  @Test("the places lie behind one another and within the text, whatever both are")
  func anyRanges() throws {
    var generator = SeededGenerator.announced("places of matches")
    let pieces = ["a", "b", "é", "日", ".", "*", "?", "|", "(", ")", "[ab]", "^", "$", "\\b", "a{0,2}", "(?=a)"]
    var found = 0
    for _ in 0..<2000 {
      let expression = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? "a"
      }.joined()
      let text = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        ["a", "b", "é", "日"].randomElement(using: &generator) ?? "a"
      }.joined()
      guard let regex = PatternRegex.read(expression).regex else { continue }
      let ranges = regex.ranges(in: text)
      found += ranges.count
      #expect(ranges.allSatisfy { !$0.isEmpty && $0.upperBound <= text.utf8.count }, "\(expression) in \(text)")
      #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }, "\(expression) in \(text)")
      if !ranges.isEmpty { #expect(regex.match(text) == .matched) }
    }
    #expect(found > 500)
  }
}
