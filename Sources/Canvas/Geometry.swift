/// A place on the screen, counted from the top left corner, which is (0, 0).
package struct Position: Hashable, Sendable {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A number of rows and columns; never negative.
package struct Size: Hashable, Sendable {
  package var rows: Int
  package var columns: Int

  package static let zero = Size(rows: 0, columns: 0)

  package init(rows: Int, columns: Int) {
    self.rows = max(0, rows)
    self.columns = max(0, columns)
  }

  package var isEmpty: Bool { rows == 0 || columns == 0 }
}

/// A rectangle of cells.
///
/// It may lie partly or wholly outside a buffer: whoever draws clips. Its size is never negative, so cutting more from
/// it than it has leaves an empty rectangle rather than an error.
package struct Rect: Hashable, Sendable {
  package var row: Int
  package var column: Int
  package let rows: Int
  package let columns: Int

  package init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = max(0, rows)
    self.columns = max(0, columns)
  }

  package init(_ size: Size) {
    self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
  }

  package var size: Size { Size(rows: rows, columns: columns) }
  package var origin: Position { Position(row: row, column: column) }
  package var isEmpty: Bool { rows == 0 || columns == 0 }
  /// The first row below the rectangle.
  package var endRow: Int { row + rows }
  /// The first column right of the rectangle.
  package var endColumn: Int { column + columns }

  package func contains(_ position: Position) -> Bool {
    position.row >= row && position.row < endRow && position.column >= column && position.column < endColumn
  }

  package func intersection(_ other: Rect) -> Rect {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rect(
      row: top,
      column: left,
      rows: min(endRow, other.endRow) - top,
      columns: min(endColumn, other.endColumn) - left
    )
  }

  /// The rectangle without `rows` rows at top and bottom, and `columns` columns at each side.
  package func inset(rows insetRows: Int = 0, columns insetColumns: Int = 0) -> Rect {
    Rect(
      row: row + min(insetRows, self.rows),
      column: column + min(insetColumns, self.columns),
      rows: self.rows - 2 * insetRows,
      columns: self.columns - 2 * insetColumns
    )
  }

  /// The rectangle without the same number of cells on all four sides, as a frame takes them.
  package func inset(by amount: Int) -> Rect { inset(rows: amount, columns: amount) }

  /// The top `count` rows, and what is below them.
  package func splitTop(_ count: Int) -> (top: Rect, rest: Rect) {
    let taken = min(max(0, count), rows)
    return (
      Rect(row: row, column: column, rows: taken, columns: columns),
      Rect(row: row + taken, column: column, rows: rows - taken, columns: columns)
    )
  }

  /// The bottom `count` rows, and what is above them.
  package func splitBottom(_ count: Int) -> (rest: Rect, bottom: Rect) {
    let (rest, bottom) = splitTop(rows - min(max(0, count), rows))
    return (rest, bottom)
  }

  /// The left `count` columns, and what is right of them.
  package func splitLeft(_ count: Int) -> (left: Rect, rest: Rect) {
    let taken = min(max(0, count), columns)
    return (
      Rect(row: row, column: column, rows: rows, columns: taken),
      Rect(row: row, column: column + taken, rows: rows, columns: columns - taken)
    )
  }

  /// The right `count` columns, and what is left of them.
  package func splitRight(_ count: Int) -> (rest: Rect, right: Rect) {
    let (rest, right) = splitLeft(columns - min(max(0, count), columns))
    return (rest, right)
  }

  /// One row of the rectangle, counted from its top; empty when there is no such row.
  package func line(_ index: Int) -> Rect {
    Rect(row: row + index, column: column, rows: index >= 0 && index < rows ? 1 : 0, columns: columns)
  }

  /// A rectangle of the wanted size in the middle of this one, made smaller where it does not fit.
  package func centered(_ wanted: Size) -> Rect {
    let height = min(wanted.rows, rows)
    let width = min(wanted.columns, columns)
    return Rect(
      row: row + (rows - height) / 2,
      column: column + (columns - width) / 2,
      rows: height,
      columns: width
    )
  }
}
