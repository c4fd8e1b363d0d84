import PolicyCore
import Policies
import PolicyQuery
import Values

/// A filter of the command line, in the language of the screen's filter line.
struct PolicySieve {
  private let query: Query

  /// Throws a ``Problem`` of kind `usage` that says what is wrong with the expression, and where.
  init(_ expression: String) throws(Problem) {
    guard expression.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
      throw Problem(.usage, what: "A quotation mark in the filter is not closed.", advice: "Close it, or leave it out.")
    }
    query = try Query(parsing: expression, rules: Rule.names).checked()
  }

  /// The same, for a command that changes what the filter keeps: an empty one, such as an unset variable of a script
  /// makes, is refused as a ``Problem`` of kind `usage` rather than taken for every policy.
  init(changing expression: String, sparing spared: String = "nothing was queued") throws(Problem) {
    try self.init(expression)
    let isEmpty = query.terms.allSatisfy { term in
      if case .word(let word) = term.condition { word.allSatisfy(\.isWhitespace) } else { false }
    }
    guard !isEmpty else {
      throw Problem(
        .usage,
        what: "The filter is empty, and would keep every policy; \(spared).",
        advice: "Say which policies are meant. For truly all of them: type:ip,email,domain,unknown."
      )
    }
  }

  /// The operations of the draft on what the filter keeps, new policies among them, by their ids.
  func operations(of session: Session, in loaded: LoadedPolicies) async throws(Problem) -> Set<PolicyID> {
    let draft = try await session.workspace.draft()
    let rows = try await rows(of: session, in: loaded, draft)
    let kept = Set(rows.indices.map { rows.id(at: $0) })
    return kept.intersection(draft.draft.operations.map(\.id))
  }

  /// The server's policies that the filter keeps, oldest first.
  ///
  /// New policies of the draft are not policies yet.
  func policies(of session: Session, in loaded: LoadedPolicies) async throws(Problem) -> ListedRows {
    let rows = try await rows(of: session, in: loaded, try await session.workspace.draft())
    let places = rows.compactMap { row -> Int? in
      if case .policy(let index) = row { index } else { nil }
    }
    return ListedRows(loaded.list, rows: places)
  }

  private func rows(
    of session: Session,
    in loaded: LoadedPolicies,
    _ draft: DraftSnapshot
  ) async throws(Problem) -> FilteredRows {
    let findings = query.asksForFindings ? try await session.workspace.findings(on: loaded.list, draft: draft) : nil
    do {
      return try PolicyFilter.rows(
        of: loaded.list,
        draft: draft.draft,
        query: query,
        order: PolicyQuery.SortOrder([.init(.created, isAscending: true)]),
        findings: findings?.rows ?? RowFindings()
      )
    } catch {
      throw Problem(.interrupted, what: "Interrupted.", advice: "", retry: .safe)
    }
  }
}
