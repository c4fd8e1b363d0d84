import Values
import Patterns
import TestSupport
import Testing

@Suite("What one pattern takes of another")
struct CoverageTests {
  /// A pattern as a test writes it: `e:`, `d:`, `i:` or `r:` (an expression for addresses), `ri:` (one for networks).
  private func pattern(_ text: String) throws -> ParsedPattern {
    let parts = text.split(separator: ":", maxSplits: 1)
    let rest = String(parts[1])
    return switch parts[0] {
    case "e": try .parse(rest, kind: .email, isRegex: false)
    case "d": try .parse(rest, kind: .domain, isRegex: false)
    case "i": try .parse(rest, kind: .ip, isRegex: false)
    case "ri": try .parse(rest, kind: .ip, isRegex: true)
    default: try .parse(rest, kind: .email, isRegex: true)
    }
  }

  @Test(
    "literals",
    arguments: [
      ("e:bob@x.org", "e:bob@X.org.", Coverage.Reason.same), ("e:bob@x.org", "e:\"bob\"@x.org", .same),
      ("e:bob@x.org", "e:Bob@x.org", .caseOnly),
      ("e:bob@x.org", "e:amy@x.org", .different), ("e:bob@x.org", "d:x.org", .different),
      ("d:x.org", "e:bob@x.org", .addressAtDomain),
      ("d:x.org", "e:bob@a.x.org", .subdomain), ("d:x.org", "e:bob@ax.org", .different),
      ("d:a.x.org", "e:bob@x.org", .different),
      ("d:x.org", "d:X.ORG", .same), ("d:x.org", "d:a.x.org", .subdomain), ("d:a.x.org", "d:x.org", .different),
      ("d:bücher.example", "e:a@xn--bcher-kva.example", .addressAtDomain),
      ("i:192.0.2.0/24", "i:192.0.2.9", .addressInNetwork), ("i:192.0.2.9", "i:192.0.2.0/24", .different),
      ("i:192.0.2.9/24", "i:192.0.2.0/24", .same),
      ("i:192.0.2.9", "i:192.0.2.9/32", .same), ("i:192.0.0.0/16", "i:192.0.2.0/24", .addressInNetwork),
      ("i:192.0.2.0/24", "i:::ffff:192.0.2.9", .mappedAddress),
      ("i:::ffff:192.0.2.0/120", "i:192.0.2.9", .mappedAddress), ("i:::/0", "i:192.0.2.9", .different),
      ("i:192.0.2.0/24", "i:::ffff:198.51.100.1", .different),
      ("i:192.0.2.0/24", "d:x.org", .differentKind), ("e:bob@x.org", "i:192.0.2.1", .differentKind),
    ] as [(String, String, Coverage.Reason)]
  )
  func literals(first: String, second: String, reason: Coverage.Reason) throws {
    #expect(try pattern(first).coverage(of: pattern(second)).reason == reason)
  }

