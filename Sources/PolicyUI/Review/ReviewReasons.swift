import PolicyCore
import Values

extension ReviewState {
  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .draftUndo, .draftRedo:
      state.readOnlyReason ?? state.undoReason(for: command)
    case .findingsOpen:
      tabReason(for: command) ?? findingsReason(in: state)
    case .conflictKeepMine, .conflictTakeTheirs:
      tabReason(for: command) ?? state.readOnlyReason
        ?? (selectedConflict(in: state) == nil && selectedTwin(in: state) == nil ? settlingReason(in: state) : nil)
    case .reviewEncoding:
      state.readOnlyReason ?? encodingReason
    case .reviewSort, .reviewUnfoldAll, .reviewTabRequest:
      tabReason(for: command)
    case .reviewUnfold:
      tabReason(for: command) ?? emptyReason
    case .reviewDrop:
      tabReason(for: command) ?? state.readOnlyReason ?? emptyReason
    case .reviewEdit:
      tabReason(for: command) ?? state.readOnlyReason ?? emptyReason
        ?? (tab == .conflicts ? conflictEditReason(in: state) : deletionReason(in: state))
    case .reviewSubmit:
      tabReason(for: command) ?? state.readOnlyReason ?? emptyReason ?? filterReason
        ?? submitReason(in: state)
    default:
      nil
    }
  }

  private static let noConflict = "There is no conflict here; tab 3 lists them."

  private func settlingReason(in state: AppState) -> String {
    state.conflictEntries(in: self) == 0
      ? "There is no conflict." : "Nothing is to be settled here: somebody changed another field, and both hold."
  }

  /// Why a command does nothing on the tab that is open.
  private func tabReason(for command: CommandID) -> String? {
    guard !command.works(on: tab) else { return nil }
    switch command {
    case .reviewTabRequest: return "The request is shown already."
    case .conflictKeepMine, .conflictTakeTheirs: return Self.noConflict
    default: return "This is for operations; tab 1 lists them."
    }
  }

  private var emptyReason: String? { review.operations.isEmpty ? "There is no operation left." : nil }

  private func deletionReason(in state: AppState) -> String? {
    guard selected?.operation.kind == .delete else { return nil }
    return "A deletion has nothing to edit; \(state.key(.reviewDrop, in: .review)) takes it back."
  }

  private func findingsReason(in state: AppState) -> String? {
    guard let id = policyInQuestion else { return "This finding is about the batch as a whole." }
    return state.findingsReason(on: id)
  }

  private func conflictEditReason(in state: AppState) -> String? {
    if selectedTwin(in: state) != nil { return nil }
    guard let conflict = selectedConflict(in: state) else { return settlingReason(in: state) }
    if conflict.isGone { return "The policy is gone: keep mine to make it anew, or take theirs." }
    return conflict.mine == nil ? "A deletion has nothing to edit: keep mine, or take theirs." : nil
  }

  private var encodingReason: String? {
    refusal?.isAboutServerFields == true || encoding != nil
      ? nil : "The other encoding is for a server that refuses its own fields; the configuration sets it for good."
  }

  private func submitReason(in state: AppState) -> String? {
    if !state.conflicts(in: self).isEmpty {
      return "Policies were changed elsewhere: settle the conflicts on tab 3 first."
    }
    let errors = review.count(of: .error)
    return errors == 0 ? nil : "\(errors.counted("error stands", "errors stand")) against this batch."
  }
}

extension CommandID {
  /// Whether it has something to work on where a tab of the review is open: what is not to be seen is not changed.
  func works(on tab: ReviewState.Tab) -> Bool {
    switch self {
    case .reviewDrop, .reviewSort, .reviewUnfoldAll: tab == .changes
    case .reviewUnfold, .findingsOpen: tab == .changes || tab == .findings
    case .reviewEdit: tab == .changes || tab == .conflicts
    case .conflictKeepMine, .conflictTakeTheirs: tab == .conflicts
    case .reviewTabRequest: tab != .request
    default: true
    }
  }
}
