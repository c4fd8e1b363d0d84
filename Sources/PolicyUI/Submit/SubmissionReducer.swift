import Policies
import Canvas
import Foundation
import PolicyCore

/// The way of a submission over the screen.
enum SubmissionReducer {
  static func reduce(_ state: inout AppState, _ action: SubmissionAction) -> [AppEffect] {
    switch action {
    case .stepped(let step):
      return stepped(&state, step)
    case .ended(let report):
      return ended(&state, report)
    case .failed(let problem):
      set(&state, .failed(problem))
      return []
    case .recentlySubmitted(let records):
      recall(&state, records)
      return []
    case .reconciled(let report):
      return report.map { reconciled(&state, $0) } ?? []
    case .otherEnded(let record):
      return otherEnded(&state, record)
    case .reconcileFailed(let problem):
      state.message = Message(problem)
      closeReconciliation(&state)
      return []
    }
  }

  // MARK: - What happened

  private static func stepped(_ state: inout AppState, _ step: SubmissionStep) -> [AppEffect] {
    if !set(&state, .running(step)), state.layers.isEmpty {
      // Only the search for an earlier outcome begins without a person's doing.
      state.layers.append(.submission(SubmissionState(reconciling: .running(step))))
    }
    return []
  }

  private static func ended(_ state: inout AppState, _ report: SubmissionReport) -> [AppEffect] {
    for record in report.earlier.compactMap(\.record) + [report.record].compactMap(\.self) { state.note(record) }
    var effects = report.draft.map { DraftReducer.take(&state, $0) } ?? []
    switch report.outcome {
    case .applied:
      set(&state, .ended(report))
      state.browse.loadsAnew = true
      effects += state.arrangeAnew() + state.load()
    case .unknown, .notSeen:
      set(&state, .ended(report))
      effects += state.load()
    case .refused, .conflict, .notSent:
      backToReview(&state, report)
      effects += state.reviewAgain()
      if report.outcome == .conflict { effects += state.load() }
    }
    return effects
  }

  /// The draft is as it was; the review says why nothing was sent.
  private static func backToReview(_ state: inout AppState, _ report: SubmissionReport) {
    state.layers.removeAll { if case .submission = $0 { true } else { false } }
    if report.outcome == .conflict { state.conflicts = report.conflicts }
    state.update(ReviewState.self) { $0.take(report) }
  }

  private static func reconciled(_ state: inout AppState, _ report: SubmissionReport) -> [AppEffect] {
    if let record = report.record { state.note(record) }
    let effects = report.draft.map { DraftReducer.take(&state, $0) } ?? []
    closeReconciliation(&state)
    state.layers.append(.submission(SubmissionState(reconciling: .ended(report))))
    return effects + state.load()
  }

  /// What the other process was doing is over; what came of it is said in its place.
  private static func otherEnded(_ state: inout AppState, _ record: SubmissionRecord?) -> [AppEffect] {
    guard let record else {
      state.message = nil
      return [.work(.readDraft)]
    }
    state.note(record)
    let outcome = record.state.title
    let time = HistoryText.moment(record.startedAt)
    state.message = Message("The submission of \(time) is over: \(outcome). \(state.key(.historyOpen)) shows it.")
    return [.work(.readDraft)] + state.load()
  }

  /// Takes what an earlier start left behind, unless this one has sent something itself.
  ///
  /// What is older than a day the server no longer carries out.
  private static func recall(_ state: inout AppState, _ records: [SubmissionRecord]) {
    let sent = records.first { [.applied, .notSeen, .unknown].contains($0.state) }
    guard state.unsettled == nil, let sent, state.now.timeIntervalSince(sent.startedAt) < 24 * 3600 else { return }
    state.note(sent)
  }

  private static func closeReconciliation(_ state: inout AppState) {
    state.layers.removeAll { if case .submission(let submission) = $0 { submission.review == nil } else { false } }
  }

  /// The help may lie over it by now.
  @discardableResult
  private static func set(_ state: inout AppState, _ phase: SubmissionState.Phase) -> Bool {
    let now = state.now
    return state.update(SubmissionState.self) { submission in
      submission.phase = phase
      submission.waitsUntil = nil
      if case .running(.waiting(let seconds, _)) = phase { submission.waitsUntil = now.addingTimeInterval(seconds) }
    }
  }
}
