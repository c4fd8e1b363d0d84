import PolicyCore
import Canvas
import Theming
import Policies

/// Draws the form over the table.
struct FormView {
  let state: AppState
  let form: FormState
  private let verdict: FormVerdict

  init(_ state: AppState, _ form: FormState) {
    self.state = state
    self.form = form
    let verdict = form.verdict(judgedBy: state.findings)
    self.verdict = form.wasLeft ? verdict : verdict.withoutMistakes
  }

  private var theme: Theme { state.theme }
  /// The fields' rows, the blank lines between their groups, the verdict's lines and the keys.
  private static let contentRows = 18
  /// On a high screen the verdict has more lines.
  private static let mostRows = 22
  /// What an expression opens, and a text held against it.
  private static let expressionRows = 2
  private static let valueColumn = 12

  func draw(into buffer: inout Buffer) {
    let more = form.isRegex ? Self.expressionRows : 0
    let rows = max(Self.contentRows, min(state.size.rows - 4, Self.mostRows + more))
    let contents = Size(rows: rows, columns: min(state.size.columns - 8, 88))
    let inside = Popup(title, over: state).draw(into: &buffer, contents: contents)
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
    drawFlag(.trusted, .trusted, "Sender", place(), &buffer)
    drawFlag(.acceptable, .acceptable, "", place(), &buffer)
    drawFlag(.exempt, .exempt, "Recipient", place(), &buffer)
    drawFlag(.verify, .verify, "Verify", place(), &buffer)
    row += gap
    // Where the last field has no line of its own, it takes that of the comments while it has the focus.
    let isLow = row + 2 >= inside.rows
    let isBelow = form.focus == .replaceWhole || form.focus == .trial
    if !isLow || !isBelow { drawComments(into: &buffer, in: isLow ? inside.line(row) : place()) }
    if form.isOnServer, !isLow || form.focus == .replaceWhole { drawReplaceWhole(into: &buffer, in: place()) }
    if isLow, row + 1 < inside.rows, !isBelow { row += 1 }
    row += gap
    if form.isRegex, !isLow || form.focus == .trial {
      let expression = FormExpressionView(state: state, form: form)
      if !isLow { expression.drawScope(into: &buffer, in: fieldPlace("Opens", isFocused: false, &buffer, place())) }
      let line = inside.line(row)
      mark(line, as: .trial, in: &buffer)
      let left = fieldPlace("Try", isFocused: form.focus == .trial, &buffer, line)
      let below = row + 3 < inside.rows ? inside.line(row + 1).splitLeft(Self.valueColumn).rest : nil
      row += expression.drawTrial(into: &buffer, in: left, below: below)
    }
    let verdict = FormVerdictView(state: state, form: form, verdict: verdict)
    verdict.draw(into: &buffer, in: inside.splitTop(row).rest.splitBottom(1).rest)
    verdict.drawKeys(into: &buffer, in: inside.line(inside.rows - 1))
  }

  private var title: String {
    switch form.subject {
    case .new: form.mending.map { "Line \($0.line) of \($0.file)" } ?? "New policy"
    case .existing(let row): row.isNew ? "Edit queued policy" : "Edit policy"
    }
  }

  // MARK: - Fields

  /// A click there goes to the field.
  private func mark(_ place: Rect, as field: FormState.Field, in buffer: inout Buffer) {
    if let number = form.fields.firstIndex(of: field) { buffer.mark(place, as: .row(number)) }
  }

  /// Writes a label, and gives the place beside it.
  private func fieldPlace(_ text: String, isFocused: Bool, _ buffer: inout Buffer, _ line: Rect) -> Rect {
    buffer.write([theme.label(text, isFocused: isFocused)], at: line.origin, maxWidth: Self.valueColumn - 1)
    return line.splitLeft(Self.valueColumn).rest
  }

  private func drawPattern(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .pattern
    mark(line, as: .pattern, in: &buffer)
    let place = fieldPlace("Pattern", isFocused: isFocused, &buffer, line)
    let note = note(for: .pattern, room: place.columns / 2)
    let left = place.splitRight(note.isEmpty ? 0 : note.width + 2).rest
    form.pattern.draw(
      into: &buffer,
      in: left,
      styles: theme.field(marking: verdict.marking?.finding.level.role),
      placeholder: "billing@acme.example, acme.example, 198.51.100.7",
      marked: verdict.marking?.parts ?? [],
      isFocused: isFocused && !form.asksToLeave
    )
    drawNote(note, in: place, into: &buffer)
  }

