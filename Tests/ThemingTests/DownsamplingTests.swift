import Canvas
import Testing

@testable import Theming

@Suite("Down-sampling")
struct DownsamplingTests {
  @Test("finds what trying all 240 colours finds")
  func exact() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SplitMix(state: seed)
    for _ in 0..<2000 {
      let bits = random.next()
      let target = (
        UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits >> 16)
      )
      let found = Downsampling.nearest256(target.0, target.1, target.2)
      let least = (UInt8(16)...255).map { Downsampling.distance(target, XtermPalette.components(of: $0)) }.min()
      #expect(Downsampling.distance(target, XtermPalette.components(of: found)) == least, "seed \(seed)")
    }
  }

  @Test("leaves the colours of the palette as they are", arguments: UInt8(16)...255)
  func fixed(index: UInt8) {
    let (red, green, blue) = XtermPalette.components(of: index)
    let found = XtermPalette.components(of: Downsampling.nearest256(red, green, blue))
    #expect(found == (red, green, blue))
  }

  @Test(
    "chooses among sixteen",
    arguments: [(0xFF0000, 9), (0xC00000, 1), (0x0A0A0A, 0), (0xFAFAFA, 15), (0x808080, 8), (0x00C8C8, 6)]
      as [(UInt32, UInt8)]
  )
  func sixteen(value: UInt32, index: UInt8) {
    let (red, green, blue) = (UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    #expect(Downsampling.nearest16(red, green, blue) == index)
  }

  @Test(
    "a theme's own choice wins over the nearest",
    arguments: [
      (.trueColor, .rgb(255, 0, 0)), (.indexed256, .indexed(33)), (.ansi16, .indexed(4)), (.none, .default),
    ] as [(ColorDepth, Color)]
  )
  func choice(depth: ColorDepth, color: Color) {
    let chosen = PaletteColor.exact(red: 255, green: 0, blue: 0, indexed: 33, ansi: .index(4))
    #expect(chosen.color(at: depth) == color)
  }

  @Test("without a choice the nearest is taken")
  func nearest() throws {
    let red = try #require(PaletteColor(hex: "#ff0000"))
    #expect(red.color(at: .indexed256) == .indexed(196))
    #expect(red.color(at: .ansi16) == .indexed(9))
  }

  @Test("the user's own colours stay the user's own", arguments: [ColorDepth.trueColor, .indexed256, .ansi16])
  func users(depth: ColorDepth) {
    #expect(PaletteColor.ansi(3).color(at: depth) == .indexed(3))
    #expect(PaletteColor.terminal.color(at: depth) == .default)
  }

  @Test("a background that is lost becomes an attribute")
  func lost() throws {
    var library = ThemeLibrary.shipped
    try library.add(
      ThemeFile(
        text: """
          name = "close"
          [palette]
          raised = ["#101010", 233, "black"]
          [roles]
          text = { fg = "#ffffff", bg = "#000000" }
          selection = { bg = "raised" }
          """,
        origin: "close.toml"
      )
    )
    #expect(try library.theme(named: "close", depth: .indexed256)[.selection] == Style(background: .indexed(233)))
    #expect(
      try library.theme(named: "close", depth: .ansi16)[.selection]
        == Style(background: .indexed(0), attributes: .reverse)
    )
  }

  @Test("without colours every role keeps its attributes, and no colour is left", arguments: ShippedThemes.names)
  func plain(name: String) throws {
    let theme = try ThemeLibrary.shipped.theme(named: name)
    let plain = theme.downsampled(to: .none)
    for role in Role.allCases {
      #expect(plain[role].foreground == .default)
      #expect(plain[role].background == .default)
      #expect(plain[role].attributes == theme[role].attributes.union(role.plainAttributes))
    }
    #expect(plain.downsampled(to: .trueColor) == theme)
  }

  @Test(
    "the number of colours gives the depth",
    arguments: [
      (0, .none), (2, .none), (8, .ansi16), (16, .ansi16), (88, .ansi16), (256, .indexed256), (1 << 24, .trueColor),
    ]
      as [(Int, ColorDepth)]
  )
  func depth(colors: Int, depth: ColorDepth) {
    #expect(ColorDepth(colors: colors) == depth)
  }

  @Test(
    "NO_COLOR counts when it is set and not empty, and the command line wins",
    arguments: [
      (.auto, [:], .trueColor), (.auto, ["NO_COLOR": ""], .trueColor), (.auto, ["NO_COLOR": "0"], .none),
      (.always, ["NO_COLOR": "1"], .trueColor), (.never, [:], .none),
    ] as [(ColorChoice, [String: String], ColorDepth)]
  )
  func limits(choice: ColorChoice, environment: [String: String], depth: ColorDepth) {
    #expect(ColorDepth.trueColor.limited(by: choice, environment: environment) == depth)
  }
}

/// A small generator whose seed can be printed and tried again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
