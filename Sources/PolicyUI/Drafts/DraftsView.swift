import Canvas
import Policies
import PolicyCore
import Theming
import Values

/// Draws the account's drafts: a name, how much is queued in it, and when that changed last.
struct DraftsView {
  let state: AppState
  let list: DraftsState

  init(_ state: AppState, _ list: DraftsState) {
    self.state = state
    self.list = list
  }

  private var theme: Theme { state.theme }

  func draw(into buffer: inout Buffer) {
    let drafts = state.drafts
    let width = min(state.size.columns - 8, 76)
    let contents = Size(rows: min(drafts.count + 1, state.namedRows) + 2, columns: width)
    let (body, keys) = Popup.split(Popup("Drafts", over: state).draw(into: &buffer, contents: contents))
    SelectionList(count: drafts.count + 1, selection: list.selection)
      .draw(into: &buffer, in: body, selected: theme[.selection]) { index, line, buffer in
        if drafts.indices.contains(index) {
          draw(drafts[index], in: line, into: &buffer)
        } else {
          buffer.write("  a new one\(state.glyphs.ellipsis)", at: line.origin, style: theme[.muted])
        }
      }
    state.drawNaming(
      list.name,
      placeholder: "letters, digits, dots, - and _; enter begins the draft",
      keys: [
        state.hint(.pickerChoose, in: .picker, label: "work on it", importance: 9),
        state.hint(.back, in: .picker, importance: 9),
      ],
      into: &buffer,
      in: keys
    )
  }

  private func draw(_ draft: ListedDraft, in line: Rect, into buffer: inout Buffer) {
    let sign = draft.name == state.draftName ? ">" : " "
    // Its name matters more than its time.
    let isWide = line.columns >= 50
    let changed = draft.changedAt.map { isWide ? ", \(HistoryText.moment($0))" : "" } ?? ""
    let note = draft.operations == 0 ? "empty" : draft.operations.counted("operation") + changed
    let noteWidth = VisibleText(note).width
    let name = VisibleText("\(sign) \(draft.name.text)")
      .truncated(to: max(8, line.columns - noteWidth - 2), ellipsis: state.glyphs.ellipsis)
    buffer.write(name, at: line.origin, style: theme[.text])
    let right = Position(row: line.row, column: max(line.column + name.width + 2, line.endColumn - noteWidth))
    buffer.write(note, at: right, style: theme[.muted], maxWidth: max(0, line.endColumn - right.column))
  }
}
