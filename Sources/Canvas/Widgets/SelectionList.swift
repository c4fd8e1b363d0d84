/// Items one below the other, of which one is selected and always in sight.
///
/// An item may take several lines. They come through a closure, and only those in sight are asked for.
package struct SelectionList {
  /// The item that each line belongs to.
  private let items: [Int]
  private let selection: Int
  private let scroll: ScrollOffset
  private let margin: Int

  /// A list of items of one line each.
  ///
  /// It begins where `scroll` says, or further down or up if the selected item would not be in sight there, with
  /// `margin` lines around it where there are lines.
  package init(count: Int, selection: Int, scroll: ScrollOffset = ScrollOffset(), margin: Int = 1) {
    self.init(items: Array(0..<max(0, count)), selection: selection, scroll: scroll, margin: margin)
  }

  /// A list of items that take so many lines each.
  package init(heights: [Int], selection: Int) {
    let items = heights.enumerated().flatMap { item, height in repeatElement(item, count: height) }
    self.init(items: items, selection: selection, scroll: ScrollOffset(), margin: 0)
  }

  private init(items: [Int], selection: Int, scroll: ScrollOffset, margin: Int) {
    self.items = items
    self.selection = selection
    self.scroll = scroll
    self.margin = margin
  }

  /// Draws the lines in sight, lays `style` over the selected item, and marks each line for the mouse as its item.
  ///
  /// The hardware cursor goes to the first line of the selected item, where a screen reader follows it; without
  /// `hasCursor` it stays, as it does where a field is typed in beside the list.
  package func draw(
    into buffer: inout Buffer,
    in area: Rect,
    selected style: Style,
    hasCursor: Bool = true,
    line draw: (_ line: Int, _ place: Rect, _ buffer: inout Buffer) -> Void
  ) {
    var scroll = scroll
    let first = items.firstIndex(of: selection)
    if let first, let last = items.lastIndex(of: selection) {
      scroll.show(first...last, count: items.count, height: area.rows, margin: margin)
    }
    for (offset, line) in items.indices.dropFirst(scroll.top).prefix(area.rows).enumerated() {
      let place = area.line(offset)
      buffer.mark(place, as: .row(items[line]))
      draw(line, place, &buffer)
      if items[line] == selection { buffer.apply(style, to: place) }
      if hasCursor, line == first { buffer.cursor = place.origin }
    }
  }

  /// Draws lines that are text alone.
  package func draw(
    into buffer: inout Buffer,
    in area: Rect,
    selected style: Style,
    hasCursor: Bool = true,
    truncation: Truncation,
    runs: (_ line: Int) -> [TextRun]
  ) {
    draw(into: &buffer, in: area, selected: style, hasCursor: hasCursor) { line, place, buffer in
      buffer.write(runs(line), at: place.origin, maxWidth: place.columns, truncation: truncation)
    }
  }
}
