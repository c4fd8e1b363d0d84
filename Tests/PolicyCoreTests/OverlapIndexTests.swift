import TestSupport
import Testing

@testable import Patterns
@testable import Policies
@testable import PolicyCore

@Suite("Expressions near a pattern")
struct OverlapIndexTests {
  private static let domains = [
    "x.org", "mail.x.org", "x.organic", "max.org", "x.org.uk", "acme.com", "acme.co", "a.acme.com", "news.acme.com",
    "evil.net", "x.org.evil.net",
  ]

  private static func expressions(using generator: inout SeededGenerator) -> [RegexIndex.Entry] {
    (0..<40).compactMap { _ in
      let name = (domains.randomElement(using: &generator) ?? "").split(separator: ".").joined(separator: "\\.")
      let forms = [
        ".*@\(name)", ".*@\(name)$", ".*[@.]\(name)$", ".*\\.\(name)", "^bob@\(name)$", "bob@\(name)", ".*\(name)",
        "bob",
        ".*", "BOB@\(name)", "(?i)bob@\(name)", ".*@(mail\\.)?\(name)", "(a+)+@\(name)",
      ]
      let text = forms.randomElement(using: &generator) ?? ".*"
      return PatternRegex.read(text).regex.map { RegexIndex.Entry(regex: $0, kind: .email) }
    }
  }

  @Test("none that may take an address, or something at a domain, is missed")
  func complete() throws {
    var generator = SeededGenerator.announced("expressions near a pattern")
    for _ in 0..<8 {
      let entries = Self.expressions(using: &generator)
      var letters = LetterCounts()
      for domain in Self.domains { letters.count("bob@\(domain)") }
      let index = RegexIndex(entries, letters: letters)
      for domain in Self.domains {
        let texts = ["bob@\(domain)", "Bob@\(domain)", "anna@sub.\(domain)", "x@my-\(domain)"]
        let patterns =
          try texts.map { try ParsedPattern.parse($0, kind: .email, isRegex: false) }
          + [try ParsedPattern.parse(domain, kind: .domain, isRegex: false)]
        for pattern in patterns {
          let near = Set(index.places(near: pattern))
          let missed = entries.indices.filter { entries[$0].mayOverlap(pattern) && !near.contains($0) }
          #expect(missed.map { entries[$0].regex.expression } == [], "\(pattern.normalForm)")
        }
      }
    }
  }

  @Test("of two expressions that each end in a domain, those are near whose domains begin in one another")
  func related() throws {
    let entries = try [#".*@x\.org"#, #".*@x\.org\.uk$"#, #".*\.max\.org$"#, #".*@mail\.x\.org"#, #".*@x\.organic"#].map
    {
      RegexIndex.Entry(regex: try #require(PatternRegex.read($0).regex), kind: .email)
    }
    let index = RegexIndex(entries, letters: LetterCounts())
    #expect(Set(index.places(near: entries[0].pattern)) == [0, 1, 3, 4])
    #expect(Set(index.places(near: entries[2].pattern)) == [2])
  }
}
