import Canvas
import Policies
import PolicyCore

extension SubmissionState: ScreenLayer {
  var layer: Layer { .submission(self) }

  var context: CommandContext {
    switch phase {
    case .confirming: .question
    case .running: .sending
    case .ended, .failed: .outcome
    }
  }

  var takesText: Bool {
    guard case .confirming(let confirmation) = phase else { return false }
    if case .typed = confirmation { return true }
    return isEditingReason
  }

  func draw(_ state: AppState, into buffer: inout Buffer) { SubmissionView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .submissionConfirm where confirmation == .yes && !isEditingReason:
      "\(state.key(.submissionYes, in: .question)) submits it: enter alone is too quickly pressed."
    case .submissionYes where confirmation == .enter:
      "Nothing changes in what gets through: \(state.key(.submissionConfirm, in: .question)) submits it."
    case .submissionReason: settling == nil ? nil : "This is kept without a reason."
    case .outcomeLookAgain, .outcomeSettle:
      undecided == nil ? "The outcome is known." : nil
    default: nil
    }
  }

  private var confirmation: Confirmation? {
    if case .confirming(let confirmation) = phase { return confirmation }
    return nil
  }

  /// The submission of which a person has to say what became of it.
  private var undecided: SubmissionReport? {
    guard case .ended(let report) = phase, report.outcome == .unknown || report.outcome == .notSeen else { return nil }
    return report.record == nil ? nil : report
  }

  // MARK: - Keys

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    objection = nil
    switch phase {
    case .confirming(let confirmation): return answer(confirmation, command, in: &state)
    case .running: return stop(command)
    case .ended(let report): return close(report, command, in: &state)
    case .failed: return command == .historyOpen ? .close(state.openHistory()) : .close()
    }
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    objection = nil
    guard case .confirming(let confirmation) = phase else { return .stay() }
    if isEditingReason {
      _ = reason.handle(key)
    } else if case .typed = confirmation {
      _ = typed.handle(key)
    } else if key.typed != nil {
      // A reason that begins here would submit at its first y.
      objection = .noText
    }
    return .stay()
  }

  mutating func paste(_ text: String) {
    guard case .confirming(let confirmation) = phase else { return }
    if isEditingReason {
      reason.insert(text)
    } else if case .typed = confirmation {
      // Typed means typed: a pasted confirmation is no second thought.
      objection = .pasted
    }
  }

  private mutating func answer(
    _ confirmation: Confirmation,
    _ command: CommandID,
    in state: inout AppState
  ) -> LayerAnswer {
    switch command {
    case .cancel, .interrupt:
      guard let report = settling else { return .close() }
      settling = nil
      phase = .ended(report)
    case .submissionReason:
      isEditingReason.toggle()
    case .submissionConfirm where isEditingReason:
      isEditingReason = false
    case .submissionConfirm, .submissionYes:
      return confirm(confirmation, in: state)
    default:
      break
    }
    return .stay()
  }

  private mutating func confirm(_ confirmation: Confirmation, in state: AppState) -> LayerAnswer {
    if case .typed(let text) = confirmation, !isTyped(text) {
      objection = .notTheSame
      return .stay()
    }
    if let id = settling?.record?.id { return .stay([.work(.settleAsApplied(id))]) }
    guard let review else { return .stay() }
    let reason = reason.text.trimmingBlanks
    guard !reason.isEmpty || !state.requiresReason else {
      isEditingReason = true
      lacksReason = true
      return .stay()
    }
    phase = .running(nil)
    return .stay([.work(.submit(review, reason: reason.isEmpty ? nil : reason))])
  }

  private mutating func stop(_ command: CommandID) -> LayerAnswer {
    guard command == .cancel || command == .interrupt else { return .stay() }
    if canBeCancelled || isLooking { return .stay([.work(.cancelSubmission)]) }
    saidTooLate = true
    return .stay()
  }

  private mutating func close(
    _ report: SubmissionReport,
    _ command: CommandID,
    in state: inout AppState
  ) -> LayerAnswer {
    switch command {
    case .outcomeLookAgain:
      guard let id = report.record?.id else { return .stay() }
      phase = .running(nil)
      return .stay([.work(.lookAgain(id))])
    case .outcomeSettle:
      askToSettle(report)
      return .stay()
    case .outcomeClose, .back, .interrupt, .historyOpen:
      if report.outcome == .applied, case .review = state.layers.last { state.layers.removeLast() }
      state.browse.marks.formIntersection(Set(state.browse.list.lazy.map(\.id)))
      state.countVisibleMarks()
      return command == .historyOpen ? .close(state.openHistory()) : .close()
    default:
      return .stay()
    }
  }

  /// Emptying the draft of what may never have happened is asked for as strongly as sending it.
  private mutating func askToSettle(_ report: SubmissionReport) {
    guard let record = report.record else { return }
    settling = report
    typed = TextField()
    isEditingReason = false
    phase = .confirming(.typed("\(record.operations.count) applied"))
  }

  /// Whether the outcome is being looked for, which can be left for the next start.
  var isLooking: Bool {
    if case .running(.looking) = phase { return true }
    return false
  }
}

extension String {
  var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
