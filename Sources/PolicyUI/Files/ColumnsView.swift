import Canvas
import Policies
import PolicyFiles
import Theming

/// Draws the columns of a file, what each of them is, and what the first row has there.
struct ColumnsView {
  let state: AppState
  let form: ColumnsState

  init(_ state: AppState, _ form: ColumnsState) {
    self.state = state
    self.form = form
  }

  private var theme: Theme { state.theme }
  private static let fieldWidth = 21

  func draw(into buffer: inout Buffer) {
    let width = min(state.size.columns - 6, 96)
    let reason = [TextRun(form.columns.reason, theme[.muted])].wrapped(to: width, hanging: 0)
    let columns = form.columns.columns.count
    // The reason, how it is read, a heading, the columns, the flags and the keys, with blank lines between.
    let wanted = min(reason.count, 2) + 1 + columns + 8
    let contents = Size(rows: min(wanted, state.size.rows - 2), columns: width)
    let title = "What the columns of \(form.source.name) are"
    let inside = Popup(title, over: state).draw(into: &buffer, contents: contents)
    let isLow = inside.rows < wanted
    let head = isLow ? 0 : min(reason.count, 2) + 1
    if head > 0 { buffer.write(reason, in: inside.splitTop(head - 1).top, truncation: state.glyphs.truncation) }
    drawKind(into: &buffer, in: inside.line(head))
    let (upper, below) = inside.splitBottom(isLow ? 2 : 5)
    drawColumns(into: &buffer, in: upper.splitTop(head + (isLow ? 1 : 2)).rest)
    drawFlags(into: &buffer, in: below.splitTop(isLow ? 0 : 1).rest)
    drawKeys(into: &buffer, in: inside.line(inside.rows - 1))
  }

  private func drawKind(into buffer: inout Buffer, in line: Rect) {
    buffer.mark(line, as: .row(0))
    let isFocused = form.focus == 0
    buffer.write([theme.label("Read as", isFocused: isFocused)], at: line.origin)
    var column = line.column + 10
    for (isList, name) in [(false, "columns"), (true, "a list, one pattern a line")] {
      let isOn = form.isList == isList
      let style = isFocused && isOn ? theme[.fieldFocus] : theme[isOn ? .flagOn : .flagOff]
      let text = "\(isOn ? state.glyphs.radioOn : state.glyphs.radioOff) \(name)"
      let place = Position(row: line.row, column: column)
      if isFocused, isOn { buffer.cursor = Position(row: line.row, column: column + 1) }
      column += buffer.write(text, at: place, style: style, maxWidth: max(0, line.endColumn - column)) + 3
    }
  }

  private func drawColumns(into buffer: inout Buffer, in area: Rect) {
    guard !form.isList else {
      let text = "What follows a # is the note of the pattern before it."
      buffer.write(text, at: area.origin, style: theme[.muted], maxWidth: area.columns)
      return
    }
    let names = min(
      max(8, area.columns / 3),
      (form.columns.columns.map { VisibleText($0.name).width }.max() ?? 0) + 2
    )
    var scroll = ScrollOffset()
    scroll.show(max(0, form.focus - 1), count: form.fields.count, height: area.rows)
    for (offset, place) in form.fields.indices.dropFirst(scroll.top).prefix(area.rows).enumerated() {
      draw(place, names: names, into: &buffer, in: area.line(offset))
    }
  }

  private func draw(_ place: Int, names: Int, into buffer: inout Buffer, in line: Rect) {
    let column = form.columns.columns[place]
    let isFocused = form.focus == place + 1
    let field = form.fields[place]
    buffer.mark(line, as: .row(place + 1))
    let (left, rest) = line.splitLeft(names)
    let name = VisibleText(column.name).truncated(to: max(0, names - 2), ellipsis: state.glyphs.ellipsis)
    buffer.write(name, at: left.origin, style: theme[isFocused ? .accent : .fieldLabel])
    let (middle, right) = rest.splitLeft(Self.fieldWidth)
    let style = isFocused ? theme[.fieldFocus] : theme[field == nil ? .muted : .flagOn]
    let none = column.isAction ? "only Allow is taken" : "not taken"
    buffer.write(field?.label ?? none, at: middle.origin, style: style, maxWidth: middle.columns)
    if isFocused { buffer.cursor = middle.origin }
    let example = VisibleText(column.example).truncated(to: right.columns, ellipsis: state.glyphs.ellipsis)
    buffer.write(example, at: right.origin, style: theme[.muted])
  }

  private func drawFlags(into buffer: inout Buffer, in area: Rect) {
    let commands: [(PolicyFlag, CommandID)] = [
      (.trusted, .flagTrusted), (.acceptable, .flagAcceptable), (.exempt, .flagExempt), (.verify, .flagVerify),
    ]
    let hasHeading = area.rows > 2
    if hasHeading { buffer.write("All rows get:", at: area.origin, style: theme[.fieldLabel], maxWidth: area.columns) }
    let place = area.line(hasHeading ? 1 : 0)
    let forms = Words.allCases.map { words in
      commands.flatMap { flag, command in runs(flag, command, words) }
    }
    let form = forms.first { $0.width <= place.columns } ?? forms[0]
    buffer.write(form, at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
  }

  /// How much of a flag's name there is room for.
  private enum Words: CaseIterable {
    case whole
    case short
    case none
  }

  private func runs(_ flag: PolicyFlag, _ command: CommandID, _ words: Words) -> [TextRun] {
    let isSaid = form.isSaid(flag)
    let isOn = !isSaid && form.flags.contains(flag)
    let box = isOn ? state.glyphs.checkOn : state.glyphs.checkOff
    let name =
      switch words {
      case .whole: "\(flag.title)\(isSaid ? " by column" : "")   "
      case .short: flag == .acceptable ? "Accept. " : "\(flag.title) "
      case .none: " "
      }
    return [
      TextRun("\(state.key(command, in: .columns)) ", theme[isSaid ? .keyDisabled : .key]),
      TextRun(isSaid ? "" : "\(box) ", theme[isOn ? .flagOn : .flagOff]),
      TextRun(name, theme[isOn ? .text : .muted]),
    ]
  }

  private func drawKeys(into buffer: inout Buffer, in line: Rect) {
    if let message = state.message {
      let text = VisibleText(message.text)
      buffer.write(
        text,
        at: line.origin,
        style: theme[message.tone.role],
        maxWidth: line.columns,
        truncation: state.glyphs.truncation
      )
      return
    }
    if form.isReading {
      buffer.write("Reading…", at: line.origin, style: theme[.muted])
      return
    }
    let items = [
      state.hint(.columnsAccept, in: .columns, importance: 9),
      state.hint(.fieldToggle, in: .columns, label: "next meaning", importance: 8),
      state.hint(.fieldNext, in: .columns, label: "next column", importance: 7),
      state.hint(.cancel, in: .columns, label: "cancel", importance: 9),
    ]
    HintBar(items, theme).draw(into: &buffer, in: line)
  }
}
