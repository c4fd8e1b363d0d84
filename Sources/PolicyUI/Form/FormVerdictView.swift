import PolicyCore
import Canvas
import Policies
import PolicyFiles
import Theming

/// The lower part of a form: what it would queue, what is found on that, and the keys.
struct FormVerdictView {
  let state: AppState
  let form: FormState
  let verdict: FormVerdict

  private var theme: Theme { state.theme }

  /// The changes come first, beside their effect, as far as the findings leave them room.
  func draw(into buffer: inout Buffer, in area: Rect) {
    // Nothing has been typed yet: then there is nothing to find fault with.
    guard !form.isUntouched, !area.isEmpty else { return }
    let width = area.columns - 10
    let findings = verdict.findings.flatMap { FindingText.rows($0, width: width, theme: theme, glyphs: state.glyphs) }
    let proofs = verdict.canBeQueued ? EffectText.rows(verdict.judged, indent: 2, width: width, theme: theme) : []
    if let several = form.several { return drawSeveral(several, into: &buffer, in: area) }
    let room = max(1, area.rows - findings.count - proofs.count)
    let lines = form.mending == nil ? changes(room: room) + proofs + findings : mistakes(width) + findings + proofs
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      let place = Position(row: area.row + offset, column: area.column)
      // The first line leaves room for the effect.
      let width = area.columns - (offset == 0 ? 9 : 0)
      buffer.write(line, at: place, maxWidth: width, truncation: state.glyphs.truncation)
    }
    guard let outcome else { return }
    buffer.write([outcome], at: Position(row: area.row, column: area.endColumn - outcome.text.width))
  }

  /// The keys that change a flag while a text has the focus; nil where one has none.
  private var flagKeys: String? {
    let keys = [CommandID.flagTrusted, .flagAcceptable, .flagExempt, .flagVerify].compactMap { command in
      state.keymap.keys(of: command, in: .form).map(\.description).last { $0.hasPrefix("alt-") }
    }
    guard keys.count == PolicyFlag.allCases.count else { return nil }
    return "alt-" + keys.map { String($0.dropFirst(4)) }.joined(separator: "/")
  }

  private func drawSeveral(_ lines: String, into buffer: inout Buffer, in area: Rect) {
    let count = lines.split(whereSeparator: \.isNewline).count
    let text = "\(count) patterns, each a policy of its own: \(state.key(.fieldNext, in: .form)) shows them."
    buffer.write(text, at: area.origin, style: theme[.diffAdd], maxWidth: area.columns)
  }

  /// What is wrong with the row as it stands in the file.
  ///
  /// The advice of a mistake tells what to write there; here the fields themselves say what they take.
  private func mistakes(_ width: Int) -> [[TextRun]] {
    guard let mending = form.mending else { return [] }
    let file = [TextRun("the file:  ", theme[.fieldLabel]), TextRun(mending.text, theme[.muted])]
    return file.wrapped(to: width, hanging: 3)
      + mending.mistakes.flatMap { mistake in
        let isMended = form.hasMended(mistake)
        return [
          TextRun(isMended ? "was" : "E", theme[isMended ? .muted : .levelError]),
          TextRun(
            "  \(mistake.what)\(mistake.field == nil ? " \(mistake.advice)" : "")",
            theme[isMended ? .muted : .text]
          ),
        ].wrapped(to: width, hanging: 3)
      }
  }

  private func changes(room: Int) -> [[TextRun]] {
    guard form.isOnServer else { return [] }
    let lines = verdict.changes.map { ChangeText.runs($0, theme: theme, labelWidth: 20) }
    guard lines.count > room else { return lines }
    let rest = lines.count - room + 1
    return lines.prefix(room - 1) + [[TextRun("  \(rest) fields change", theme[.diffChange])]]
  }

  /// What it does to what gets through; what cannot be queued does nothing, and that is not the same as neutral.
  private var outcome: TextRun? {
    guard verdict.operation != nil, form.wasLeft || form.type != nil else { return nil }
    guard verdict.canBeQueued else { return TextRun("INVALID", theme[.levelError]) }
    guard verdict.effect != .neutral || !verdict.changes.isEmpty else { return nil }
    return TextRun(verdict.effect.word, theme[verdict.effect.role])
  }

  func drawKeys(into buffer: inout Buffer, in line: Rect) {
    if form.asksToLeave {
      let (leave, queue) = (state.key(.formDiscard, in: .leaving), state.key(.formQueue, in: .leaving))
      let (without, done) = form.mending == nil ? ("queueing", "queue") : ("mending", "take")
      let question = "Leave without \(without)? \(leave) leave   \(queue) \(done)   any other key stays"
      buffer.write(question, at: line.origin, style: theme[.levelWarning], maxWidth: line.columns)
      buffer.cursor = line.origin
      return
    }
    if let message = state.message {
      buffer.write(message.text, at: line.origin, style: theme[message.tone.role], maxWidth: line.columns)
      return
    }
    let twice =
      form.isNew && verdict.mayBeThere
      ? state.hint(
        .formTwice,
        in: .form,
        label: form.isWantedTwice ? "kept beside its like" : "keep both",
        importance: 9
      )
      : nil
    let fix = verdict.fix.flatMap { state.hint(.formFix, in: .form, label: $0.title, isEnabled: true, importance: 8) }
    let items =
      [
        state.hint(
          .formQueue,
          in: .form,
          label: form.mending == nil ? nil : "take",
          isEnabled: verdict.canBeQueued,
          importance: 9
        ),
        state.hint(.fieldNext, in: .form, importance: 7),
        state.hint(.fieldToggle, in: .form, importance: 6),
        form.focus == .comments && form.comments.text.isEmpty && state.lastComment != nil
          ? state.hint(.commentLast, in: .form, importance: 8) : nil,
        form.takesText ? flagKeys.map { HintBar.Item(key: $0, label: "flags", importance: 5) } : nil,
        state.hint(.formEditor, in: .form, label: "comment in $EDITOR", importance: 2),
        state.hint(.cancel, in: .form, label: "cancel", importance: 9),
        fix, twice, state.hint(.help, in: .form, importance: 1),
      ]
    HintBar(items, theme).draw(into: &buffer, in: line)
  }
}
