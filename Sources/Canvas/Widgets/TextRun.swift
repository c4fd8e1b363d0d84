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

extension Buffer {
  /// Writes pieces one after the other on a line, and gives the columns used.
  @discardableResult
  package mutating func write(
    _ runs: [TextRun],
    at position: Position,
    maxWidth: Int = .max,
    truncation: Truncation = .ellipsis
  ) -> Int {
    var used = 0
    for run in runs {
      guard used < maxWidth else { break }
      let place = Position(row: position.row, column: position.column + used)
      used += write(run.text, at: place, style: run.style, maxWidth: maxWidth - used, truncation: truncation)
    }
    return used
  }
}
