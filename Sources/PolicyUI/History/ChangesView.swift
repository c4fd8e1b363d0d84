import PolicyCore
import Canvas
import Theming

/// Draws the list of draft changes, the newest first; those that were undone are dimmed.
struct ChangesView {
  let state: AppState
  let changes: ChangesState

  init(_ state: AppState, _ changes: ChangesState) {
    self.state = state
    self.changes = changes
  }

  private var theme: Theme { state.theme }

  /// The most lines of the list that fit.
  static func rows(_ state: AppState) -> Int { max(1, state.size.rows - 6) }

  func draw(into buffer: inout Buffer) {
    let count = (changes.log?.entries.count ?? 0) + 1
    let width = min(state.size.columns - 8, 76)
    let contents = Size(rows: min(count, Self.rows(state)) + 2, columns: width)
    let popup = Popup("Changes of the draft", footer: changes.position(in: state), over: state)
    let (body, keys) = Popup.split(popup.draw(into: &buffer, contents: contents))
    SelectionList(count: count, selection: changes.selection).draw(
      into: &buffer,
      in: body,
      selected: theme[.selection],
      truncation: state.glyphs.truncation,
      runs: line
    )
    if changes.search.isTyping { return state.draw(changes.search, into: &buffer, in: keys) }
    let items = [
      state.hint(.changeJump, in: .changes, importance: 9), state.movingHint(in: .changes),
      state.hint(.helpSearch, in: .changes, importance: 5),
      state.hint(.back, in: .changes, label: "stay", importance: 8),
    ]
    HintBar(items, theme).draw(into: &buffer, in: keys)
  }

  private func line(_ row: Int) -> [TextRun] {
    guard let log = changes.log else { return [TextRun("Reading…", theme[.muted])] }
    let sequence = changes.sequence(at: row) ?? 0
    let isHere = sequence == log.cursor
    let marker = TextRun(isHere ? "> " : "  ", theme[.accent])
    guard sequence > 0 else { return [marker, TextRun("as it was before the first of these", theme[.muted])] }
    let entry = log.entries[log.entries.count - 1 - row]
    let style = theme[sequence > log.cursor ? .muted : .text]
    let note = sequence > log.cursor ? "   undone" : ""
    let title =
      changes.search.finds("\(HistoryText.moment(entry.at)) \(entry.title)")
      ? theme[.match].merging(over: style) : style
    return [marker, TextRun("\(HistoryText.moment(entry.at))  ", theme[.muted]), TextRun(entry.title + note, title)]
  }
}
