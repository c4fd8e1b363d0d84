import Policies
import PolicyCore
import PolicyQuery
import Values

/// What follows from a change of the draft, made here or by another process.
enum DraftReducer {
  static func reduce(_ state: inout AppState, _ action: DraftAction) -> [AppEffect] {
    switch action {
    case .read(let snapshot):
      return read(&state, snapshot)
    case .drifted(let drift):
      state.browse.isComparing = false
      return drift.map { take(&state, $0) } ?? []
    case .changed(let outcome, let verb):
      return take(&state, outcome, verb) + state.followImport()
    case .refused(let problem):
      state.update(ImportState.self) { $0.isQueueing = false }
      state.message = Message(problem)
      return []
    case .failed(let problem):
      // What could not be read has nothing to show.
      state.layers.removeAll { [.changes, .history].contains($0.content.context) && $0.content.isOpening }
      state.message = Message(problem)
      return []
    case .judged(let findings):
      return take(&state, findings)
    case .guardsChecked(let reports):
      state.update(GuardsState.self) { $0.reports = reports }
      return []
    case .whatIfAnswered(let question, let answer):
      state.update(WhatIfState.self) { $0.take(answer, to: question) }
      return []
    case .suppressed(let rule, let isSilenced):
      let place = state.silencesFile.map { ", in \($0)" } ?? ""
      state.message = Message(isSilenced ? "Silenced: \(rule.rawValue)\(place)" : "Heard again: \(rule.rawValue)")
      return []
    case .silencesRead:
      return state.judge()
    }
  }

  /// Takes a draft that another process may have changed, and says so.
  private static func read(_ state: inout AppState, _ snapshot: DraftSnapshot) -> [AppEffect] {
    // What this process does to the draft by itself, a submission or a load does, is told as that.
    let isOwn = state.outstanding.draftOrders > 0 || state.isSubmitting || state.browse.isComparing
    let isOthers = state.isDraftRead && !isOwn && snapshot.revision > state.draft.revision
    let before = state.draft.draft.count
    let effects = take(&state, snapshot)
    let difference = snapshot.draft.count - before
    guard isOthers, difference != 0 else { return effects }
    let count = abs(difference).counted("operation")
    let text = difference > 0 ? "Another process queued \(count)." : "Another process took \(count) out of the draft."
    state.message = Message(text, tone: .warning)
    return effects
  }

  /// Answers what a person did: what was queued or taken back, and where.
  private static func take(_ state: inout AppState, _ outcome: DraftOutcome, _ verb: DraftVerb) -> [AppEffect] {
    state.message = DraftAnswer(outcome.change, verb).message(in: state)
    let touched = outcome.change.steps
    let isShown = touched.contains { state.browse.rows.position(of: $0.id) != nil }
    let created = touched.filter { $0.before == nil && $0.after?.kind == .post }.map(\.id)
    if verb == .did {
      state.browse.added += created
      state.browse.wanted = created.first ?? state.browse.wanted
    } else {
      let target = touched.first { $0.after != nil || $0.before?.kind != .post }?.id
      if !isShown, let target { state.browse.added.append(target) }
      state.browse.wanted = touched.first { state.browse.rows.position(of: $0.id) != nil }?.id ?? target
    }
    // A new policy that a person took back leaves its place to the row behind it.
    let left = touched.first { $0.id == state.browse.selectedID }
    if left?.after == nil, left?.before?.kind == .post { state.browse.selectedID = nil }
    let effects = take(&state, outcome.snapshot)
    if verb != .did { findConflicts(&state, touched.map(\.id)) }
    // Another reader of the draft may have brought it before.
    return effects.isEmpty && !outcome.change.isEmpty ? state.arrangeRows() : effects
  }

  /// Shows a newer draft; an older one, overtaken on its way, is ignored.
  static func take(_ state: inout AppState, _ snapshot: DraftSnapshot) -> [AppEffect] {
    guard snapshot.revision >= state.draft.revision else { return [] }
    let changed = snapshot.revision != state.draft.revision
    if state.isDraftRead { state.browse.kept.formUnion(state.draft.draft.differences(from: snapshot.draft)) }
    state.draft = snapshot
    state.conflicts.removeAll { $0.base != snapshot.draft[$0.id]?.base }
    guard changed else { return [] }
    // A review that is on the screen shows the draft as it is.
    return state.arrangeRows() + state.judge() + state.reviewAgain()
  }

  /// What was settled is open again if undo has brought back the operation as it was before.
  private static func findConflicts(_ state: inout AppState, _ ids: [PolicyID]) {
    for id in ids where !state.conflicts.contains(where: { $0.id == id }) {
      // A policy that the list lacks may be gone: only the server can say that.
      guard let operation = state.draft.draft[id], operation.base != nil, let now = state.browse.list[id],
        case .conflict(let conflict) = Drift.of(operation, now: now)
      else { continue }
      state.conflicts.append(conflict)
    }
  }

  private static func take(_ state: inout AppState, _ drift: DraftDrift) -> [AppEffect] {
    state.conflicts = drift.conflicts
    let gone = drift.conflicts.count(where: \.isGone)
    let draft = drift.draft?.draft ?? state.draft.draft
    // What somebody else changed into just what was queued has left the draft: nothing of it can be shown there.
    let settled = drift.rebased.filter { draft[$0.id] == nil }
    let changed = drift.conflicts.count - gone + drift.rebased.count - settled.count
    let counts = [changed > 0 ? "\(changed) changed elsewhere" : nil, gone > 0 ? "\(gone) gone" : nil].compactMap(
      \.self
    )
    if !counts.isEmpty {
      let what = drift.conflicts.isEmpty ? "what changed" : "the conflicts"
      let text = "Of the queued policies \(counts.joined(separator: ", ")): \(state.key(.reviewOpen)) shows \(what)."
      state.message = Message(text, tone: .warning)
    }
    if let first = settled.first {
      let what = settled.count == 1 ? "\(first.pattern) is" : "\(settled.count) policies are"
      let more = counts.isEmpty ? "" : " \(counts.joined(separator: ", ")): \(state.key(.reviewOpen)) shows them."
      state.message = Message("\(what) as you queued it by now, and left the draft.\(more)", tone: .warning)
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
    state.fitTopLayer()
    // The rows that are shown depend on findings only where the filter or the order asks for them.
    return (state.asksForFindings ? state.arrangeRows() : []) + state.keepHead()
  }
}
