/// Text broken into lines of a width.
package struct Paragraph: Hashable, Sendable {
  package let lines: [VisibleText]

  /// Breaks at line ends and blanks, and inside words that are wider than a line.
  ///
  /// `hanging` blanks are put before every line but the first of each line of the text.
  package init(_ text: String, width: Int, hanging: Int = 0) {
    guard width > 0 else {
      lines = []
      return
    }
    var breaker = LineBreaker(width: width, indent: max(0, min(hanging, width - 1)))
    for source in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { breaker.add(source) }
    lines = breaker.lines
  }

  /// Draws the lines from number `top` on into a rectangle, and gives how many were drawn.
  @discardableResult
  package func draw(into buffer: inout Buffer, in rect: Rect, top: Int = 0, style: Style) -> Int {
    let shown = lines.dropFirst(max(0, top)).prefix(rect.rows)
    for (offset, line) in shown.enumerated() {
      let place = Position(row: rect.row + offset, column: rect.column)
      buffer.write(line, at: place, style: style, maxWidth: rect.columns)
    }
    return shown.count
  }
}

/// Fills lines word by word.
private struct LineBreaker {
  let width: Int
  let indent: Int
  private(set) var lines: [VisibleText] = []
  private var line = ""
  private var used = 0
  private var isEmpty = true

  init(width: Int, indent: Int) {
    self.width = width
    self.indent = indent
  }

  /// Blanks at the beginning stay, as in indented text; those at which a line is broken go.
  mutating func add(_ source: Substring) {
    let words = source.drop { $0 == " " }
    let blanks = min(source.utf8.count - words.utf8.count, width - 1)
    start(indentation: blanks)
    for word in words.split(separator: " ", omittingEmptySubsequences: false) { add(word: VisibleText(word)) }
    finish()
  }

  private mutating func add(word: VisibleText) {
    if !isEmpty {
      if used + 1 + word.width > width {
        finish()
        start(indentation: indent)
      } else {
        line += " "
        used += 1
      }
    }
    isEmpty = false
    guard used + word.width > width else {
      line += word.string
      used += word.width
      return
    }
    for character in word.string {
      let columns = GlyphRun(character).width
      if used + columns > width, used > 0 {
        finish()
        start(indentation: indent)
        isEmpty = false
      }
      line.append(character)
      used += columns
    }
  }

  private mutating func start(indentation: Int) {
    line = String(repeating: " ", count: indentation)
    used = indentation
    isEmpty = true
  }

  private mutating func finish() { lines.append(VisibleText(line)) }
}