  private func drawType(into buffer: inout Buffer, in line: Rect) {
    mark(line, as: .type, in: &buffer)
    let place = fieldPlace("Type", isFocused: form.focus == .type, &buffer, line)
    let layout = typeLayout(columns: place.columns)
    var column = place.column
    for type in layout.types {
      let isOn = form.type == type
      let sign = isOn ? state.glyphs.radioOn : state.glyphs.radioOff
      let isHere = form.focus == .type && (isOn || (form.type == nil && type == PatternType.writable.first))
      let style = isHere ? theme[.fieldFocus] : theme[isOn ? .flagOn : .flagOff]
      let start = Position(row: place.row, column: column)
      let room = place.endColumn - column
      column += buffer.write("\(sign) \(type.label)", at: start, style: style, maxWidth: room) + layout.gap
      if isHere { buffer.cursor = Position(row: place.row, column: start.column + 1) }
    }
    let start = Position(row: place.row, column: column + layout.gap - 1)
    let room = place.endColumn - start.column
    if room > TextWidth.displayWidth(of: state.glyphs.checkOn) {
      mark(place.splitLeft(start.column - place.column).rest, as: .regex, in: &buffer)
      drawCheck(
        form.isRegex,
        layout.name,
        isUnread: form.initial.unread[.isRegex] != nil,
        isFocused: form.focus == .regex,
        at: start,
        width: room,
        into: &buffer
      )
    }
    drawNote(layout.note, in: place, into: &buffer)
  }

  /// How wide the choices stand so that what is wrong with the type has its place beside them.
  ///
  /// Where there is no room for all of them, only the chosen one is to be seen: the keys go through them all the same.
  private func typeLayout(columns: Int) -> TypeLayout {
    let box = TextWidth.displayWidth(of: state.glyphs.checkOn) + 1
    let whole = note(for: .patternType, room: columns)
    let short = form.type == nil ? "E choose one" : "E"
    let isError = verdict.finding(for: .patternType)?.level == .error
    let notes = [whole] + (isError ? whole.prefix(1).map { [TextRun(short, $0.style)] } : []) + [[]]
    let chosen = [form.type ?? PatternType.writable[0]]
    // What is wrong is shortened before the words are.
    let forms = [[(gap: 3, name: "regular expression"), (3, "regex"), (2, "regex")], [(1, "re")]]
    for types in [PatternType.writable, chosen] {
      for (form, note) in forms.flatMap({ form in notes.map { (form, $0) } }) {
        for (gap, name) in form {
          let used = types.reduce(0) { $0 + box + $1.label.count + gap } + gap - 1 + box + name.count
          if used + (note.isEmpty ? 0 : 2 + note.width) <= columns {
            return TypeLayout(types: types, gap: gap, name: name, note: note)
          }
        }
      }
    }
    return TypeLayout(types: chosen, gap: 1, name: "re", note: [])
  }

  /// Which types are to be seen, how far apart, and what stands beside them.
  private struct TypeLayout {
    let types: [PatternType]
    let gap: Int
    let name: String
    let note: [TextRun]
  }

  private func drawFlag(
    _ field: FormState.Field,
    _ flag: PolicyFlag,
    _ label: String,
    _ line: Rect,
    _ buffer: inout Buffer
  ) {
    let isFocused = form.focus == field
    mark(line, as: field, in: &buffer)
    let place = fieldPlace(label, isFocused: isFocused, &buffer, line)
    let isOn = form.flags.contains(flag)
    let risk = isOn && verdict.isRisky(flag.field) ? theme[.flagRisky] : nil
    let start = flag == .verify ? 4 + flag.name.count : 15
    // The longest name may be cut where there is no room for it and the note.
    let isUndecided = form.mending?.undecided.contains(flag) == true
    let note =
      isUndecided
      ? [TextRun("\(state.key(.fieldToggle, in: .form)) says on, and again off", theme[.levelError])]
      : note(for: flag.field, room: place.columns - 5 - min(flag.name.count, 8))
    let width = place.columns - (note.isEmpty ? 0 : note.width + 1)
    let isUnread = form.initial.unread[flag.field] != nil || isUndecided
    drawCheck(
      isOn,
      flag.name,
      isUnread: isUnread,
      isFocused: isFocused,
      style: risk,
      at: place.origin,
      width: width,
      into: &buffer
    )
    let room = place.columns - start - (note.isEmpty ? 0 : note.width + 2)
    if let meaning = flag.meanings.first(where: { $0.count <= room }) {
      let position = Position(row: place.row, column: place.column + start)
      buffer.write(meaning, at: position, style: theme[.muted], maxWidth: room)
    }
    drawNote(note, in: place, into: &buffer)
  }

