import Canvas
import Testing

@testable import Theming

@Suite("Themes for those who do not see all colours")
struct ColorVisionTests {
  /// Colours that look this different are told apart at a glance.
  private static let minimum = 30.0

  /// What must never be mixed up.
  private static let opposites: [(Role, Role)] = [
    (.diffAdd, .diffRemove), (.effectWidens, .effectNarrows), (.levelNotice, .levelDanger), (.diffAdd, .diffChange),
  ]

  @Test(
    "opposites stay apart for every kind of eye",
    arguments: ["colorblind-dark", "colorblind-light"].flatMap { name in
      [ColorDepth.trueColor, .indexed256].map { (name, $0) }
    },
    ColorVision.allCases
  )
  func opposites(theme: (name: String, depth: ColorDepth), vision: ColorVision) throws {
    let theme = try ThemeLibrary.shipped.theme(named: theme.name, depth: theme.depth)
    for (one, other) in Self.opposites {
      let distance = try #require(vision.distance(theme[one].foreground, theme[other].foreground))
      #expect(distance >= Self.minimum, "\(one.rawValue) and \(other.rawValue)")
    }
  }

  @Test("the default themes' red and green do not, so that the measure tells the difference")
  func defaults() throws {
    for name in ["default-dark", "default-light"] {
      let theme = try ThemeLibrary.shipped.theme(named: name)
      let distance = ColorVision.deuteranopia.distance(theme[.diffAdd].foreground, theme[.diffRemove].foreground)
      #expect(try #require(distance) < Self.minimum)
    }
  }

  @Test("greys look the same to every eye", arguments: ColorVision.allCases)
  func greys(vision: ColorVision) throws {
    #expect(abs(try #require(vision.distance(.hex(0), .hex(0xFFFFFF))) - 100) < 0.5)
    #expect(vision.distance(.default, .hex(0)) == nil)
  }
}
