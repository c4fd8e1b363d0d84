import Policies

/// Which policies of a list let in what a question names, row by row.
package struct ReachAnswer: Sendable {
  /// What is to be known of a policy that does, or may.
  package struct Sign: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// It was not decided whether it does.
    package static let undecided = Sign(rawValue: 1 << 0)
    /// It lets in others too, that the question does not name.
    package static let opensOthers = Sign(rawValue: 1 << 1)
  }

  /// Nothing for a row that does not; else a bit that says that it does or may, and its signs.
  private var rows: [UInt8]
  private static let found: UInt8 = 1 << 7

  init(rows count: Int) { rows = [UInt8](repeating: 0, count: count) }

  /// Nil for a policy that certainly lets in nothing of what is named.
  package subscript(row: Int) -> Sign? {
    rows[row] == 0 ? nil : Sign(rawValue: rows[row] & ~Self.found)
  }

  /// Notes a policy; what was found out of it for another alternative stands where that says more.
  mutating func note(_ row: Int, _ sign: Sign) {
    var signs = sign
    if let known = self[row] {
      // Decided once is decided; beside one alternative may be what another one names.
      signs = known.contains(.undecided) ? sign : sign.contains(.undecided) ? known : known.union(sign)
    }
    rows[row] = Self.found | signs.rawValue
  }

  /// How many policies let it in, or may.
  package var count: Int { rows.count { $0 != 0 } }
}
