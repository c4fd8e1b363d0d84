import Testing

@testable import Canvas

@Suite("List with a selection") struct SelectionListTests {
  private let selected = Style(attributes: .reverse)

  /// What a list of items draws, and the lines that it asked for.
  private func drawn(
    _ list: SelectionList,
    rows: Int,
    hasCursor: Bool = true
  ) -> (buffer: Buffer, asked: [Int]) {
    var buffer = Buffer(size: Size(rows: rows + 1, columns: 4))
    var asked: [Int] = []
    let area = buffer.bounds.splitTop(1).rest
    list.draw(into: &buffer, in: area, selected: selected, hasCursor: hasCursor) { line, place, buffer in
      asked.append(line)
      buffer.write("\(line)", at: place.origin)
    }
    return (buffer, asked)
  }

  @Test("only the lines in sight are asked for; the selected one is painted and has the cursor")
  func inSight() {
    let (buffer, asked) = drawn(SelectionList(count: 1_000, selection: 500), rows: 3)
    #expect(asked == [499, 500, 501])
    #expect(buffer.lines() == ["", "499", "500", "501"])
    #expect(buffer.styles([.plain: ".", selected: "s"]) == ["....", "....", "ssss", "...."])
    #expect(buffer.cursor == Position(row: 2, column: 0))
  }

  @Test("it stays where it was scrolled to while the selected item is in sight there")
  func scrolled() {
    let from = ScrollOffset(top: 5)
    #expect(drawn(SelectionList(count: 20, selection: 6, scroll: from, margin: 0), rows: 3).asked == [5, 6, 7])
    #expect(drawn(SelectionList(count: 20, selection: 9, scroll: from, margin: 0), rows: 3).asked == [7, 8, 9])
    #expect(drawn(SelectionList(count: 20, selection: 7, scroll: from, margin: 1), rows: 3).asked == [6, 7, 8])
    // Fewer rows than when it was scrolled.
    #expect(drawn(SelectionList(count: 4, selection: 3, scroll: from, margin: 0), rows: 3).asked == [1, 2, 3])
  }

  @Test("an item of several lines is in sight whole, or else from its first line on; a click on any of them means it")
  func severalLines() {
    let heights = [1, 3, 2, 5]
    let whole = drawn(SelectionList(heights: heights, selection: 2), rows: 3)
    #expect(whole.asked == [3, 4, 5])
    #expect(whole.buffer.styles([.plain: ".", selected: "s"]) == ["....", "....", "ssss", "ssss"])
    #expect(whole.buffer.cursor == Position(row: 2, column: 0))
    #expect((1...3).map { whole.buffer.target(at: Position(row: $0, column: 3)) } == [.row(1), .row(2), .row(2)])
    #expect(whole.buffer.target(at: Position(row: 0, column: 0)) == nil)
    let tall = drawn(SelectionList(heights: heights, selection: 3), rows: 3)
    #expect(tall.asked == [6, 7, 8] && tall.buffer.cursor == Position(row: 1, column: 0))
  }

  @Test("where a field has the cursor the list leaves it there")
  func noCursor() {
    #expect(drawn(SelectionList(count: 3, selection: 1), rows: 3, hasCursor: false).buffer.cursor == nil)
  }

  @Test("without items, rows or a selected item it draws what there is")
  func nothing() {
    #expect(drawn(SelectionList(count: 0, selection: 0), rows: 3).asked.isEmpty)
    #expect(drawn(SelectionList(count: 3, selection: 1), rows: 0).asked.isEmpty)
    #expect(drawn(SelectionList(heights: [], selection: 0), rows: 3).asked.isEmpty)
    let past = drawn(SelectionList(count: 2, selection: 7, scroll: ScrollOffset(top: 9)), rows: 3)
    #expect(past.asked.isEmpty && past.buffer.cursor == nil)
  }

  @Test("lines of text end with the sign where they are cut")
  func runs() {
    var buffer = Buffer(size: Size(rows: 2, columns: 4))
    SelectionList(count: 2, selection: 0).draw(
      into: &buffer,
      in: buffer.bounds,
      selected: selected,
      truncation: .end("~")
    ) { [TextRun("line ", .plain), TextRun("\($0)", .plain)] }
    #expect(buffer.lines() == ["lin~", "lin~"])
  }
}