  @Test(
    "expressions",
    arguments: [
      (#"r:.*@x\.org"#, "e:bob@x.org", Coverage.Reason.matchesWhole), (#"r:x\.org"#, "e:bob@x.org", .matchesPart),
      (#"r:.*@y\.org"#, "e:bob@x.org", .leavesSomeOut),
      (#"r:.*@X\.org"#, "e:bob@x.org", .caseOnly), (#"r:[a-z]+@x\.org"#, "e:Bob@x.org", .matchesPart),
      (#"r:^[a-z]+@x\.org"#, "e:Bob@x.org", .caseOnly),
      ("r:.*", "e:bob@x.org", .takesAnything), ("r:.*", "d:x.org", .takesAnything),
      ("ri:.*", "i:192.0.2.0/24", .takesAnything), ("r:.*", "i:192.0.2.1", .notComparable),
      (#"r:.*@x\.org"#, "d:x.org", .takesEveryAddress), (#"r:.*@(x|y)\.org"#, "d:y.org", .takesEveryAddress),
      (#"r:x\.org"#, "d:x.org", .matchesSamples),
      (#"r:bob@x\.org"#, "d:x.org", .leavesSomeOut),
      (#"r:(a+)+$"#, "e:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.org", .stepLimit),
      (#"ri:192\.0\.2\..*"#, "i:192.0.2.1", .matchesWhole), (#"ri:192\.0\.2\..*"#, "i:192.0.2.0/24", .matchesSamples),
      (#"ri:192\.0\.3\..*"#, "i:192.0.2.0/24", .leavesSomeOut),
      ("e:bob@x.org", #"r:.*@x\.org"#, .takesMore), ("d:x.org", #"r:.*@y\.org"#, .takesMore),
      ("d:x.org", #"r:.*@x\.org"#, .notComparable), ("d:x.org", #"r:.*\.x\.org"#, .notComparable),
      ("e:bob@x.org", #"r:bob@x\.org"#, .notComparable), ("i:192.0.2.0/24", #"ri:192\..*"#, .notComparable),
      (#"r:.*@x\.org"#, #"r:.*@x\.org"#, .same), (#"r:.*@x\.org"#, #"r:.*@y\.org"#, .leavesSomeOut),
      (#"r:.*@x\.org"#, #"r:bob@x\.org"#, .notComparable),
      (#"r:.*"#, #"r:.*@x\.org"#, .takesAnything), (#"r:.*@bücher\.example"#, "e:a@bücher.example", .matchesPart),
    ] as [(String, String, Coverage.Reason)]
  )
  func expressions(first: String, second: String, reason: Coverage.Reason) throws {
    #expect(try pattern(first).coverage(of: pattern(second)).reason == reason)
  }

  @Test("every reason says something of its own, and stands for one verdict")
  func reasons() {
    #expect(Set(Coverage.Reason.allCases.map(\.description)).count == Coverage.Reason.allCases.count)
    #expect(Coverage.Reason.subdomain.verdict == .unknown && Coverage.Reason.addressAtDomain.verdict == .covers)
    #expect(Coverage.Reason.takesMore.verdict == .doesNotCover)
  }

  @Test("a pattern covers itself, and covering goes on through a third, on random patterns")
  func random() throws {
    var random = SeededGenerator.announced("coverage")
    let texts = [
      "e:bob@x.org", "e:Bob@x.org", "e:bob@a.x.org", "d:x.org", "d:a.x.org", "d:org.example", "i:192.0.2.1",
      "i:192.0.2.0/24", "i:192.0.0.0/16", "i:0.0.0.0/0", "i:::ffff:192.0.2.1",
      "i:::/0", "r:.*", #"r:.*@x\.org"#, #"r:.*@a\.x\.org"#, #"r:^bob@x\.org$"#, #"r:.*@X\.org"#, "ri:.*",
      #"ri:192\..*"#, #"r:.*x\.org"#,
    ]
    let patterns = try texts.map(pattern)
    for index in patterns.indices {
      #expect(patterns[index].coverage(of: patterns[index]).verdict == .covers, "\(texts[index])")
    }
    for _ in 0..<4_000 {
      let picked = (0..<3).map { _ in Int.random(in: patterns.indices, using: &random) }
      let (one, two, three) = (patterns[picked[0]], patterns[picked[1]], patterns[picked[2]])
      guard one.coverage(of: two).verdict == .covers, two.coverage(of: three).verdict == .covers else { continue }
      #expect(one.coverage(of: three).verdict != .doesNotCover, "\(picked.map { texts[$0] })")
    }
  }

  @Test(
    "patterns that say the same have one normal form",
    arguments: [
      ("e:bob@X.org", "bob@x.org"), ("d: Bücher.example. ", "xn--bcher-kva.example"),
      ("i:192.0.2.9/24", "192.0.2.0/24"), ("i:2001:DB8::/128", "2001:db8::"), (#"r: a "#, " a "),
    ]
  )
  func normalForm(text: String, expected: String) throws {
    #expect(try pattern(text).normalForm == expected)
  }

  @Test("a pattern that cannot be read says why")
  func problems() {
    #expect(throws: PatternProblem.domain(.leadingAt)) {
      try ParsedPattern.parse("@x.org", kind: .domain, isRegex: false)
    }
    #expect(throws: PatternProblem.email(.noAt)) { try ParsedPattern.parse("x.org", kind: .email, isRegex: false) }
    #expect(throws: PatternProblem.ip(.shorthand(parts: 2))) {
      try ParsedPattern.parse("10.1", kind: .ip, isRegex: false)
    }
    let problem = #expect(throws: PatternProblem.self) { try ParsedPattern.parse("(", kind: .ip, isRegex: true) }
    #expect(problem?.description == "a group is not closed: ) is missing")
  }
}
