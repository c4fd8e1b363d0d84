package import Canvas
import Foundation

/// Contrast as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
package enum Contrast {
  /// The relative luminance of an sRGB colour, 0 for black to 1 for white.
  package static func luminance(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Double {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The ratio of two colours, from 1 to 21; nil where one of them is the terminal's own and so not known.
  ///
  /// Palette entries are taken as xterm has them.
  package static func ratio(_ one: Color, _ other: Color) -> Double? {
    guard let first = luminance(of: one), let second = luminance(of: other) else { return nil }
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// The relative luminance of a colour; nil for the terminal's own.
  package static func luminance(of color: Color) -> Double? {
    switch color {
    case .default:
      return nil
    case .indexed(let index):
      let (red, green, blue) = XtermPalette.components(of: index)
      return luminance(red, green, blue)
    case .rgb(let red, let green, let blue):
      return luminance(red, green, blue)
    }
  }

  private static func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
