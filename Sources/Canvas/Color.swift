/// A colour of the terminal: its own default, one of its palette, or an exact one.
///
/// Whether an exact colour can be shown is known only to the terminal; whoever builds styles down-samples first.
package enum Color: Hashable, Sendable {
  /// What the terminal uses when nothing is asked for. In ``Style/merging(over:)`` it lets the colour below through.
  case `default`
  /// A palette entry: 0–7 normal, 8–15 bright, 16–231 the 6×6×6 cube, 232–255 greys.
  case indexed(UInt8)
  /// Red, green and blue, 0–255 each.
  case rgb(UInt8, UInt8, UInt8)

  /// The exact colour `0xRRGGBB`.
  package static func hex(_ value: UInt32) -> Color {
    .rgb(
      UInt8(truncatingIfNeeded: value >> 16),
      UInt8(truncatingIfNeeded: value >> 8),
      UInt8(truncatingIfNeeded: value)
    )
  }
}
