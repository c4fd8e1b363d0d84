import Canvas
import Foundation
import Testing

@testable import Theming

@Suite("A theme file")
struct ThemeFileTests {
  @Test("is as the documentation shows it")
  func documentation() throws {
    let source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Theming/ThemeFile.swift")
    let lines = try String(contentsOf: source, encoding: .utf8).components(separatedBy: "\n")
    let example = lines.drop { $0 != "/// ```toml" }.dropFirst().prefix { $0 != "/// ```" }.map { $0.dropFirst(4) }
    let file = try ThemeFile(text: example.joined(separator: "\n"), origin: "night-shift.toml")
    #expect(file.name == "night-shift")
    #expect(file.warnings == [])
    var library = ThemeLibrary.shipped
    try library.add(file)
    #expect(try library.warnings(for: file.name) == [])
    #expect(try library.theme(named: file.name)[.levelDanger].attributes == .bold)
  }

  @Test("is read whole")
  func whole() throws {
    let file = try ThemeFile(
      text: """
        name = "night"
        variant = "light"
        inherits = "default-light"
        contrast = "AAA"
        source = "original"
        license = "CC0-1.0"

        [palette]
        exact = "#0a0b0c"
        chosen = ["#0a0b0c", 17, "bright-red"]
        open = ["#0a0b0c", 17, "default"]
        users = "bright-black"
        none = "default"

        [roles]
        text = { fg = "exact", bg = "chosen", attrs = ["bold", "underline"] }
        diff.add = "users"
        "level.error" = "exact"
        """,
      origin: "night.toml"
    )
    #expect(file.warnings == [])
    #expect(file.name == "night")
    #expect(file.variant == .light)
    #expect(file.inherits == "default-light")
    #expect(file.contrast == .aaa)
    #expect(file.source == "original")
    #expect(file.license == "CC0-1.0")
    #expect(
      file.palette == [
        "exact": .exact(red: 10, green: 11, blue: 12, indexed: nil, ansi: nil),
        "chosen": .exact(red: 10, green: 11, blue: 12, indexed: 17, ansi: .index(9)),
        "open": .exact(red: 10, green: 11, blue: 12, indexed: 17, ansi: .terminal),
        "users": .ansi(8),
        "none": .terminal,
      ]
    )
    #expect(
      file.roles == [
        "text": .init(foreground: "exact", background: "chosen", attributes: [.bold, .underline]),
        "diff.add": .init(foreground: "users"),
        "level.error": .init(foreground: "exact"),
      ]
    )
  }

  @Test(
    "says where it makes no sense, and works without that",
    arguments: [
      ("colour = 1", "colour", 2, "There is no such key."),
      ("variant = \"dusk\"", "variant", 2, "“dusk” is not one of: dark, light."),
      ("contrast = 4.5", "contrast", 2, "This must be text in quotation marks."),
      ("palette = 1", "palette", 2, "This must be a table."),
      ("[palette]\nred = \"#ff000\"", "palette.red", 3, "This is not a colour."),
      ("[palette]\nred = [\"#ff0000\", 256]", "palette.red", 3, "This is not a colour."),
      ("[palette]\nred = [\"#ff0000\", 9, \"crimson\"]", "palette.red", 3, "This is not a colour."),
      ("[palette]\nred = [\"red\", 9]", "palette.red", 3, "This is not a colour."),
      ("[palette]\nred = \"#+ff000\"", "palette.red", 3, "This is not a colour."),
      ("[palette]\nred = \"#ff00000\"", "palette.red", 3, "This is not a colour."),
      ("[roles]\nlevel.fatal = \"#ff0000\"", "roles.level.fatal", 3, "There is no role “level.fatal”."),
      ("[roles]\n\"level.fatal\" = \"#ff0000\"", "roles.level.fatal", 3, "There is no role “level.fatal”."),
      ("[roles]\ntext = 7", "roles.text", 3, "This is neither a colour nor { fg, bg, attrs }."),
      ("[roles]\ntext = { fg = 7 }", "roles.text.fg", 3, "This makes no sense here."),
      ("[roles]\ntext = { attrs = [\"blink\"] }", "roles.text.attrs", 3, "There is no attribute “blink”."),
      ("[roles]\ntext = { fg = \"red\", weight = 2 }", "roles.text.weight", 3, "This makes no sense here."),
    ]
  )
  func warnings(text: String, key: String, line: Int, what: String) throws {
    let file = try ThemeFile(text: "name = \"night\"\n\(text)", origin: "night.toml")
    let warning = try #require(file.warnings.first)
    #expect(file.warnings.count == 1)
    #expect(warning.file == "night.toml")
    #expect(warning.key == key)
    #expect(warning.line == line)
    #expect(warning.what == what)
    #expect(!warning.advice.isEmpty)
  }

  @Test("that is not TOML is refused with its line and column")
  func syntax() throws {
    let problem = try #require(throws: ThemeProblem.self) {
      try ThemeFile(text: "name = \"night\"\nvariant =\n", origin: "night.toml")
    }
    #expect(problem.line == 2)
    #expect(problem.column != nil)
    #expect(problem.description.hasPrefix("night.toml:2:"))
  }

  @Test("that has no name is refused", arguments: ["", "name = \"\"", "name = 3", "[name]\nname = \"x\""])
  func nameless(text: String) throws {
    let problem = try #require(throws: ThemeProblem.self) { try ThemeFile(text: text, origin: "night.toml") }
    #expect(problem.key == "name")
  }

  @Test("is not cut short by a NUL")
  func nul() throws {
    #expect(throws: ThemeProblem.self) { try ThemeFile(text: "name = \"night\"\n\0garbage", origin: "night.toml") }
  }
}
