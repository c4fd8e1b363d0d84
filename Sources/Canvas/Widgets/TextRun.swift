/// A piece of a line with its style.
package struct TextRun: Hashable, Sendable {
  package let text: VisibleText
  package let style: Style

  package init(_ text: String, _ style: Style) {
    self.text = VisibleText(text)
    self.style = style
  }

  package init(_ text: VisibleText, _ style: Style) {
    self.text = text
    self.style = style
  }
}

extension Array where Element == TextRun {
  /// The columns that the pieces take one after the other.
  package var width: Int { reduce(0) { $0 + $1.text.width } }
}

extension Buffer {
  /// Writes lines one below the other, as many as have room.
  package mutating func write(
    _ lines: some Sequence<[TextRun]>,
    in area: Rect,
    truncation: Truncation = .ellipsis
  ) {
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      let place = Position(row: area.row + offset, column: area.column)
      write(line, at: place, maxWidth: area.columns, truncation: truncation)
    }
  }

  /// Writes pieces one after the other on a line, and gives the columns used.
  ///
  /// They are cut as one text: where something is left out, be it a whole piece, the sign stands at the end.
  @discardableResult
  package mutating func write(
    _ runs: [TextRun],
    at position: Position,
    maxWidth: Int = .max,
    truncation: Truncation = .ellipsis
  ) -> Int {
    let room = min(maxWidth, size.columns - position.column)
    guard room > 0 else { return 0 }
    var mark = VisibleText.empty
    if case .end(let sign) = truncation, runs.width > room {
      let sign = VisibleText(sign)
      if sign.width <= room { mark = sign }
    }
    let limit = room - mark.width
    var used = 0
    for run in runs {
      let place = Position(row: position.row, column: position.column + used)
      let isCut = run.text.width > limit - used
      used += write(run.text, at: place, style: run.style, maxWidth: limit - used, truncation: .none)
      guard isCut else { continue }
      let end = Position(row: position.row, column: position.column + used)
      return used + write(mark, at: end, style: run.style, truncation: .none)
    }
    return used
  }
}
