import PolicyQuery

extension PolicyQuery.SortOrder {
  /// The columns through which one key goes, in their order on the screen.
  private static let round: [Column] = [
    .modified, .pattern, .type, .trusted, .acceptable, .exempt, .verify, .comments, .operation,
  ]

  var primary: Key? { keys.first }

  /// The same by the column that comes next, in the direction that suits it.
  var nextColumn: PolicyQuery.SortOrder {
    let place = primary.flatMap { Self.round.firstIndex(of: $0.column) } ?? -1
    return PolicyQuery.SortOrder([Key(Self.round[(place + 1) % Self.round.count])])
  }

  var turnedAround: PolicyQuery.SortOrder {
    primary.map { choosing($0.column) } ?? self
  }
}

extension PolicyQuery.SortOrder.Column {
  /// The column of the table that shows it.
  var tableColumn: BrowseColumn {
    switch self {
    case .pattern: .pattern
    case .type: .type
    case .regex: .regex
    case .trusted: .trusted
    case .acceptable: .acceptable
    case .exempt: .exempt
    case .verify: .verify
    case .modified: .modified
    case .created: .created
    case .comments: .comments
    case .operation: .operation
    case .effect: .effect
    case .finding: .findings
    }
  }

  /// The column that tells of it where its own is not shown; nil for none.
  private var standIn: BrowseColumn? {
    switch self {
    case .regex: .type
    case .operation, .effect, .finding: .signs
    case .pattern, .type, .trusted, .acceptable, .exempt, .verify, .modified, .created, .comments: nil
    }
  }

  /// The column under whose title it stands that rows are in this order; nil where none is shown.
  func column(in choice: ColumnChoice) -> BrowseColumn? { choice.shows(tableColumn) ? tableColumn : standIn }

  /// What a click on a title sorts by.
  init?(title name: String) {
    let all = Self.allCases
    guard
      let column = all.first(where: { $0.tableColumn.rawValue == name })
        ?? all.first(where: { $0.standIn?.rawValue == name })
    else { return nil }
    self = column
  }
}

extension AppState {
  /// Says how the rows are sorted where no column shows it.
  mutating func sayHiddenSort() {
    guard let first = browse.order.primary, first.column.column(in: browse.columns) == nil else { return }
    let direction = first.isAscending ? "upwards" : "downwards"
    message = Message("Sorted by \(first.column.title), \(direction). \(key(.columnsChoose)) shows that column.")
  }
}
