extension Buffer {
  /// Writes one line of text and gives the columns that it took.
  ///
  /// Text goes to the right until the text, `maxWidth` or the buffer ends, and is cut between graphemes. Columns left
  /// of the buffer count but are not drawn. A line break, like every control, is written out as an escape.
  @discardableResult
  package mutating func write(
    _ text: String,
    at position: Position,
    style: Style = .plain,
    maxWidth: Int = .max,
    truncation: Truncation = .ellipsis
  ) -> Int {
    if let used = writeASCII(text, at: position, style: style, maxWidth: maxWidth, truncation: truncation) {
      return used
    }
    return write(VisibleText(text), at: position, style: style, maxWidth: maxWidth, truncation: truncation)
  }

  /// Writes a part of a text, as the other `write` does.
  @discardableResult
  package mutating func write(
    _ text: Substring,
    at position: Position,
    style: Style = .plain,
    maxWidth: Int = .max,
    truncation: Truncation = .ellipsis
  ) -> Int {
    write(String(text), at: position, style: style, maxWidth: maxWidth, truncation: truncation)
  }

  /// Writes text that was made safe before, which spares the check at every repaint.
  @discardableResult
  package mutating func write(
    _ text: VisibleText,
    at position: Position,
    style: Style = .plain,
    maxWidth: Int = .max,
    truncation: Truncation = .ellipsis
  ) -> Int {
    if text.isASCII,
      let used = writeASCII(text.string, at: position, style: style, maxWidth: maxWidth, truncation: truncation)
    {
      return used
    }
    let room = min(maxWidth, size.columns - position.column)
    guard room > 0 else { return 0 }
    guard text.width > room else { return writeGlyphs(text.string, at: position, style: style, room: room) }
    switch truncation {
    case .none:
      return writeGlyphs(text.string, at: position, style: style, room: room)
    case .end(let sign):
      let mark = VisibleText(sign)
      guard mark.width <= room else { return writeGlyphs(text.string, at: position, style: style, room: room) }
      let used = writeGlyphs(text.string, at: position, style: style, room: room - mark.width)
      let place = Position(row: position.row, column: position.column + used)
      return used + writeGlyphs(mark.string, at: place, style: style, room: mark.width)
    }
  }

  /// Writes text of which every byte is printable ASCII; `nil`, with nothing written, when it is not.
  private mutating func writeASCII(
    _ text: String,
    at position: Position,
    style: Style,
    maxWidth: Int,
    truncation: Truncation
  ) -> Int? {
    guard VisibleText.isPrintableASCII(text) else { return nil }
    var text = text
    return text.withUTF8 { bytes in
      let room = min(maxWidth, size.columns - position.column)
      guard room > 0 else { return 0 }
      guard bytes.count > room, case .end(let sign) = truncation else {
        return copy(bytes, count: min(bytes.count, room), at: position, style: style)
      }
      let mark = VisibleText(sign)
      guard mark.width <= room else { return copy(bytes, count: room, at: position, style: style) }
      let used = copy(bytes, count: room - mark.width, at: position, style: style)
      let place = Position(row: position.row, column: position.column + used)
      return used + writeGlyphs(mark.string, at: place, style: style, room: mark.width)
    }
  }

  private mutating func copy(
    _ bytes: UnsafeBufferPointer<UInt8>,
    count: Int,
    at position: Position,
    style: Style
  )
    -> Int
  {
    guard position.row >= 0, position.row < size.rows else { return count }
    let from = max(0, position.column)
    let to = min(size.columns, position.column + count)
    guard from < to else { return count }
    mend(row: position.row, from: from, to: to)
    let line = position.row * size.columns
    for column in from..<to {
      cells[line + column] = Cell(Glyph(ascii: bytes[column - position.column]), style: style)
    }
    return count
  }

  /// Writes safe text glyph by glyph, whole graphemes only, and gives the columns used.
  private mutating func writeGlyphs(_ text: String, at position: Position, style: Style, room: Int) -> Int {
    var used = 0
    for character in text {
      let run = GlyphRun(character)
      if used + run.width > room { break }
      put(run.first, row: position.row, column: position.column + used, style: style)
      used += run.first.width
      for glyph in run.others {
        put(glyph, row: position.row, column: position.column + used, style: style)
        used += glyph.width
      }
    }
    return used
  }
}
