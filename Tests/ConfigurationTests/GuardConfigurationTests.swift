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
    ]
  )
  func mistakes(part: String, wrong: String, line: Int, key: String) throws {
    let text = Self.good.replacing(part, with: wrong, maxReplacements: 1)
    let mistakes = ConfigurationFile.mistakes(in: text, path: "config.toml", home: nil)
    let found = try #require(mistakes.first)
    #expect(found.line == line)
    #expect(found.key == key)
  }

  @Test("two of one name are a mistake")
  func twice() {
    let text = Self.good.replacing("payroll keeps arriving", with: "nobody passes as us")
    #expect(ConfigurationFile.mistakes(in: text, path: "config.toml", home: nil).count == 1)
  }
}
