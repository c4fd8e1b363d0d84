import Canvas
import Theming
import Values

/// Draws what was said, the newest first.
struct LogView {
  let state: AppState
  let log: LogState

  init(_ state: AppState, _ log: LogState) {
    self.state = state
    self.log = log
  }

  static func contentWidth(_ state: AppState) -> Int { min(state.size.columns - 6, 100) }

  /// The lines of all entries, each with the role that it is drawn in.
  static func lines(_ state: AppState) -> [(text: VisibleText, role: Role)] {
    let width = contentWidth(state)
    return state.log.reversed().flatMap { entry -> [(VisibleText, Role)] in
      let time = Timestamp.text(of: entry.at).dropFirst(11).prefix(8)
      return Paragraph("\(time)  \(entry.message.text)", width: width, hanging: 10).lines.map {
        ($0, entry.message.tone.role)
      }
    }
  }

  static func rows(_ state: AppState) -> Int { max(1, state.size.rows - 7) }

  func draw(into buffer: inout Buffer) {
    let theme = state.theme
    let lines = Self.lines(state)
    let contents = Size(rows: min(max(1, lines.count), Self.rows(state)) + 2, columns: Self.contentWidth(state))
    let (body, keys) = Popup.split(
      Popup("Messages", footer: log.position(in: state), over: state).draw(into: &buffer, contents: contents)
    )
    if lines.isEmpty {
      buffer.write("Nothing was said yet.", at: body.origin, style: theme[.muted], maxWidth: body.columns)
    }
    let shown = lines.dropFirst(log.scroll.top).map { line in
      let style = theme[line.role]
      return [TextRun(line.text, log.search.finds(line.text.string) ? theme[.match].merging(over: style) : style)]
    }
    buffer.write(shown, in: body)
    buffer.cursor = body.origin
    if log.search.isTyping { return state.draw(log.search, into: &buffer, in: keys) }
    let items = [
      state.hint(.back, in: .help, label: "close"), state.hint(.helpSearch, in: .help),
      state.movingHint(in: .help, label: "scroll"),
    ]
    HintBar(items, theme).draw(into: &buffer, in: keys)
  }
}
