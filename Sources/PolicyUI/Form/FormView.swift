import Canvas
import PolicyCore
import Theming

/// Draws the form over the table.
struct FormView {
  let state: AppState
  let form: FormState
  private let verdict: FormVerdict

  init(_ state: AppState, _ form: FormState) {
    self.state = state
    self.form = form
    self.verdict = form.verdict(judgedBy: state.findings)
  }

  private var theme: Theme { state.theme }
  /// The fields' rows, the blank lines between their groups, the verdict's lines and the keys.
  private static let contentRows = 18
  private static let valueColumn = 12

  func draw(into buffer: inout Buffer) {
    let contents = Size(rows: Self.contentRows, columns: min(state.size.columns - 8, 88))
    let frame = Popup.frame(contents: contents, in: buffer.bounds)
    let inside = Popup(title: title, glyphs: state.glyphs, styles: PopupStyle.standard(theme))
      .draw(into: &buffer, in: frame)
    var row = 0
    func place(_ count: Int = 1) -> Rect {
      defer { row += count }
      return inside.line(row)
    }
    // On a low screen the blank lines between the groups go first.
    let gap = inside.rows >= Self.contentRows ? 1 : 0
    drawPattern(into: &buffer, in: place())
    drawType(into: &buffer, in: place())
    row += gap
    drawFlag(.trusted, .trusted, "Sender", "Trusted", "bypasses all detections and link following", place(), &buffer)
    drawFlag(
      .acceptable,
      .acceptable,
      "",
      "Acceptable",
      "exempt from Spam, Spoof and Bulk; still scanned",
      place(),
      &buffer
    )
    drawFlag(
      .exempt,
      .exempt,
      "Recipient",
      "Exempt",
      "messages to this recipient bypass all detections",
      place(),
      &buffer
    )
    drawFlag(.verify, .verify, "Verify", "Sender must pass DMARC, SPF or DKIM", "", place(), &buffer)
    row += gap
    drawComments(into: &buffer, in: place())
    if form.isOnServer { drawReplaceWhole(into: &buffer, in: place()) }
    row += gap
    drawVerdict(into: &buffer, in: inside.splitTop(row).rest.splitBottom(1).rest)
    drawKeys(into: &buffer, in: inside.line(inside.rows - 1))
  }

  private var title: String {
    switch form.subject {
    case .new: "New policy"
    case .existing(let row): row.isNew ? "Edit queued policy" : "Edit policy"
    }
  }

  // MARK: - Fields

  private func drawLabel(_ text: String, isFocused: Bool, into buffer: inout Buffer, in line: Rect) -> Rect {
    let style = theme[isFocused ? .accent : .fieldLabel]
    buffer.write(text, at: line.origin, style: style, maxWidth: Self.valueColumn - 1)
    return line.splitLeft(Self.valueColumn).rest
  }

  private func drawPattern(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .pattern
    let place = drawLabel("Pattern", isFocused: isFocused, into: &buffer, in: line)
    let note = note(for: .pattern)
    let (left, right) = place.splitRight(note.map { $0.text.width + 2 } ?? 0)
    form.pattern.draw(
      into: &buffer,
      in: left,
      styles: fieldStyles(isFocused),
      placeholder: "billing@acme.example, acme.example, 198.51.100.7",
      isFocused: isFocused && !form.asksToLeave
    )
    if let note { buffer.write([note], at: Position(row: right.row, column: right.column + 2)) }
  }

  private func drawType(into buffer: inout Buffer, in line: Rect) {
    let place = drawLabel("Type", isFocused: form.focus == .type, into: &buffer, in: line)
    var column = place.column
    for type in PatternType.writable {
      let isOn = form.type == type
      let sign = isOn ? state.glyphs.radioOn : state.glyphs.radioOff
      let isHere = form.focus == .type && (isOn || (form.type == nil && type == PatternType.writable.first))
      let style = isHere ? theme[.fieldFocus] : theme[isOn ? .flagOn : .flagOff]
      let start = Position(row: place.row, column: column)
      column += buffer.write("\(sign) \(type.label)", at: start, style: style) + 3
      if isHere { buffer.cursor = Position(row: place.row, column: start.column + 1) }
    }
    drawCheck(
      form.isRegex,
      "regular expression",
      isFocused: form.focus == .regex,
      at: Position(row: place.row, column: column + 2),
      into: &buffer
    )
    if let note = note(for: .patternType) {
      let room = place.endColumn - note.text.width
      if room > column + 28 { buffer.write([note], at: Position(row: place.row, column: room)) }
    }
  }

  private func drawFlag(
    _ field: FormState.Field,
    _ flag: PolicyFlag,
    _ label: String,
    _ name: String,
    _ meaning: String,
    _ line: Rect,
    _ buffer: inout Buffer
  ) {
    let isFocused = form.focus == field
    let place = drawLabel(label, isFocused: isFocused, into: &buffer, in: line)
    let start = place.origin
    drawCheck(form.flags.contains(flag), name, isFocused: isFocused, at: start, into: &buffer)
    let was = note(for: flag.field)
    let room = place.columns - 15 - (was.map { $0.text.width + 2 } ?? 0)
    if room >= 20 {
      let meaningStart = Position(row: place.row, column: start.column + 15)
      buffer.write(meaning, at: meaningStart, style: theme[.muted], maxWidth: room, truncation: state.glyphs.truncation)
    }
    if let was { buffer.write([was], at: Position(row: place.row, column: place.endColumn - was.text.width)) }
  }

