import Patterns
import Testing

@Suite("The end of the domain in an expression")
struct RegexDomainTests {
  @Test(
    "whether something can follow the domain, and the engine agrees",
    arguments: [
      (#".*@x\.org"#, true, ".evil.net"), (#".*@x\.org$"#, true, ".evil.net"), (#"^.*@x\.org\z"#, true, "s"),
      (#".*@(x\.org)"#, true, "s"), (#"(?:.*@x\.org)"#, true, "s"), (#".*@x\.org\b"#, true, ".evil.net"),
      (#".*@x\.org(?=\.)"#, true, ".evil.net"), (#".*@x\.org()"#, true, "s"), (#".*@x\.org.{0}"#, true, "s"),
      (#".*@x\.org.*"#, false, ".evil.net"), (#".*@x\.org.*$"#, false, ".evil.net"), (#".*@x\.org.+"#, false, "s"),
      (#".*@x\.org."#, false, "s"), (#".*@x\.org.?"#, false, "s"), (#".*@x\.org.{2}"#, false, "st"),
      (#".*@x\.org[a-z]*"#, false, "anic"), (#".*@x\.org(.*)"#, false, ".evil.net"),
      (#".*@x\.org\S*"#, false, ".evil.net"), (#".*@(x\.org.*)"#, false, ".evil.net"),
    ]
  )
  func following(expression: String, ends: Bool, follower: String) throws {
    let regex = try #require(PatternRegex.read(expression).regex)
    let domains = regex.shape.domains.filter { $0.name == "x.org" }
    #expect(!domains.isEmpty)
    #expect(domains.contains { !$0.endsExpression } == !ends)
    #expect(regex.match("kim@x.org" + follower, .whole) == (ends ? .notMatched : .matched))
  }

  @Test("each way through the expression is judged by itself")
  func ways() throws {
    let shape = try #require(PatternRegex.read(#".*@x\.org|.*@y\.org.*"#).regex).shape
    #expect(shape.domains.filter(\.endsExpression).map(\.name) == ["x.org"])
    #expect(shape.domains.filter { !$0.endsExpression }.map(\.name) == ["y.org"])
  }

  @Test("a longer domain is another one, and not something that follows")
  func longer() throws {
    let shape = try #require(PatternRegex.read(#".*@x\.org(\.au)?"#).regex).shape
    #expect(Set(shape.domains.map(\.name)) == ["x.org", "x.org.au"])
    #expect(!shape.domains.contains { !$0.endsExpression })
  }
}
