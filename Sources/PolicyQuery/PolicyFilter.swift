package import Policies
package import PolicyCore

/// A list, a draft upon it and an order: everything that one query after another is asked of.
///
/// Made anew when the list, the draft, the findings or the order change; then each key costs only the search, because
/// the rows are in their order already. Made and asked off the thread that draws.
///
/// Words are looked for in the pattern and comments before and after the draft; flags, type and order are those after
/// it. A policy that is queued for deletion is judged as it is. Dates are the server's, or for a new policy the time of
/// queueing.
package struct PolicyFilter: Sendable {
  package let order: SortOrder
  private let index: SearchIndex
  private let findings: RowFindings
  private let drafted: DraftedRows
  /// All rows in order; what the numbers mean stands at ``DraftedRows``.
  private let codes: [Int32]

  /// Findings that were made ready for another list than the index's count as none.
  package init(
    _ index: SearchIndex,
    draft: Draft = Draft(),
    findings: RowFindings = RowFindings(),
    usage: PolicyUsage? = nil,
    order: SortOrder = .standard
  ) {
    let findings = findings.speak(of: index.list) ? findings : RowFindings()
    let drafted = DraftedRows(draft, on: index, findings: findings, usage: usage)
    self.order = order
    self.index = index
    self.findings = findings
    self.drafted = drafted
    codes = drafted.merged(into: index.sorting(by: order, findings: findings, usage: usage))
  }

  /// The rows that the query keeps, in order.
  ///
  /// What patterns let in is worked out when a query first asks for it, and remembered as long as the list and the draft
  /// are the same. Throws if its task is cancelled meanwhile.
  package func rows(
    matching query: Query,
    knowing facts: QueryFacts = QueryFacts()
  ) throws(CancellationError) -> FilteredRows {
    guard !query.isEmpty else { return FilteredRows(list: index.list, created: drafted.created, codes: codes) }
    return try RowSearch(index.rows, drafted, findings, facts).rows(matching: query) { kept in
      codes.filter(kept.contains)
    }
  }

  /// The rows of a list in one go, for those who ask only once: what is not kept is not sorted.
  ///
  /// Throws if its task is cancelled meanwhile.
  package static func rows(
    of list: PolicyList,
    draft: Draft = Draft(),
    query: Query = Query(),
    order: SortOrder = .standard,
    findings: RowFindings = RowFindings(),
    knowing facts: QueryFacts = QueryFacts()
  ) throws(CancellationError) -> FilteredRows {
    let index = SearchIndex(list)
    let findings = findings.speak(of: list) ? findings : RowFindings()
    let drafted = DraftedRows(draft, on: index, findings: findings, usage: facts.usage)
    return try RowSearch(index.rows, drafted, findings, facts).rows(matching: query) { kept in
      let some = list.indices.lazy.map { Int32($0) }.filter(kept.contains)
      let sorting = index.sorting(of: Array(some), by: order, findings: findings, usage: facts.usage)
      return drafted.merged(into: sorting).filter(kept.contains)
    }
  }
}
