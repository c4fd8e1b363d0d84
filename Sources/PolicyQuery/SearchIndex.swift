package import Policies
import PolicyCore
import Synchronization

/// A list of policies made ready to be filtered and sorted.
///
/// Made once for a list. Immutable but for what it remembers: the folded texts and the last sorting; copies share them.
package struct SearchIndex: Sendable {
  let rows: SearchRows
  private let lastSorting = LastSorting()

  package init(_ list: PolicyList) {
    rows = SearchRows(list)
  }

  package var list: PolicyList { rows.list }

  /// All rows in this order, before any draft.
  func sorting(by order: SortOrder, findings: RowFindings) -> Sorting {
    // Findings change without the list, so that an order by them is not worth remembering.
    guard !order.contains(.finding) else { return sorting(of: nil, by: order, findings: findings) }
    if let last = lastSorting.value.withLock({ $0 }), last.order == order { return last }
    let sorting = sorting(of: nil, by: order, findings: findings)
    lastSorting.value.withLock { $0 = sorting }
    return sorting
  }

  /// Some rows, or all, in this order, for none of which anything is queued.
  func sorting(of some: [Int32]?, by order: SortOrder, findings: RowFindings) -> Sorting {
    Sorting(of: rows, only: some, by: order) { column, row in
      switch column {
      case .operation, .effect: 4
      case .finding: Sorting.rank(of: findings.signs(ofRow: row))
      case .pattern, .type, .regex, .trusted, .acceptable, .exempt, .verify, .modified, .created, .comments: nil
      }
    }
  }
}

private final class LastSorting: Sendable {
  let value = Mutex<Sorting?>(nil)
}
