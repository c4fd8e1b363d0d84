import Testing

@testable import Canvas

@Suite("Widgets") struct WidgetTests {
  private let columns = [
    TableColumn(id: "sign", title: "", minimum: 3, importance: 10),
    TableColumn(id: "pattern", title: "PATTERN", minimum: 16, ideal: 32, stretch: 2, importance: 9),
    TableColumn(id: "type", title: "TYPE", minimum: 8, importance: 5),
    TableColumn(id: "trusted", title: "TRUSTED", minimum: 7, importance: 7, alignment: .center),
    TableColumn(id: "modified", title: "MODIFIED", minimum: 10, importance: 4, alignment: .right),
    TableColumn(id: "comments", title: "COMMENTS", minimum: 10, ideal: 20, stretch: 1, importance: 3),
  ]

  @Test("at every width the columns fit, keep their order and have at least their minimum") func layout() {
    for width in 40...300 {
      let layout = TableLayout(columns, width: width)
      var end = -1
      for placed in layout.placed {
        #expect(placed.start > end, "width \(width)")
        #expect(placed.width >= placed.column.minimum, "width \(width)")
        end = placed.start + placed.width - 1
      }
      #expect(end < width, "width \(width)")
      if width >= 60 { #expect(end == width - 1, "width \(width): the stretching columns take all that is left") }
    }
  }

  @Test(
    "the least important columns go first",
    arguments: [
      (120, ["sign", "pattern", "type", "trusted", "modified", "comments"]),
      (50, ["sign", "pattern", "type", "trusted", "modified"]), (40, ["sign", "pattern", "type", "trusted"]),
      (30, ["sign", "pattern", "trusted"]), (20, ["sign", "pattern"]), (5, ["sign"]), (1, ["sign"]), (0, []),
    ]
  )
  func dropping(_ width: Int, _ kept: [String]) {
    #expect(TableLayout(columns, width: width).placed.map(\.column.id) == kept)
  }

  @Test("a table draws its titles and each cell in the place of its column") func table() {
    var buffer = Buffer(size: Size(rows: 2, columns: 30))
    let table = Table(layout: TableLayout(columns, width: 30), header: Style(attributes: .bold))
    let (head, row) = buffer.bounds.splitTop(1)
    table.drawHeader(into: &buffer, in: head) { $0.id == "pattern" ? "v" : "" }
    table.drawRow(into: &buffer, in: row) { column, place, buffer in
      let text = column.id == "pattern" ? "row1@example-of-a-long.org" : column.id == "trusted" ? "on" : "~D"
      table.write(VisibleText(text), style: .plain, in: place, column.alignment, into: &buffer)
    }
    #expect(buffer.lines() == ["    PATTERN v          TRUSTED", "~D  row1@example-of-a…   on"])
    #expect(buffer.styles([.plain: ".", Style(attributes: .bold): "b"])[0] == String(repeating: "b", count: 30))
    table.drawHeader(into: &buffer, in: head) { $0.id == "trusted" ? "v" : "" }
    #expect(buffer.lines()[0].hasSuffix(" TRUSTEv"), "a title gives way to the sign of the order")
  }

  @Test(
    "a list scrolls no further than it must",
    arguments: [(0, 5, 0), (0, 9, 0), (0, 10, 2), (50, 10, 9), (50, 49, 48), (50, 70, 62), (0, 99, 90), (95, 99, 90)]
  )
  func scrolling(_ top: Int, _ selected: Int, _ expected: Int) {
    var offset = ScrollOffset(top: top)
    let margin = expected == 0 || expected == 90 ? 0 : 1
    offset.show(selected, count: 100, height: 10, margin: margin)
    #expect(offset.top == expected)
  }

  @Test("a list without room or rows stays at its beginning") func scrollingNothing() {
    var offset = ScrollOffset(top: 7)
    offset.show(3, count: 0, height: 10)
    #expect(offset.top == 0)
    offset.scroll(by: 5, count: 3, height: 10)
    #expect(offset.top == 0)
    offset.show(5, count: 10, height: 0)
    #expect(offset.top == 0)
  }

  @Test("a popup has a frame, a title and room inside") func popup() {
    var buffer = Buffer(picture: Array(repeating: "..............", count: 5))
    let popup = Popup(
      title: "Edit",
      footer: "1/2",
      glyphs: .unicode,
      styles: .init(border: .plain, title: .plain, background: .plain)
    )
    let frame = Popup.frame(contents: Size(rows: 1, columns: 6), in: buffer.bounds)
    let inside = popup.draw(into: &buffer, in: frame)
    buffer.write("inside", at: inside.origin)
    #expect(
      buffer.lines() == [
        "..............", "..┌ Edit ──┐..", "..│ inside │..", "..└─── 1/2 ┘..", "..............",
      ]
    )
  }

  @Test("the keys of a popup keep a blank row off, which goes first")
  func popupRows() {
    for (rows, body, keys) in [(0, 0, 0), (1, 0, 1), (2, 1, 1), (3, 1, 1), (9, 7, 1)] {
      let split = Popup.split(Rect(row: 4, column: 2, rows: rows, columns: 10))
      #expect(split.body.rows == body && split.keys.rows == keys, "\(rows) rows")
      #expect(split.keys.endRow == 4 + rows && split.body.row == 4, "\(rows) rows")
    }
  }

