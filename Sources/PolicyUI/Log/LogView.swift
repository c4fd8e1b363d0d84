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
    let (body, keys) = Popup.split(Popup("Messages", over: state).draw(into: &buffer, contents: contents))
    if lines.isEmpty {
      buffer.write("Nothing was said yet.", at: body.origin, style: theme[.muted], maxWidth: body.columns)
    }
    buffer.write(lines.dropFirst(log.scroll.top).map { [TextRun($0.text, theme[$0.role])] }, in: body)
    buffer.cursor = body.origin
    let items = [state.hint(.back, in: .help, label: "close"), state.movingHint(in: .help, label: "scroll")]
    HintBar(items, theme).draw(into: &buffer, in: keys)
  }
}
