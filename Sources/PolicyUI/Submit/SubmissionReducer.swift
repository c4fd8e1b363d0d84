import Policies
import Canvas
import Foundation
import PolicyCore

/// The way of a submission over the screen.
enum SubmissionReducer {
  static func reduce(_ state: inout AppState, _ action: AppAction) -> [AppEffect] {
    switch action {
    case .submissionStepped(let step):
      return stepped(&state, step)
    case .submissionEnded(let report):
      return ended(&state, report)
    case .submissionFailed(let problem):
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
    default:
      return []
    }
  }

  // MARK: - What happened

  private static func stepped(_ state: inout AppState, _ step: SubmissionStep) -> [AppEffect] {
    if case .submission = state.layers.last {
      set(&state, .running(step))
    } else if state.layers.isEmpty {
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
      effects += state.load()
    case .unknown, .notSeen:
      set(&state, .ended(report))
      effects += state.load()
    case .refused, .conflict, .notSent:
      backToReview(&state, report)
      if let review = state.openReview { effects.append(.review(only: review.marked, review.encoding)) }
      if report.outcome == .conflict { effects += state.load() }
    }
    return effects
  }

  /// The draft is as it was; the review says why nothing was sent.
  private static func backToReview(_ state: inout AppState, _ report: SubmissionReport) {
    if case .submission = state.layers.last { state.layers.removeLast() }
    guard case .review(var review) = state.layers.last else { return }
    review.refusal = report.problem
    if report.outcome == .conflict { state.conflicts = report.conflicts }
    review.tab = report.conflicts.isEmpty ? .changes : .conflicts
    review.conflictSelection = 0
    review.scroll = ScrollOffset()
    state.replaceTopLayer(.review(review))
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
      return [.readDraft]
    }
    state.note(record)
    let outcome = HistoryText.outcome(record.state)
    let time = HistoryText.moment(record.startedAt)
    state.message = Message("The submission of \(time) is over: \(outcome). \(state.key(.historyOpen)) shows it.")
    return [.readDraft] + state.load()
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
    if case .submission(let submission) = state.layers.last, submission.review == nil { state.layers.removeLast() }
  }

  /// Emptying the draft of what may never have happened is asked for as strongly as sending it.
  private static func askToSettle(_ state: inout AppState, _ report: SubmissionReport) {
    guard case .submission(var submission) = state.layers.last, let record = report.record else { return }
    submission.settling = report
    submission.typed = TextField()
    submission.isEditingReason = false
    submission.phase = .confirming(.typed("\(record.operations.count) applied"))
    state.replaceTopLayer(.submission(submission))
  }

  private static func set(_ state: inout AppState, _ phase: SubmissionState.Phase) {
    guard case .submission(var submission) = state.layers.last else { return }
    submission.phase = phase
    state.replaceTopLayer(.submission(submission))
  }

  // MARK: - Keys

  static func press(_ state: inout AppState, _ submission: SubmissionState, _ key: KeyPress) -> [AppEffect] {
    switch submission.phase {
    case .confirming(let confirmation): return confirm(&state, submission, confirmation, key)
    case .running: return stop(&state, submission, key)
    case .ended(let report): return close(&state, report, key)
    case .failed:
      if key.closes { state.layers.removeLast() }
      return []
    }
  }

  private static func confirm(
    _ state: inout AppState,
    _ submission: SubmissionState,
    _ confirmation: Confirmation,
    _ key: KeyPress
  ) -> [AppEffect] {
    var submission = submission
    submission.objection = nil
    if key == KeyPress(.escape) || key == KeyPress("c", .ctrl) {
      if let report = submission.settling {
        submission.settling = nil
        submission.phase = .ended(report)
        state.replaceTopLayer(.submission(submission))
      } else {
        state.layers.removeLast()
      }
      return []
    }
    if let id = submission.settling?.record?.id {
      let isConfirmed = isConfirmed(&submission, confirmation, key)
      state.replaceTopLayer(.submission(submission))
      return isConfirmed ? [.settleAsApplied(id)] : []
    }
    if key.key == .tab || key.key == .backTab {
      submission.isEditingReason.toggle()
      state.replaceTopLayer(.submission(submission))
      return []
    }
    if submission.isEditingReason {
      if key.key == .enter { submission.isEditingReason = false } else { _ = submission.reason.handle(key) }
      state.replaceTopLayer(.submission(submission))
      return []
    }
    guard isConfirmed(&submission, confirmation, key), let review = submission.review else {
      state.replaceTopLayer(.submission(submission))
      return []
    }
    let reason = submission.reason.text.trimmingBlanks
    guard !reason.isEmpty || !state.requiresReason else {
      submission.isEditingReason = true
      submission.lacksReason = true
      state.replaceTopLayer(.submission(submission))
      return []
    }
    submission.phase = .running(nil)
    state.replaceTopLayer(.submission(submission))
    return [.submit(review, reason: reason.isEmpty ? nil : reason)]
  }

  private static func isConfirmed(
    _ submission: inout SubmissionState,
    _ confirmation: Confirmation,
    _ key: KeyPress
  ) -> Bool {
    switch confirmation {
    case .enter: return key.key == .enter
    case .yes: return key == KeyPress("y")
    case .typed(let text):
      guard key.key == .enter else {
        _ = submission.typed.handle(key)
        return false
      }
      let isTyped = submission.isTyped(text)
      if !isTyped { submission.objection = .notTheSame }
      return isTyped
    }
  }

  private static func stop(_ state: inout AppState, _ submission: SubmissionState, _ key: KeyPress) -> [AppEffect] {
    guard key == KeyPress(.escape) || key == KeyPress("c", .ctrl) else { return [] }
    if submission.canBeCancelled || submission.isLooking { return [.cancelSubmission] }
    var submission = submission
    submission.saidTooLate = true
    state.replaceTopLayer(.submission(submission))
    return []
  }

  private static func close(_ state: inout AppState, _ report: SubmissionReport, _ key: KeyPress) -> [AppEffect] {
    if let id = report.record?.id, report.outcome == .unknown || report.outcome == .notSeen {
      if key == KeyPress("l") {
        set(&state, .running(nil))
        return [.lookAgain(id)]
      }
      if key == KeyPress("A") {
        askToSettle(&state, report)
        return []
      }
    }
    guard key.closes else { return [] }
    state.layers.removeLast()
    if report.outcome == .applied, case .review = state.layers.last { state.layers.removeLast() }
    state.browse.marks.formIntersection(Set(state.browse.list.lazy.map(\.id)))
    state.countVisibleMarks()
    return []
  }
}

extension SubmissionState {
  /// Whether the outcome is being looked for, which can be left for the next start.
  var isLooking: Bool {
    if case .running(.looking) = phase { return true }
    return false
  }
}

extension KeyPress {
  fileprivate var closes: Bool {
    self == KeyPress(.escape) || self == KeyPress(.enter) || self == KeyPress("q") || self == KeyPress("c", .ctrl)
  }
}

extension String {
  var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
