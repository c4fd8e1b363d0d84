import Testing

@testable import Canvas

@Suite("Buffer") struct BufferTests {
  private let red = Style(foreground: .indexed(1))
  private let marked = Style(background: .indexed(4), attributes: .bold)

  @Test("a picture comes back as it was drawn") func picture() {
    let lines = ["ab c", "日本", "", "e\u{301}👍x"]
    let buffer = Buffer(picture: lines)
    #expect(buffer.lines() == lines)
    #expect(buffer.size == Size(rows: 4, columns: 4))
  }

  @Test("writing stops at the right edge, at the width given, and says what it used") func clipping() {
    var buffer = Buffer(size: Size(rows: 2, columns: 6))
    #expect(buffer.write("abcdefgh", at: Position(row: 0, column: 2)) == 4)
    #expect(buffer.write("abcdefgh", at: Position(row: 1, column: 0), maxWidth: 3, truncation: .none) == 3)
    #expect(buffer.lines() == ["  abc…", "abc"])
    #expect(buffer.write("x", at: Position(row: 0, column: 6)) == 0)
    #expect(buffer.write("x", at: Position(row: 0, column: 0), maxWidth: -1) == 0)
    #expect(buffer.write("abc", at: Position(row: 9, column: 0)) == 3)
    #expect(buffer.lines() == ["  abc…", "abc"])
  }

  @Test("text that begins left of the buffer shows its end") func leftEdge() {
    var buffer = Buffer(size: Size(rows: 2, columns: 4))
    buffer.write("abcd", at: Position(row: 0, column: -2))
    buffer.write("日本", at: Position(row: 1, column: -1))
    #expect(buffer.lines() == ["cd", " 本"])
  }

  @Test(
    "overwriting half of a wide glyph blanks the other half",
    arguments: [(0, "x 本"), (1, " x本"), (2, "日x"), (3, "日 x")]
  )
  func wideHalves(_ column: Int, _ shown: String) {
    var buffer = Buffer(picture: ["日本"])
    buffer.write("x", at: Position(row: 0, column: column))
    #expect(buffer.lines() == [shown])
    buffer = Buffer(picture: ["日本"])
    buffer.fill(Rect(row: 0, column: column, rows: 1, columns: 1), style: .plain)
    #expect(buffer.lines() == [shown.replacing("x", with: " ").trimmed()])
  }

  @Test("a wide glyph that would be cut by the right edge becomes a blank") func wideAtEdge() {
    var buffer = Buffer(picture: ["abc"])
    buffer[0, 2] = Cell(Glyph("日"))
    #expect(buffer.lines() == ["ab"])
  }

