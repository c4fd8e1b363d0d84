import PolicyCore

/// A filter of the command line, in the language of the screen's filter line.
struct PolicySieve {
  private let query: Query

  /// Throws a ``Problem`` of kind `usage` that says what is wrong with the expression, and where.
  init(_ expression: String) throws(Problem) {
    query = try Query(parsing: expression, rules: Rule.names).checked()
  }

  /// The server's policies that the filter keeps, oldest first.
  ///
  /// New policies of the draft are not policies yet.
  func policies(of session: Session, in loaded: LoadedPolicies) async throws(Problem) -> [AllowPolicy] {
    let draft = try await session.workspace.draft()
    let findings = query.asksForFindings ? try await session.workspace.findings(on: loaded.list, draft: draft) : nil
    do {
      let rows = try PolicyFilter.rows(
        of: loaded.list,
        draft: draft.draft,
        query: query,
        order: PolicyCore.SortOrder([.init(.created, isAscending: true)]),
        findings: findings?.rows ?? RowFindings()
      )
      return rows.compactMap { row in
        if case .policy(let index) = row { loaded.list[index] } else { nil }
      }
    } catch {
      throw Problem(.interrupted, what: "Interrupted.", advice: "", retry: .safe)
    }
  }
}
