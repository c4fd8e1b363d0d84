package import Policies
package import Values

/// What a newer look at the server says of the draft.
package struct DraftDrift: Hashable, Sendable {
  /// Policies that were changed elsewhere in the same field as in the draft, or that are gone.
  package var conflicts: [Conflict] = []
  /// Policies that were changed elsewhere in other fields: their operations stand on them as they are now.
  package var rebased: [AllowPolicy] = []
  /// What was found out of earlier submissions before anything was compared.
  package var earlier: [SubmissionReport] = []
  /// New policies that are there already, and left the draft.
  package var dissolved: [Dissolved] = []
  /// The draft afterwards, if that changed it.
  package var draft: DraftSnapshot?

  package init() {}
}

extension Workspace {
  /// Compares the draft with policies that were just loaded.
  ///
  /// Operations on policies that were changed in other fields are rebased, and new policies that are there already
  /// leave the draft, unless `keepingNew` says that they are wanted all the same. Neither is a change that undo could
  /// take back. A policy that the list lacks is asked for by its id: only the server's word for that very policy makes
  /// it gone. Where it cannot be asked, nothing is said of it.
  package func compareDraft(with list: PolicyList, keepingNew: Bool = false) async throws(Problem) -> DraftDrift {
    // What an own batch did late is told as that, and not as somebody else's change.
    let earlier = (try? await settleEarlier()) ?? []
    let operations = try await store.snapshot(of: account.key).draft.operations
    let touched = operations.filter { $0.base != nil }
    let missing = touched.map(\.id).filter { list[$0] == nil }
    let found = missing.isEmpty ? [:] : (try? await PolicyReader(service: service).read(missing) { _ in }) ?? [:]
    gone = Set(found.filter { $0.value == nil }.keys)
    var drift = DraftDrift()
    drift.earlier = earlier
    drift.draft = earlier.compactMap(\.draft).last
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
      drift.rebased = moved
      drift.draft = try await store.adjust(DraftAdjustment(rebasing: moved), on: account.key).snapshot
    }
    guard !keepingNew, touched.count < operations.count else { return drift }
    let there = Repetition.alreadyThere(in: operations, among: list)
    if let (dissolved, snapshot) = try await Self.dissolve(there, in: store, of: account.key) {
      drift.dissolved = dissolved
      drift.draft = snapshot
    }
    return drift
  }
}
