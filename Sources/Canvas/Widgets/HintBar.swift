/// One row of keys and what they do.
package struct HintBar {
  package struct Item: Hashable, Sendable {
    package let key: String
    package let label: String
    package let isEnabled: Bool
    /// Items of low importance are left out first; of two equal ones, the right one.
    package let importance: Int

    package init(key: String, label: String, isEnabled: Bool = true, importance: Int = 0) {
      self.key = key
      self.label = label
      self.isEnabled = isEnabled
      self.importance = importance
    }

    fileprivate func width(in styles: Styles) -> Int {
      let key = TextWidth.displayWidth(of: self.key)
      let label = TextWidth.displayWidth(of: self.label)
      return key + (key > 0 && label > 0 ? 1 : 0) + label + (isEnabled || !styles.parenthesises ? 0 : 2)
    }
  }

  package struct Styles: Hashable, Sendable {
    package var key: Style
    package var label: Style
    package var disabled: Style
    package var background: Style

    package init(key: Style, label: Style, disabled: Style, background: Style) {
      self.key = key
      self.label = label
      self.disabled = disabled
      self.background = background
    }

    /// Whether nothing but parentheses would tell that an item does nothing now.
    fileprivate var parenthesises: Bool { disabled == label && disabled.foreground == key.foreground }
  }

  /// An item on the screen, for the mouse.
  package struct Placed: Hashable, Sendable {
    package let index: Int
    package let rect: Rect
  }

  private static let gap = 2

  package let items: [Item]
  package let styles: Styles

  package init(_ items: [Item], styles: Styles) {
    self.items = items
    self.styles = styles
  }

  /// Draws the items that fit whole into the first row of a rectangle, in their order, and gives their places.
  @discardableResult
  package func draw(into buffer: inout Buffer, in rect: Rect) -> [Placed] {
    buffer.fill(rect.line(0), style: styles.background)
    guard !rect.isEmpty else { return [] }
    var column = rect.column
    var result: [Placed] = []
    for index in fitting(rect.columns) {
      let item = items[index]
      let start = column
      let keyStyle = item.isEnabled ? styles.key : styles.disabled
      let labelStyle = item.isEnabled ? styles.label : styles.disabled
      let isInParentheses = !item.isEnabled && styles.parenthesises
      func put(_ text: String, _ style: Style) {
        column += buffer.write(text, at: Position(row: rect.row, column: column), style: style)
      }
      if isInParentheses { put("(", labelStyle) }
      put(item.key, keyStyle)
      if !item.key.isEmpty, !item.label.isEmpty { column += 1 }
      put(item.label, labelStyle)
      if isInParentheses { put(")", labelStyle) }
      let place = Rect(row: rect.row, column: start, rows: 1, columns: column - start)
      result.append(Placed(index: index, rect: place))
      buffer.mark(place, as: .keys(item.key))
      column += Self.gap
    }
    return result
  }

  private func fitting(_ width: Int) -> [Int] {
    var kept: [Int] = []
    var used = 0
    let order = items.indices.sorted { (items[$0].importance, -$0) > (items[$1].importance, -$1) }
    for index in order {
      let more = items[index].width(in: styles) + (kept.isEmpty ? 0 : Self.gap)
      guard used + more <= width else { break }
      used += more
      kept.append(index)
    }
    return kept.sorted()
  }
}
