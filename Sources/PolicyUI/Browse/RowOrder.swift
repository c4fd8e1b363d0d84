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
  /// The column of the table that shows it; nil where none does alone.
  var tableColumn: BrowseColumn? {
    switch self {
    case .pattern: .pattern
    case .type, .regex: .type
    case .trusted: .trusted
    case .acceptable: .acceptable
    case .exempt: .exempt
    case .verify: .verify
    case .modified, .created: .modified
    case .comments: .comments
    case .operation, .effect, .finding: .signs
    }
  }
}
