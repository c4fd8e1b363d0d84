import Policies
import PolicyCore

/// Looks through a list and a draft upon it for the rows that a query keeps.
struct RowSearch {
  private let rows: SearchRows
  private let drafted: DraftedRows
  private let findings: RowFindings

  init(_ rows: SearchRows, _ drafted: DraftedRows, _ findings: RowFindings) {
    self.rows = rows
    self.drafted = drafted
    self.findings = findings
  }

  /// Which rows are kept, by the numbers that stand at ``DraftedRows``.
  struct Kept {
    fileprivate var listed: [Bool]
    fileprivate var created: [Bool]

    func contains(_ code: Int32) -> Bool { code < 0 ? created[Int(~code)] : listed[Int(code)] }

    fileprivate mutating func insert(_ code: Int32) {
      if code < 0 { created[Int(~code)] = true } else { listed[Int(code)] = true }
    }
  }

  /// The kept rows, put in order by `sorted`.
  ///
  /// Throws if its task is cancelled meanwhile.
  func rows(matching query: Query, sorted: (Kept) -> [Int32]) throws(CancellationError) -> FilteredRows {
    let predicate = RowPredicate(query)
    var kept = Kept(
      listed: [Bool](repeating: false, count: rows.list.count),
      created: [Bool](repeating: false, count: drafted.created.count)
    )
    if predicate.keepsUndrafted { try searchList(predicate, into: &kept) }
    try searchDraft(predicate, into: &kept)
    return FilteredRows(list: rows.list, created: drafted.created, codes: sorted(kept))
  }

  /// Looks through the rows for which nothing is queued.
  private func searchList(_ predicate: RowPredicate, into kept: inout Kept) throws(CancellationError) {
    let (list, columns, isDrafted) = (rows.list, rows.columns, drafted.isDrafted)
    var search = WordSearch(predicate.words)
    try search.run(
      in: rows,
      where: { row in
        if !isDrafted.isEmpty, isDrafted[row] { return false }
        return predicate.keeps(row, of: columns) && predicate.keeps(findings.signs(ofRow: row))
          && (!predicate.asksForFields || predicate.keeps(list.id(at: row), list.fields(at: row)))
      },
      found: { kept.insert(Int32($0)) }
    )
  }

  /// Looks through the rows that the draft touches.
  private func searchDraft(_ predicate: RowPredicate, into kept: inout Kept) throws(CancellationError) {
    guard !drafted.isEmpty else { return }
    let effects = predicate.asksForEffects ? drafted.effects : []
    let columns = drafted.rows.columns
    var search = WordSearch(predicate.words)
    try search.run(
      in: drafted.rows,
      where: { row in
        let operation = drafted.operations[row]
        return predicate.kinds.contains(operation.kind)
          && (effects.isEmpty || predicate.effects.contains(effects[row]))
          && predicate.keeps(row, of: columns)
          && predicate.keeps(drafted.signs[row])
          && (!predicate.asksForFields
            || predicate.keeps(operation.id, operation.result ?? operation.base?.fields ?? PolicyFields()))
      },
      found: { kept.insert(drafted.codes[$0]) }
    )
  }
}
