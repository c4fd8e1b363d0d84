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
    let isAsking = if case .confirming = submission.phase { true } else { false }
    let contents = Size(rows: text.count + (isAsking ? 4 : 2), columns: width)
    let inside = Popup(title: title, glyphs: state.glyphs, styles: PopupStyle.standard(theme))
      .draw(into: &buffer, in: Popup.frame(contents: contents, in: buffer.bounds))
    for (offset, line) in text.prefix(inside.rows - (isAsking ? 3 : 1)).enumerated() {
      buffer.write(line, at: inside.line(offset).origin, maxWidth: inside.columns)
    }
    if case .confirming(let confirmation) = submission.phase {
      drawQuestion(confirmation, into: &buffer, in: inside.splitBottom(3).bottom)
    } else {
      HintBar(keys, styles: FooterView.styles(theme)).draw(into: &buffer, in: inside.line(inside.rows - 1))
    }
  }

  private var title: String {
    guard let review = submission.review else { return "An earlier submission" }
    let count = review.operations.count
    let place = review.account.environment == .live ? "LIVE" : "SANDBOX"
    return "Submit \(count) \(count == 1 ? "operation" : "operations") to \(review.account.name) · \(place)"
  }

  // MARK: - The question

  private func drawQuestion(_ confirmation: Confirmation, into buffer: inout Buffer, in area: Rect) {
    let reasonLine = area.line(0)
    let isTyped = if case .typed = confirmation { true } else { false }
    let label = "Reason    "
    buffer.write(label, at: reasonLine.origin, style: theme[submission.isEditingReason ? .accent : .fieldLabel])
    submission.reason.draw(
      into: &buffer,
      in: reasonLine.splitLeft(label.count).rest,
      styles: fieldStyles,
      placeholder: submission.lacksReason
        ? "this configuration asks for one: a ticket, or why" : "ticket or why, kept in the history (tab)",
      isFocused: submission.isEditingReason
    )
    if case .typed(let text) = confirmation {
      let ask = [
        TextRun("Type  ", theme[.fieldLabel]), TextRun(text, theme[.levelDanger]), TextRun("  ", theme[.text]),
      ]
      let used = buffer.write(ask, at: area.line(1).origin, maxWidth: area.columns)
      submission.typed.draw(
        into: &buffer,
        in: area.line(1).splitLeft(used).rest,
        styles: fieldStyles,
        isFocused: !submission.isEditingReason
      )
    }
    let key = confirmation == .yes ? "y" : "enter"
    let items = [
      HintBar.Item(key: key, label: "submit", isEnabled: isReady(confirmation), importance: 9),
      HintBar.Item(key: "tab", label: isTyped ? "reason / confirmation" : "reason", importance: 5),
      HintBar.Item(key: "esc", label: "back, nothing is sent", importance: 8),
    ]
    HintBar(items, styles: FooterView.styles(theme)).draw(into: &buffer, in: area.line(2))
  }

  private func isReady(_ confirmation: Confirmation) -> Bool {
    if case .typed(let text) = confirmation { return submission.isTyped(text) && !submission.isEditingReason }
    return !submission.isEditingReason
  }

  private var fieldStyles: TextField.Styles {
    TextField.Styles(
      text: theme[.fieldValue],
      selection: theme[.fieldFocus],
      hint: theme.style(.muted, on: .fieldValue)
    )
  }

  // MARK: - What stands in the box

  private func content(width: Int) -> [[TextRun]] {
    switch submission.phase {
    case .confirming(let confirmation): question(confirmation, width: width)
    case .running(let step): SubmissionText.step(step, submission, theme: theme, width: width)
    case .ended(let report): SubmissionText.outcome(report, theme: theme, width: width)
    case .failed(let problem): SubmissionText.problem(problem, theme: theme, width: width)
    }
  }

  private func question(_ confirmation: Confirmation, width: Int) -> [[TextRun]] {
    guard let review = submission.review else { return [] }
    let effects = Effect.allCases.filter { review.count(of: $0) > 0 }.flatMap { effect in
      [TextRun("\(effect.rawValue) \(review.count(of: effect))", theme[effect.role]), TextRun("   ", theme[.text])]
    }
    let counts = OperationKind.allCases.filter { review.counts[$0] > 0 }.map { kind in
      [TextRun("\(kind.sign)\(review.counts[kind])", theme[kind.role]), TextRun(" ", theme[.text])]
    }.flatMap { $0 }
    let sentence =
      switch confirmation {
      case .enter: "Nothing changes in what gets through."
      case .yes: "This changes what gets through. All of it happens, or nothing."
      case .typed: Confirmation.reason(for: review)
      }
    return [
      counts + [TextRun("  ", theme[.text])] + effects,
      [TextRun("fingerprint \(review.fingerprint.short)", theme[.muted])],
    ] + SubmissionText.wrapped(sentence, theme[.text], width: width)
  }

  private var keys: [HintBar.Item] {
    switch submission.phase {
    case .running where submission.canBeCancelled: [HintBar.Item(key: "esc", label: "cancel, nothing was sent yet")]
    case .running where submission.isLooking:
      [HintBar.Item(key: "esc", label: "stop looking; the next start goes on")]
    case .running, .confirming: []
    case .ended(let report) where report.outcome == .unknown || report.outcome == .notSeen:
      [
        HintBar.Item(key: "l", label: "look again", importance: 7),
        HintBar.Item(key: "A", label: "it was applied", importance: 6),
        HintBar.Item(key: "enter", label: "keep the draft", importance: 8),
      ]
    case .ended, .failed: [HintBar.Item(key: "enter", label: "close")]
    }
  }
}
