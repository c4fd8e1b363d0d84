/// Draws a header and rows in the columns of a layout.
///
/// Which rows are to be seen is for others to say, such as a ``SelectionList``.
package struct Table {
  package let layout: TableLayout
  /// The style of the titles.
  package let header: Style
  package let truncation: Truncation

  package init(layout: TableLayout, header: Style, truncation: Truncation = .ellipsis) {
    self.layout = layout
    self.header = header
    self.truncation = truncation
  }

  /// Draws the titles into the first row of a rectangle; `sign` gives what follows a title, as a mark of the order.
  package func drawHeader(
    into buffer: inout Buffer,
    in rect: Rect,
    sign: (TableColumn) -> String = { _ in "" }
  ) {
    let line = rect.line(0)
    buffer.fill(line, style: header)
    guard !line.isEmpty else { return }
    for placed in layout.placed {
      let mark = sign(placed.column)
      write(
        Self.title(of: placed.column, mark, in: cell(placed, line).columns),
        style: header,
        in: cell(placed, line),
        placed.column.alignment,
        into: &buffer
      )
      buffer.mark(cell(placed, line), as: .column(placed.column.id))
    }
  }

  /// A title with what follows it; where there is no room for both, its end is left out.
  private static func title(of column: TableColumn, _ mark: String, in width: Int) -> VisibleText {
    let title = VisibleText(column.title)
    let sign = VisibleText(mark)
    guard sign.width > 0 else { return title.truncated(to: width, ellipsis: "") }
    let whole = VisibleText(title.string + " " + sign.string)
    guard whole.width > width, sign.width < width else { return whole }
    return VisibleText(title.truncated(to: width - sign.width, ellipsis: "").string + sign.string)
  }

  /// Draws the cells of one row into a line.
  ///
  /// `cell` draws one cell into the place that it is given, most simply through ``write(_:style:in:_:into:)``.
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
