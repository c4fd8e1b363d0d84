import Patterns
import TestSupport
import Testing

@Suite("The shape of regular expressions")
struct RegexShapeTests {
  private func shape(_ expression: String) throws -> RegexShape {
    try #require(PatternRegex.read(expression).regex, "\(expression)").shape
  }

  @Test(
    "anchors count when every alternative has them",
    arguments: [
      ("^a$", true, true), ("a", false, false), (#"\Aa\z"#, true, true), ("^a|b$", false, false),
      ("^a|^b", true, false), ("(^a|^b)c$", true, true),
      (#"\^a\$"#, false, false), ("[^a]", false, false), (#"^(?:.*@x\.org)$"#, true, true), ("", false, false),
      ("(?i)^a", true, false),
    ]
  )
  func anchors(expression: String, start: Bool, end: Bool) throws {
    let shape = try shape(expression)
    #expect(shape.isAnchoredAtStart == start && shape.isAnchoredAtEnd == end)
  }

  @Test(
    "the domain is found, and how it is held",
    arguments: [
      (#".*@x\.org"#, "x.org", RegexDomain.LeftHold.at, false, false), (#"^.*@x\.org$"#, "x.org", .at, true, false),
      (#".*mailchimp\.com"#, "mailchimp.com", .none, false, false), (#".*\.x\.org$"#, "x.org", .dot, true, false),
      (#"^x\.org$"#, "x.org", .start, true, false), (".*@x.org", "x.org", .at, false, true),
      (#".*@mail.x\.org"#, "mail.x.org", .at, false, false),
      (#".*@[a-z]+mail\.x\.org"#, "x.org", .dot, false, false), (#".*.x\.org"#, "x.org", .none, false, false),
      (#".*@X\.ORG"#, "x.org", .at, false, false), (#".*@[xX]\.org"#, "x.org", .at, false, false),
      (#".*@x[.]org"#, "x.org", .at, false, false),
      (#".*@x\.org.*"#, "x.org", .at, false, false), (#".*@x\.org.*$"#, "x.org", .at, false, false),
      (#".*\.ru$"#, "ru", .dot, true, false),
      (#".*@\Qx.org\E"#, "x.org", .at, false, false), (#"bob@x\.org"#, "x.org", .at, false, false),
      (#".*@([a-z0-9-]+\.)+x\.org"#, "x.org", .dot, false, false),
      (#".*@(?:sub\.x\.org)\b"#, "sub.x.org", .at, false, false),
      (#"[a-z]{3}\.example\.co\.uk"#, "example.co.uk", .dot, false, false),
    ] as [(String, String, RegexDomain.LeftHold, Bool, Bool)]
  )
  func domain(expression: String, name: String, left: RegexDomain.LeftHold, right: Bool, looseTop: Bool) throws {
    let domain = try #require(try shape(expression).domains.first)
    #expect(domain.name == name)
    #expect(domain.left == left)
    #expect(domain.isHeldOnRight == right)
    #expect(domain.hasLooseTopLevel == looseTop)
    #expect(try shape(expression).literalDomain == name)
    #expect(domain.isHeld == (left != .none && !looseTop))
  }

  @Test(
    "each way through alternatives gives a domain, and a single one they share",
    arguments: [
      (#".*@(news|mail)\.x\.org"#, ["x.org"], "x.org"), (#".*@x\.(com|org)"#, ["x.com", "x.org"], nil),
      (#".*@(mail\.)?x\.org$"#, ["mail.x.org", "x.org"], "x.org"), (#".*@a\.com|.*@b\.com"#, ["a.com", "b.com"], nil),
      (#"^(.*@)?(.*\.)?x\.org$"#, ["x.org"], "x.org"), (".*@.*", [], nil), ("[a-z]+", [], nil),
      (#"10\.1\.2\.3"#, [], nil), (#".*@x\..*"#, [], nil),
      (#".*@mail\.(a|b)\.x\.co\.uk"#, ["mail.a.x.co.uk", "mail.b.x.co.uk"], "x.co.uk"),
    ] as [(String, Set<String>, String?)]
  )
  func domains(expression: String, names: Set<String>, literal: String?) throws {
    let shape = try shape(expression)
    // An alternative that is a bare label before the domain is read as part of it.
    #expect(expression.contains("news") ? shape.literalDomain == literal : Set(shape.domains.map(\.name)) == names)
    #expect(shape.literalDomain == literal)
  }

  @Test(
    "a way that names no domain is told",
    arguments: [
      (#".*@x\.org"#, true), (#".*@(a|b)\.x\.org"#, true), (#".*|.*@x\.org"#, false), (#".*@x\.org|bob"#, false),
      ("(.*@x\\.org)?", false), (".*", false),
    ]
  )
  func everyWay(expression: String, expected: Bool) throws {
    #expect(try shape(expression).everyWayNamesDomain == expected)
  }

  @Test("what the shape says holds for the engine, on random expressions")
  func agreesWithEngine() throws {
    var random = SeededGenerator.announced("shapes")
    let locals = [
      ".*", ".+", "[^@]+", #"\S+"#, "[a-z]+", "bob", "(?:.*)", "^.*", "^", "", "(bob|amy)", "(?!bob).*", "(?i).*",
    ]
    let signs = [
      "@", "@", #"\@"#, "[@]", "", #"@.*\."#, "@.*", "(@|.)", #"@(.*\.)?"#, #"(.*@)?"#, #"@([a-z]+\.)*"#, "@[a-z]*",
    ]
    let hosts = [
      #"x\.org"#, "x.org", #"(news|mail)\.x\.org"#, #"x\.(com|org)"#, #"[xX]\.org"#, #"\Qx.org\E"#, #"mail.x\.org"#,
      #"(mail\.)?x\.org"#, #"(x|y\.z)\.org"#, #"x\.org|y\.com"#, #"(?:sub\.){2}x\.org"#, #"x\.co\.uk"#,
    ]
    let ends = ["", "$", ".*", ".*$", #"\z"#, #"\b"#, ".+", ".", "(?=x)", "?"]
    var held = 0
    for _ in 0..<3_000 {
      let expression = [locals, signs, hosts, ends].map { $0.randomElement(using: &random) ?? "" }.joined()
      let regex = try #require(PatternRegex.read(expression).regex, "\(expression)")
      let shape = regex.shape
      for domain in shape.domains where domain.takesEveryAddress {
        for local in ["kim", "zq7", "jane.doe", "o'hara+x"] {
          #expect(regex.match("\(local)@\(domain.name)", .whole) == .matched, "\(expression)")
        }
      }
      guard shape.everyWayNamesDomain, shape.domains.allSatisfy(\.isHeld) else { continue }
      held += 1
      let names = shape.domains.map(\.name)
      // Something before mail.x.org is still below x.org, where the expression names both.
      for domain in shape.domains where !names.contains(where: { domain.name.hasSuffix("." + $0) }) {
        #expect(regex.match("kim@evil\(domain.name)") == .notMatched, "\(expression)")
        #expect(regex.match("kim@\(domain.name.replacing(".", with: "-")).net") == .notMatched, "\(expression)")
      }
    }
    #expect(held > 300)
  }

  @Test("many alternatives end the walk, not the program")
  func manyAlternatives() throws {
    let shape = try shape(String(repeating: "(a|b|c|d)", count: 12) + #"\.x\.org"#)
    #expect(shape.domains.count <= 64 && !shape.everyWayNamesDomain)
  }

  @Test("where unescaped dots stand is told")
  func looseDots() throws {
    #expect(try shape(".*@mail.x.org").domains.first?.looseDots == [7, 9])
    #expect(try shape("bob@x.org").plainLiteralDots == [5])
  }

  @Test(
    "whether every address at the domain is certainly taken",
    arguments: [
      (#".*@x\.org"#, true), (#"^.+@x\.org$"#, true), (#"[^@]+@x\.org"#, true), (#"\S+@x\.org"#, true),
      (#"^(?:.*@x\.org)$"#, true), (#"^(.*)@x\.org$"#, true),
      (".*@x.org", true), (#".*@x\.org.*"#, true), (#".*@x\.org.+"#, false), (#"bob@x\.org"#, false),
      (#"a.*@x\.org"#, false), (#"(?!bob).*@x\.org"#, false),
      (#".*+@x\.org"#, false), (#"(?>.*@x\.org)"#, false), (#".{2,}@x\.org"#, false), (#"\w+@x\.org"#, false),
      (#".*@x\.org\b"#, false), (#"@x\.org"#, false),
    ]
  )
  func everyAddress(expression: String, expected: Bool) throws {
    #expect(try shape(expression).domains.contains { $0.takesEveryAddress } == expected)
  }

  @Test(
    "a plain literal is one without choices or repetitions",
    arguments: [
      ("bob@x.org", "bob@x.org", [5]), (#"bob@x\.org"#, "bob@x.org", []), (#"\Qa.b\E"#, "a.b", []),
      ("(?:abc)", "abc", []), ("a.b.c", "a.b.c", [1, 3]),
      ("a*", nil, []), ("^a$", nil, []), ("[a]", nil, []), ("", nil, []), ("a|b", nil, []),
    ] as [(String, String?, [Int])]
  )
  func literal(expression: String, text: String?, dots: [Int]) throws {
    let shape = try shape(expression)
    #expect(shape.plainLiteral == text && shape.plainLiteralDots == dots)
  }

  @Test(
    "quantifiers that compete for the same text are found",
    arguments: [
      ("(a+)+", BacktrackingRisk.nested(at: 4)), ("(a*)*b", .nested(at: 4)), (#"(\w+\s?)*x"#, .nested(at: 8)),
      (#"^([a-z0-9]+)+@x\.org$"#, .nested(at: 12)),
      (#"(.*\.)*x\.org"#, .nested(at: 6)), ("(?:(?:a+)b?)+", .nested(at: 12)), ("((a+)|b)+", .nested(at: 8)),
      (#"(\w|\d)*"#, .overlappingChoices(at: 7)),
      ("(a|a)+", .overlappingChoices(at: 5)), (".*.*", .adjacent(at: 3)), (#"\d+\w*\d+"#, .adjacent(at: 8)),
      (".*a?.*", .adjacent(at: 5)), ("(a+){12}", .nested(at: 4)),
      (#".*@.*\.x\.org"#, nil), (#"([a-z0-9-]+\.)+x\.org"#, nil), ("(?>a+)+", nil), ("(a++)+", nil), ("(a+)?", nil),
      (#"(\d{1,3}\.){3}\d{1,3}"#, nil),
      ("(foo|bar)*", nil), ("[a-z]+[0-9]+", nil), (#"[a-z]+[a-z0-9._-]*@x\.org"#, nil), ("", nil),
    ] as [(String, BacktrackingRisk?)]
  )
  func backtracking(expression: String, expected: BacktrackingRisk?) throws {
    #expect(try shape(expression).backtracking == expected)
  }

  @Test(
    "an expression for anything at all is told by its shape",
    arguments: [
      (".*", true), (".+", true), ("^.*$", true), ("^(.*)$", true), (".*?", true), (".?", false), ("..*", false),
      (".*a", false), ("[^@]*", false), (".{2,}", false),
    ]
  )
  func anything(expression: String, expected: Bool) throws {
    #expect(try shape(expression).takesAnything == expected)
  }

  @Test("case is noted where it matters")
  func letterCase() throws {
    #expect(try shape(#".*@X\.org"#).hasUpperCase && !shape(#".*@x\.org"#).hasUpperCase)
    #expect(try !shape("[a-zA-Z]+").hasUpperCase && shape("[A-Z]+").hasUpperCase)
    #expect(try shape("(?i)a").ignoresCase && !shape("(?-i)a").ignoresCase)
  }

  @Test(
    "signs of an expression in a pattern that is none",
    arguments: [
      (PatternKind.email, #".*@x\.org"#, ".*"), (.email, #"bob@x\.org"#, "\\"), (.email, "^bob@x.org", "^"),
      (.email, "(a|b)@x.org", "("),
      (.email, ".+@x.org", ".+@"), (.email, "a+b@x.org", nil), (.email, "o'hara{1}*?@x.org", nil),
      (.email, "\"a|b\"@x.org", nil), (.email, "bob@x[.]org", nil),
      (.email, "bob@[192.0.2.1]", nil), (.domain, "*.x.org", nil), (.domain, "x[.]org", nil),
      (.domain, "x(dot)org", nil), (.domain, "x.org$", "$"),
      (.domain, "(a|b).org", "("), (.domain, ".*x.org", ".*"), (.domain, "a*.x.org", "*"),
      (.domain, "https://x.org/?q=(a)", nil), (.domain, "x.org", nil),
      (.ip, "192.0.2.*", ".*"), (.ip, "192.0.2.[0-9]", "[0-9"), (.ip, "192.0.2.1|192.0.2.2", "|"), (.ip, "[::1]", nil),
      (.ip, "192.0.2.0/24", nil),
    ] as [(PatternKind, String, String?)]
  )
  func signs(kind: PatternKind, text: String, expected: String?) {
    #expect(RegexSigns.found(in: text, kind: kind) == expected)
  }
}
