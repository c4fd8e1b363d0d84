import Policies
import PolicyCore

/// Looks through a list and a draft upon it for the rows that a query keeps.
struct RowSearch {
  private let rows: SearchRows
  private let drafted: DraftedRows
  private let findings: RowFindings
  private let facts: QueryFacts

  init(_ rows: SearchRows, _ drafted: DraftedRows, _ findings: RowFindings, _ facts: QueryFacts) {
    self.rows = rows
    self.drafted = drafted
    self.findings = findings
    self.facts = facts
  }

  /// Which rows are kept, by the numbers that stand at ``DraftedRows``.
  struct Kept {
    fileprivate var listed: [Bool]
    fileprivate var created: [Bool]
    /// What is to be said of some of them.
    fileprivate var signs: [Int32: ReachAnswer.Sign] = [:]

    func contains(_ code: Int32) -> Bool { code < 0 ? created[Int(~code)] : listed[Int(code)] }

    fileprivate mutating func insert(_ code: Int32) {
      if code < 0 { created[Int(~code)] = true } else { listed[Int(code)] = true }
    }
  }

  /// The kept rows, put in order by `sorted`.
  ///
  /// Throws if its task is cancelled meanwhile.
  func rows(matching query: Query, sorted: (Kept) -> [Int32]) throws(CancellationError) -> FilteredRows {
    let predicate = RowPredicate(query, facts)
    var kept = Kept(
      listed: [Bool](repeating: false, count: rows.list.count),
      created: [Bool](repeating: false, count: drafted.created.count)
    )
    if predicate.keepsUndrafted { try searchList(predicate, into: &kept) }
    try searchDraft(predicate, into: &kept)
    return FilteredRows(list: rows.list, created: drafted.created, codes: sorted(kept), signs: kept.signs)
  }

  /// The answers to what the query asks of patterns.
  private struct Reaching {
    let answers: [(answer: ReachAnswer, isNegated: Bool)]

    init(_ predicate: RowPredicate, _ rows: SearchRows, _ policies: PolicySet?) throws(CancellationError) {
      var answers: [(answer: ReachAnswer, isNegated: Bool)] = []
      for reach in predicate.reaches {
        answers.append((try rows.answer(to: reach.question, with: policies), reach.isNegated))
      }
      self.answers = answers
    }

    /// Whether a row is certainly not kept; told at once, as it holds of most.
    func hides(_ row: Int) -> Bool { answers.contains { !$0.isNegated && $0.answer[row] == nil } }

    /// Nil for a row that is not kept, else what is to be said of it: what is undecided is kept either way.
    func sign(_ row: Int) -> ReachAnswer.Sign? {
      // not `[]`, which is made through the generic initialiser of another module, for each row
      var signs = ReachAnswer.Sign(rawValue: 0)
      for (answer, isNegated) in answers {
        guard let sign = answer[row] else {
          if isNegated { continue }
          return nil
        }
        if isNegated, !sign.contains(.undecided) { return nil }
        signs.formUnion(sign)
      }
      return signs
    }
  }

  /// Looks through the rows for which nothing is queued.
  private func searchList(_ predicate: RowPredicate, into kept: inout Kept) throws(CancellationError) {
    let (list, columns, isDrafted) = (rows.list, rows.columns, drafted.isDrafted)
    let reaching = try Reaching(predicate, rows, facts.policies)
    let texts = predicate.expressions.isEmpty ? nil : rows.texts
    var search = WordSearch(predicate.words)
    try search.run(
      in: rows,
      where: { row in
        if reaching.hides(row) || !isDrafted.isEmpty && isDrafted[row] { return false }
        return predicate.keeps(row, of: columns) && predicate.keeps(findings.signs(ofRow: row))
          && (!predicate.asksForFields || predicate.keeps(list.id(at: row), list.fields(at: row)))
          && (texts.map { predicate.keeps(row, of: $0) } ?? true)
      },
      found: { row in
        guard let sign = reaching.sign(row) else { return }
        kept.insert(Int32(row))
        if !sign.isEmpty { kept.signs[Int32(row)] = sign }
      }
    )
  }

  /// Looks through the rows that the draft touches.
  private func searchDraft(_ predicate: RowPredicate, into kept: inout Kept) throws(CancellationError) {
    guard !drafted.isEmpty else { return }
    let effects = predicate.asksForEffects ? drafted.effects : []
    let columns = drafted.rows.columns
    let reaching = try Reaching(predicate, drafted.rows, nil)
    let texts = predicate.expressions.isEmpty ? nil : drafted.rows.texts
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
          && (texts.map { predicate.keeps(row, of: $0) } ?? true)
      },
      found: { row in
        guard let sign = reaching.sign(row) else { return }
        kept.insert(drafted.codes[row])
        if !sign.isEmpty { kept.signs[drafted.codes[row]] = sign }
      }
    )
  }
}
