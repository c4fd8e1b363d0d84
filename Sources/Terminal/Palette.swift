package import Canvas

/// Maps colours to the numbers that ncurses takes.
package struct Palette: Hashable, Sendable {
  /// The number of colours that the terminal has.
  package let colors: Int
  /// Whether -1 stands for the terminal's own colours.
  package let hasDefaults: Bool

  package init(colors: Int, hasDefaults: Bool) {
    self.colors = colors
    self.hasDefaults = hasDefaults
  }

  /// The number for a foreground, or with `isBackground` for a background.
  ///
  /// With direct colour the number is `0xRRGGBB`, of which terminals take 0–7 for the palette; so those dark blues
  /// become the darkest one that is a colour. Without it an exact colour becomes the nearest that there is.
  package func number(of color: Color, isBackground: Bool) -> Int32 {
    switch color {
    case .default:
      hasDefaults ? -1 : isBackground ? 0 : 7
    case .indexed(let index):
      number(index: index)
    case .rgb(let red, let green, let blue):
      number(red: red, green: green, blue: blue)
    }
  }

  private func number(index: UInt8) -> Int32 {
    if Int(index) < min(colors, 256), colors <= 256 || index < 8 { return Int32(index) }
    let (red, green, blue) = Self.components(of: index)
    return number(red: red, green: green, blue: blue)
  }

  private func number(red: UInt8, green: UInt8, blue: UInt8) -> Int32 {
    if colors > 256 { return max(8, Int32(red) << 16 | Int32(green) << 8 | Int32(blue)) }
    // The first sixteen differ from user to user, so a terminal with 256 is asked for one of the others.
    let candidates = colors >= 256 ? 16..<256 : 0..<max(1, min(colors, 16))
    var best = candidates.lowerBound
    var least = Int.max
    for candidate in candidates {
      let other = Self.components(of: UInt8(candidate))
      let distance = Self.distance((red, green, blue), other)
      if distance < least {
        least = distance
        best = candidate
      }
    }
    return Int32(best)
  }

  /// Red, green and blue of a palette entry, as xterm has them.
  static func components(of index: UInt8) -> (UInt8, UInt8, UInt8) {
    switch index {
    case 0..<16:
      let table: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
      ]
      let value = table[Int(index)]
      return (
        UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)
      )
    case 16..<232:
      let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
      let place = Int(index) - 16
      return (levels[place / 36], levels[place / 6 % 6], levels[place % 6])
    default:
      let grey = 8 + 10 * (index - 232)
      return (grey, grey, grey)
    }
  }

  private static func distance(_ one: (UInt8, UInt8, UInt8), _ other: (UInt8, UInt8, UInt8)) -> Int {
    let red = Int(one.0) - Int(other.0)
    let green = Int(one.1) - Int(other.1)
    let blue = Int(one.2) - Int(other.2)
    // the eye tells greens apart best, blues worst
    return 3 * red * red + 4 * green * green + 2 * blue * blue
  }
}
