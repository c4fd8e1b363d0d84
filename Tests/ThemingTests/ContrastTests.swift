import Canvas
import Testing

@testable import Theming

@Suite("Contrast")
struct ContrastTests {
  @Test(
    "is what WCAG's formula gives",
    arguments: [
      (0x000000, 0xFFFFFF, 21.0), (0xFFFFFF, 0x000000, 21.0), (0x777777, 0x777777, 1.0), (0x777777, 0xFFFFFF, 4.48),
      (0xF8F8F2, 0x282A36, 13.36), (0xFF0000, 0xFFFFFF, 4.0),
    ] as [(UInt32, UInt32, Double)]
  )
  func ratio(one: UInt32, other: UInt32, expected: Double) throws {
    let ratio = try #require(Contrast.ratio(.hex(one), .hex(other)))
    #expect(abs(ratio - expected) < 0.01)
  }

  @Test("takes palette entries as xterm has them")
  func palette() throws {
    #expect(Contrast.ratio(.indexed(16), .indexed(231)) == Contrast.ratio(.hex(0), .hex(0xFFFFFF)))
    #expect(Contrast.ratio(.indexed(244), .indexed(0)) == Contrast.ratio(.hex(0x808080), .hex(0)))
  }

  @Test("cannot be told of the terminal's own colours")
  func unknown() {
    #expect(Contrast.ratio(.default, .hex(0)) == nil)
    #expect(Contrast.ratio(.hex(0), .default) == nil)
  }

  @Test("the audit finds the roles that fall short of the claim, and no others")
  func audit() throws {
    let text = try #require(ShippedThemes.text(of: "default-dark"))
    let changed = text.replacing("name = \"default-dark\"", with: "name = \"changed\"")
      .replacing("\"key.disabled\" = \"quiet\"", with: "\"key.disabled\" = \"#444444\"")
    var library = ThemeLibrary.shipped
    try library.add(ThemeFile(text: changed, origin: "changed.toml"))
    let shortfalls = ContrastAudit.shortfalls(of: try library.theme(named: "changed"))
    #expect(Set(shortfalls.map(\.role)) == [.keyDisabled])
    #expect(Set(shortfalls.map(\.surface)) == [.keyDisabled, .selection, .selectionInactive, .status])
    #expect(shortfalls.allSatisfy { $0.ratio < 4.5 && $0.minimum == 4.5 })
  }

  @Test(
    "a claim of 7 to 1 is one of 4.5 to 1 where the colours are the user's sixteen",
    arguments: [
      (.aaa, .trueColor, 7), (.aaa, .indexed256, 7), (.aaa, .ansi16, 4.5), (.aa, .trueColor, 4.5), (.aa, .ansi16, 4.5),
    ] as [(ContrastClaim, ColorDepth, Double)]
  )
  func claims(claim: ContrastClaim, depth: ColorDepth, minimum: Double) {
    #expect(claim.minimum(at: depth) == minimum)
  }

  @Test("the audit looks at every role on its own background, and at the table's roles on the cursor's row")
  func pairs() {
    let pairs = Set(ContrastAudit.pairs)
    for role in Role.allCases where !role.isOverlay {
      #expect(pairs.contains(ContrastAudit.Pair(role: role, surface: role)))
    }
    for role in [
      Role.text, .muted, .match, .mark, .flagOn, .flagOff, .flagRisky, .diffAdd, .effectWidens, .levelDanger,
    ] {
      #expect(pairs.contains(ContrastAudit.Pair(role: role, surface: .selection)))
      #expect(pairs.contains(ContrastAudit.Pair(role: role, surface: .selectionInactive)))
    }
    for role in [Role.diffAdd, .diffChange, .diffRemove] {
      #expect(pairs.contains(ContrastAudit.Pair(role: role, surface: .badgePending)))
    }
  }
}
