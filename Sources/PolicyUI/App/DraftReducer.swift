import PolicyCore

/// What follows from a change of the draft, made here or by another process.
enum DraftReducer {
  static func reduce(_ state: inout AppState, _ action: AppAction) -> [AppEffect] {
    switch action {
    case .draftRead(let snapshot):
      return take(&state, snapshot)
    case .drifted(let drift):
      return take(&state, drift)
    case .draftChanged(let outcome, let verb):
      say(&state, outcome, verb)
      return take(&state, outcome.snapshot)
    case .draftFailed(let problem):
      state.message = Message(problem)
      return []
    case .judged(let findings):
      return take(&state, findings)
    case .suppressed(let rule, let isSilenced):
      state.message = Message(isSilenced ? "Silenced: \(rule.rawValue)" : "Heard again: \(rule.rawValue)")
      return []
    default:
      return []
    }
  }

  /// Shows a newer draft; an older one, overtaken on its way, is ignored.
  static func take(_ state: inout AppState, _ snapshot: DraftSnapshot) -> [AppEffect] {
    guard snapshot.revision >= state.draft.revision else { return [] }
    let changed = snapshot.revision != state.draft.revision
    state.draft = snapshot
    state.conflicts.removeAll { $0.base != snapshot.draft[$0.id]?.base }
    guard changed else { return [] }
    var effects = state.arrangeRows() + [state.judge()]
    // A review that is on the screen shows the draft as it is.
    if let review = state.openReview { effects.append(.review(only: review.marked, review.encoding)) }
    return effects
  }

  private static func take(_ state: inout AppState, _ drift: DraftDrift) -> [AppEffect] {
    state.conflicts = drift.conflicts
    let policies = { (count: Int) in "\(count) queued \(count == 1 ? "policy was" : "policies were") changed elsewhere"
    }
    if !drift.conflicts.isEmpty {
      let text = "\(policies(drift.conflicts.count)) in the same field: \(state.key(.reviewOpen)) shows the conflicts."
      state.message = Message(text, tone: .warning)
    } else if !drift.rebased.isEmpty {
      let text = "\(policies(drift.rebased.count)) in other fields; the draft stands on them as they are now."
      state.message = Message(text, tone: .warning)
    }
    return drift.draft.map { take(&state, $0) } ?? []
  }

  private static func take(_ state: inout AppState, _ findings: AccountFindings) -> [AppEffect] {
    state.findings = findings
    // The rows that are shown depend on findings only where the filter or the order asks for them.
    return state.asksForFindings ? state.arrangeRows() : []
  }

  private static func say(_ state: inout AppState, _ outcome: DraftOutcome, _ verb: DraftVerb) {
    let title = outcome.change.title
    switch (verb, outcome.change.isEmpty) {
    case (.did, _): break
    case (.undid, true): state.message = Message("There is nothing to undo.", tone: .warning)
    case (.redid, true): state.message = Message("There is nothing to redo.", tone: .warning)
    case (.undid, false): state.message = Message("Undone: \(title)")
    case (.redid, false): state.message = Message("Done again: \(title)")
    }
  }
}
