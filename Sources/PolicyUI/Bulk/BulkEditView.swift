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
    let contents = Size(rows: 16, columns: min(state.size.columns - 8, 84))
    let title =
      form.deleted == 0
      ? "Edit \(form.rows.count.grouped) policies"
      : "Edit \(form.rows.count.grouped) of \((form.rows.count + form.deleted).grouped) policies: "
        + "\(form.deleted.grouped) \(form.deleted == 1 ? "is" : "are") queued for deletion"
    let inside = Popup(title, over: state).draw(into: &buffer, contents: contents)
    for (offset, flag) in PolicyFlag.allCases.enumerated() { draw(flag, into: &buffer, in: inside.line(offset)) }
    // On a low screen the blank lines between the groups go first.
    let gap = inside.rows >= contents.rows ? 1 : 0
    let row = PolicyFlag.allCases.count + gap
    drawChange(into: &buffer, in: inside.line(row))
    drawComments(into: &buffer, in: inside.line(row + 1))
    drawReplacement(into: &buffer, in: inside.line(row + 2))
    drawVerdict(into: &buffer, in: inside.line(row + 3 + gap))
    drawPreview(into: &buffer, in: inside.splitTop(row + 4 + gap).rest.splitBottom(1 + gap).rest)
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

  /// What is done to the comments; on a narrow screen only the chosen way is to be seen.
  private func drawChange(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .change
    mark(line, as: .change, in: &buffer)
    buffer.write([theme.label("Comments", isFocused: isFocused)], at: line.origin)
    let place = line.splitLeft(Self.labelWidth).rest
    let all = BulkEditState.Comments.allCases
    let width = all.reduce(0) { $0 + $1.name.count + 6 }
    var column = place.column
    for change in width <= place.columns ? all : [form.change] {
      let isOn = form.change == change
      let sign = isOn ? state.glyphs.radioOn : state.glyphs.radioOff
      let style = isFocused && isOn ? theme[.fieldFocus] : theme[isOn ? .flagOn : .flagOff]
      let start = Position(row: place.row, column: column)
      column += buffer.write("\(sign) \(change.name)", at: start, style: style, maxWidth: place.endColumn - column) + 2
      if isFocused, isOn { buffer.cursor = Position(row: place.row, column: start.column + 1) }
    }
  }

  private func mark(_ line: Rect, as field: BulkEditState.Field, in buffer: inout Buffer) {
    if let number = form.fields.firstIndex(of: field) { buffer.mark(line, as: .row(number)) }
  }

  private func drawReplacement(into buffer: inout Buffer, in line: Rect) {
    guard form.change == .replace else { return }
    let isFocused = form.focus == .replacement
    mark(line, as: .replacement, in: &buffer)
    form.replacement.draw(
      into: &buffer,
      in: line,
      label: theme.label("Put there", isFocused: isFocused),
      labelWidth: Self.labelWidth,
      styles: theme.field(),
      placeholder: "nothing; $1 is what the first group found",
      isFocused: isFocused
    )
  }

  /// The first comments as they will be.
  private func drawPreview(into buffer: inout Buffer, in area: Rect) {
    for (offset, comment) in form.verdict.comments.prefix(area.rows).enumerated() {
      let before = VisibleText(comment.before.isEmpty ? "(empty)" : comment.before)
      let after = VisibleText(comment.after.isEmpty ? "(empty)" : comment.after)
      let half = max(8, (area.columns - 5) / 2)
      let runs = [
        TextRun(before.truncated(to: half, ellipsis: state.glyphs.ellipsis), theme[.diffRemove]),
        TextRun("  >  ", theme[.muted]), TextRun(after, theme[.diffAdd]),
      ]
      buffer.write(runs, at: area.line(offset).origin, maxWidth: area.columns, truncation: state.glyphs.truncation)
    }
  }

  private func drawComments(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .comments
    mark(line, as: .comments, in: &buffer)
    let common = form.commonComment
    let placeholder =
      switch form.change {
      case .keep: common.map { $0.isEmpty ? "empty" : $0 } ?? "mixed: typing sets all"
      case .set: "(empty for all)  \(state.key(.commentKeep, in: .form)) leaves them as they are"
      case .before, .behind: "a ticket, for instance"
      case .replace: "an expression, such as SEC-([0-9]+)"
      }
    form.comments.draw(
      into: &buffer,
      in: line,
      label: theme.label(form.change == .replace ? "Find" : "Text", isFocused: isFocused),
      labelWidth: Self.labelWidth,
      styles: theme.field(),
      placeholder: placeholder,
      isFocused: isFocused
    )
  }

  private func drawVerdict(into buffer: inout Buffer, in line: Rect) {
    let verdict = form.verdict
    guard verdict.changed > 0 else {
      let text = form.isEmpty ? "Nothing is set yet." : "All of them are so already: nothing would change."
      let style = theme[form.mistake == nil ? .muted : .levelError]
      buffer.write(form.mistake ?? text, at: line.origin, style: style, maxWidth: line.columns)
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

extension BulkEditState.Comments {
  /// Beside its sign.
  fileprivate var name: String {
    switch self {
    case .keep: "as they are"
    case .set: "set"
    case .before: "put before"
    case .behind: "put behind"
    case .replace: "replace"
    }
  }
}
