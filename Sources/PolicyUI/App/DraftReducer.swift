import PolicyCore

/// What follows from a change of the draft, made here or by another process.
enum DraftReducer {
  static func reduce(_ state: inout AppState, _ action: DraftAction) -> [AppEffect] {
    switch action {
    case .read(let snapshot):
      return take(&state, snapshot)
    case .drifted(let drift):
      return take(&state, drift)
    case .changed(let outcome, let verb):
      say(&state, outcome, verb)
      return take(&state, outcome.snapshot)
    case .refused(let problem), .failed(let problem):
      state.message = Message(problem)
      return []
    case .judged(let findings):
      return take(&state, findings)
    case .suppressed(let rule, let isSilenced):
      state.message = Message(isSilenced ? "Silenced: \(rule.rawValue)" : "Heard again: \(rule.rawValue)")
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
    var effects = state.arrangeRows() + state.judge()
    // A review that is on the screen shows the draft as it is.
    if let review = state.openReview { effects.append(.work(.review(only: review.marked, review.encoding))) }
    return effects
  }

  private static func take(_ state: inout AppState, _ drift: DraftDrift) -> [AppEffect] {
    state.conflicts = drift.conflicts
    let gone = drift.conflicts.count(where: \.isGone)
    let changed = drift.conflicts.count - gone + drift.rebased.count
    let counts = [changed > 0 ? "\(changed) changed elsewhere" : nil, gone > 0 ? "\(gone) gone" : nil].compactMap(
      \.self
    )
    if !counts.isEmpty {
      let what = drift.conflicts.isEmpty ? "what changed" : "the conflicts"
      let text = "Of the queued policies \(counts.joined(separator: ", ")): \(state.key(.reviewOpen)) shows \(what)."
      state.message = Message(text, tone: .warning)
    }
    for report in drift.earlier {
      if let record = report.record { state.note(record) }
      guard report.outcome == .applied, let record = report.record else { continue }
      let text = "The submission of \(HistoryText.moment(record.startedAt)) turned out to be applied."
      state.message = Message("\(text) What it did has left the draft.", tone: .warning)
    }
    if let first = drift.dissolved.first {
      let what = drift.dissolved.count == 1 ? "\(first.pattern) is" : "\(drift.dissolved.count) new policies are"
      state.message = Message("\(what) there already, and left the draft.", tone: .warning)
    }
    return drift.draft.map { take(&state, $0) } ?? []
  }

  private static func take(_ state: inout AppState, _ findings: AccountFindings) -> [AppEffect] {
    state.findings = findings
    // The rows that are shown depend on findings only where the filter or the order asks for them.
    return (state.asksForFindings ? state.arrangeRows() : []) + state.keepHead()
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