  private func drawCheck(
    _ isOn: Bool,
    _ name: String,
    isFocused: Bool,
    at position: Position,
    into buffer: inout Buffer
  ) {
    let sign = isOn ? state.glyphs.checkOn : state.glyphs.checkOff
    let style = isFocused ? theme[.fieldFocus] : theme[isOn ? .flagOn : .flagOff]
    let used = buffer.write(sign, at: position, style: style)
    let text = isFocused || isOn ? theme[.text] : theme[.fieldLabel]
    buffer.write(name, at: Position(row: position.row, column: position.column + used + 1), style: text)
    if isFocused, !form.asksToLeave { buffer.cursor = Position(row: position.row, column: position.column + 1) }
  }

  private func drawComments(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .comments
    let place = drawLabel("Comments", isFocused: isFocused, into: &buffer, in: line)
    let length = form.comments.text.unicodeScalars.count
    let count = TextRun("\(length) / 1024", theme[length > 1024 ? .levelError : .muted])
    let (left, right) = place.splitRight(count.text.width + 2)
    form.comments.draw(
      into: &buffer,
      in: left,
      styles: fieldStyles(isFocused),
      placeholder: "why this door is open, and for whom",
      isFocused: isFocused && !form.asksToLeave
    )
    buffer.write([count], at: Position(row: right.row, column: right.column + 2))
  }

  private func drawReplaceWhole(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .replaceWhole
    let place = drawLabel("Advanced", isFocused: isFocused, into: &buffer, in: line)
    let name = "replace the whole policy (put), not only what changed"
    drawCheck(form.replacesWhole, name, isFocused: isFocused, at: place.origin, into: &buffer)
  }

  private func fieldStyles(_ isFocused: Bool) -> TextField.Styles {
    TextField.Styles(
      text: theme[.fieldValue],
      selection: theme[.fieldFocus],
      hint: theme.style(.muted, on: .fieldValue)
    )
  }

  /// What stands beside a field: what is wrong with it, or else what it was before.
  private func note(for field: PolicyField) -> TextRun? {
    if let finding = verdict.finding(for: field), !form.isUntouched { return FindingText.rule(finding, theme: theme) }
    guard let change = verdict.changes.first(where: { $0.field == field }), form.isOnServer else { return nil }
    guard let before = change.before else { return TextRun("was not there", theme[.diffChange]) }
    return TextRun("was \(before.description)", theme[.diffChange])
  }

  // MARK: - Verdict and keys

  private func drawVerdict(into buffer: inout Buffer, in area: Rect) {
    // The effect stands at the right of the first line.
    let width = area.columns - 10
    var lines = form.isUntouched ? [] : verdict.findings.flatMap { FindingText.lines($0, width: width, theme: theme) }
    if form.isOnServer { lines += verdict.changes.map { ChangeText.runs($0, theme: theme, labelWidth: 20) } }
    for (offset, line) in lines.prefix(area.rows).enumerated() {
      let place = Position(row: area.row + offset, column: area.column)
      // The first line leaves room for the effect.
      let room = area.columns - (offset == 0 ? 9 : 0)
      buffer.write(line, at: place, maxWidth: room, truncation: state.glyphs.truncation)
    }
    guard !form.isUntouched, verdict.operation != nil, verdict.effect != .neutral || !verdict.changes.isEmpty else {
      return
    }
    let effect = TextRun(verdict.effect.word, theme[verdict.effect.role])
    buffer.write([effect], at: Position(row: area.row, column: area.endColumn - effect.text.width))
  }

  private func drawKeys(into buffer: inout Buffer, in line: Rect) {
    if form.asksToLeave {
      let question = "Leave without queueing? y leave   enter queue   any other key stays"
      buffer.write(question, at: line.origin, style: theme[.levelWarning], maxWidth: line.columns)
      return
    }
    if let message = state.message, message.tone == .error {
      buffer.write(message.text, at: line.origin, style: theme[.levelError], maxWidth: line.columns)
      return
    }
    let fix = verdict.fixable?.fix.map { HintBar.Item(key: "ctrl-x", label: $0.title, importance: 8) }
    let items =
      [
        HintBar.Item(key: "enter", label: "queue", isEnabled: verdict.canBeQueued, importance: 9),
        HintBar.Item(key: "tab", label: "next field", importance: 7),
        HintBar.Item(key: "space", label: "toggle", importance: 6),
        HintBar.Item(key: "ctrl-o", label: "comment in $EDITOR", importance: 2),
        HintBar.Item(key: "esc", label: "cancel", importance: 9),
      ] + (fix.map { [$0] } ?? [])
    HintBar(items, styles: FooterView.styles(theme)).draw(into: &buffer, in: line)
  }
}

/// The frame of everything that lies over the table.
enum PopupStyle {
  static func standard(_ theme: Theme) -> Popup.Styles {
    Popup.Styles(border: theme[.borderFocus], title: theme[.heading], background: theme[.text])
  }
}
