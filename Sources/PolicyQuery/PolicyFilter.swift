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
    order: SortOrder = .standard
  ) {
    self.order = order
    self.index = index
    let findings = findings.speak(of: index.list) ? findings : RowFindings()
    self.findings = findings
    drafted = DraftedRows(draft, on: index, findings: findings)
    let sorting = index.sorting(by: order, findings: findings)
    codes = drafted.isEmpty ? sorting.rows : Self.merge(sorting, drafted, drafted.sorting(by: order))
  }

  /// The rows that the query keeps, in order.
  ///
  /// Throws if its task is cancelled meanwhile.
  package func rows(matching query: Query) throws(CancellationError) -> FilteredRows {
    guard !query.isEmpty else { return FilteredRows(list: index.list, created: drafted.created, codes: codes) }
    let predicate = RowPredicate(query)
    var isKept = [Bool](repeating: false, count: index.list.count)
    var isCreatedKept = [Bool](repeating: false, count: drafted.created.count)
    if predicate.keepsUndrafted {
      try searchList(predicate) { isKept[$0] = true }
    }
    try searchDraft(predicate) { code in
      if code < 0 { isCreatedKept[Int(~code)] = true } else { isKept[Int(code)] = true }
    }
    return FilteredRows(
      list: index.list,
      created: drafted.created,
      codes: codes.filter { $0 < 0 ? isCreatedKept[Int(~$0)] : isKept[Int($0)] }
    )
  }

  /// The rows of a list in one go, for those who ask only once.
  ///
  /// Throws if its task is cancelled meanwhile.
  package static func rows(
    of list: PolicyList,
    draft: Draft = Draft(),
    query: Query = Query(),
    order: SortOrder = .standard,
    findings: RowFindings = RowFindings()
  ) throws(CancellationError) -> FilteredRows {
    try PolicyFilter(SearchIndex(list), draft: draft, findings: findings, order: order).rows(matching: query)
  }

  // MARK: - Search

  /// Looks through the rows for which nothing is queued.
  private func searchList(_ predicate: RowPredicate, found: (Int) -> Void) throws(CancellationError) {
    let rules = predicate.rules.map { (marks: findings.marks(rulePrefixes: $0.prefixes), isNegated: $0.isNegated) }
    let table = index.table
    let isDrafted = drafted.isDrafted
    var search = WordSearch(predicate.words)
    try search.run(
      in: table,
      where: { row in
        if !isDrafted.isEmpty, isDrafted[row] { return false }
        guard predicate.keeps(row, of: table), predicate.levels[Int(findings.levels(ofRow: row))],
          rules.allSatisfy({ (!$0.marks.isEmpty && $0.marks[row]) != $0.isNegated })
        else { return false }
        guard predicate.asksForFields else { return true }
        return predicate.keeps(index.list.id(at: row), index.list.fields(at: row))
      },
      found: found
    )
  }

  /// Looks through the rows that the draft touches.
  private func searchDraft(_ predicate: RowPredicate, found: (Int32) -> Void) throws(CancellationError) {
    guard !drafted.isEmpty else { return }
    let effects = predicate.asksForEffects ? drafted.effects : []
    let rules = predicate.rules.map { rule in
      (prefixes: rule.prefixes, marks: findings.marks(rulePrefixes: rule.prefixes), isNegated: rule.isNegated)
    }
    var search = WordSearch(predicate.words)
    try search.run(
      in: drafted.table,
      where: { row in
        let code = drafted.codes[row]
        let operation = drafted.operations[row]
        return predicate.kinds.contains(operation.kind)
          && (effects.isEmpty || predicate.effects.contains(effects[row]))
          && predicate.keeps(row, of: drafted.table)
          && predicate.levels[Int(drafted.levels[row])]
          && (!predicate.asksForFields
            || predicate.keeps(operation.id, operation.result ?? operation.base?.fields ?? PolicyFields()))
          && rules.allSatisfy { rule in
            let holds =
              code < 0
              ? findings.hasOther(operation.id, rulePrefixes: rule.prefixes)
              : !rule.marks.isEmpty && rule.marks[Int(code)]
            return holds != rule.isNegated
          }
      },
      found: { found(drafted.codes[$0]) }
    )
  }

  // MARK: - Order

  /// Puts the drafted rows in their places among the others.
  private static func merge(_ sorting: Sorting, _ drafted: DraftedRows, _ inserted: Sorting) -> [Int32] {
    var codes: [Int32] = []
    codes.reserveCapacity(sorting.rows.count + drafted.created.count)
    var next = 0
    for row in sorting.rows where drafted.isDrafted.isEmpty || !drafted.isDrafted[Int(row)] {
      while next < inserted.rows.count,
        inserted.keys.places(Int(inserted.rows[next]), before: sorting.keys, Int(row))
      {
        codes.append(drafted.codes[Int(inserted.rows[next])])
        next += 1
      }
      codes.append(row)
    }
    codes.append(contentsOf: inserted.rows[next...].map { drafted.codes[Int($0)] })
    return codes
  }
}
