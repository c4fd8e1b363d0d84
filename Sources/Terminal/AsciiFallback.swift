import Canvas

/// What is shown in place of a glyph that the terminal cannot be sent.
enum AsciiFallback {
  /// One ASCII sign for each column that the glyph takes.
  static func sign(for glyph: Glyph) -> Unicode.Scalar {
    switch glyph.base {
    case 0x2500, 0x2501, 0x2550: "-"
    case 0x2502, 0x2503, 0x2551: "|"
    case 0x250C...0x254B, 0x2552...0x256C: "+"
    case 0x2026: "."
    case 0x2192, 0x25B6, 0x203A: ">"
    case 0x2190, 0x25C0, 0x2039: "<"
    case 0x25B2, 0x2191: "^"
    case 0x25BC, 0x2193: "v"
    case 0x2022, 0x25CF, 0x00B7: "*"
    case 0x2588: "#"
    default: "?"
    }
  }
}
