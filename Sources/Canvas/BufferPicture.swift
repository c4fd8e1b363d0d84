/// Text of one row that is drawn in one style.
package struct StyleRun: Hashable, Sendable {
  package let row: Int
  package let columns: Range<Int>
  package let style: Style
  package let text: String
}

extension Buffer {
  /// A buffer that shows these lines, as wide as the widest; what ``lines()`` gives back.
  package init(picture lines: [String], style: Style = .plain) {
    let widest = lines.map { TextWidth.displayWidth(of: $0) }.max() ?? 0
    self.init(size: Size(rows: lines.count, columns: widest), style: style)
    for (row, line) in lines.enumerated() { write(line, at: Position(row: row, column: 0), style: style) }
  }

  /// What is to be read on the screen, one string a row, without blanks at the end of rows.
  package func lines() -> [String] {
    (0..<size.rows).map { row in
      let text = self.text(row: row, columns: 0..<size.columns)
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// What is to be read in a rectangle, blanks at the end of rows included.
  package func lines(in rect: Rect) -> [String] {
    let area = rect.intersection(bounds)
    return (area.row..<area.endRow).map { text(row: $0, columns: area.column..<area.endColumn) }
  }

  /// The runs of equal style in a row, from left to right.
  package func styleRuns(row: Int) -> [StyleRun] {
    guard row >= 0, row < size.rows else { return [] }
    var runs: [StyleRun] = []
    var start = 0
    for column in 0..<size.columns {
      let next = column + 1
      if next < size.columns, self[row, next].style == self[row, start].style { continue }
      runs.append(
        StyleRun(
          row: row,
          columns: start..<next,
          style: self[row, start].style,
          text: text(row: row, columns: start..<next)
        )
      )
      start = next
    }
    return runs
  }

  /// A second picture of the buffer, in which each style of the legend is its letter, and every other a `?`.
  package func styles(_ legend: [Style: Character]) -> [String] {
    (0..<size.rows).map { row in
      String((0..<size.columns).map { legend[self[row, $0].style] ?? "?" })
    }
  }

  private func text(row: Int, columns: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    for column in columns { view.append(contentsOf: self[row, column].glyph.scalars) }
    return String(view)
  }
}
