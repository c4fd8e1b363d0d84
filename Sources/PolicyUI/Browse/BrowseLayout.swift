package import Canvas

/// Where the parts of the table's screen stand at a given size.
package struct BrowseLayout: Hashable, Sendable {
  package let header: Rect
  package let filter: Rect
  package let columns: Rect
  package let rows: Rect
  /// The line above the details; empty where they are hidden.
  package let rule: Rect
  package let detail: Rect
  package let hints: Rect

  /// Details need this many rows of the screen to be worth their place.
  static let rowsForDetail = 16

  package init(size: Size, showsDetail: Bool) {
    var (header, rest) = Rect(size).splitTop(1)
    self.header = header
    (filter, rest) = rest.splitTop(1)
    (rest, hints) = rest.splitBottom(1)
    let detailRows = showsDetail && size.rows >= Self.rowsForDetail ? (size.rows >= 32 ? 7 : 5) : 0
    (rest, detail) = rest.splitBottom(detailRows)
    (rest, rule) = rest.splitBottom(detailRows > 0 ? 1 : 0)
    (columns, rows) = rest.splitTop(1)
    header = self.header
  }
}
