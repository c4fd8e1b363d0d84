import Values
import Canvas
import PolicyCore
import Theming

/// The question before anything is sent: what is at stake, and what has to be typed.
struct SubmissionQuestion {
  /// The reason, what has to be typed, and the keys.
  static let fieldRows = 3

  let state: AppState
  let submission: SubmissionState
  let confirmation: Confirmation

  private var theme: Theme { state.theme }

  // MARK: - What is at stake

  /// The gravest comes first: on a low screen the last rows have no room.
  func text(width: Int) -> [[TextRun]] {
    if let report = submission.settling { return settling(report, width: width) }
    guard let review = submission.review else { return [] }
    let effects = Effect.allCases.filter { review.count(of: $0) > 0 }.flatMap { effect in
      [TextRun("\(effect.rawValue) \(review.count(of: effect))", theme[effect.role]), TextRun("   ", theme[.text])]
    }
    let counts = OperationKind.allCases.filter { review.counts[$0] > 0 }.flatMap { kind in
      [TextRun("\(kind.sign)\(review.counts[kind])", theme[kind.role]), TextRun(" ", theme[.text])]
    }
    let staying = state.staying(beside: review)
    let part =
      staying == 0
      ? [] : [[TextRun("\(state.extent(of: review)) in the draft.", theme[.text])]]
    var lines = part + (counts + [TextRun("  ", theme[.text])] + effects.dropLast()).wrapped(to: width)
    lines += stakes(review).flatMap { SubmissionText.wrapped($0.text, theme[$0.role], width: width) }
    if let messages = submission.replaying {
      let text = "What it would have done with \(messages.grouped) messages is still being worked out."
      lines += SubmissionText.wrapped(text, theme[.muted], width: width)
    }
    if let unsettled = state.unsettled, review.repetitions.isEmpty {
      lines += SubmissionText.wrapped(unsettled.sentence(at: state.now), theme[.levelWarning], width: width)
    }
    return lines + [[TextRun("fingerprint \(review.fingerprint.short)", theme[.muted])]]
  }

  private func settling(_ report: SubmissionReport, width: Int) -> [[TextRun]] {
    let count = report.record?.operations.count ?? 0
    let what =
      "Nobody could tell what became of it. If it is taken for applied and was not, its "
      + "\(count.counted("operation leaves", "operations leave")) the draft all the same."
    let back = "\(state.key(.historyOpen)), then \(state.key(.historyUndo, in: .history)), takes that back."
    return SubmissionText.wrapped(what, theme[.levelWarning], width: width)
      + SubmissionText.wrapped(back, theme[.muted], width: width)
  }

  private func stakes(_ review: Review) -> [(text: String, role: Role)] {
    switch confirmation {
    case .enter: return [("Nothing changes in what gets through.", .text)]
    case .yes: return [("This changes what gets through. All of it happens, or nothing.", .text)] + proofs(review)
    case .typed:
      let dangers = Confirmation.dangers(in: review)
      let again = SubmissionWords.sentences(on: review.repetitions, withIDs: false)
      return again.map { ($0, .levelWarning) }
        + Confirmation.reasonsToAccept(review).map { reason in
          (reason, reason == dangers || reason == review.mail?.danger ? .levelDanger : .text)
        } + proofs(review)
    }
  }

  /// A message that gets more than before, for the first operation that opens something, and how many do.
  private func proofs(_ review: Review) -> [(text: String, role: Role)] {
    let openings = review.operations.compactMap(\.judged.more.words)
    guard let first = openings.first else { return [] }
    let others =
      openings.count > 1 ? " (\(openings.count.counted("operation opens", "operations open")) something)" : ""
    return [("Newly let \(first)\(others).", .effectWidens)]
  }

  // MARK: - Fields and keys

  func draw(into buffer: inout Buffer, in area: Rect) {
    let isTyped = if case .typed = confirmation { true } else { false }
    let labelWidth = min(labelWidth, max(0, area.columns - 12))
    let isEditingReason = submission.isEditingReason
    if submission.settling == nil { drawReason(into: &buffer, in: area.line(0), labelWidth) }
    if case .typed(let text) = confirmation {
      let (label, field) = area.line(1).splitLeft(labelWidth)
      let ask = [
        theme.label("Type  ", isFocused: !isEditingReason), TextRun(text, theme[.levelDanger]),
      ]
      buffer.write(ask, at: label.origin, maxWidth: labelWidth - 1, truncation: state.glyphs.truncation)
      submission.typed.draw(into: &buffer, in: field, styles: theme.field(), isFocused: !isEditingReason)
    }
    if let objection {
      buffer.write(objection, at: area.line(2).origin, style: theme[.levelWarning], maxWidth: area.columns)
      return
    }
    let submit = state.hint(
      confirmation == .yes ? .submissionYes : .submissionConfirm,
      in: .question,
      label: "submit",
      isEnabled: isReady,
      importance: 9
    )
    let items = [
      isEditingReason
        ? state.hint(.submissionConfirm, in: .question, label: "reason done", isEnabled: true, importance: 9) : submit,
      state.hint(
        .submissionReason,
        in: .question,
        label: isEditingReason ? "back to the question" : isTyped ? "reason / confirmation" : "reason",
        importance: 5
      ),
      state.hint(.cancel, in: .question, label: area.columns < 50 ? "back" : "back, nothing is sent", importance: 8),
    ]
    let settlingItems = [
      state.hint(.submissionConfirm, in: .question, label: "take it for applied", isEnabled: isReady, importance: 9),
      state.hint(.cancel, in: .question, importance: 8),
    ]
    HintBar(submission.settling == nil ? items : settlingItems, theme).draw(into: &buffer, in: area.line(2))
  }

  private func drawReason(into buffer: inout Buffer, in line: Rect, _ labelWidth: Int) {
    submission.reason.draw(
      into: &buffer,
      in: line,
      label: theme.label("Reason", isFocused: submission.isEditingReason),
      labelWidth: labelWidth,
      styles: theme.field(),
      placeholder: submission.lacksReason
        ? "this configuration asks for one: a ticket, or why" : "ticket or why, kept in the history (tab)",
      isFocused: submission.isEditingReason
    )
  }

  /// Both fields begin in one column.
  private var labelWidth: Int {
    guard case .typed(let text) = confirmation else { return 8 }
    return TextWidth.displayWidth(of: text) + 8
  }

  private var objection: String? {
    let text = if case .typed(let text) = confirmation { text } else { "" }
    switch submission.objection {
    case .notTheSame: return "Not the same yet: type \(text)"
    case .pasted: return "Type it: a paste is not taken."
    case .noText:
      let submit = state.key(confirmation == .yes ? .submissionYes : .submissionConfirm, in: .question)
      return "That was not taken: \(state.key(.submissionReason, in: .question)) goes to the reason, \(submit) submits."
    case nil: return nil
    }
  }

  private var isReady: Bool {
    if case .typed(let text) = confirmation { return submission.isTyped(text) && !submission.isEditingReason }
    return !submission.isEditingReason
  }
}
