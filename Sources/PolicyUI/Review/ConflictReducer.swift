import PolicyCore
import Policies

/// Settles conflicts: each way is a change of the draft that undo takes back.
enum ConflictReducer {
  static func settle(_ conflict: Conflict, _ command: CommandID) -> [AppEffect] {
    switch (command, conflict.theirs) {
    case (.conflictKeepMine, let theirs?):
      return [.changeDraft(.rebase([theirs]))]
    case (.conflictKeepMine, nil):
      // What is gone can only be made anew; a delete has got what it wanted.
      return [.changeDraft(.drop([conflict.id]))] + (conflict.mine.map { [.createPolicy($0)] } ?? [])
    default:
      return [.changeDraft(.drop([conflict.id]))]
    }
  }

  /// Settles that a new policy is there already: both are kept, or the new one is dropped.
  static func settle(_ twin: ReviewState.Twin, _ command: CommandID) -> [AppEffect] {
    let drop = AppEffect.changeDraft(.drop([twin.operation.id]))
    guard command == .conflictKeepMine, let fields = twin.operation.result else { return [drop] }
    return [drop, .createPolicy(fields, besideItsLike: true)]
  }

  /// Makes of the new policy a change of the comment of the one that is there.
  static func patchComment(_ twin: ReviewState.Twin) -> [AppEffect] {
    let set = PolicyFields(comments: twin.operation.result?.comments ?? "")
    let edit = DraftEdit.FieldEdit(policy: twin.theirs, set: set)
    let title = "comment on \(twin.theirs.pattern) instead of a new policy"
    return [.changeDraft(.group([.drop([twin.operation.id]), .edit([edit])], title: title))]
  }

  /// Opens the form with my change over the policy as it is now; only queueing it settles the conflict.
  static func edit(_ state: inout AppState, _ conflict: Conflict) {
    guard let theirs = conflict.theirs, let operation = state.draft.draft[conflict.id] else {
      state.message = Message("The policy is gone: keep mine to make it anew, or take theirs.", tone: .warning)
      return
    }
    var draft = Draft([operation])
    guard operation.kind != .delete, (try? draft.apply(.rebase([theirs]))) != nil else {
      state.message = Message("A deletion has nothing to edit: keep mine, or take theirs.", tone: .warning)
      return
    }
    let row = PolicyRow(policy: theirs, operation: draft[conflict.id])
    state.layers.append(.form(FormState(editing: row, rebasing: theirs)))
  }
}

extension AppState {
  /// The conflicts of the operations that a review shows, in the order of execution.
  func conflicts(in review: ReviewState) -> [Conflict] {
    guard !conflicts.isEmpty else { return [] }
    let known = conflicts.compactMap { conflict in review.tally.places[conflict.id].map { (place: $0, conflict) } }
    return known.sorted { $0.place < $1.place }.map(\.1)
  }

  /// The conflict that the keyboard is on; nil on another tab than theirs.
  var selectedConflict: Conflict? {
    guard case .review(let review) = layers.last, review.tab == .conflicts else { return nil }
    let conflicts = conflicts(in: review)
    return conflicts.indices.contains(review.conflictSelection) ? conflicts[review.conflictSelection] : nil
  }

  /// The new policy that is there already, where the keyboard is on one.
  var selectedTwin: ReviewState.Twin? {
    guard case .review(let review) = layers.last, review.tab == .conflicts else { return nil }
    let twins = review.twins
    let place = review.conflictSelection - conflicts(in: review).count
    return twins.indices.contains(place) ? twins[place] : nil
  }

  /// How many entries the tab of the conflicts has: those to settle, and what was changed elsewhere.
  func conflictEntries(in review: ReviewState) -> Int {
    conflicts(in: review).count + review.twins.count + review.tally.changedElsewhere.count
  }
}
