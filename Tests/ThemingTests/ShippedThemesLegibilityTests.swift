import Canvas
import Testing

@testable import Theming

@Suite("What the themes that come with the program show")
struct ShippedThemesLegibilityTests {
  /// How far two colours must differ in brightness to be told apart without their hue.
  private static let stateRatio = 1.3
  /// How far the backgrounds of the two badges must differ that must never be mixed up.
  private static let badgeRatio = 3.0
  /// How far the row under the cursor must differ from the rows around it, where it has no attribute of its own.
  private static let cursorRatio = 1.15

  private static let colored: [ColorDepth] = [.trueColor, .indexed256, .ansi16]

  @Test("what each claims about contrast is true", arguments: ShippedThemeFolder.names, colored)
  func contrast(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    let shortfalls = ContrastAudit.shortfalls(of: theme)
    #expect(shortfalls.isEmpty, "\(shortfalls.map(\.description).joined(separator: "\n"))")
  }

  @Test("every pair is measured where a theme claims something", arguments: ShippedThemeFolder.names, colored)
  func measured(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    guard theme.contrast != .relaxed else { return }
    #expect(ContrastAudit.measurements(of: theme).count == ContrastAudit.pairs.count)
  }

  @Test(
    "a middle grey for secondary text breaks the claim of every theme that has one",
    arguments: ShippedThemeFolder.names,
    [ColorDepth.trueColor, .indexed256]
  )
  func broken(name: String, depth: ColorDepth) throws {
    var library = ThemeLibrary.shipped
    let claim = try #require(library.file(named: name).contrast)
    guard claim != .relaxed else { return }
    let text = """
      name = "greyed"
      inherits = "\(name)"
      contrast = "\(claim.rawValue)"
      [palette]
      quiet = "#777777"
      """
    try library.add(ThemeFile(text: text, origin: "greyed.toml"))
    let roles = ContrastAudit.shortfalls(of: try library.theme(named: "greyed", depth: depth)).map(\.role)
    #expect(Set(roles) == [.muted, .keyDisabled, .fieldLabel, .flagOff])
  }

  @Test("states differ by more than hue", arguments: ShippedThemeFolder.names, ColorDepth.allCases)
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

  @Test("live can never be taken for the sandbox", arguments: ShippedThemeFolder.names, ColorDepth.allCases)
  func badges(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    let live = theme[.statusLive]
    let sandbox = theme[.statusSandbox]
    #expect(live.attributes != sandbox.attributes)
    if let ratio = Contrast.ratio(Self.shownBackground(live), Self.shownBackground(sandbox)) {
      #expect(ratio >= Self.badgeRatio)
    } else {
      // The terminal's own colours cannot be measured, so one badge is a block of colour and the other is not.
      #expect(live.attributes.contains(.reverse) && !sandbox.attributes.contains(.reverse))
    }
  }

  @Test("the row under the cursor can be seen", arguments: ShippedThemeFolder.names, ColorDepth.allCases)
  func cursor(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    let text = theme[.text]
    for role in [Role.selection, .selectionInactive] {
      let row = theme[role].merging(over: text)
      #expect(row.background != text.background || row.attributes != text.attributes)
      // A bar with a foreground of its own stands for all roles, and so it has to be read well.
      if row.foreground != text.foreground {
        #expect(theme.contrast == .aaa)
        #expect(try #require(Contrast.ratio(row.foreground, row.background)) >= 15)
      }
    }
    #expect(theme[.selection] != theme[.selectionInactive])

    let row = theme[.selection].merging(over: text)
    if row.attributes == text.attributes {
      #expect(try #require(Contrast.ratio(row.background, text.background)) >= Self.cursorRatio)
    }
  }

  @Test(
    "what the filter matched stands out from what it did not",
    arguments: ShippedThemeFolder.names,
    ColorDepth.allCases
  )
  func match(name: String, depth: ColorDepth) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name, depth: depth)
    for role in [Role.text, .muted, .diffAdd, .diffRemove] {
      let style = theme[role]
      #expect(theme[.match].merging(over: style).attributes != style.attributes, "\(role.rawValue)")
    }
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
    one.attributes != other.attributes || (Contrast.ratio(one.foreground, other.foreground) ?? 1) >= stateRatio
  }

  /// The colour behind the letters.
  private static func shownBackground(_ style: Style) -> Color {
    style.attributes.contains(.reverse) ? style.foreground : style.background
  }
}
