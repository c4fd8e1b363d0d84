import PolicyQuery

/// What the screen looks like, kept from one start to the next.
///
/// Nothing in it matters: a screen without it is a fresh one.
package struct ScreenMemory: Hashable, Sendable, Codable {
  package var hiddenColumns: Set<String> = []
  /// Columns that stand only where a person has asked for them; nil in what an older version kept, as the next one is.
  package var addedColumns: Set<String>?
  package var columnWidths: [String: Int]?
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
    memory.hiddenColumns = browse.columns.hidden
    memory.addedColumns = browse.columns.added
    memory.columnWidths = browse.columns.widths
    memory.order = browse.order.words
    memory.detail = browse.detail
    memory.filters = browse.filterHistory
    memory.theme = chosenTheme
    return .work(.remember(memory))
  }

  /// Looks as it did when it was left.
  package mutating func recall(_ memory: ScreenMemory) {
    browse.columns = ColumnChoice(memory)
    if let order = PolicyQuery.SortOrder(words: memory.order) { browse.order = order }
    browse.detail = memory.detail
    browse.filterHistory = Array(memory.filters.suffix(ScreenMemory.mostFilters))
    chosenTheme = memory.theme
  }
}

extension ColumnChoice {
  /// What was remembered, without what means nothing.
  fileprivate init(_ memory: ScreenMemory) {
    let movable = BrowseColumn.choosable.filter { $0 != .pattern }
    hidden = memory.hiddenColumns.intersection(movable.filter { !$0.isExtra }.map(\.rawValue))
    added = (memory.addedColumns ?? []).intersection(movable.filter(\.isExtra).map(\.rawValue))
    widths = (memory.columnWidths ?? [:]).filter { name, width in
      BrowseColumn.choosable.contains { $0.rawValue == name } && (Self.narrowest...Self.widest).contains(width)
    }
  }
}

extension PolicyQuery.SortOrder {
  /// The columns by name, each with a minus in front where it runs downwards.
  var words: [String] { keys.map { ($0.isAscending ? "" : "-") + $0.column.rawValue } }

  /// The same as one text.
  package var text: String { words.joined(separator: " ") }

  /// Names that mean nothing are left out; nil where none is left.
  init?(words: [String]) {
    let keys = words.compactMap { text in
      Column(rawValue: String(text.drop { $0 == "-" })).map { Key($0, isAscending: !text.hasPrefix("-")) }
    }
    guard !keys.isEmpty else { return nil }
    self.init(keys)
  }
}
