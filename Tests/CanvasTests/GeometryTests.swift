import Canvas
import Testing

@Suite("Geometry") struct GeometryTests {
  private let area = Rect(row: 2, column: 3, rows: 4, columns: 10)

  @Test("splitting takes no more than there is", arguments: [-1, 0, 1, 4, 9]) func split(_ count: Int) {
    let taken = min(max(0, count), 4)
    let (top, below) = area.splitTop(count)
    #expect(top.rows == taken && below.rows == 4 - taken && below.row == top.endRow)
    let (above, bottom) = area.splitBottom(count)
    #expect(bottom.rows == taken && above.rows == 4 - taken && bottom.row == above.endRow)
    #expect(bottom.endRow == area.endRow)
    let (left, right) = area.splitLeft(count)
    #expect(left.columns + right.columns == 10 && right.column == left.endColumn)
    let (rest, end) = area.splitRight(count)
    #expect(rest.columns + end.columns == 10 && end.endColumn == area.endColumn)
  }

  @Test("an inset larger than the rectangle leaves nothing, inside of it") func inset() {
    #expect(area.inset(by: 1) == Rect(row: 3, column: 4, rows: 2, columns: 8))
    #expect(area.inset(by: 9).isEmpty)
    #expect(Rect(.zero).inset(by: 1).isEmpty)
  }

  @Test("rectangles that do not meet have nothing in common") func intersection() {
    #expect(
      area.intersection(Rect(row: 0, column: 0, rows: 3, columns: 5)) == Rect(row: 2, column: 3, rows: 1, columns: 2)
    )
    #expect(area.intersection(Rect(row: 50, column: 0, rows: 3, columns: 5)).isEmpty)
  }

  @Test("what is centred lies within") func centered() {
    #expect(area.centered(Size(rows: 2, columns: 4)) == Rect(row: 3, column: 6, rows: 2, columns: 4))
    #expect(area.centered(Size(rows: 99, columns: 99)) == area)
  }

  @Test("a rectangle holds its corners and not what is beyond") func contains() {
    #expect(area.contains(Position(row: 2, column: 3)))
    #expect(area.contains(Position(row: 5, column: 12)))
    #expect(!area.contains(Position(row: 6, column: 12)))
    #expect(area.line(4).isEmpty && area.line(-1).isEmpty && !area.line(3).isEmpty)
  }
}
