import Canvas
import Foundation
import Testing

@testable import Theming

@Suite("The themes that come with the program")
struct ShippedThemesTests {
  @Test("the folder, the manifest and the list in the code name the same themes")
  func lists() throws {
    let folder = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(folder) == Set(ShippedThemes.names.map { "\($0).toml" }))

    let manifest = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
    let list = try #require(manifest.firstMatch(of: /let shippedThemes = \[([^\]]*)\]/)).1
    #expect(list.matches(of: /"([^"]+)"/).map { String($0.1) } == ShippedThemes.names)
  }

  @Test("what is compiled in is what stands in the folder", arguments: ShippedThemes.names)
  func bytes(name: String) throws {
    let file = try String(contentsOf: Self.folder.appending(path: "\(name).toml"), encoding: .utf8)
    #expect(ShippedThemes.text(of: name) == file)
  }

  @Test("each is small enough not to slow the build down", arguments: ShippedThemes.names)
  func size(name: String) throws {
    #expect(try #require(ShippedThemes.text(of: name)).utf8.count < 5000)
  }

  @Test("each is named like its file, and says where it comes from", arguments: ShippedThemes.names)
  func head(name: String) throws {
    let file = try ThemeLibrary.shipped.file(named: name)
    #expect(file.name == name)
    #expect(file.variant != nil)
    #expect(file.contrast != nil)
    #expect(file.source?.isEmpty == false)
    #expect(file.license?.isEmpty == false)
  }

  @Test("none has a warning", arguments: ShippedThemes.names)
  func warnings(name: String) throws {
    #expect(try ThemeLibrary.shipped.warnings(for: name) == [])
  }

  @Test("each gives every role a look of its own", arguments: ShippedThemes.names)
  func roles(name: String) throws {
    let given = try ThemeLibrary.shipped.file(named: name).roles
    #expect(Role.allCases.filter { given[$0.rawValue] == nil } == [])
  }

  @Test(
    "what each claims about contrast is true",
    arguments: ShippedThemes.names,
    [ColorDepth.trueColor, .indexed256, .ansi16]
  )
  func contrast(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    let shortfalls = ContrastAudit.shortfalls(of: theme)
    #expect(shortfalls.isEmpty, "\(shortfalls.map(\.description).joined(separator: "\n"))")
  }

  @Test("none dims text, which no measure could see", arguments: ShippedThemes.names)
  func dim(name: String) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name)
    #expect(Role.allCases.filter { theme[$0].attributes.contains(.dim) } == [])
  }

  @Test("states differ by more than hue", arguments: ShippedThemes.names, ColorDepth.allCases)
  func states(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    for group in Self.states {
      for (index, one) in group.enumerated() {
        for other in group.dropFirst(index + 1) {
          #expect(Self.differ(theme[one], theme[other]), "\(one.rawValue) and \(other.rawValue)")
        }
      }
    }
  }

  @Test("live can never be taken for the sandbox", arguments: ShippedThemes.names, ColorDepth.allCases)
  func badges(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    let live = theme[.statusLive]
    let sandbox = theme[.statusSandbox]
    #expect(live.attributes != sandbox.attributes)
    if depth != .none {
      #expect(try #require(Contrast.ratio(live.background, sandbox.background)) >= 3)
    }
  }

  @Test("the row under the cursor can be seen", arguments: ShippedThemes.names, ColorDepth.allCases)
  func cursor(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    for role in [Role.selection, .selectionInactive] {
      let row = theme[role].merging(over: theme[.text])
      #expect(row.background != theme[.text].background || row.attributes != theme[.text].attributes)
      #expect(row.foreground == theme[.text].foreground)
    }
    #expect(theme[.selection] != theme[.selectionInactive])
  }

  /// Roles that stand for different states of one thing.
  private static let states: [[Role]] = [
    [.flagOn, .flagOff, .flagRisky],
    [.diffAdd, .diffChange, .diffRemove],
    [.effectWidens, .effectNarrows, .effectUnclear],
    [.levelNotice, .levelWarning, .levelDanger, .levelError],
  ]

  /// Whether somebody who sees no hues can tell two styles apart.
  private static func differ(_ one: Style, _ other: Style) -> Bool {
    one.attributes != other.attributes || (Contrast.ratio(one.foreground, other.foreground) ?? 1) >= 1.3
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appending(path: "themes")
}
