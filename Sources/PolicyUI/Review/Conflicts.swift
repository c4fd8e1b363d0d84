import PolicyCore
import Policies

/// Ways to settle a conflict: each is a change of the draft that undo takes back.
enum ConflictEdits {
  static func settle(_ conflict: Conflict, _ keepsMine: Bool) -> [DraftOrder] {
    switch (keepsMine, conflict.theirs) {
    case (true, let theirs?):
      return [.change(.rebase([theirs]))]
    case (true, nil):
      // What is gone can only be made anew; a delete has got what it wanted.
      return [.change(.drop([conflict.id]))] + (conflict.mine.map { [.create($0)] } ?? [])
    case (false, _):
      return [.change(.drop([conflict.id]))]
    }
  }

  /// Settles that a new policy is there already: both are kept, or the new one is dropped.
  static func settle(_ twin: ReviewState.Twin, _ keepsMine: Bool) -> [DraftOrder] {
    let drop = DraftOrder.change(.drop([twin.operation.id]))
    guard keepsMine, let fields = twin.operation.result else { return [drop] }
    return [drop, .create(fields, besideItsLike: true)]
  }

  /// Makes of the new policy a change of the comment of the one that is there.
  static func patchComment(_ twin: ReviewState.Twin) -> DraftEdit {
    let set = PolicyFields(comments: twin.operation.result?.comments ?? "")
    let edit = DraftEdit.FieldEdit(policy: twin.theirs, set: set)
    let title = "comment on \(twin.theirs.pattern) instead of a new policy"
    return .group([.drop([twin.operation.id]), .edit([edit])], title: title)
  }
}

extension AppState {
  /// Opens the form with my change over the policy as it is now; only queueing it settles the conflict.
  mutating func edit(_ conflict: Conflict) {
    guard let theirs = conflict.theirs, let operation = draft.draft[conflict.id] else { return }
    var draft = Draft([operation])
    guard (try? draft.apply(.rebase([theirs]))) != nil else { return }
    let row = PolicyRow(policy: theirs, operation: draft[conflict.id])
    layers.append(.form(FormState(editing: row, rebasing: theirs)))
  }

  /// The conflicts of the operations that a review shows, in the order of execution.
  func conflicts(in review: ReviewState) -> [Conflict] {
    guard !conflicts.isEmpty else { return [] }
    let known = conflicts.compactMap { conflict in review.tally.places[conflict.id].map { (place: $0, conflict) } }
    return known.sorted { $0.place < $1.place }.map(\.1)
  }

  /// How many entries the tab of the conflicts has: those to settle, and what was changed elsewhere.
  func conflictEntries(in review: ReviewState) -> Int {
    conflicts(in: review).count + review.twins.count + review.tally.changedElsewhere.count
  }
}

extension ReviewState {
  /// The conflict that the keyboard is on; nil on another tab than theirs.
  func selectedConflict(in state: AppState) -> Conflict? {
    guard tab == .conflicts else { return nil }
    let conflicts = state.conflicts(in: self)
    return conflicts.indices.contains(conflictSelection) ? conflicts[conflictSelection] : nil
  }

  /// The new policy that is there already, where the keyboard is on one.
  func selectedTwin(in state: AppState) -> Twin? {
    guard tab == .conflicts else { return nil }
    let place = conflictSelection - state.conflicts(in: self).count
    return twins.indices.contains(place) ? twins[place] : nil
  }
}
