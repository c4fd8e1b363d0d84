/// What one cell shows: a base scalar with up to four combining marks, stored in place.
///
/// Five scalars are what a cell of ncurses holds (`CCHARW_MAX`). Scalars take 21 bits each, three in the first word and
/// two in the second, whose top two bits are the width; so a buffer of cells has no references in it, and comparing,
/// copying and clearing it are cheap.
package struct Glyph: Hashable, Sendable {
  private var low: UInt64
  private var high: UInt64

  package static let blank = Glyph(ascii: 0x20)
  /// The right half of a wide glyph.
  package static let continuation = Glyph(low: 0, high: 0)
  /// Stands for a scalar that must never reach a terminal.
  static let refused = Glyph(low: 0xFFFD, high: 1 << 62)

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// A printable ASCII byte; the caller has checked that it is one.
  init(ascii byte: UInt8) {
    low = UInt64(byte)
    high = 1 << 62
  }

  /// A scalar as it stands, or U+FFFD when it has no width of its own or is unsafe to show.
  package init(_ scalar: Unicode.Scalar) {
    let width = TextWidth.columns(of: scalar)
    guard width > 0, !VisibleText.mustEscape(scalar) else {
      self = .refused
      return
    }
    low = UInt64(scalar.value)
    high = UInt64(width) << 62
  }

  /// Adds a combining mark; a fifth and later ones are left out.
  mutating func append(_ mark: Unicode.Scalar) {
    let value = UInt64(mark.value)
    if low >> 21 & 0x1F_FFFF == 0 {
      low |= value << 21
    } else if low >> 42 & 0x1F_FFFF == 0 {
      low |= value << 42
    } else if high & 0x1F_FFFF == 0 {
      high |= value
    } else if high >> 21 & 0x1F_FFFF == 0 {
      high |= value << 21
    }
  }

  /// The columns that the glyph takes: 1 or 2, and 0 for the right half of a wide one.
  package var width: Int { Int(high >> 62) }
  package var isContinuation: Bool { low == 0 }
  package var isBlank: Bool { low == 0x20 }

  /// The base scalar's value; 0 for the right half of a wide glyph.
  package var base: UInt32 { UInt32(truncatingIfNeeded: low & 0x1F_FFFF) }
  package var hasMarks: Bool { low >> 21 != 0 }

  /// The scalars in order, base first; none for the right half of a wide glyph.
  package var scalars: [Unicode.Scalar] {
    var values = [low, low >> 21, low >> 42].map { UInt32(truncatingIfNeeded: $0 & 0x1F_FFFF) }
    values += [high, high >> 21].map { UInt32(truncatingIfNeeded: $0 & 0x1F_FFFF) }
    return values.prefix { $0 != 0 }.compactMap(Unicode.Scalar.init)
  }

  package var text: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

/// One cell of a buffer.
package struct Cell: Hashable, Sendable {
  package var glyph: Glyph
  package var style: Style

  package init(_ glyph: Glyph = .blank, style: Style = .plain) {
    self.glyph = glyph
    self.style = style
  }

  package static let blank = Cell()
}
