import CNcurses
import Canvas

/// Puts cells into ncurses' window, only those that changed since the last time.
struct CellPainter {
  private var pairs: ColorPairs
  private let isUTF8: Bool
  private var shown: Buffer?
  private var line: [cchar_t] = []

  init(pairs: ColorPairs, isUTF8: Bool) {
    self.pairs = pairs
    self.isUTF8 = isUTF8
  }

  mutating func forget() { shown = nil }

  /// Draws a buffer that has the size of the window.
  mutating func paint(_ buffer: Buffer, into window: UnsafeMutablePointer<WINDOW>) {
    let before = shown?.size == buffer.size ? shown : nil
    for row in 0..<buffer.size.rows {
      guard let changed = buffer.changedColumns(row: row, since: before) else { continue }
      paint(buffer, row: row, columns: changed, into: window)
    }
    shown = buffer
  }

  private mutating func paint(
    _ buffer: Buffer,
    row: Int,
    columns: Range<Int>,
    into window: UnsafeMutablePointer<WINDOW>
  ) {
    line.removeAll(keepingCapacity: true)
    var style: Style?
    var attributes: attr_t = 0
    var pair: Int32 = 0
    for column in columns {
      let cell = buffer[row, column]
      if cell.glyph.isContinuation { continue }
      if cell.style != style {
        style = cell.style
        attributes = Self.attributes(cell.style.attributes)
        pair = pairs.pair(foreground: cell.style.foreground, background: cell.style.background)
      }
      append(cell.glyph, attributes, pair)
    }
    // cells go straight into the window, without moving its cursor and so without scrolling at the last one
    cn_put_cells(window, Int32(row), Int32(columns.lowerBound), line, Int32(line.count))
  }

  private mutating func append(_ glyph: Glyph, _ attributes: attr_t, _ pair: Int32) {
    var cell = cchar_t()
    var text: (wchar_t, wchar_t, wchar_t, wchar_t, wchar_t, wchar_t) = (wchar_t(glyph.base), 0, 0, 0, 0, 0)
    // ncurses lays cells out by the C library's widths; where those differ from ours the row would shift
    if glyph.base >= 0x7F, !isUTF8 || Self.libraryWidth(of: glyph.base) != glyph.width {
      text.0 = wchar_t(AsciiFallback.sign(for: glyph).value)
      for _ in 0..<glyph.width {
        cn_set_cell(&cell, &text.0, attributes, pair)
        line.append(cell)
      }
      return
    }
    if glyph.hasMarks, isUTF8 {
      let values = glyph.scalars.map { wchar_t($0.value) }
      withUnsafeMutableBytes(of: &text) { place in
        values.withUnsafeBytes { place.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0.prefix(20))) }
      }
    }
    cn_set_cell(&cell, &text.0, attributes, pair)
    line.append(cell)
  }

  /// The columns that the C library, and so ncurses, gives a scalar; -1 when it knows none.
  static func libraryWidth(of scalar: UInt32) -> Int { Int(cn_wcwidth(scalar)) }

  private static func attributes(_ attributes: Attributes) -> attr_t {
    var result: attr_t = 0
    if attributes.contains(.bold) { result |= CN_BOLD }
    if attributes.contains(.dim) { result |= CN_DIM }
    if attributes.contains(.italic) { result |= CN_ITALIC }
    if attributes.contains(.underline) { result |= CN_UNDERLINE }
    if attributes.contains(.reverse) { result |= CN_REVERSE }
    return result
  }
}