  private func drawNote(_ note: [TextRun], in place: Rect, into buffer: inout Buffer) {
    buffer.write(note, at: Position(row: place.row, column: place.endColumn - note.width))
  }

  private func drawCheck(
    _ isOn: Bool,
    _ name: String,
    isUnread: Bool = false,
    isFocused: Bool,
    style risk: Style? = nil,
    at position: Position,
    width: Int = .max,
    into buffer: inout Buffer
  ) {
    let sign = isUnread && !isOn ? "[?]" : isOn ? state.glyphs.checkOn : state.glyphs.checkOff
    let style = isFocused ? theme[.fieldFocus] : risk ?? theme[isOn ? .flagOn : .flagOff]
    let used = buffer.write(sign, at: position, style: style)
    let text = risk ?? theme[isFocused || isOn ? .text : .fieldLabel]
    let start = Position(row: position.row, column: position.column + used + 1)
    buffer.write(name, at: start, style: text, maxWidth: width - used - 1, truncation: state.glyphs.truncation)
    if isFocused, !form.asksToLeave { buffer.cursor = Position(row: position.row, column: position.column + 1) }
  }

  private func drawComments(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .comments
    mark(line, as: .comments, in: &buffer)
    let place = fieldPlace("Comments", isFocused: isFocused, &buffer, line)
    let length = form.comments.text.unicodeScalars.count
    let count = TextRun("\(length) / 1024", theme[length > 1024 ? .levelError : .muted])
    let (left, right) = place.splitRight(count.text.width + 2)
    form.comments.draw(
      into: &buffer,
      in: left,
      styles: theme.field(),
      placeholder: "why this door is open, and for whom",
      isFocused: isFocused && !form.asksToLeave
    )
    buffer.write([count], at: Position(row: right.row, column: right.column + 2))
  }

  private func drawReplaceWhole(into buffer: inout Buffer, in line: Rect) {
    let isFocused = form.focus == .replaceWhole
    mark(line, as: .replaceWhole, in: &buffer)
    let place = fieldPlace("Advanced", isFocused: isFocused, &buffer, line)
    let name = "replace the whole policy (put), not only what changed"
    drawCheck(form.replacesWhole, name, isFocused: isFocused, at: place.origin, width: place.columns, into: &buffer)
  }

  /// What stands beside a field: what is wrong with it, and what it was before.
  ///
  /// An error comes first; beside it, and beside what was, the rest has its place if there is room for both.
  private func note(for field: PolicyField, room: Int) -> [TextRun] {
    let finding = form.isUntouched ? nil : verdict.finding(for: field)
    let rule = finding.map { [FindingText.rule($0, theme: theme, glyphs: state.glyphs)] } ?? []
    let before = before(field).map { [$0] } ?? []
    let both = rule + (rule.isEmpty || before.isEmpty ? [] : [TextRun("  ", theme[.text])]) + before
    if both.width <= room { return both }
    if finding?.level == .error { return rule }
    return [before, rule].first { !$0.isEmpty && $0.width <= room } ?? []
  }

  private func before(_ field: PolicyField) -> TextRun? {
    guard let change = verdict.changes.first(where: { $0.field == field }), form.isOnServer else { return nil }
    guard let before = change.before else { return TextRun("was not there", theme[.diffChange]) }
    let text = VisibleText("was \(before.word)").truncated(to: 24, ellipsis: state.glyphs.ellipsis)
    return TextRun(text, theme[.diffChange])
  }
}

extension PolicyFlag {
  /// The name beside its box.
  fileprivate var name: String { self == .verify ? "Sender must pass DMARC, SPF or DKIM" : title }
}
