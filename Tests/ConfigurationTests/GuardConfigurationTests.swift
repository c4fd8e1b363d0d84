import Configuration
import PolicyCore
import Testing

@Suite("Guards in the configuration")
struct GuardConfigurationTests {
  private static let good = """
    [[guards]]
    name = "nobody passes as us"
    forbid = ["trusted", "acceptable"]
    from = "acme.example"

    [[guards]]
    name = "payroll keeps arriving"
    require = "acceptable"
    from = "payroll@adp.example"
    verified = true
    level = "danger"

    [[guards]]
    name = "the header too"
    forbid = ["trusted"]
    from = "/@acme\\\\.(com|net)$/"
    in = "header"
    """

  @Test("all of it is read")
  func read() throws {
    let guards = try ConfigurationFile(text: Self.good, path: "config.toml", home: nil).settings.guards
    #expect(guards.map(\.name) == ["nobody passes as us", "payroll keeps arriving", "the header too"])
    #expect(guards.map(\.demand) == [.forbid(.spamSpoofBulk), .require(.spamSpoofBulk), .forbid(.all)])
    #expect(guards.map(\.isVerified) == [false, true, false])
    #expect(guards.map(\.isAboutHeader) == [false, false, true])
    #expect(guards.map(\.level) == [.error, .danger, .error])
    #expect(guards[2].scope == .expression("@acme\\.(com|net)$"))
  }

  @Test(
    "a mistake is told with its line and its key",
    arguments: [
      ("forbid = [\"trusted\", \"acceptable\"]", "forbid = [\"trust\"]", 3, "guards.0.forbid"),
      ("from = \"acme.example\"", "from = \"*@acme.example\"", 4, "guards.0.from"),
      ("from = \"acme.example\"", "form = \"acme.example\"", 4, "guards.0.form"),
      ("require = \"acceptable\"", "", 6, "guards.1"),
      ("level = \"danger\"", "level = \"notice\"", 11, "guards.1.level"),
      ("in = \"header\"", "in = \"body\"", 17, "guards.2.in"),
      ("/@acme", "/(a)\\\\1@acme", 16, "guards.2.from"),
      ("name = \"nobody passes as us\"", "", 1, "guards.0.name"),
      ("name = \"nobody passes as us\"", "name = 7", 2, "guards.0.name"),
      ("forbid = [\"trusted\", \"acceptable\"]", "forbid = 7", 3, "guards.0.forbid"),
      ("forbid = [\"trusted\", \"acceptable\"]", "forbid = []", 3, "guards.0.forbid"),
      ("require = \"acceptable\"", "require = [\"acceptable\", \"trusted\"]", 8, "guards.1.require"),
      ("payroll keeps arriving", "nobody passes as us", 7, "guards.1.name"),
      ("/@acme\\\\.(com|net)$/", "198.51.100.0/24", 17, "guards.2.in"),
    ]
  )
  func mistakes(part: String, wrong: String, line: Int, key: String) throws {
    let text = Self.good.replacing(part, with: wrong, maxReplacements: 1)
    #expect(text != Self.good)
    let mistakes = ConfigurationFile.mistakes(in: text, path: "config.toml", home: nil)
    #expect(Set(mistakes.map(\.key)).count == mistakes.count, "one mistake is told once: \(mistakes)")
    let found = try #require(mistakes.first)
    #expect(found.line == line)
    #expect(found.key == key)
  }

  @Test("a separator that TOML does not know ends no line")
  func separators() throws {
    let text = "# a\u{2028}b\u{85}c\n" + Self.good.replacing("acme.example", with: "*@acme.example")
    let mistake = try #require(ConfigurationFile.mistakes(in: text, path: "config.toml", home: nil).first)
    #expect(mistake.line == 5)
  }
}
