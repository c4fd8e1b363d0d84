import Canvas
import Theming

/// Draws all keys, or those that the search finds.
struct HelpView {
  private static let keyWidth = 20

  let state: AppState
  let help: HelpState

  init(_ state: AppState, _ help: HelpState) {
    self.state = state
    self.help = help
  }

  private var theme: Theme { state.theme }

  private static func width(_ state: AppState) -> Int { min(state.size.columns - 6, 100) }

  static func contents(_ state: AppState, _ help: HelpState) -> HelpContents {
    HelpContents(state.keymap, help, width: max(10, width(state) - keyWidth - 1))
  }

  /// The rows inside the frame: enough for everything, so that the frame stays while one searches.
  private static func insideRows(_ state: AppState, _ help: HelpState) -> Int {
    let all = contents(state, HelpState(openedFrom: help.openedFrom)).lines.count
    return max(1, min(all + 2, state.size.rows - 4))
  }

  /// The rows that the lines have: all but those of the search and of the keys below.
  static func bodyRows(_ state: AppState, _ help: HelpState) -> Int { max(1, insideRows(state, help) - 2) }

  func draw(into buffer: inout Buffer) {
    let contents = Size(rows: Self.insideRows(state, help), columns: Self.width(state))
    let lines = Self.contents(state, help).lines
    let last = help.top + Self.bodyRows(state, help)
    let more = lines.count > last || help.top > 0 ? "\(min(last, lines.count)) of \(lines.count) lines" : ""
    let inside = Popup("Keys and signs", footer: more, over: state).draw(into: &buffer, contents: contents)
    let (search, rest) = inside.splitTop(1)
    let (body, hints) = rest.splitBottom(1)
    buffer.cursor = body.origin
    drawSearch(into: &buffer, in: search)
    if lines.isEmpty {
      buffer.write("No key, command, term or sign here is called that.", at: body.origin, style: theme[.muted])
    }
    for (offset, line) in lines.dropFirst(help.top).prefix(body.rows).enumerated() {
      draw(line, into: &buffer, in: body.line(offset))
    }
    HintBar(items, theme).draw(into: &buffer, in: hints)
  }

  private func drawSearch(into buffer: inout Buffer, in line: Rect) {
    help.search.draw(
      into: &buffer,
      in: line,
      label: TextRun("/", theme[help.isSearching ? .accent : .muted]),
      labelWidth: 2,
      styles: theme.field(isActive: help.isSearching),
      placeholder: help.isSearching ? "a word, or a key: undo, u, ctrl-r" : "search",
      isFocused: help.isSearching
    )
  }

  private func draw(_ line: HelpContents.Line, into buffer: inout Buffer, in place: Rect) {
    switch line {
    case .blank: break
    case .heading(let text): buffer.write(text, at: place.origin, style: theme[.heading])
    case .command(let command, let keys):
      let names = keys.isEmpty ? TextRun("  no key", theme[.muted]) : TextRun("  " + keys.text, theme[.key])
      draw(names, first(command.summary, in: place), into: &buffer, in: place)
    case .entry(let name, let meaning):
      draw(TextRun("  " + name, theme[.key]), first(meaning, in: place), into: &buffer, in: place)
    case .more(let text):
      draw(TextRun("", theme[.key]), text, into: &buffer, in: place)
    }
  }

  /// The first of the lines that a meaning has.
  private func first(_ meaning: String, in place: Rect) -> String {
    Paragraph(meaning, width: max(10, place.columns - Self.keyWidth - 1)).lines.first?.string ?? ""
  }

  private func draw(_ name: TextRun, _ meaning: String, into buffer: inout Buffer, in place: Rect) {
    let (left, right) = place.splitLeft(Self.keyWidth + 1)
    buffer.write(name.text, at: left.origin, style: name.style, maxWidth: Self.keyWidth)
    let summary = MarkedText.runs(meaning, marked: found(in: meaning), style: theme[.text], theme: theme)
    buffer.write(summary, at: right.origin, maxWidth: right.columns, truncation: state.glyphs.truncation)
  }

  /// Where the words of the search stand in a text.
  private func found(in text: String) -> Set<Int> {
    var places: Set<Int> = []
    for term in help.search.text.split(whereSeparator: \.isWhitespace) where term.count > 1 {
      guard let range = text.lowercased().firstRange(of: term.lowercased()) else { continue }
      let start = text.lowercased().distance(from: text.lowercased().startIndex, to: range.lowerBound)
      places.formUnion(start..<start + term.count)
    }
    return places
  }

  private var items: [HintBar.Item?] {
    if help.isSearching {
      return [
        state.hint(.lineAccept, in: .search, label: "keep the search"),
        state.hint(.cancel, in: .search, label: "show all"),
      ]
    }
    return [
      state.hint(.back, in: .help, label: help.search.text.isEmpty ? "close" : "show all", importance: 9),
      state.hint(.helpSearch, in: .help, importance: 8),
      state.hint(.helpNext, in: .help, importance: 7), state.movingHint(in: .help, label: "scroll"),
    ]
  }
}
