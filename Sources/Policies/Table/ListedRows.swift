/// Some rows of a list, in an order; each policy is made when it is asked for.
package struct ListedRows: RandomAccessCollection, Equatable, Sendable {
  package let list: PolicyList
  private let rows: [Int]

  package init(_ list: PolicyList, rows: [Int]) {
    self.list = list
    self.rows = rows
  }

  /// All of a list.
  package init(_ list: PolicyList) {
    self.init(list, rows: Array(list.indices))
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { rows.count }
  package subscript(position: Int) -> AllowPolicy { list[rows[position]] }

  /// The row of the list.
  package func row(at position: Int) -> Int { rows[position] }

  /// Cheaper than the policy, where only what can be written of it is asked for.
  package func fields(at position: Int) -> PolicyFields { list.fields(at: rows[position]) }

  package func id(at position: Int) -> PolicyID { list.id(at: rows[position]) }
}
