import Policies
import PolicyCore
import Values

/// A table's rows in an order, and the keys by which they came into it.
struct Sorting: Sendable {
  let order: SortOrder
  let keys: SortKeys
  /// Indexes of the table's rows, sorted.
  let rows: [Int32]

  /// Sorts rows, all or some; `fact` gives the numbers that the table does not know, and nil for all others.
  ///
  /// Of equals those come first that have a place in the queue, which `queued` counts from 1; it is zero for the others.
  init(
    of rows: SearchRows,
    only some: [Int32]? = nil,
    by order: SortOrder,
    queued: [Int]? = nil,
    fact: (SortOrder.Column, Int) -> UInt64?
  ) {
    let columns = order.keys.map { Self.column($0, of: rows, fact: fact) }
    let keys = SortKeys(columns: columns, of: rows.list, queued: queued)
    let wanted = some ?? rows.list.indices.map { Int32($0) }
    var entries = wanted.map { Entry(number: keys.columns.first?.numbers[Int($0)] ?? 0, row: $0) }
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
    of rows: SearchRows,
    fact: (SortOrder.Column, Int) -> UInt64?
  ) -> SortKeys.Column {
    let text: NaturalText? =
      switch key.column {
      case .pattern: NaturalText(field: 0, of: rows.texts)
      case .comments: NaturalText(field: 1, of: rows.texts)
      default: nil
      }
    let flip: UInt64 = key.isAscending ? 0 : .max
    let columns = rows.columns
    let numbers = columns.bits.indices.map { row in
      flip ^ (fact(key.column, row) ?? text?.number(of: row) ?? number(key.column, columns, row))
    }
    return SortKeys.Column(numbers: numbers, text: text, isAscending: key.isAscending)
  }

  private static func number(_ column: SortOrder.Column, _ columns: PolicyColumns, _ row: Int) -> UInt64 {
    func rank(of flag: PolicyField) -> UInt64 { columns.bits[row].flag(flag) == true ? 1 : 0 }
    return switch column {
    case .type: (columns.bits[row].type ?? .unknown).place
    case .regex: rank(of: .isRegex)
    case .trusted: rank(of: .isTrustedSender)
    case .acceptable: rank(of: .isAcceptableSender)
    case .exempt: rank(of: .isExemptRecipient)
    case .verify: rank(of: .verifySender)
    case .modified: Self.rank(of: columns.lastChange(row))
    case .created: Self.rank(of: columns.moment(.created, row))
    case .pattern, .comments, .operation, .effect, .finding, .used, .lastUsed: 0
    }
  }

  /// A number that compares as the moment does; no real moment reaches the upper quarter of the numbers.
  static func rank(of moment: Instant) -> UInt64 {
    UInt64(bitPattern: moment.microseconds ^ .min)
  }

  /// What a policy let through, as the column compares it; zero where that is nothing, or not known.
  static func rank(of use: PolicyUsage.Use?, in column: SortOrder.Column) -> UInt64 {
    guard let use else { return 0 }
    return column == .used ? UInt64(use.count) : UInt64(use.last)
  }

  /// Zero for no finding, else the gravest level, and then how many rules hold.
  static func rank(of signs: RowSigns) -> UInt64 {
    UInt64(UInt8.bitWidth - signs.levels.leadingZeroBitCount) << 8 | UInt64(signs.count)
  }
}

extension PatternType {
  /// The type's place in the alphabet.
  ///
  /// What is not known counts as unknown.
  var place: UInt64 {
    switch self {
    case .domain: 0
    case .email: 1
    case .ip: 2
    default: 3
    }
  }
}
