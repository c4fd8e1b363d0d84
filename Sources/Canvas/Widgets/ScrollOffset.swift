/// The first visible row of a list, kept such that the selected one is in sight.
package struct ScrollOffset: Hashable, Sendable {
  package var top: Int

  package init(top: Int = 0) { self.top = max(0, top) }

  /// Scrolls no further than needed for `selected` to be visible, with `margin` rows around it where there are rows.
  package mutating func show(_ selected: Int, count: Int, height: Int, margin: Int = 0) {
    guard height > 0, count > 0 else {
      top = 0
      return
    }
    let around = max(0, min(margin, (height - 1) / 2))
    if selected - around < top { top = selected - around }
    if selected + around >= top + height { top = selected + around - height + 1 }
    clamp(count: count, height: height)
  }

  /// Scrolls no further than needed for all of these rows to be visible, or, where they are more than fit, nothing else.
  package mutating func show(_ rows: ClosedRange<Int>, count: Int, height: Int, margin: Int = 0) {
    guard rows.count > height else {
      show(rows.upperBound, count: count, height: height, margin: margin)
      show(rows.lowerBound, count: count, height: height, margin: margin)
      return
    }
    top = max(rows.lowerBound, min(top, rows.upperBound - height + 1))
    clamp(count: count, height: height)
  }

  /// Scrolls by rows, as the wheel does, and stops at both ends.
  package mutating func scroll(by rows: Int, count: Int, height: Int) {
    top += rows
    clamp(count: count, height: height)
  }

  private mutating func clamp(count: Int, height: Int) {
    top = max(0, min(top, count - height))
  }
}
