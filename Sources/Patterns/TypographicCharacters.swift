/// Characters that word processors, input methods and web pages put in the place of plain ones.
///
/// An apostrophe, a hyphen or an at sign of theirs looks right and is another character, so the pattern matches nobody.
package enum TypographicCharacters {
  /// The first of them in a text, and the plain text; nil where there is none.
  package static func find(in text: String) -> (first: Unicode.Scalar, plain: String)? {
    guard text.utf8.contains(where: { $0 >= 0x80 }),
      let first = text.unicodeScalars.first(where: { plain(for: $0) != nil })
    else { return nil }
    let scalars = text.unicodeScalars.map { plain(for: $0) ?? $0 }
    return (first, String(String.UnicodeScalarView(scalars)))
  }

  /// The plain character that is meant; nil for one that is meant itself.
  static func plain(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x2018, 0x2019, 0x201B, 0x2032, 0x02BC: "'"
    case 0x201C, 0x201D, 0x201F, 0x2033: "\""
    // Hyphens, dashes and the minus sign.
    case 0x2010...0x2015, 0x2212, 0xFE63: "-"
    case 0x3002, 0xFE52, 0xFF61: "."
    case 0xFE6B: "@"
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: " "
    // The full-width forms stand in the order of ASCII.
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFF01 + 0x21)
    default: nil
    }
  }
}
