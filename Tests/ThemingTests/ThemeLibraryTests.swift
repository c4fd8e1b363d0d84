import Canvas
import Testing

@testable import Theming

@Suite("The library of themes")
struct ThemeLibraryTests {
  @Test("a role that a theme leaves out falls back along its dots")
  func fallback() throws {
    let theme = try theme(
      """
      name = "few"
      [roles]
      text = { fg = "#ffffff", bg = "#000000" }
      diff = "#00ff00"
      "diff.remove" = { fg = "#ff0000", attrs = ["bold"] }
      """
    )
    let black = Color.rgb(0, 0, 0)
    #expect(theme[.text] == Style(foreground: .rgb(255, 255, 255), background: black))
    #expect(theme[.diffAdd] == Style(foreground: .rgb(0, 255, 0), background: black))
    #expect(theme[.diffRemove] == Style(foreground: .rgb(255, 0, 0), background: black, attributes: .bold))
    #expect(theme[.muted] == theme[.text])
  }

  @Test("a role without any colour is told from text by its attributes")
  func attributesOfNothing() throws {
    let theme = try theme("name = \"empty\"")
    for role in Role.allCases { #expect(theme[role] == Style(attributes: role.plainAttributes), "\(role)") }
  }

  @Test("every role has a look, whatever single role a theme gives", arguments: Role.allCases)
  func single(role: Role) throws {
    let theme = try theme("name = \"one\"\n[roles]\n\"\(role.rawValue)\" = { fg = \"#123456\", bg = \"#654321\" }")
    #expect(theme[role].foreground == .rgb(0x12, 0x34, 0x56))
    #expect(theme[role].background == .rgb(0x65, 0x43, 0x21))
  }

  @Test("an overlay lets the colours of the row through")
  func overlay() throws {
    let theme = try theme(
      """
      name = "rows"
      [roles]
      text = { fg = "#ffffff", bg = "#000000" }
      "diff.add" = "#00ff00"
      selection = { bg = "#333333" }
      """
    )
    let cell = theme[.selection].merging(over: theme[.diffAdd])
    #expect(cell == Style(foreground: .rgb(0, 255, 0), background: .rgb(0x33, 0x33, 0x33)))
    #expect(theme.style(.diffAdd, on: .selection) == cell)
  }

  @Test("a role on a surface that is in reverse is in reverse too, with its own attributes")
  func reversed() throws {
    let theme = try theme(
      """
      name = "bars"
      [roles]
      text = { fg = "#ffffff", bg = "#000000" }
      status = { attrs = ["reverse", "bold"] }
      "level.warning" = { fg = "#ffff00", attrs = ["underline"] }
      """
    )
    let expected = Style(foreground: .rgb(255, 255, 0), background: .rgb(0, 0, 0), attributes: [.underline, .reverse])
    #expect(theme.style(.levelWarning, on: .status) == expected)
  }

  @Test("a theme takes over what it leaves out, and other colours for its parent's names")
  func inheritance() throws {
    let library = try library(
      """
      name = "parent"
      variant = "light"
      contrast = "AA"
      [palette]
      ink = "#111111"
      leaf = "#00aa00"
      [roles]
      text = "ink"
      "diff.add" = "leaf"
      """,
      """
      name = "child"
      inherits = "parent"
      [palette]
      leaf = "#00ff00"
      [roles]
      heading = "ink"
      """
    )
    let child = try library.theme(named: "child")
    #expect(child.name == "child")
    #expect(child.variant == .light)
    #expect(child.contrast == .relaxed, "a promise is not inherited: other colours have another contrast")
    #expect(child[.diffAdd].foreground == .rgb(0, 255, 0))
    #expect(child[.heading].foreground == .rgb(0x11, 0x11, 0x11))
    #expect(try library.warnings(for: "child") == [])
    #expect(try library.theme(named: "parent")[.diffAdd].foreground == .rgb(0, 0xAA, 0))
  }

  @Test(
    "themes that inherit in a circle are refused, and the circle is told",
    arguments: [
      (["a": "a"], "a → a"),
      (["a": "b", "b": "a"], "a → b → a"),
      (["a": "b", "b": "c", "c": "b"], "a → b → c → b"),
    ]
  )
  func circle(parents: [String: String], told: String) throws {
    let texts = parents.map { "name = \"\($0)\"\ninherits = \"\($1)\"" }
    let library = try library(texts)
    let problem = try #require(throws: ThemeProblem.self) { try library.theme(named: "a") }
    #expect(problem.key == "inherits")
    #expect(problem.line == 2)
    #expect(problem.what.hasSuffix("\(told)."))
  }

  @Test("a parent that is not there is told with its line")
  func orphan() throws {
    let library = try library("name = \"a\"\ninherits = \"nobody\"")
    let problem = try #require(throws: ThemeProblem.self) { try library.theme(named: "a") }
    #expect(problem.line == 2)
    #expect(problem.what.contains("“nobody”"))
  }

  @Test("a name that no palette has is a warning with its line")
  func unknownColour() throws {
    let library = try library("name = \"a\"\n[palette]\nred = \"#ff0000\"\n[roles]\n\"level.error\" = \"rde\"")
    let warnings = try library.warnings(for: "a")
    #expect(warnings.map(\.line) == [5])
    #expect(warnings.map(\.key) == ["roles.level.error"])
    #expect(try library.theme(named: "a")[.levelError].foreground == .default)
  }

  @Test("a theme of the user's cannot take a name that is taken")
  func taken() throws {
    var library = ThemeLibrary.shipped
    let file = try ThemeFile(text: "name = \"default-dark\"", origin: "mine.toml")
    let problem = try #require(throws: ThemeProblem.self) { try library.add(file) }
    #expect(problem.file == "mine.toml")
    #expect(problem.line == 1)
  }

  @Test("an unknown theme is told with the names that there are")
  func unknown() throws {
    let problem = try #require(throws: ThemeProblem.self) { try ThemeLibrary.shipped.theme(named: "dusk") }
    for name in ShippedThemes.names { #expect(problem.advice.contains(name)) }
  }

  @Test("the theme for a background is the default one of its kind", arguments: Theme.Variant.allCases)
  func automatic(variant: Theme.Variant) {
    let theme = ThemeLibrary.shipped.automatic(for: variant, depth: .indexed256)
    #expect(theme.name == "default-\(variant.rawValue)")
    #expect(theme.variant == variant)
    #expect(theme.depth == .indexed256)
  }

  private func theme(_ text: String) throws -> Theme {
    let file = try ThemeFile(text: text, origin: "test.toml")
    return try library(text).theme(named: file.name)
  }

  private func library(_ texts: String...) throws -> ThemeLibrary { try library(texts) }

  private func library(_ texts: [String]) throws -> ThemeLibrary {
    var library = ThemeLibrary.shipped
    for (index, text) in texts.enumerated() { try library.add(ThemeFile(text: text, origin: "test\(index).toml")) }
    return library
  }
}
