/// A picture of the screen: cells in rows, and where the hardware cursor is wanted.
///
/// Everything that draws clips to the buffer, so positions outside it are never an error. A wide glyph is followed by
/// its continuation; whoever overwrites one half turns the other into a blank.
package struct Buffer: Equatable, Sendable {
  package let size: Size
  /// Where the hardware cursor is to stand; hidden when `nil`.
  package var cursor: Position?
  var cells: [Cell]
  /// What can be clicked.
  var targets: [PlacedTarget] = []

  package init(size: Size, style: Style = .plain) {
    self.size = size
    cells = Array(repeating: Cell(style: style), count: size.rows * size.columns)
  }

  /// The whole buffer.
  package var bounds: Rect { Rect(size) }

  /// The cell at a place; a blank outside the buffer, where setting does nothing.
  package subscript(row: Int, column: Int) -> Cell {
    get { contains(row, column) ? cells[row * size.columns + column] : .blank }
    set { put(newValue.glyph, row: row, column: column, style: newValue.style) }
  }

  /// Makes every cell of a rectangle blank, in one style.
  package mutating func fill(_ rect: Rect, style: Style) {
    fill(rect, with: .blank, style: style)
  }

  /// Repeats a glyph of one column over a rectangle; any other glyph counts as a blank.
  package mutating func fill(_ rect: Rect, with glyph: Glyph, style: Style) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    let cell = Cell(glyph.width == 1 ? glyph : .blank, style: style)
    for row in area.row..<area.endRow {
      let start = row * size.columns + area.column
      mend(row: row, from: area.column, to: area.endColumn)
      for index in start..<start + area.columns { cells[index] = cell }
    }
  }

  /// Repeats a sign of one column over a rectangle, as for a line.
  package mutating func fill(_ rect: Rect, repeating sign: String, style: Style) {
    fill(rect, with: sign.unicodeScalars.first.map(Glyph.init) ?? .blank, style: style)
  }

  /// Lays a style over what is already drawn, as for a selected row; see ``Style/merging(over:)``.
  package mutating func apply(_ style: Style, to rect: Rect) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    for row in area.row..<area.endRow {
      let start = row * size.columns + area.column
      for index in start..<start + area.columns { cells[index].style = style.merging(over: cells[index].style) }
    }
  }

  /// Copies another buffer so that its top left corner comes to a place.
  package mutating func draw(_ other: Buffer, at origin: Position) {
    let area = Rect(row: origin.row, column: origin.column, rows: other.size.rows, columns: other.size.columns)
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn {
        let cell = other[row - origin.row, column - origin.column]
        if !cell.glyph.isContinuation { self[row, column] = cell }
      }
    }
    if let inner = other.cursor {
      cursor = Position(row: inner.row + origin.row, column: inner.column + origin.column)
    }
  }

  /// Puts a buffer of one row in the place of as many cells; what does not fit whole is drawn as far as it fits.
  package mutating func put(_ line: Buffer, at origin: Position) {
    let width = line.size.columns
    guard line.size.rows == 1, contains(origin.row, origin.column), origin.column + width <= size.columns, width > 0
    else { return draw(line, at: origin) }
    mend(row: origin.row, from: origin.column, to: origin.column + width)
    let start = origin.row * size.columns + origin.column
    for column in 0..<width { cells[start + column] = line.cells[column] }
  }

  func contains(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < size.rows && column >= 0 && column < size.columns
  }

  /// Puts one glyph; a wide one that does not fit whole leaves blanks in the cells that it would have taken.
  mutating func put(_ glyph: Glyph, row: Int, column: Int, style: Style) {
    guard row >= 0, row < size.rows, column < size.columns, column > -2 else { return }
    let line = row * size.columns
    guard glyph.width == 2 else {
      guard column >= 0 else { return }
      mend(row: row, from: column, to: column + 1)
      cells[line + column] = Cell(glyph.isContinuation ? .blank : glyph, style: style)
      return
    }
    let start = max(0, column)
    let end = min(size.columns, column + 2)
    guard start < end else { return }
    mend(row: row, from: start, to: end)
    if end - start == 2 {
      cells[line + start] = Cell(glyph, style: style)
      cells[line + start + 1] = Cell(.continuation, style: style)
    } else {
      cells[line + start] = Cell(style: style)
    }
  }

  /// Blanks the halves that would be left of wide glyphs when the columns `from..<to` are overwritten.
  mutating func mend(row: Int, from: Int, to: Int) {
    let line = row * size.columns
    if from > 0, cells[line + from].glyph.isContinuation { cells[line + from - 1].glyph = .blank }
    if to < size.columns, cells[line + to].glyph.isContinuation { cells[line + to].glyph = .blank }
  }
}
