package import Canvas

/// Where the parts of the table's screen stand at a given size.
package struct BrowseLayout: Hashable, Sendable {
  /// Where the details of the selected policy stand.
  package enum Detail: String, CaseIterable, Hashable, Sendable, Codable {
    case below
    case right
    /// In the place of the table, one policy after the other.
    case full
    case hidden

    /// The next that looks different on a screen of this size.
    func next(at size: Size) -> Detail {
      let all = Self.allCases
      let place = all.firstIndex(of: self) ?? 0
      return (1..<all.count).map { all[(place + $0) % all.count] }.first { $0.fits(size) } ?? .hidden
    }

    private func fits(_ size: Size) -> Bool {
      switch self {
      case .below: size.rows >= rowsForDetail
      case .right: size.columns >= columnsForDetail
      case .full, .hidden: true
      }
    }
  }

  package let header: Rect
  package let filter: Rect
  package let columns: Rect
  package let rows: Rect
  /// Both together.
  let table: Rect
  /// The line between table and details; empty where they are hidden.
  package let rule: Rect
  package let detail: Rect
  package let hints: Rect

  /// Details need this many rows of the screen to be worth their place, at the right this many columns.
  static let rowsForDetail = 16
  static let columnsForDetail = 110
  /// In so many columns an id stands in one row, and the table has this many at least for its pattern, type and flags.
  private static let widthForID = 42
  private static let columnsForTable = 70

  /// On a screen that is too narrow for details at the right they stand below; what is not shown is empty.
  package init(size: Size, detail placement: Detail) {
    var (header, rest) = Rect(size).splitTop(1)
    self.header = header
    (filter, rest) = rest.splitTop(1)
    (rest, hints) = rest.splitBottom(1)
    if placement == .full {
      let (top, whole) = rest.splitTop(1)
      rule = top
      detail = whole
      rest = whole.splitTop(0).top
    } else if placement == .right, size.columns >= Self.columnsForDetail {
      (rest, detail) = rest.splitRight(
        min(56, max(Self.widthForID, size.columns / 3), size.columns - Self.columnsForTable)
      )
      (rest, rule) = rest.splitRight(1)
    } else {
      let isShown = placement != .hidden && size.rows >= Self.rowsForDetail
      let detailRows = isShown ? max(5, size.rows / 4) : 0
      (rest, detail) = rest.splitBottom(detailRows)
      (rest, rule) = rest.splitBottom(isShown ? 1 : 0)
    }
    table = rest
    (columns, rows) = rest.splitTop(1)
    header = self.header
  }
}
