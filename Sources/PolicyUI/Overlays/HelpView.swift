import Canvas
import Theming

/// Draws all keys: those of the place it was opened from first.
struct HelpView {
  /// The rows that the frame and the keys below take.
  static let frameRows = 4

  let state: AppState
  let help: HelpState

  init(_ state: AppState, _ help: HelpState) {
    self.state = state
    self.help = help
  }

  func draw(into buffer: inout Buffer) {
    let theme = state.theme
    let width = min(state.size.columns - 6, 84)
    let contents = Size(rows: min(Self.lineCount(help) + 1, state.size.rows - 2), columns: width)
    let inside = Popup(title: "Keys", glyphs: state.glyphs, styles: PopupStyle.standard(theme))
      .draw(into: &buffer, in: Popup.frame(contents: contents, in: buffer.bounds))
    let (body, keys) = inside.splitBottom(1)
    for (offset, entry) in Self.entries(help).dropFirst(help.top).prefix(body.rows).enumerated() {
      let line = body.line(offset)
      switch entry {
      case .blank: break
      case .heading(let text): buffer.write(text, at: line.origin, style: theme[.heading])
      case .command(let command):
        let names = command.keys.map(\.description).joined(separator: " ")
        buffer.write("  " + names, at: line.origin, style: theme[.key], maxWidth: 18)
        buffer.write(
          command.summary,
          at: Position(row: line.row, column: line.column + 19),
          style: theme[.text],
          maxWidth: line.columns - 19
        )
      }
    }
    let items = [HintBar.Item(key: "esc", label: "close"), HintBar.Item(key: "j k", label: "scroll")]
    HintBar(items, styles: FooterView.styles(theme)).draw(into: &buffer, in: keys)
  }

  private enum Entry {
    case blank
    case heading(String)
    case command(Command)
  }

  private static func entries(_ help: HelpState) -> [Entry] {
    let contexts = [help.context] + CommandContext.allCases.filter { $0 != help.context && $0 != .help }
    return contexts.flatMap { context -> [Entry] in
      let commands = CommandCatalogue.all.filter { $0.contexts.contains(context) }
      return [.heading(context.title)] + commands.map { .command($0) } + [.blank]
    }.dropLast()
  }

  static func lineCount(_ help: HelpState) -> Int { entries(help).count }
}
