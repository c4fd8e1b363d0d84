import PolicyCore
import PolicyUI
import Policies
import PolicyQuery
import Values

/// Computes the rows of the table, and keeps what the next request can use again.
actor RowArranger {
  private let workspace: Workspace
  private var index: SearchIndex?
  private var filter: (key: FilterKey, filter: PolicyFilter)?
  private var head: (list: Int, order: PolicyQuery.SortOrder)?

  init(workspace: Workspace) {
    self.workspace = workspace
  }

  /// What a sorted filter depends on.
  ///
  /// Revisions tell, so that no rows have to be compared.
  private struct FilterKey: Equatable {
    let list: Int
    let draft: Int
    let order: PolicyQuery.SortOrder
    /// The list and the draft that the findings are about; nil where none are asked for.
    let findings: [Int?]?
    let usage: PolicyUsage?
  }

  /// Nil if the task was cancelled, as a newer request makes it pointless.
  func rows(for request: RowsRequest) async -> (answer: RowsAnswer, rows: FilteredRows)? {
    guard let rows = await rows(matching: Query(parsing: request.filter), request) else { return nil }
    return (RowsAnswer(request: request, rows: rows), rows)
  }

  /// What lets in the address or the domain that is a word of the filter, and is not among these rows; nil where no word
  /// is one, where the list is not the newest, or if the task was cancelled.
  func more(than rows: FilteredRows, for request: RowsRequest) async -> MoreRows? {
    guard let opening = Query(parsing: request.filter).asOpening,
      let policies = await workspace.policies(of: request.list),
      let found = self.rows(matching: opening, request, policies)
    else { return nil }
    return MoreRows(number: request.number, filter: opening.text, count: found.countDecided(beside: rows))
  }

  private func rows(matching query: Query, _ request: RowsRequest) async -> FilteredRows? {
    let policies = query.asksForReach ? await workspace.policies(of: request.list) : nil
    return rows(matching: query, request, policies)
  }

  private func rows(matching query: Query, _ request: RowsRequest, _ policies: PolicySet?) -> FilteredRows? {
    guard !Task.isCancelled else { return nil }
    let facts = QueryFacts(now: Instant(request.now), policies: policies, usage: request.findings?.usage)
    return try? filter(for: request).rows(matching: query, knowing: facts)
  }

  /// The first rows of a list in an order, without any draft; nil where they were asked for last.
  func newHead(of list: PolicyList, in order: PolicyQuery.SortOrder) -> [Int]? {
    guard head?.list != list.revision || head?.order != order else { return nil }
    head = (list.revision, order)
    let rows = PolicyFilter(index(of: list), order: order)
    return (try? rows.rows(matching: Query())).map { rows in
      rows.prefix(CachedHead.rows).compactMap { if case .policy(let row) = $0 { row } else { nil } }
    }
  }

  private func filter(for request: RowsRequest) -> PolicyFilter {
    let key = FilterKey(
      list: request.list.revision,
      draft: request.draft.revision,
      order: request.order,
      findings: request.findings.map { [$0.listRevision, $0.draftRevision] },
      usage: request.findings?.usage
    )
    if let filter, filter.key == key { return filter.filter }
    let made = PolicyFilter(
      index(of: request.list),
      draft: request.draft.draft,
      findings: request.findings?.rows ?? RowFindings(),
      usage: request.findings?.usage,
      order: request.order
    )
    filter = (key, made)
    return made
  }

  private func index(of list: PolicyList) -> SearchIndex {
    if let index, index.list.revision == list.revision { return index }
    let made = SearchIndex(list)
    index = made
    return made
  }
}