  @Test("no size of popup is too small to draw") func smallPopups() {
    let popup = Popup(
      title: "Title",
      footer: "f",
      glyphs: .ascii,
      styles: .init(border: .plain, title: .plain, background: .plain)
    )
    for rows in 0...4 {
      for width in 0...8 {
        var buffer = Buffer(size: Size(rows: rows, columns: width))
        let inside = popup.draw(into: &buffer, in: buffer.bounds)
        #expect(inside.rows <= rows && inside.columns <= width)
      }
    }
  }

  @Test(
    "hints that do not fit are left out whole, the least important first",
    arguments: [(40, "enter edit  q quit  ? help"), (20, "enter edit  q quit"), (12, "q quit"), (3, "")]
  )
  func hints(_ width: Int, _ shown: String) {
    let dim = Style(attributes: .dim)
    let plain = HintBar.Styles(key: .plain, label: .plain, disabled: dim, background: .plain)
    let bar = HintBar(
      [
        .init(key: "enter", label: "edit", importance: 2), .init(key: "q", label: "quit", importance: 3),
        .init(key: "?", label: "help", isEnabled: false, importance: 1),
      ],
      styles: plain
    )
    var buffer = Buffer(size: Size(rows: 1, columns: width))
    let placed = bar.draw(into: &buffer, in: buffer.bounds)
    #expect(buffer.lines() == [shown])
    #expect(placed.allSatisfy { buffer.lines(in: $0.rect)[0].hasPrefix(bar.items[$0.index].key) })
  }

  @Test(
    "text is broken at blanks, and inside words only where it must be",
    arguments: [
      ("one two three", 7, ["one two", "three"]), ("one two", 3, ["one", "two"]),
      ("abcdefgh", 3, ["abc", "def", "gh"]),
      ("a abcdefgh", 4, ["a", "abcd", "efgh"]), ("one\n\ntwo", 9, ["one", "", "two"]), ("", 5, [""]),
      ("  {", 9, ["  {"]), ("日本語テキスト", 5, ["日本", "語テ", "キス", "ト"]), ("日本", 1, ["日", "本"]),
      ("x\u{1B}y", 20, ["x\\u{1B}y"]), ("anything", 0, []),
    ]
  )
  func paragraphs(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(Paragraph(text, width: width).lines.map(\.string) == lines)
  }

  @Test("lines after the first may be indented") func hanging() {
    #expect(Paragraph("- one two three", width: 9, hanging: 2).lines.map(\.string) == ["- one two", "  three"])
  }

  @Test("a long text is broken in time that grows with its length alone") func longParagraph() {
    let lines = Paragraph(String(repeating: "x", count: 200_000), width: 100).lines
    #expect(lines.count == 2000)
  }

  @Test("the open tab is told apart without colours") func tabs() {
    var buffer = Buffer(size: Size(rows: 1, columns: 30))
    let tabs = Tabs(["1 Changes", "2 Findings"], active: 0, styles: .init(normal: .plain, active: .plain))
    let places = tabs.draw(into: &buffer, in: buffer.bounds)
    #expect(buffer.lines() == ["[1 Changes]  2 Findings"])
    #expect(tabs.width == places.last?.endColumn)
  }

  @Test("without a look for it, parentheses tell what does nothing now, and count for the width")
  func disabledHints() {
    let plain = HintBar.Styles(key: .plain, label: .plain, disabled: .plain, background: .plain)
    let items = [
      HintBar.Item(key: "u", label: "undo", isEnabled: false), HintBar.Item(key: "q", label: "quit", importance: 1),
    ]
    for (width, shown) in [(16, "(u undo)  q quit"), (15, "q quit")] {
      var buffer = Buffer(size: Size(rows: 1, columns: width))
      HintBar(items, styles: plain).draw(into: &buffer, in: buffer.bounds)
      #expect(buffer.lines() == [shown])
    }
  }

  @Test("pieces of a line follow each other up to the width") func runs() {
    var buffer = Buffer(size: Size(rows: 1, columns: 20))
    let runs = [TextRun("verify ", .plain), TextRun("on > off", Style(attributes: .bold))]
    #expect(buffer.write(runs, at: Position(row: 0, column: 0), maxWidth: 10) == 10)
    #expect(buffer.lines() == ["verify on…"])
  }

  @Test("a piece that no longer fits is not left out in silence, wherever the one before it ends")
  func cutRuns() {
    for width in 1...15 {
      var buffer = Buffer(size: Size(rows: 1, columns: 20))
      let runs = ["verify ", "on", " > ", "報", "off"].map { TextRun($0, .plain) }
      let used = buffer.write(runs, at: Position(row: 0, column: 0), maxWidth: width)
      #expect(used <= width)
      #expect(buffer.lines()[0].hasSuffix("…"), "width \(width)")
    }
    var buffer = Buffer(size: Size(rows: 1, columns: 20))
    let runs = [TextRun("verify on", .plain), TextRun("", .plain)]
    buffer.write(runs, at: Position(row: 0, column: 0), maxWidth: 9)
    #expect(buffer.lines() == ["verify on"])
  }
}
