import Canvas
import PolicyCore
import PolicyQuery
import Values

extension AppState {
  /// Why a command does nothing right now, as a sentence; nil if it can be used.
  package func disabledReason(for command: CommandID) -> String? {
    guard let layer = layers.last else { return browseReason(for: command) }
    return layer.content.disabledReason(for: command, in: self)
  }

  private func browseReason(for command: CommandID) -> String? {
    switch command {
    case .policyNew, .draftUndo, .draftRedo:
      return readOnlyReason ?? undoReason(for: command)
    case .policyDelete, .policyDuplicate:
      return readOnlyReason ?? hiddenMarksReason ?? rowReason
    case .flagTrusted, .flagAcceptable, .flagExempt, .flagVerify, .policyEdit:
      return readOnlyReason ?? hiddenMarksReason ?? rowReason ?? deletionReason
    case .accountChoose:
      return accounts.count > 1 ? nil : "There is only this account; the configuration file can name more."
    case .draftChoose:
      return isTemporary ? "The demo has one draft." : nil
    case .markAll, .markInvert:
      return filterReason ?? (browse.rows.isEmpty ? rowReason : nil)
    case .matchNext, .matchPrevious:
      return browse.rows.isEmpty ? rowReason : nil
    case .filterWiden:
      guard browse.more == nil else { return nil }
      let query = Query(parsing: browse.filter.text)
      return query.asOpening == nil && !query.asksForReach
        ? "The filter names no address, domain or network that more could let in."
        : "Nothing more is known to let in what the filter names."
    case .markClear:
      return browse.marks.isEmpty ? "Nothing is marked." : nil
    case .rowsArrange:
      return browse.kept.isEmpty ? "Every row stands where it belongs." : nil
    case .policyCopy, .policyCopyMore, .markToggle, .markRange:
      return rowReason
    case .reviewOpen:
      return reviewReason
    case .importOpen:
      return readOnlyReason ?? importReason
    case .exportOpen:
      return hiddenMarksReason ?? exportReason
    case .overviewOpen:
      return browse.loadedAt == nil || browse.headOf != nil ? "The policies are still being loaded." : nil
    case .reportOpen:
      return reportReason
    case .dangersOpen:
      return hiddenMarksReason ?? (findings.listRevision == nil ? "The policies are not judged yet." : nil)
    case .findingsOpen:
      return selectedRow.map { findingsReason(on: $0.id) } ?? rowReason
    case .policiesRefresh:
      if case .loading = browse.load { return "The policies are being loaded already." }
      return nil
    default:
      return nil
    }
  }

  var readOnlyReason: String? {
    isReadOnly ? "Postern was started with --read-only: nothing can be queued or submitted." : nil
  }

  func undoReason(for command: CommandID) -> String? {
    switch command {
    case .draftUndo: draft.undoTitle == nil ? "There is nothing to undo." : nil
    case .draftRedo: draft.redoTitle == nil ? "There is nothing to redo." : nil
    default: nil
    }
  }

  /// What a filter does not understand it leaves aside, and so keeps more rows than were meant.
  private var filterReason: String? {
    guard let mistake = Query(parsing: browse.filter.text, rules: Rule.names).mistakes.first else { return nil }
    return "The filter is not understood at character \(mistake.range.lowerBound + 1), so it shows more than was meant."
  }

  private var rowReason: String? {
    if browse.rows.isEmpty { return "There is no policy to do this with." }
    if browse.isCursorLost, browse.marks.isEmpty {
      return "The policy that the cursor was on is gone. Move the cursor to choose another."
    }
    if browse.loadedAt == nil, !browse.isSelectionChosen {
      return "The policies are still arriving, each in its place. Move the cursor to choose one."
    }
    return nil
  }

  private var deletionReason: String? {
    guard browse.marks.isEmpty, selectedRow?.operation?.kind == .delete else { return nil }
    return "The policy is queued for deletion. \(key(.policyDelete)) takes that back."
  }

  private var hiddenMarksReason: String? {
    guard !browse.marks.isEmpty, browse.visibleMarks == 0 else { return nil }
    return
      "All \(browse.marks.count) marked policies are hidden by the filter. \(key(.filterClear)) clears it, then the marks."
  }

  private var reviewReason: String? {
    if !isDraftRead { return "The draft is still being read." }
    if draft.draft.isEmpty { return "The draft is empty: queue a change first." }
    guard !browse.marks.isEmpty, !draft.draft.operations.contains(where: { browse.marks.contains($0.id) }) else {
      return nil
    }
    return "Nothing that is marked is queued. \(key(.filterClear)) clears the marks, to review the whole draft."
  }
}
