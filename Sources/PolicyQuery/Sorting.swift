import Policies
import PolicyCore
import Values

/// A table's rows in an order, and the keys by which they came into it.
struct Sorting: Sendable {
  let order: SortOrder
  let keys: SortKeys
  /// Indexes of the table's rows, sorted.
  let rows: [Int32]

  /// Sorts the rows of a list, for none of which anything is queued.
  init(of table: RowTable, in list: PolicyList, by order: SortOrder, findings: RowFindings) {
    self.init(of: table, by: order, id: { list.id(at: $0) }) { column, row in
      switch column {
      case .operation, .effect: 4
      case .finding: Self.rank(ofLevels: findings.levels(ofRow: row))
      case .pattern, .type, .regex, .trusted, .acceptable, .exempt, .verify, .modified, .created, .comments: nil
      }
    }
  }

  /// Sorts rows; `fact` gives the numbers that the table does not know, and nil for all others.
  init(
    of table: RowTable,
    by order: SortOrder,
    id: @escaping @Sendable (Int) -> PolicyID,
    fact: (SortOrder.Column, Int) -> UInt64?
  ) {
    let columns = order.keys.map { Self.column($0, of: table, fact: fact) }
    let keys = SortKeys(columns: columns, ids: table.ids, id: id)
    var entries = (0..<table.count).map { Entry(number: keys.columns.first?.numbers[$0] ?? 0, row: Int32($0)) }
    entries.sort { left, right in
      if left.number != right.number { return left.number < right.number }
      return keys.places(Int(left.row), before: keys, Int(right.row))
    }
    self.order = order
    self.keys = keys
    self.rows = entries.map(\.row)
  }

  private struct Entry {
    let number: UInt64
    let row: Int32
  }

  private static func column(
    _ key: SortOrder.Key,
    of table: RowTable,
    fact: (SortOrder.Column, Int) -> UInt64?
  ) -> SortKeys.Column {
    let text: NaturalText? =
      switch key.column {
      case .pattern: NaturalText(field: 0, of: table)
      case .comments: NaturalText(field: 1, of: table)
      default: nil
      }
    let flip: UInt64 = key.isAscending ? 0 : .max
    let numbers = (0..<table.count).map { row in
      flip ^ (fact(key.column, row) ?? text?.number(of: row) ?? number(key.column, table, row))
    }
    return SortKeys.Column(numbers: numbers, text: text, isAscending: key.isAscending)
  }

  private static func number(_ column: SortOrder.Column, _ table: RowTable, _ row: Int) -> UInt64 {
    switch column {
    case .type: UInt64(table.traits[row].typeCode)
    case .regex: table.traits[row].isOn(.isRegex) ? 1 : 0
    case .trusted: table.traits[row].isOn(.isTrustedSender) ? 1 : 0
    case .acceptable: table.traits[row].isOn(.isAcceptableSender) ? 1 : 0
    case .exempt: table.traits[row].isOn(.isExemptRecipient) ? 1 : 0
    case .verify: table.traits[row].isOn(.verifySender) ? 1 : 0
    case .modified: rank(of: table.modified[row])
    case .created: rank(of: table.created[row])
    case .pattern, .comments, .operation, .effect, .finding: 0
    }
  }

  /// A number that compares as the moment does; no real moment reaches the upper quarter of the numbers.
  static func rank(of moment: Instant) -> UInt64 {
    UInt64(bitPattern: moment.microseconds ^ .min)
  }

  /// Zero for no finding, else the gravest level.
  static func rank(ofLevels bits: UInt8) -> UInt64 {
    UInt64(UInt8.bitWidth - bits.leadingZeroBitCount)
  }
}
