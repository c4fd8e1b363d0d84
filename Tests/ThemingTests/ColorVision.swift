import Canvas
import Foundation

@testable import Theming

/// How colours look to somebody whose eyes lack one of the three kinds of cones.
///
/// The matrices are those for complete lack of Machado, Oliveira and Fernandes, “A Physiologically-based Model for
/// Simulation of Color Vision Deficiency” (2009); they apply to linear RGB.
enum ColorVision: String, CaseIterable, Sendable {
  case protanopia, deuteranopia, tritanopia

  private var matrix: [[Double]] {
    switch self {
    case .protanopia:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanopia:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  /// How different two colours look, as CIE 1976 ΔE: 2 is barely seen side by side, black and white are 100 apart.
  ///
  /// Nil where one of them is the terminal's own.
  func distance(_ one: Color, _ other: Color) -> Double? {
    guard let first = Self.linear(one), let second = Self.linear(other) else { return nil }
    return zip(lab(first), lab(second)).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
  }

  private static func linear(_ color: Color) -> [Double]? {
    let channels: (UInt8, UInt8, UInt8)
    switch color {
    case .default: return nil
    case .indexed(let index): channels = XtermPalette.components(of: index)
    case .rgb(let red, let green, let blue): channels = (red, green, blue)
    }
    // A grey's luminance is its linear value.
    return [channels.0, channels.1, channels.2].map { Contrast.luminance($0, $0, $0) }
  }

  /// CIE L*a*b* under D65 of what this eye makes of a colour.
  private func lab(_ rgb: [Double]) -> [Double] {
    let seen = Self.product(matrix, rgb).map { min(max($0, 0), 1) }
    let xyz = Self.product(
      [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]],
      seen
    )
    let scaled = zip(xyz, [0.95047, 1, 1.08883]).map { value, white in
      let ratio = value / white
      return ratio > 216.0 / 24389 ? cbrt(ratio) : (24389.0 / 27 * ratio + 16) / 116
    }
    return [116 * scaled[1] - 16, 500 * (scaled[0] - scaled[1]), 200 * (scaled[1] - scaled[2])]
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).map(*).reduce(0, +) }
  }
}
