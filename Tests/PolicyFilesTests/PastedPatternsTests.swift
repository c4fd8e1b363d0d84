import PolicyCore
import Testing
import Policies
import PolicyFiles

@Suite("Pasted patterns")
struct PastedPatternsTests {
  @Test(
    "a line becomes the narrowest thing that it can mean",
    arguments: [
      ("bob@x.example", "bob@x.example", PatternType.email), ("Bob <bob@x.example>", "bob@x.example", .email),
      ("x.example", "x.example", .domain), ("https://x.example/path", "x.example", .domain),
      ("198.51.100.0/24", "198.51.100.0/24", .ip), ("198[.]51[.]100[.]7", "198.51.100.7", .ip),
      ("mailto:bob@x.example", "bob@x.example", .email), ("  x[.]example ;", "x.example", .domain),
    ] as [(String, String, PatternType)]
  )
  func line(text: String, pattern: String, type: PatternType) {
    let entries = PastedPatterns(text).entries
    #expect(entries.map(\.fields) == [PolicyFields(pattern: pattern, patternType: type)])
  }

  @Test("empty lines are nothing, what is no pattern is kept to be shown, and a pattern counts once")
  func lines() {
    let entries = PastedPatterns("a@x.example\r\n\n!!\na@x.example\n").entries
    #expect(entries.map(\.line) == [1, 3])
    #expect(entries.last?.fields == nil)
  }
}