  @Test("a control never becomes a cell", arguments: ["\u{1B}", "\n", "\u{0}", "\u{9B}", "\u{202E}", "\u{200B}"])
  func noControls(_ text: String) throws {
    var buffer = Buffer(size: Size(rows: 1, columns: 12))
    buffer.write(text, at: Position(row: 0, column: 0))
    #expect(buffer.lines()[0].hasPrefix("\\u{"))
    buffer[0, 0] = Cell(Glyph(try #require(text.unicodeScalars.first)))
    #expect(buffer[0, 0].glyph.base == 0xFFFD)
  }

  @Test("styles are laid over what is drawn") func styles() {
    var buffer = Buffer(size: Size(rows: 1, columns: 5))
    buffer.write("ab", at: Position(row: 0, column: 1), style: red)
    buffer.apply(marked, to: Rect(row: 0, column: 2, rows: 1, columns: 2))
    let both = Style(foreground: .indexed(1), background: .indexed(4), attributes: .bold)
    #expect(buffer.styles([.plain: ".", red: "r", both: "B", marked: "m"]) == [".rBm."])
    #expect(buffer.styleRuns(row: 0).map(\.text) == [" ", "a", "b", " ", " "])
  }

  @Test("places outside are blank to read and ignored to write") func outside() {
    var buffer = Buffer(size: .zero)
    buffer[0, 0] = Cell(Glyph("x"))
    buffer.fill(Rect(row: -5, column: -5, rows: 20, columns: 20), style: red)
    buffer.apply(red, to: Rect(row: 3, column: 3, rows: 1, columns: 1))
    #expect(buffer.write("text", at: Position(row: 0, column: 0)) == 0)
    #expect(buffer[7, -1] == .blank)
    #expect(buffer.lines() == [])
    #expect(Buffer(size: Size(rows: 3, columns: 0)).lines() == ["", "", ""])
  }

  @Test("only the columns that changed are named, wide glyphs whole") func difference() {
    let before = Buffer(picture: ["abcdef", "ab日本", "same"])
    let after = Buffer(picture: ["abXdYf", "ab日x本", "same"])
    let fitted = Buffer(picture: ["abXdYf", "ab日木", "same  "])
    #expect(fitted.changedColumns(row: 0, since: before) == 2..<5)
    #expect(fitted.changedColumns(row: 1, since: before) == 4..<6)
    #expect(fitted.changedColumns(row: 2, since: before) == nil)
    #expect(after.changedColumns(row: 2, since: before) == 0..<7)
    #expect(fitted.changedColumns(row: 2, since: nil) == 0..<6)
    #expect(fitted.changedColumns(row: 9, since: before) == nil)
  }

  @Test("drawing one buffer into another clips it and moves its cursor") func nested() {
    var inner = Buffer(picture: ["日本", "xy"])
    inner.cursor = Position(row: 1, column: 1)
    var outer = Buffer(size: Size(rows: 3, columns: 5))
    outer.draw(inner, at: Position(row: 1, column: 2))
    #expect(outer.lines() == ["", "  日", "  xy"])
    #expect(outer.cursor == Position(row: 2, column: 3))
  }

  @Test("whatever is written where, every wide glyph has both halves and no cell is unsafe")
  func seededFuzz() {
    let pieces = [
      "a", "日", "👍🏽", "e\u{301}", "\u{1B}[2J", "🇩🇪", "\u{200D}", "क्षि", "\n", "…", "\u{202E}", "한", "👨‍👩‍👧", "plain text",
    ]
    for seed in UInt64(1)...60 {
      var random = SeededGenerator(seed: seed)
      var buffer = Buffer(
        size: Size(rows: .random(in: 0...4, using: &random), columns: .random(in: 0...12, using: &random))
      )
      for _ in 0..<80 {
        let text = (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
          .joined()
        let place = Position(row: .random(in: -1...4, using: &random), column: .random(in: -6...13, using: &random))
        let width = Int.random(in: -1...14, using: &random)
        let used = buffer.write(
          text,
          at: place,
          maxWidth: width,
          truncation: Bool.random(using: &random) ? .ellipsis : .none
        )
        #expect(used <= max(0, width), "seed \(seed)")
        if Bool.random(using: &random) {
          buffer.fill(Rect(row: place.row, column: place.column, rows: 2, columns: 3), style: .plain)
        }
        #expect(buffer.isSound, "seed \(seed), after \(text.debugDescription) at \(place)")
      }
    }
  }
}

extension Buffer {
  /// Wide glyphs are whole, and nothing in a cell could move a cursor.
  fileprivate var isSound: Bool {
    (0..<size.rows).allSatisfy { row in
      (0..<size.columns).allSatisfy { column in
        let glyph = self[row, column].glyph
        if glyph.isContinuation { return column > 0 && self[row, column - 1].glyph.width == 2 }
        if glyph.width == 2, column + 1 >= size.columns || !self[row, column + 1].glyph.isContinuation { return false }
        return !glyph.scalars.contains { VisibleText.mustEscape($0) }
      }
    }
  }
}

extension String {
  fileprivate func trimmed() -> String { String(reversed().drop { $0 == " " }.reversed()) }
}

/// A small generator whose sequence depends on the seed alone (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
