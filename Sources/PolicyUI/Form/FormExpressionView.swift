import Canvas
import PolicyCore
import Theming
import Values

/// What the expression of a form opens, in words, and a line to hold a text against it.
struct FormExpressionView {
  let state: AppState
  let form: FormState

  private var theme: Theme { state.theme }

  func drawScope(into buffer: inout Buffer, in place: Rect) {
    let line = scope(columns: place.columns)
    buffer.write(line, at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
  }

  /// What does not fit whole behind the words is left out.
  private func scope(columns: Int) -> [TextRun] {
    guard !form.pattern.text.isEmpty else { return [] }
    guard let scope = state.findings.scope(of: form.values, besides: form.policyID) else {
      return [TextRun("not decided", theme[.effectUnclear])]
    }
    let inside = scope.inside.map { count in
      count == 0 ? "no other policy inside" : count.counted("other policy", "other policies") + " inside"
    }
    let example = scope.example.flatMap { scope.words.contains($0) ? nil : "example \($0)" }
    return [inside, example].reduce(into: [TextRun(scope.words, theme[.text])]) { line, more in
      guard let more, line.width + more.count + 2 <= columns else { return }
      line.append(TextRun("; \(more)", theme[.muted]))
    }
  }

  /// The answer stands beside the text where it fits there, else below it where there is a line for it.
  ///
  /// Gives how many lines it took.
  func drawTrial(into buffer: inout Buffer, in place: Rect, below: Rect?) -> Int {
    let isFocused = form.focus == .trial
    let answer = form.trial.text.isEmpty ? nil : answer
    let isBelow = below != nil && isFocused && (answer?.text.width ?? 0) + 2 > place.columns / 2
    let room = isBelow ? 0 : answer.map { min($0.text.width + 2, place.columns * 2 / 3) } ?? 0
    form.trial.draw(
      into: &buffer,
      in: place.splitRight(room).rest,
      styles: theme.field(),
      placeholder: "an address, a server's name or an IP address",
      isFocused: isFocused && !form.asksToLeave
    )
    guard let answer else { return 1 }
    if isBelow, let below {
      buffer.write([answer], at: below.origin, maxWidth: below.columns, truncation: state.glyphs.truncation)
      return 2
    }
    let start = Position(row: place.row, column: place.endColumn - room + 2)
    buffer.write([answer], at: start, maxWidth: room - 2, truncation: state.glyphs.truncation)
    return 1
  }

  private var answer: TextRun {
    switch state.findings.trial(of: form.trial.text, against: form.values) {
    case .matches: TextRun("matches", theme[.effectWidens])
    case .doesNotMatch: TextRun("does not match", theme[.effectNarrows])
    case .depends(let condition): TextRun("only if \(condition)", theme[.effectUnclear])
    case .undecided(let reason): TextRun("undecided: \(reason)", theme[.effectUnclear])
    case .unreadable(let reason): TextRun("it \(reason)", theme[.muted])
    }
  }
}
