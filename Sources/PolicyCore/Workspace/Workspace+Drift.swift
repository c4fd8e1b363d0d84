/// What a newer look at the server says of the draft.
package struct DraftDrift: Hashable, Sendable {
  /// Policies that were changed elsewhere in the same field as in the draft, or that are gone.
  package var conflicts: [Conflict] = []
  /// Policies that were changed elsewhere in other fields: their operations stand on them as they are now.
  package var rebased: [PolicyID] = []
  /// The draft afterwards, if that changed it.
  package var draft: DraftSnapshot?

  package init() {}
}

extension Workspace {
  /// Compares the draft with policies that were just loaded.
  ///
  /// Operations on policies that were changed in other fields are rebased, as one change that undo takes back. A policy
  /// that the list lacks is asked for by its id: only the server's word for that very policy makes it gone. Where it
  /// cannot be asked, nothing is said of it.
  package func compareDraft(with list: PolicyList) async throws(Problem) -> DraftDrift {
    let touched = try await store.snapshot(of: account.key).draft.operations.filter { $0.base != nil }
    let missing = touched.map(\.id).filter { list[$0] == nil }
    let found = missing.isEmpty ? [:] : (try? await PolicyReader(service: service).read(missing) { _ in }) ?? [:]
    gone = Set(found.filter { $0.value == nil }.keys)
    var drift = DraftDrift()
    var moved: [AllowPolicy] = []
    for operation in touched {
      guard let now = list[operation.id] ?? found[operation.id] ?? nil else {
        if gone.contains(operation.id), case .conflict(let conflict) = Drift.of(operation, now: nil) {
          drift.conflicts.append(conflict)
        }
        continue
      }
      switch Drift.of(operation, now: now) {
      case .none: break
      // A newer date alone changes nothing that anybody would review again.
      case .moved(let policy): if policy.fields != operation.base?.fields { moved.append(policy) }
      case .conflict(let conflict): drift.conflicts.append(conflict)
      }
    }
    if !moved.isEmpty {
      drift.rebased = moved.map(\.id)
      drift.draft = try await store.perform(.rebase(moved), on: account.key).snapshot
    }
    return drift
  }
}
