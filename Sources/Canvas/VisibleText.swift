/// Text that is safe to put into cells, with everything else written out as `\u{…}`.
///
/// Whatever comes from a server, a file or a person passes here before it is shown. Controls, line breaks and tabs,
/// bidirectional overrides, invisible and look-alike blanks, unassigned and private scalars would otherwise move the
/// cursor, re-order the line or hide what a rule really says. A backslash in the text itself stays as it is.
package struct VisibleText: Hashable, Sendable {
  package let string: String
  /// The columns that it takes.
  package let width: Int
  /// Whether something had to be written out.
  package let hasEscapes: Bool
  /// Every character is one byte and one column.
  let isASCII: Bool

  /// Whether everything outside ASCII is written out too, for a terminal that cannot show it.
  ///
  /// The few signs of typography that the screen's own sentences have become their likes of ASCII.
  @TaskLocal package static var isASCIIOnly = false

  private static let likes: [UInt32: String] = [
    0x2026: "...", 0x201C: "\"", 0x201D: "\"", 0x201E: "\"", 0x2018: "'", 0x2019: "'", 0xB7: "*", 0x2022: "*",
    0x2192: "->", 0x2013: "-", 0x2014: "-", 0xD7: "x",
  ]

  package static let empty = VisibleText(safe: "", width: 0, hasEscapes: false, isASCII: true)

  private init(safe string: String, width: Int, hasEscapes: Bool, isASCII: Bool) {
    self.string = string
    self.width = width
    self.hasEscapes = hasEscapes
    self.isASCII = isASCII
  }

  package init(_ text: some StringProtocol) { self.init(String(text)) }

  package init(_ text: String) {
    if Self.isPrintableASCII(text) {
      self.init(safe: text, width: text.utf8.count, hasEscapes: false, isASCII: true)
      return
    }
    if Self.isASCIIOnly {
      self.init(asciiOnly: text)
      return
    }
    var safe = String.UnicodeScalarView()
    var escaped = false
    var marks = 0
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      let keep: Bool
      if scalar.value == 0xFE0F {
        // the emoji form of a sign that has both: harmless, and common in text that people type
        keep = previous.map { $0.value > 0xFF && $0.properties.isEmoji } ?? false
      } else if Self.mustEscape(scalar) {
        keep = false
      } else if TextWidth.columns(of: scalar) == 0 {
        marks += 1
        keep = previous != nil && marks <= Self.marksPerGlyph
      } else {
        marks = 0
        keep = true
      }
      if keep {
        safe.append(scalar)
        previous = scalar
      } else {
        escaped = true
        safe.append(contentsOf: Self.escape(scalar).unicodeScalars)
        previous = nil
        marks = 0
      }
    }
    let string = String(safe)
    var width = 0
    for character in string { width += GlyphRun(character).width }
    self.init(safe: string, width: width, hasEscapes: escaped, isASCII: Self.isPrintableASCII(string))
  }

  private init(asciiOnly text: String) {
    var safe = ""
    var escaped = false
    for scalar in text.unicodeScalars {
      if (0x20..<0x7F).contains(scalar.value) {
        safe.unicodeScalars.append(scalar)
      } else if let like = Self.likes[scalar.value] {
        safe += like
      } else {
        safe += Self.escape(scalar)
        escaped = true
      }
    }
    self.init(safe: safe, width: safe.utf8.count, hasEscapes: escaped, isASCII: true)
  }

  /// The longest beginning that takes at most `columns`, cut between graphemes, with `ellipsis` when something was cut.
  package func truncated(to columns: Int, ellipsis: String = "…") -> VisibleText {
    guard width > columns else { return self }
    let sign = VisibleText(ellipsis)
    let fits = sign.width <= columns ? sign : .empty
    let head = prefix(columns: columns - fits.width)
    return VisibleText(
      safe: head.string + fits.string,
      width: head.width + fits.width,
      hasEscapes: hasEscapes,
      isASCII: head.isASCII && fits.isASCII
    )
  }

  /// The longest beginning that takes at most `columns`, cut between graphemes.
  package func prefix(columns: Int) -> VisibleText {
    guard width > columns else { return self }
    var used = 0
    var end = string.startIndex
    for index in string.indices {
      let next = GlyphRun(string[index]).width
      if used + next > columns { break }
      used += next
      end = string.index(after: index)
    }
    let head = String(string[..<end])
    return VisibleText(safe: head, width: used, hasEscapes: hasEscapes, isASCII: isASCII)
  }

  private static let marksPerGlyph = 4

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
  }

  static func isPrintableASCII(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var bad: UInt8 = 0
      // one pass without a branch: bit set when a byte is below 0x20 or above 0x7E
      for byte in bytes { bad |= (byte &- 0x20 > 0x5E) ? 1 : 0 }
      return bad == 0
    }
  }
}

extension VisibleText {
  /// Whether a scalar must never go to a terminal as it is.
  package static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 }
    if value < 0x300 { return value <= 0xA0 || value == 0xAD }
    switch value {
    case 0x3000: return false  // the ideographic space is wide, so it is seen
    case 0xFFFD: return false
    case 0x2800, 0x115F, 0x1160, 0x3164, 0xFFA0: return true  // letters and patterns that look empty
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
      return true
    default:
      return scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
