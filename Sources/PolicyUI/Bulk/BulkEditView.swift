import Canvas
import PolicyCore
import Theming
import Policies

/// Draws the form over several policies.
struct BulkEditView {
  let state: AppState
  let form: BulkEditState

  init(_ state: AppState, _ form: BulkEditState) {
    self.state = state
    self.form = form
  }

  private var theme: Theme { state.theme }
  private static let labelWidth = 12

  func draw(into buffer: inout Buffer) {
    let contents = Size(rows: 11, columns: min(state.size.columns - 8, 84))
    let title = "Edit \(form.rows.count.grouped) policies"
    let inside = Popup(title, over: state).draw(into: &buffer, contents: contents)
    for (offset, flag) in PolicyFlag.allCases.enumerated() { draw(flag, into: &buffer, in: inside.line(offset)) }
    drawComments(into: &buffer, in: inside.line(5))
    drawVerdict(into: &buffer, in: inside.line(7))
    let items = [
      state.hint(.formQueue, in: .form, importance: 9),
      state.hint(.fieldToggle, in: .form, label: "on, off, as it is", importance: 7),
      state.hint(.fieldNext, in: .form, importance: 6),
      state.hint(.cancel, in: .form, label: "cancel", importance: 8),
    ]
    HintBar(items, theme).draw(into: &buffer, in: inside.line(inside.rows - 1))
  }

  private func draw(_ flag: PolicyFlag, into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus.flag == flag
    if let number = BulkEditState.Field.allCases.firstIndex(where: { $0.flag == flag }) {
      buffer.mark(line, as: .row(number))
    }
    buffer.write([theme.label(flag.title, isFocused: isFocused)], at: line.origin)
    let choice = form.flags[flag] ?? .keep
    let count = form.count(of: flag)
    let sign =
      switch choice {
      case .on: state.glyphs.checkOn
      case .off: state.glyphs.checkOff
      case .keep: count == form.rows.count ? state.glyphs.checkOn : count == 0 ? state.glyphs.checkOff : "[~]"
      }
    let place = Position(row: line.row, column: line.column + Self.labelWidth)
    let style = isFocused ? theme[.fieldFocus] : theme[choice == .keep ? .flagOff : .diffChange]
    let used = buffer.write(sign, at: place, style: style)
    if isFocused { buffer.cursor = Position(row: place.row, column: place.column + 1) }
    let now = count == form.rows.count ? "on for all" : count == 0 ? "off for all" : "on for \(count.grouped)"
    let text =
      switch choice {
      case .keep: "  as it is: \(now)"
      case .on: "  on for all; now \(now)"
      case .off: "  off for all; now \(now)"
      }
    let role: Role = choice == .keep ? .muted : .text
    buffer.write(
      text,
      at: Position(row: place.row, column: place.column + used),
      style: theme[role],
      maxWidth: line.columns - Self.labelWidth - used
    )
  }

  private func drawComments(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .comments
    buffer.mark(line, as: .row(BulkEditState.Field.allCases.count - 1))
    let common = form.commonComment
    let placeholder =
      common.map { $0.isEmpty ? "as they are: empty" : "as they are: \($0)" } ?? "mixed: typing sets all"
    form.comments.draw(
      into: &buffer,
      in: line,
      label: theme.label("Comments", isFocused: isFocused),
      labelWidth: Self.labelWidth,
      styles: theme.field(),
      placeholder: form.setsComments
        ? "(empty for all)  \(state.key(.commentKeep, in: .form)) leaves them as they are" : placeholder,
      isFocused: isFocused
    )
  }

  private func drawVerdict(into buffer: inout Buffer, in line: Rect) {
    let verdict = form.verdict
    guard verdict.changed > 0 else {
      let text = form.set.isEmpty ? "Nothing is set yet." : "All of them are so already: nothing would change."
      buffer.write(text, at: line.origin, style: theme[.muted])
      return
    }
    let gap = TextRun("   ", theme[.text])
    var runs = [TextRun("\(verdict.changed.grouped) change   ", theme[.text])]
    for effect in Effect.allCases {
      if let count = verdict.effects[effect] { runs += [TextRun("\(effect.word) \(count)", theme[effect.role]), gap] }
    }
    for level in FindingLevel.allCases.reversed() where level > .notice {
      if let count = verdict.findings[level] {
        runs += [TextRun("\(count) with \(level.rawValue)", theme[level.role]), gap]
      }
    }
    if verdict.judged < verdict.changed { runs.append(TextRun("(of the first \(verdict.judged))", theme[.muted])) }
    buffer.write(runs, at: line.origin, maxWidth: line.columns, truncation: state.glyphs.truncation)
  }
}
