import Values
import Policies
import Canvas
import PolicyCore
import Theming

/// Draws a submission over the review: the question, the steps, the outcome.
struct SubmissionView {
  let state: AppState
  let submission: SubmissionState

  init(_ state: AppState, _ submission: SubmissionState) {
    self.state = state
    self.submission = submission
  }

  private var theme: Theme { state.theme }

  func draw(into buffer: inout Buffer) {
    let width = min(state.size.columns - 8, 76)
    let text = content(width: width)
    let bottom = bottomRows
    // A blank row keeps the two apart where there is room for it.
    let contents = Size(rows: text.count + 1 + bottom, columns: width)
    let inside = Popup(title, over: state).draw(into: &buffer, contents: contents)
    let (upper, lower) = inside.splitBottom(bottom)
    var shown = Array(text.prefix(upper.rows))
    if text.count > upper.rows, shown.popLast() != nil {
      shown.append([TextRun("and \(text.count - shown.count) lines more", theme[.muted])])
    }
    buffer.write(shown, in: upper, truncation: state.glyphs.truncation)
    // A screen reader begins with the text; where something is to be typed, the field has the cursor.
    buffer.cursor = upper.origin
    if let question {
      question.draw(into: &buffer, in: lower)
    } else if isUndecided {
      drawChoices(into: &buffer, in: lower)
    } else {
      HintBar([key], theme).draw(into: &buffer, in: lower)
    }
  }

  private var title: String {
    if let report = submission.settling {
      let count = report.record?.operations.count ?? 0
      return "\(report.outcome.title) · \(count.counted("operation"))"
    }
    let outcome = if case .ended(let report) = submission.phase { report.outcome.title } else { "" }
    guard let review = submission.review else {
      return outcome.isEmpty ? "An earlier submission" : "An earlier submission: \(outcome.lowercased())"
    }
    let count = review.operations.count
    let what = "\(count.counted("operation")) to \(review.account.name)"
    let place = review.account.environment == .live ? "LIVE" : "SANDBOX"
    return outcome.isEmpty ? "Submit \(what) · \(place)" : "\(outcome) · \(what) · \(place)"
  }

  private var question: SubmissionQuestion? {
    guard case .confirming(let confirmation) = submission.phase else { return nil }
    return SubmissionQuestion(state: state, submission: submission, confirmation: confirmation)
  }

  /// Whether a person has to say what becomes of a batch whose outcome was not found out.
  private var isUndecided: Bool {
    guard case .ended(let report) = submission.phase else { return false }
    return report.outcome == .unknown || report.outcome == .notSeen
  }

  private var bottomRows: Int {
    if question != nil { return SubmissionQuestion.fieldRows }
    return isUndecided ? Self.choices.count : 1
  }

  private static let choices: [(command: CommandID, label: String, meaning: String)] = [
    (.outcomeLookAgain, "look again", "nothing is sent"),
    (.outcomeSettle, "it was applied", "its operations leave the draft"),
    (.outcomeClose, "keep the draft", "to be submitted again later"),
  ]

  /// Each with what it means: these are not to be chosen by habit.
  private func drawChoices(into buffer: inout Buffer, in area: Rect) {
    for (offset, choice) in Self.choices.enumerated() {
      let key = state.key(choice.command, in: .outcome)
      let runs = [
        TextRun(key + String(repeating: " ", count: max(1, 7 - key.count)), theme[.key]),
        TextRun(choice.label + String(repeating: " ", count: 16 - choice.label.count), theme[.text]),
        TextRun(choice.meaning, theme[.muted]),
      ]
      let place = area.line(offset)
      buffer.write(runs, at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
    }
  }

  // MARK: - What stands in the box

  private func content(width: Int) -> [[TextRun]] {
    switch submission.phase {
    case .confirming: question?.text(width: width) ?? []
    case .running(let step): SubmissionText.step(step, submission, at: state.now, theme: theme, width: width)
    case .ended(let report):
      SubmissionText.outcome(report, theme: theme, width: width)
        + (report.outcome == .applied ? undo(report, width) : [])
    case .failed(let problem): SubmissionText.problem(problem, theme: theme, width: width)
    }
  }

  /// How what was applied is taken back.
  private func undo(_ report: SubmissionReport, _ width: Int) -> [[TextRun]] {
    let name = report.record.map { " (\($0.shortID))" } ?? ""
    let keys = "\(state.key(.historyOpen)), then \(state.key(.historyUndo, in: .history))"
    return SubmissionText.wrapped("\(keys) takes it back\(name).", theme[.muted], width: width)
  }

  private var key: HintBar.Item? {
    switch submission.phase {
    case .running where submission.canBeCancelled:
      state.hint(.cancel, in: .sending, label: "cancel, nothing was sent yet")
    case .running where submission.isLooking:
      state.hint(.cancel, in: .sending, label: "stop looking; the next start goes on")
    case .running, .confirming: nil
    case .ended, .failed: state.hint(.outcomeClose, in: .outcome)
    }
  }
}
