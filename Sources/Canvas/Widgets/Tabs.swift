/// A row of titles of which one is open.
package struct Tabs {
  package struct Styles: Hashable, Sendable {
    package var normal: Style
    package var active: Style

    package init(normal: Style, active: Style) {
      self.normal = normal
      self.active = active
    }
  }

  package let titles: [String]
  package let active: Int
  package let styles: Styles

  package init(_ titles: [String], active: Int, styles: Styles) {
    self.titles = titles
    self.active = active
    self.styles = styles
  }

  /// The columns that all titles take.
  package var width: Int { titles.reduce(-1) { $0 + TextWidth.displayWidth(of: $1) + 3 } }

  /// Draws `[1 Changes]` and so on into the first row of a rectangle, as far as they fit; gives the place of each.
  ///
  /// The brackets tell the open one apart where there are no colours: it has them, the others have blanks.
  @discardableResult
  package func draw(into buffer: inout Buffer, in rect: Rect) -> [Rect] {
    guard !rect.isEmpty else {
      return titles.map { _ in Rect(row: rect.row, column: rect.column, rows: 0, columns: 0) }
    }
    var column = rect.column
    return titles.enumerated().map { index, title in
      let text = index == active ? "[\(title)]" : " \(title) "
      let used = buffer.write(
        text,
        at: Position(row: rect.row, column: column),
        style: index == active ? styles.active : styles.normal,
        maxWidth: max(0, rect.endColumn - column)
      )
      defer { column += used + 1 }
      return Rect(row: rect.row, column: column, rows: 1, columns: used)
    }
  }
}
