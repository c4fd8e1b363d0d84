import Canvas
import Foundation
import Testing

@testable import Theming

@Suite("The themes that come with the program")
struct ShippedThemesTests {
  @Test("the folder, the manifest and the list in the code name the same themes")
  func lists() throws {
    #expect(ShippedThemeFolder.names == ShippedThemes.names.sorted())

    let manifest = try String(contentsOf: ShippedThemeFolder.root.appending(path: "Package.swift"), encoding: .utf8)
    let list = try #require(manifest.firstMatch(of: /let shippedThemes = \[([^\]]*)\]/)).1
    #expect(list.matches(of: /"([^"]+)"/).map { String($0.1) } == ShippedThemes.names)
  }

  @Test("no name goes away that somebody may have in a configuration")
  func names() {
    let promised: Set = [
      "default-dark", "default-light", "high-contrast-dark", "high-contrast-light", "colorblind-dark",
      "colorblind-light", "mono", "terminal", "dracula", "alucard", "catppuccin-mocha", "catppuccin-latte",
      "gruvbox-dark", "gruvbox-light", "nord", "solarized-dark",
    ]
    #expect(promised.subtracting(ThemeLibrary.shipped.names).isEmpty)
  }

  @Test("what is compiled in is what stands in the folder", arguments: ShippedThemeFolder.names)
  func bytes(name: String) throws {
    #expect(try ShippedThemes.text(of: name) == ShippedThemeFolder.text(of: name))
  }

  @Test("each is small enough not to slow the build down", arguments: ShippedThemeFolder.names)
  func size(name: String) throws {
    #expect(try ShippedThemeFolder.text(of: name).utf8.count < 5000)
  }

  @Test("each is named like its file, and says where it comes from", arguments: ShippedThemeFolder.names)
  func head(name: String) throws {
    let file = try ThemeLibrary.shipped.file(named: name)
    #expect(file.name == name)
    let source = try #require(file.source)
    #expect(source == "original" || source.contains(/, https:\/\/[a-z]/), "\(source)")
    #expect(file.license?.isEmpty == false)
  }

  @Test("each says in its first lines what it claims of contrast", arguments: ShippedThemeFolder.names)
  func claim(name: String) throws {
    let header = try ShippedThemeFolder.header(of: name)
    switch try #require(ThemeLibrary.shipped.file(named: name).contrast) {
    case .aaa: #expect(header.contains("holds 7:1") && header.contains("it holds 4.5:1"))
    case .aa: #expect(header.contains("holds 4.5:1") && !header.contains("holds 7:1"))
    case .relaxed: #expect(header.contains("claims nothing"))
    }
  }

  @Test("none has a warning", arguments: ShippedThemeFolder.names)
  func warnings(name: String) throws {
    #expect(try ThemeLibrary.shipped.warnings(for: name) == [])
  }

  @Test("each gives every role a look, itself or by inheritance", arguments: ShippedThemeFolder.names)
  func roles(name: String) throws {
    var given: Set<String> = []
    var next: String? = name
    while let name = next {
      let file = try ThemeLibrary.shipped.file(named: name)
      given.formUnion(file.roles.keys)
      next = file.inherits
    }
    #expect(Role.allCases.filter { !given.contains($0.rawValue) } == [])
  }

  @Test(
    "each is as dark or as light as it says, or takes the terminal's background",
    arguments: ShippedThemeFolder.names
  )
  func variant(name: String) throws {
    let background = try ThemeLibrary.shipped.theme(named: name)[.text].background
    let variant = try ThemeLibrary.shipped.file(named: name).variant
    guard let luminance = Contrast.luminance(of: background) else {
      #expect(variant == nil, "a theme without a background suits both")
      return
    }
    #expect(variant == (luminance < 0.18 ? .dark : .light))
  }

  @Test("none dims text, which no measure could see", arguments: ShippedThemeFolder.names)
  func dim(name: String) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name)
    #expect(Role.allCases.filter { theme[$0].attributes.contains(.dim) } == [])
  }

  @Test("mono has no colour, and looks like every theme without colours", arguments: ColorDepth.allCases)
  func mono(depth: ColorDepth) throws {
    let mono = try ThemeLibrary.shipped.theme(named: "mono", depth: depth)
    for role in Role.allCases { #expect(mono[role] == Theme.plain[role], "\(role.rawValue)") }
  }

  @Test(
    "terminal sets no background, and uses no colour that users' palettes make unreadable",
    arguments: [ColorDepth.trueColor, .indexed256, .ansi16]
  )
  func terminal(depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: "terminal", depth: depth)
    let colors: Set<Color> = [.default, .indexed(1), .indexed(2), .indexed(3), .indexed(5), .indexed(6)]
    for role in Role.allCases {
      #expect(theme[role].background == .default, "\(role.rawValue)")
      #expect(colors.contains(theme[role].foreground), "\(role.rawValue)")
    }
  }
}
