import Configuration
import PolicyCore
import Testing

@Suite("What is shown first, in the configuration")
struct ReadingConfigurationTests {
  private static let narrow = """
    stale_days = 200

    [readings]
    expressions = "whole"
    letter_case = "significant"
    subdomains = false
    servers = false
    """

  private static func reading(_ text: String) throws -> ServerReading {
    try ConfigurationFile(text: text, path: "config.toml", home: nil).settings.firstReading
  }

  @Test("each key turns its aspect, and what is not named is the widest")
  func read() throws {
    #expect(try Self.reading("") == .widest)
    #expect(try Self.reading("[readings]") == .widest)
    let wide = "[readings]\nexpressions = \"anywhere\"\nletter_case = \"ignored\"\nsubdomains = true\nservers = true"
    #expect(try Self.reading(wide) == .widest)
    let narrowest = ServerReading.Aspect.allCases.reduce(ServerReading.widest) { $0.turned($1) }
    #expect(try Self.reading(Self.narrow) == narrowest)
    #expect(try Self.reading("[readings]\nexpressions = \"whole\"") == ServerReading.widest.turned(.extent))
    #expect(try Self.reading("[readings]\nletter_case = \"significant\"") == ServerReading.widest.turned(.letterCase))
    #expect(try Self.reading("[readings]\nsubdomains = false") == ServerReading.widest.turned(.subdomains))
    #expect(try Self.reading("[readings]\nservers = false") == ServerReading.widest.turned(.servers))
  }

  @Test(
    "a mistake is told with its file, line and key",
    arguments: [
      ("expressions = \"whole\"", "expressions = \"full\"", 4, "readings.expressions"),
      ("letter_case = \"significant\"", "letter_case = true", 5, "readings.letter_case"),
      ("subdomains = false", "subdomains = \"no\"", 6, "readings.subdomains"),
      ("subdomains = false", "sub_domains = false", 6, "readings.sub_domains"),
      ("servers = false", "servers = 0", 7, "readings.servers"),
    ]
  )
  func mistakes(part: String, wrong: String, line: Int, key: String) throws {
    let text = Self.narrow.replacing(part, with: wrong)
    let mistakes = ConfigurationFile.mistakes(in: text, path: "config.toml", home: nil)
    #expect(mistakes.count == 1)
    let found = try #require(mistakes.first)
    #expect(found.file == "config.toml")
    #expect(found.line == line)
    #expect(found.key == key)
  }
}
