/// Draws a header and the rows that are to be seen, asking for nothing else.
///
/// Rows come through a closure, so it makes no difference whether there are a hundred or a million.
package struct Table {
  package struct Styles: Hashable, Sendable {
    package var header: Style
    package var row: Style
    /// Laid over the selected row.
    package var selected: Style

    package init(header: Style, row: Style, selected: Style) {
      self.header = header
      self.row = row
      self.selected = selected
    }
  }

  package let layout: TableLayout
  package let styles: Styles
  package let truncation: Truncation

  package init(layout: TableLayout, styles: Styles, truncation: Truncation = .ellipsis) {
    self.layout = layout
    self.styles = styles
    self.truncation = truncation
  }

  /// Draws the titles into the first row of a rectangle; `sign` gives what follows a title, as a mark of the order.
  package func drawHeader(
    into buffer: inout Buffer,
    in rect: Rect,
    sign: (TableColumn) -> String = { _ in "" }
  ) {
    let line = rect.line(0)
    buffer.fill(line, style: styles.header)
    guard !line.isEmpty else { return }
    for placed in layout.placed {
      let mark = sign(placed.column)
      let title = mark.isEmpty ? placed.column.title : placed.column.title + " " + mark
      write(VisibleText(title), style: styles.header, in: cell(placed, line), placed.column.alignment, into: &buffer)
      buffer.mark(cell(placed, line), as: .column(placed.column.id))
    }
  }

  /// Draws as many rows as fit, the first being the row number `top`.
  ///
  /// `cell` draws one cell into the place that it is given, most simply through ``write(_:style:in:_:into:)``.
  package func drawRows(
    into buffer: inout Buffer,
    in rect: Rect,
    top: Int,
    count: Int,
    selected: Int?,
    cell draw: (_ row: Int, _ column: TableColumn, _ place: Rect, _ buffer: inout Buffer) -> Void
  ) {
    buffer.fill(rect, style: styles.row)
    let area = rect.intersection(buffer.bounds)
    for offset in 0..<min(area.rows, max(0, count - top)) {
      let line = rect.line(offset)
      let row = top + offset
      drawRow(into: &buffer, in: line) { draw(row, $0, $1, &$2) }
      if row == selected { buffer.apply(styles.selected, to: line) }
    }
  }

  /// Draws the cells of one row into a line.
  package func drawRow(
    into buffer: inout Buffer,
    in line: Rect,
    cell draw: (_ column: TableColumn, _ place: Rect, _ buffer: inout Buffer) -> Void
  ) {
    for placed in layout.placed { draw(placed.column, cell(placed, line), &buffer) }
  }

  /// Writes one text into a cell, aligned as its column wants.
  package func write(
    _ text: VisibleText,
    style: Style,
    in place: Rect,
    _ alignment: TableColumn.Alignment = .left,
    into buffer: inout Buffer
  ) {
    guard !place.isEmpty else { return }
    let spare = max(0, place.columns - text.width)
    let indent =
      switch alignment {
      case .left: 0
      case .center: spare / 2
      case .right: spare
      }
    let start = Position(row: place.row, column: place.column + indent)
    buffer.write(text, at: start, style: style, maxWidth: place.columns, truncation: truncation)
  }

  private func cell(_ placed: TableLayout.Placed, _ line: Rect) -> Rect {
    Rect(row: line.row, column: line.column + placed.start, rows: line.rows, columns: placed.width)
      .intersection(line)
  }
}
