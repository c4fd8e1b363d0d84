/// In which order rows stand: by the first column, then, where that is equal, by the next, and at last by id.
package struct SortOrder: Hashable, Sendable {
  package enum Column: String, CaseIterable, Hashable, Sendable {
    /// Upper and lower case alike, numbers by their value: `a9` before `a10`.
    case pattern
    case type
    case regex
    case trusted
    case acceptable
    case exempt
    case verify
    /// New policies count as newer than every other.
    case modified
    case created
    case comments
    /// Deletes, patches, puts, posts, and then what is not queued.
    case operation
    /// Widening, unclear, narrowing, neutral, and then what is not queued.
    case effect
    /// The gravest finding of each row, and then how many there are.
    case finding

    /// Whether people want the small values of it first when they choose it.
    package var isAscendingByNature: Bool {
      switch self {
      case .pattern, .type, .comments, .operation, .effect: true
      case .regex, .trusted, .acceptable, .exempt, .verify, .modified, .created, .finding: false
      }
    }
  }

  package struct Key: Hashable, Sendable {
    package var column: Column
    package var isAscending: Bool

    /// A key in the direction given, or in the one that suits the column.
    package init(_ column: Column, isAscending: Bool? = nil) {
      self.column = column
      self.isAscending = isAscending ?? column.isAscendingByNature
    }
  }

  package var keys: [Key]

  package init(_ keys: [Key]) {
    self.keys = keys
  }

  /// By the last change, the newest first.
  package static let standard = SortOrder([Key(.modified)])

  /// The order after a person chose this column: first by it, then as before.
  ///
  /// Choosing the column that already comes first turns its direction around.
  package func choosing(_ column: Column) -> SortOrder {
    let others = keys.filter { $0.column != column }
    guard let first = keys.first, first.column == column else { return SortOrder([Key(column)] + others) }
    return SortOrder([Key(column, isAscending: !first.isAscending)] + others)
  }

  package func contains(_ column: Column) -> Bool {
    keys.contains { $0.column == column }
  }
}
