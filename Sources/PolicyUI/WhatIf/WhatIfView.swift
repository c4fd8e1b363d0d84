import Canvas
import Mail
import PolicyCore
import Theming

/// Draws the parts of a message, and below them what lets it through.
struct WhatIfView {
  let state: AppState
  let whatIf: WhatIfState
  /// The lines below the fields.
  let answer: [[TextRun]]
  private let mistakes: [MailMessage.Field: String]
  private let contents: Size

  init(_ state: AppState, _ whatIf: WhatIfState) {
    self.state = state
    self.whatIf = whatIf
    contents = Size(rows: max(3, min(state.size.rows - 4, 36)), columns: max(10, min(state.size.columns - 6, 100)))
    let mistakes = whatIf.message.mistakes
    self.mistakes = mistakes
    let text = WhatIfAnswerText(theme: state.theme, glyphs: state.glyphs, width: contents.columns)
    let known =
      if let answer = whatIf.answer { text.lines(of: answer, isOld: whatIf.isOld) } else {
        whatIf.asked == nil ? text.nothingKnown : text.workedOut
      }
    // What cannot be read is left out of the question, and the answer must not pass for one to all of it.
    let left = Self.fields.filter { mistakes[$0] != nil }.map(\.label).joined(separator: " and ")
    let sentence = TextRun("Without \(left), which cannot be read:", state.theme[.levelError])
    answer = left.isEmpty ? known : [[sentence]] + known
  }

  private var theme: Theme { state.theme }
  private static let valueColumn = 16
  private static let fields = MailMessage.Field.allCases

  /// How many of the fields are to be seen: on a low screen fewer, so that the answer has its place.
  private var fieldRows: Int { max(1, min(Self.fields.count, contents.rows - 6)) }

  /// How many lines of the answer are to be seen.
  var answerRows: Int { max(1, contents.rows - fieldRows - 2) }

  func draw(into buffer: inout Buffer) {
    let inside = Popup("What if a message came", over: state).draw(into: &buffer, contents: contents)
    var fields = ScrollOffset()
    fields.show(whatIf.clickedRow ?? 0, count: Self.fields.count, height: fieldRows)
    for (offset, field) in Self.fields.dropFirst(fields.top).prefix(fieldRows).enumerated() {
      draw(field, into: &buffer, in: inside.line(offset))
    }
    let top = min(whatIf.scroll.top, max(0, answer.count - answerRows))
    for (offset, line) in answer.dropFirst(top).prefix(answerRows).enumerated() {
      let place = inside.line(fieldRows + 1 + offset)
      buffer.write(line, at: place.origin, maxWidth: place.columns, truncation: state.glyphs.truncation)
    }
    drawKeys(into: &buffer, in: inside.line(inside.rows - 1))
  }

  private func draw(_ field: MailMessage.Field, into buffer: inout Buffer, in line: Rect) {
    let isFocused = whatIf.focus == field
    if let number = Self.fields.firstIndex(of: field) { buffer.mark(line, as: .row(number)) }
    let label = theme.label(field.label, isFocused: isFocused)
    buffer.write([label], at: line.origin, maxWidth: Self.valueColumn - 1)
    let place = line.splitLeft(Self.valueColumn).rest
    guard field != .authentication else {
      drawAuthentication(isFocused: isFocused, into: &buffer, in: place)
      return
    }
    let beside = field == .ip ? whatIf.addressesBeside.count : 0
    let note =
      mistakes[field].map { TextRun($0, theme[.levelError]) }
      ?? (beside > 0 ? TextRun("and \(beside) more", theme[.muted]) : nil)
    let room = note.map { min($0.text.width + 2, place.columns / 2) } ?? 0
    whatIf.texts[field]?.draw(
      into: &buffer,
      in: place.splitRight(room).rest,
      styles: theme.field(),
      placeholder: field.placeholder,
      isFocused: isFocused
    )
    if let note {
      let start = Position(row: place.row, column: place.endColumn - room + 2)
      buffer.write([note], at: start, maxWidth: room - 2, truncation: state.glyphs.truncation)
    }
  }

  private func drawAuthentication(isFocused: Bool, into buffer: inout Buffer, in place: Rect) {
    var column = place.column
    for choice in WhatIfState.choices {
      let isOn = whatIf.passes == choice
      let sign = isOn ? state.glyphs.radioOn : state.glyphs.radioOff
      let name = choice.map { $0 ? "passes" : "fails" } ?? "not known"
      let start = Position(row: place.row, column: column)
      let style = isFocused && isOn ? theme[.fieldFocus] : theme[isOn ? .flagOn : .flagOff]
      column += buffer.write("\(sign) \(name)", at: start, style: style, maxWidth: place.endColumn - column) + 2
      if isFocused, isOn { buffer.cursor = Position(row: place.row, column: start.column + 1) }
    }
  }

  private func drawKeys(into buffer: inout Buffer, in line: Rect) {
    let pages = [CommandID.answerDown, .answerUp].compactMap {
      state.keymap.keys(of: $0, in: .whatIf).first?.description
    }
    let items = [
      state.hint(.fieldNext, in: .whatIf, importance: 8),
      whatIf.takesText ? nil : state.hint(.fieldToggle, in: .whatIf, label: "change", importance: 7),
      answer.count > answerRows && !pages.isEmpty
        ? HintBar.Item(key: pages.joined(separator: " "), label: "scroll the answer", importance: 6) : nil,
      state.hint(.cancel, in: .whatIf, importance: 9),
    ]
    HintBar(items, theme).draw(into: &buffer, in: line)
  }
}

extension MailMessage.Field {
  /// Beside its place.
  fileprivate var label: String {
    switch self {
    case .from: "From"
    case .envelopeFrom: "Envelope from"
    case .replyTo: "Reply-To"
    case .ip: "IP address"
    case .helo: "Server name"
    case .to: "Recipient"
    case .authentication: "Authentication"
    }
  }

  fileprivate var placeholder: String {
    switch self {
    case .from: "ann@vendor.example"
    case .envelopeFrom: "<> for that of a bounce"
    case .replyTo: "not given: nothing matches by it"
    case .ip: "198.51.100.7"
    case .helo: "mail.vendor.example"
    case .to: "phish@acme.example"
    case .authentication: ""
    }
  }
}
