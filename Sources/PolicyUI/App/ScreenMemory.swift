import PolicyQuery

/// What the screen looks like, kept from one start to the next.
///
/// Nothing in it matters: a screen without it is a fresh one.
package struct ScreenMemory: Hashable, Sendable, Codable {
  package var hiddenColumns: Set<String> = []
  /// The sort order as column names, each with a minus in front where it runs downwards.
  package var order: [String] = []
  package var detail = BrowseLayout.Detail.below
  /// The filters that were used, the newest last.
  package var filters: [String] = []
  /// The theme that was chosen in the list of themes.
  package var theme: String?

  package init() {}

  static let mostFilters = 50
}

extension AppState {
  /// Orders that the screen's looks are kept.
  func remember() -> AppEffect {
    var memory = ScreenMemory()
    memory.hiddenColumns = browse.hiddenColumns
    memory.order = browse.order.keys.map { ($0.isAscending ? "" : "-") + $0.column.rawValue }
    memory.detail = browse.detail
    memory.filters = browse.filterHistory
    memory.theme = chosenTheme
    return .remember(memory)
  }

  /// Looks as it did when it was left.
  package mutating func recall(_ memory: ScreenMemory) {
    browse.hiddenColumns = memory.hiddenColumns.intersection(BrowseColumn.choosable.map(\.rawValue))
    browse.hiddenColumns.remove(BrowseColumn.pattern.rawValue)
    let keys = memory.order.compactMap { text -> PolicyQuery.SortOrder.Key? in
      let isDown = text.hasPrefix("-")
      guard let column = PolicyQuery.SortOrder.Column(rawValue: String(text.drop { $0 == "-" })) else { return nil }
      return PolicyQuery.SortOrder.Key(column, isAscending: !isDown)
    }
    if !keys.isEmpty { browse.order = PolicyQuery.SortOrder(keys) }
    browse.detail = memory.detail
    browse.filterHistory = Array(memory.filters.suffix(ScreenMemory.mostFilters))
    chosenTheme = memory.theme
  }
}
