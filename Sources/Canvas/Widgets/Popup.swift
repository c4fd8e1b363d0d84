/// A framed area over what is already drawn.
package struct Popup {
  package struct Styles: Hashable, Sendable {
    package var border: Style
    package var title: Style
    package var background: Style

    package init(border: Style, title: Style, background: Style) {
      self.border = border
      self.title = title
      self.background = background
    }
  }

  package let title: String
  /// Shown in the lower border, at the right.
  package let footer: String
  package let glyphs: Glyphs
  package let styles: Styles

  package init(title: String, footer: String = "", glyphs: Glyphs, styles: Styles) {
    self.title = title
    self.footer = footer
    self.glyphs = glyphs
    self.styles = styles
  }

  /// The frame for contents of a size, in the middle of an area and within it.
  package static func frame(contents: Size, in area: Rect) -> Rect {
    area.centered(Size(rows: contents.rows + 2, columns: contents.columns + 4))
  }

  /// Draws the box in the middle of the screen, as large as its contents; gives the place for them.
  @discardableResult
  package func draw(into buffer: inout Buffer, contents: Size) -> Rect {
    draw(into: &buffer, in: Self.frame(contents: contents, in: buffer.bounds))
  }

  /// What is inside a box as the rows of its body and, behind a blank one, the row of its keys.
  package static func split(_ inside: Rect) -> (body: Rect, keys: Rect) {
    let (upper, keys) = inside.splitBottom(1)
    return (upper.splitBottom(upper.rows > 1 ? 1 : 0).rest, keys)
  }

  /// Draws the frame and clears what is inside; gives the place for the contents, a blank off the sides.
  @discardableResult
  package func draw(into buffer: inout Buffer, in frame: Rect) -> Rect {
    buffer.fill(frame, style: styles.background)
    buffer.mark(frame, as: .nothing)
    guard frame.rows >= 2, frame.columns >= 2 else { return frame.inset(by: 1) }
    let right = frame.endColumn - 1
    let bottom = frame.endRow - 1
    let inner = frame.columns - 2
    func put(_ text: String, _ row: Int, _ column: Int) {
      buffer.write(text, at: Position(row: row, column: column), style: styles.border, truncation: .none)
    }
    for (row, left, end) in [
      (frame.row, glyphs.topLeft, glyphs.topRight), (bottom, glyphs.bottomLeft, glyphs.bottomRight),
    ] {
      put(left, row, frame.column)
      let rule = Rect(row: row, column: frame.column + 1, rows: 1, columns: inner)
      buffer.fill(rule, repeating: glyphs.horizontal, style: styles.border)
      put(end, row, right)
    }
    for column in [frame.column, right] {
      let side = Rect(row: frame.row + 1, column: column, rows: frame.rows - 2, columns: 1)
      buffer.fill(side, repeating: glyphs.vertical, style: styles.border)
    }
    if !title.isEmpty, inner >= 3 {
      let place = Position(row: frame.row, column: frame.column + 1)
      buffer.write(" \(title) ", at: place, style: styles.title, maxWidth: inner, truncation: glyphs.truncation)
    }
    if !footer.isEmpty, inner >= 3 {
      let text = VisibleText(" \(footer) ")
      let column = right - min(inner, text.width)
      let place = Position(row: bottom, column: column)
      buffer.write(text, at: place, style: styles.title, maxWidth: inner, truncation: glyphs.truncation)
    }
    return frame.inset(rows: 1, columns: frame.columns >= 4 ? 2 : 1)
  }
}
