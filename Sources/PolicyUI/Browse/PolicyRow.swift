import PolicyQuery
package import PolicyCore
package import Policies

/// One row of the table: a policy, what the draft does to it, or a policy that only the draft has.
package struct PolicyRow: Hashable, Sendable, Identifiable {
  /// As the server has it; nil for a new one.
  package let policy: AllowPolicy?
  package let operation: DraftOperation?

  package var id: PolicyID { operation?.id ?? policy?.id ?? PolicyID("") }

  /// The fields from before the draft: the operation's base where there is one, as that is what it was judged against.
  package var before: PolicyFields { operation?.base?.fields ?? policy?.fields ?? PolicyFields() }

  /// The fields once the draft has run; for a deletion those from before, which it still shows.
  package var after: PolicyFields { operation?.result ?? before }

  package var isNew: Bool { operation?.kind == .post }
  package var isDeleted: Bool { operation?.kind == .delete }

  /// What an edit of this row starts from.
  package var subject: AllowPolicy {
    policy ?? operation?.base ?? AllowPolicy(id: id, fields: after)
  }
}

extension AppState {
  /// The row at a place of the table; nil if there is none, or if its new policy has just left the draft.
  package func row(at index: Int) -> PolicyRow? {
    guard browse.rows.indices.contains(index) else { return nil }
    switch browse.rows[index] {
    case .policy(let position):
      let policy = browse.rows.list[position]
      return PolicyRow(policy: policy, operation: draft.draft[policy.id])
    case .created(let position):
      guard let operation = draft.draft[browse.rows.created[position].placeholderID] else { return nil }
      return PolicyRow(policy: nil, operation: operation)
    }
  }

  package var selectedRow: PolicyRow? { row(at: browse.selection) }

  /// The marked rows that the filter shows; without marks the selected one.
  func targets() -> [PolicyRow] {
    guard !browse.marks.isEmpty else { return selectedRow.map { [$0] } ?? [] }
    return browse.marks.compactMap { browse.rows.position(of: $0) }.sorted().compactMap { row(at: $0) }
  }
}
