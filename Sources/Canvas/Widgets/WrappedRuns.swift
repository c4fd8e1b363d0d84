extension Array where Element == TextRun {
  /// The pieces broken into rows of a width, each row but the first behind so many blanks.
  ///
  /// Nothing is left out, not even the blanks at the end of a row, because what is shown so may have to be compared to
  /// the letter. A row ends behind a blank where one stands in its second half, and otherwise between any two letters.
  package func wrapped(to width: Int, hanging: Int = 0) -> [[TextRun]] {
    guard width > 0, self.width > width else { return [self] }
    let indent = Swift.max(0, Swift.min(hanging, width / 2))
    var wrapper = RunWrapper(width: width, indent: indent)
    for run in self {
      for character in run.text.string { wrapper.add(character, run.style) }
    }
    return wrapper.rows()
  }
}

/// Fills rows letter by letter.
private struct RunWrapper {
  let width: Int
  let indent: Int
  private var finished: [[TextRun]] = []
  private var row: [(character: Character, columns: Int, style: Style)] = []
  private var used = 0

  init(width: Int, indent: Int) {
    self.width = width
    self.indent = indent
  }

  mutating func add(_ character: Character, _ style: Style) {
    let columns = GlyphRun(character).width
    if used + columns > width, !row.isEmpty { breakRow(before: character) }
    row.append((character, columns, style))
    used += columns
  }

  mutating func rows() -> [[TextRun]] {
    finish(row[...])
    return finished
  }

  private mutating func breakRow(before next: Character) {
    var end = row.endIndex
    if next != " ", let blank = row.lastIndex(where: { $0.character == " " }), blank >= row.count / 2 {
      let carried = row[(blank + 1)...].reduce(GlyphRun(next).width) { $0 + $1.columns }
      if indent + carried <= width { end = blank + 1 }
    }
    finish(row[..<end])
    row = Array(row[end...])
    used = indent + row.reduce(0) { $0 + $1.columns }
  }

  private mutating func finish(_ letters: ArraySlice<(character: Character, columns: Int, style: Style)>) {
    let first = letters.first?.style ?? .plain
    let blanks = TextRun(
      String(repeating: " ", count: indent),
      Style(foreground: first.foreground, background: first.background)
    )
    var runs = finished.isEmpty || indent == 0 ? [] : [blanks]
    var text = ""
    var style = first
    for letter in letters {
      if letter.style != style {
        runs.append(TextRun(text, style))
        text = ""
        style = letter.style
      }
      text.append(letter.character)
    }
    finished.append(runs + [TextRun(text, style)])
  }
}
