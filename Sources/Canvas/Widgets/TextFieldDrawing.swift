extension TextField {
  /// The styles of a field, from the theme.
  package struct Styles: Hashable, Sendable {
    package var text: Style
    package var selection: Style
    /// For the placeholder, and for the signs at the ends of a text that is wider than the field.
    package var hint: Style
    /// Laid over the text of marked parts.
    package var mark: Style

    package init(text: Style, selection: Style, hint: Style, mark: Style = .plain) {
      self.text = text
      self.selection = selection
      self.hint = hint
      self.mark = mark
    }
  }

  /// Draws a label and, behind so many columns, the field.
  package func draw(
    into buffer: inout Buffer,
    in rect: Rect,
    label: TextRun,
    labelWidth: Int,
    styles: Styles,
    placeholder: String = "",
    isFocused: Bool
  ) {
    let (left, right) = rect.splitLeft(labelWidth)
    buffer.write(label.text, at: left.origin, style: label.style, maxWidth: left.columns, truncation: .none)
    draw(into: &buffer, in: right, styles: styles, placeholder: placeholder, isFocused: isFocused)
  }

  /// Draws the field into the first row of a rectangle; with the focus it asks for the hardware cursor.
  ///
  /// A text that does not fit is scrolled by half the width at a time, with `<` and `>` where it goes on. `marked` are
  /// parts of the text, in Unicode scalars.
  package func draw(
    into buffer: inout Buffer,
    in rect: Rect,
    styles: Styles,
    placeholder: String = "",
    marked: [Range<Int>] = [],
    isFocused: Bool
  ) {
    guard !rect.isEmpty else { return }
    buffer.fill(rect.line(0), style: styles.text)
    if text.isEmpty {
      buffer.write(placeholder, at: rect.origin, style: styles.hint, maxWidth: rect.columns)
    }
    let shown = text.map { VisibleText(String($0)) }
    let caretColumn = shown.prefix(caret).reduce(0) { $0 + $1.width }
    let total = shown.reduce(0) { $0 + $1.width }
    let offset = isFocused ? Self.scroll(caretColumn: caretColumn, total: total, room: rect.columns) : 0

    // A buffer of its own clips at both ends, wide glyphs included.
    var line = Buffer(size: Size(rows: 1, columns: rect.columns), style: styles.text)
    let selected = isFocused ? selection : 0..<0
    let marks = marked.isEmpty ? [] : graphemes(in: marked)
    var column = -offset
    for (index, piece) in shown.enumerated() {
      if column >= rect.columns { break }
      if column + piece.width > 0 {
        let text = marks.contains(index) ? styles.mark.merging(over: styles.text) : styles.text
        let style = selected.contains(index) ? styles.selection : text
        line.write(piece, at: Position(row: 0, column: column), style: style, truncation: .none)
      }
      column += piece.width
    }
    if offset > 0 { line.write("<", at: Position(row: 0, column: 0), style: styles.hint) }
    if total - offset > rect.columns {
      line.write(">", at: Position(row: 0, column: rect.columns - 1), style: styles.hint)
    }
    if !text.isEmpty { buffer.draw(line, at: rect.origin) }
    if isFocused {
      buffer.cursor = Position(row: rect.row, column: rect.column + min(caretColumn - offset, rect.columns - 1))
    }
  }

  /// The graphemes of which some scalars are in these ranges.
  private func graphemes(in ranges: [Range<Int>]) -> Set<Int> {
    var found: Set<Int> = []
    var start = 0
    for (index, character) in text.enumerated() {
      let end = start + character.unicodeScalars.count
      if ranges.contains(where: { $0.overlaps(start..<end) }) { found.insert(index) }
      start = end
    }
    return found
  }

  /// The columns scrolled away, such that the caret is neither on the first nor on the last column while text goes on.
  private static func scroll(caretColumn: Int, total: Int, room: Int) -> Int {
    guard total >= room, caretColumn >= room - 1 else { return 0 }
    guard room >= 4 else { return caretColumn - room + 1 }
    let step = room / 2
    return ((caretColumn - room + 1) / step + 1) * step
  }
}
