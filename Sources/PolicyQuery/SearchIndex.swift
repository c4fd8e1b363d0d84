import Synchronization
package import Policies
import PolicyCore
import Values

/// A list of policies made ready to be filtered and sorted.
///
/// Built once for a list, off the thread that draws. Immutable but for the last sorting, which it remembers; copies
/// share their storage.
package struct SearchIndex: Sendable {
  package let list: PolicyList
  let table: RowTable
  private let lastSorting = LastSorting()

  /// Takes some 50 ms for 100,000 policies in a release build.
  package init(_ list: PolicyList) {
    self.list = list
    table = RowTable(list.table)
  }

  /// The list's rows in this order, before any draft.
  func sorting(by order: SortOrder, findings: RowFindings) -> Sorting {
    // Findings change without the list, so that an order by them is not worth remembering.
    guard !order.contains(.finding) else { return Sorting(of: table, in: list, by: order, findings: findings) }
    if let last = lastSorting.value.withLock({ $0 }), last.order == order { return last }
    let sorting = Sorting(of: table, in: list, by: order, findings: findings)
    lastSorting.value.withLock { $0 = sorting }
    return sorting
  }
}

private final class LastSorting: Sendable {
  let value = Mutex<Sorting?>(nil)
}
