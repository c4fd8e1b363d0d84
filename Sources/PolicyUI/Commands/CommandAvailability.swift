import Values
import Canvas
import PolicyCore
import PolicyQuery

extension AppState {
  /// Why a command does nothing right now, as a sentence; nil if it can be used.
  package func disabledReason(for command: CommandID) -> String? {
    switch command {
    case .policyNew, .draftUndo, .draftRedo:
      return readOnlyReason ?? undoReason(for: command)
    case .policyDelete, .policyDuplicate:
      return readOnlyReason ?? hiddenMarksReason ?? rowReason
    case .flagTrusted, .flagAcceptable, .flagExempt, .flagVerify, .policyEdit:
      return readOnlyReason ?? hiddenMarksReason ?? rowReason ?? deletionReason
    case .accountChoose:
      return accounts.count > 1 ? nil : "There is only this account; the configuration file can name more."
    case .markAll, .markInvert:
      return filterReason ?? rowReason
    case .policyCopy, .policyCopyMore, .markToggle, .markRange:
      return rowReason
    case .reviewOpen:
      return reviewReason
    case .historyUndo:
      return readOnlyReason ?? historyReason
    case .findingsOpen:
      return tabReason(for: command) ?? findingsReason
    case .findingFix:
      return readOnlyReason ?? (selectedFinding?.fix == nil ? "This finding has no fix that a key could apply." : nil)
    case .findingSilence:
      return readOnlyReason ?? silenceReason
    case .policiesRefresh:
      if case .loading = browse.load { return "The policies are being loaded already." }
      return nil
    case .conflictKeepMine, .conflictTakeTheirs:
      return tabReason(for: command) ?? readOnlyReason
        ?? (selectedConflict == nil && selectedTwin == nil ? "There is no conflict here; tab 3 lists them." : nil)
    case .helpSearch:
      if case .help = layers.last { return nil }
      return "This list has no search."
    case .reviewEncoding:
      return readOnlyReason ?? encodingReason
    case .reviewSort, .reviewUnfoldAll, .reviewTabRequest:
      return tabReason(for: command)
    case .reviewSubmit, .reviewEdit, .reviewDrop, .reviewUnfold:
      return tabReason(for: command) ?? reviewing.flatMap { reason(for: command, in: $0) }
    default:
      return nil
    }
  }

  private var readOnlyReason: String? {
    isReadOnly ? "Postern was started with --read-only: nothing can be queued or submitted." : nil
  }

  /// What a filter does not understand it leaves aside, and so keeps more rows than were meant.
  private var filterReason: String? {
    guard let mistake = Query(parsing: browse.filter.text, rules: Rule.names).mistakes.first else { return nil }
    return "The filter is not understood at character \(mistake.range.lowerBound + 1), so it shows more than was meant."
  }

  private var rowReason: String? {
    browse.rows.isEmpty ? "There is no policy to do this with." : nil
  }

  private var deletionReason: String? {
    guard browse.marks.isEmpty, selectedRow?.operation?.kind == .delete else { return nil }
    return "The policy is queued for deletion. \(key(.policyDelete)) takes that back."
  }

  private var historyReason: String? {
    guard case .history(let history) = layers.last, let record = history.subject else {
      return "Nothing has been submitted from here yet."
    }
    return record.state == .applied ? nil : "It was not applied, so there is nothing to undo."
  }

  private var findingsReason: String? {
    guard let id = policyInQuestion else { return rowReason ?? "This finding is about the batch as a whole." }
    return findings.findings(on: id).isEmpty ? "Nothing is found on this policy." : nil
  }

  private var silenceReason: String? {
    guard let finding = selectedFinding else { return "Nothing is found on this policy." }
    return Rule.named(finding.rule)?.level == .error ? "An error cannot be silenced: it has to be mended." : nil
  }

  private var hiddenMarksReason: String? {
    guard !browse.marks.isEmpty, browse.visibleMarks == 0 else { return nil }
    return
      "All \(browse.marks.count) marked policies are hidden by the filter. \(key(.filterClear)) clears it, then the marks."
  }

  private func undoReason(for command: CommandID) -> String? {
    switch command {
    case .draftUndo: draft.undoTitle == nil ? "There is nothing to undo." : nil
    case .draftRedo: draft.redoTitle == nil ? "There is nothing to redo." : nil
    default: nil
    }
  }

  private var reviewReason: String? {
    if !isDraftRead { return "The draft is still being read." }
    if draft.draft.isEmpty { return "The draft is empty: queue a change first." }
    guard !browse.marks.isEmpty, !draft.draft.operations.contains(where: { browse.marks.contains($0.id) }) else {
      return nil
    }
    return "Nothing that is marked is queued. \(key(.filterClear)) clears the marks, to review the whole draft."
  }

  private var encodingReason: String? {
    reviewing?.refusal?.isAboutServerFields == true || reviewing?.encoding != nil
      ? nil : "The other encoding is for a server that refuses its own fields; the configuration sets it for good."
  }

  private var reviewing: ReviewState? {
    if case .review(let review) = layers.last { return review }
    return nil
  }

  /// Why a command of the review does nothing on the tab that is open.
  private func tabReason(for command: CommandID) -> String? {
    guard let review = reviewing, !command.works(on: review.tab) else { return nil }
    switch command {
    case .reviewTabRequest: return "The request is shown already."
    case .conflictKeepMine, .conflictTakeTheirs: return "There is no conflict here; tab 3 lists them."
    default: return "This is for operations; tab 1 lists them."
    }
  }

  private var conflictEditReason: String? {
    if selectedTwin != nil { return nil }
    guard let conflict = selectedConflict else { return "There is no conflict here." }
    if conflict.isGone { return "The policy is gone: keep mine to make it anew, or take theirs." }
    return conflict.mine == nil ? "A deletion has nothing to edit: keep mine, or take theirs." : nil
  }

  private func reason(for command: CommandID, in review: ReviewState) -> String? {
    if command != .reviewUnfold, let readOnlyReason { return readOnlyReason }
    if review.review.operations.isEmpty { return "There is no operation left." }
    if command == .reviewEdit, review.tab == .conflicts { return conflictEditReason }
    guard command == .reviewSubmit else { return nil }
    if !conflicts(in: review).isEmpty { return "Policies were changed elsewhere: settle the conflicts on tab 3 first." }
    let errors = review.review.count(of: .error)
    return errors == 0 ? nil : "\(errors) \(errors == 1 ? "error stands" : "errors stand") against this batch."
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
