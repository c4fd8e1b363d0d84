import Canvas
import Testing

@testable import Terminal

@Suite("Palette") struct PaletteTests {
  @Test(
    "a colour becomes the nearest that the terminal has",
    arguments: [
      (256, .default, -1), (256, .indexed(9), 9), (256, .indexed(255), 255), (256, .rgb(255, 0, 0), 196),
      (256, .rgb(0, 0, 0), 16), (256, .rgb(8, 8, 8), 232), (256, .hex(0x5F87AF), 67), (8, .rgb(250, 5, 5), 1),
      (8, .indexed(196), 1), (8, .indexed(3), 3), (16, .rgb(255, 0, 0), 9),
      (16_777_216, .rgb(0x12, 0x34, 0x56), 0x123456),
      (16_777_216, .rgb(0, 0, 3), 8), (16_777_216, .indexed(2), 2), (16_777_216, .indexed(196), 0xFF0000),
    ] as [(Int, Color, Int32)]
  )
  func number(_ colors: Int, _ color: Color, _ expected: Int32) {
    #expect(Palette(colors: colors, hasDefaults: true).number(of: color, isBackground: false) == expected)
  }

  @Test("without default colours text is light on dark") func noDefaults() {
    let palette = Palette(colors: 8, hasDefaults: false)
    #expect(palette.number(of: .default, isBackground: false) == 7)
    #expect(palette.number(of: .default, isBackground: true) == 0)
  }

  @Test("every colour has a number that exists", arguments: [2, 8, 16, 88, 256]) func everyColor(_ colors: Int) {
    let palette = Palette(colors: colors, hasDefaults: true)
    for value in stride(from: UInt32(0), through: 0xFFFFFF, by: 40_009) {
      #expect((0..<Int32(colors)).contains(palette.number(of: .hex(value), isBackground: false)))
    }
    for index in UInt8.min...UInt8.max {
      #expect((0..<Int32(colors)).contains(palette.number(of: .indexed(index), isBackground: true)))
    }
  }
}
