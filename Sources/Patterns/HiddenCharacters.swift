/// One character that a screen does not show, or that changes how the text around it is shown.
package struct HiddenCharacter: Hashable, Sendable {
  /// What the character does to a reader.
  package enum Kind: String, Hashable, Sendable {
    /// A C0 or C1 control, line ends included.
    case control
    /// Ends a line: a new line for a program that reads the pattern, and nothing on many screens.
    case lineBreak
    /// Changes the direction of the text that follows, so that it reads as something else.
    case bidirectional
    /// Takes no room at all.
    case zeroWidth
  }

  package let scalar: Unicode.Scalar
  package let kind: Kind
  /// How many Unicode scalars stand before it.
  package let offset: Int
  /// Whether it only glues emoji together, which is ordinary in a comment (a family, a flag) and never in a pattern.
  package let isPartOfEmoji: Bool

  /// The code point and its name: `U+200B ZERO WIDTH SPACE`.
  package var name: String { HiddenCharacters.name(of: scalar) }
}

/// Finds what hides in a text: controls, line ends, direction marks and characters without width.
package enum HiddenCharacters {
  /// Every hidden character in the order of the text; `offset` counts Unicode scalars from 0.
  package static func find(in text: String) -> [HiddenCharacter] {
    guard mayHide(text) else { return [] }
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.compactMap { index in
      kind(of: scalars[index]).map { kind in
        HiddenCharacter(
          scalar: scalars[index],
          kind: kind,
          offset: index,
          isPartOfEmoji: scalars[index].value == 0x200d && joinsEmoji(at: index, in: scalars)
        )
      }
    }
  }

  /// The kind of a hidden character; nil for one that can be seen.
  package static func kind(of scalar: Unicode.Scalar) -> HiddenCharacter.Kind? {
    switch scalar.value {
    case 0x0a...0x0d, 0x85, 0x2028, 0x2029: .lineBreak
    case 0...0x1f, 0x7f...0x9f: .control
    case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: .bidirectional
    // Soft hyphen, grapheme joiner, Hangul fillers, Mongolian separator, joiners, invisible operators, deprecated
    // format characters, byte order mark, interlinear marks, tags.
    case 0xad, 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b...0x180f, 0x200b...0x200d, 0x2060...0x2065: .zeroWidth
    case 0x206a...0x206f, 0x3164, 0xfeff, 0xffa0, 0xfff9...0xfffb, 0xe0000...0xe0fff: .zeroWidth
    default: nil
    }
  }

  /// The code point and its name, whether hidden or not: `U+0430 CYRILLIC SMALL LETTER A`.
  package static func name(of scalar: Unicode.Scalar) -> String {
    let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
    guard let name = scalar.properties.name ?? controlName(scalar.value) else { return code }
    return "\(code) \(name)"
  }

  /// A piece of someone else's text that is safe in a message: hidden characters are replaced by their names.
  static func visible(_ text: some StringProtocol, limit: Int = 40) -> String {
    let shown = text.unicodeScalars.prefix(limit).map { scalar in
      kind(of: scalar) == nil ? String(scalar) : "<\(name(of: scalar))>"
    }
    return shown.joined() + (text.unicodeScalars.count > limit ? "…" : "")
  }

  /// Whether a closer look is needed: most texts are printable ASCII and hold nothing.
  private static func mayHide(_ text: String) -> Bool {
    text.utf8.contains { $0 < 0x20 || $0 >= 0x7f }
  }

  private static func joinsEmoji(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    var before = index - 1
    // A skin tone or the emoji variation selector may stand between the picture and the joiner.
    while before >= 0, scalars[before].value == 0xfe0f || scalars[before].properties.isEmojiModifier { before -= 1 }
    let after = index + 1
    guard before >= 0, after < scalars.count else { return false }
    return isPicture(scalars[before]) && isPicture(scalars[after])
  }

  private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isEmoji && scalar.value > 0xff
  }

  /// Unicode gives controls no names; these are the usual ones of those that a paste can bring in.
  private static func controlName(_ value: UInt32) -> String? {
    switch value {
    case 0x00: "NULL"
    case 0x07: "BELL"
    case 0x08: "BACKSPACE"
    case 0x09: "TAB"
    case 0x0a: "LINE FEED"
    case 0x0b: "VERTICAL TAB"
    case 0x0c: "FORM FEED"
    case 0x0d: "CARRIAGE RETURN"
    case 0x1b: "ESCAPE"
    case 0x7f: "DELETE"
    case 0x85: "NEXT LINE"
    case 0x9b: "CONTROL SEQUENCE INTRODUCER"
    case 0...0x1f, 0x80...0x9f: "CONTROL"
    default: nil
    }
  }
}
