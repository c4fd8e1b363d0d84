import Canvas
import Theming

/// Draws a list to choose from.
struct PickerView {
  let state: AppState
  let picker: PickerState

  init(_ state: AppState, _ picker: PickerState) {
    self.state = state
    self.picker = picker
  }

  private var theme: Theme { state.theme }

  func draw(into buffer: inout Buffer) {
    let rows = state.rows(of: picker)
    let width = min(state.size.columns - 6, 64)
    let contents = Size(rows: min(max(1, rows.count), max(1, state.size.rows - 6)) + 2, columns: width)
    let frame = frame(contents, in: buffer.bounds)
    let (body, keys) = Popup.split(Popup(title, over: state).draw(into: &buffer, in: frame))
    let signWidth = rows.map { VisibleText($0.sign).width }.max() ?? 0
    SelectionList(count: rows.count, selection: picker.selection)
      .draw(into: &buffer, in: body, selected: theme[.selection]) { index, line, buffer in
        draw(rows[index], signWidth: signWidth, in: line, into: &buffer)
      }
    HintBar(hints, theme).draw(into: &buffer, in: keys)
  }

  /// Themes are tried on while they are chosen, so their list stands aside.
  private func frame(_ contents: Size, in bounds: Rect) -> Rect {
    guard case .themes = picker.kind else { return Popup.frame(contents: contents, in: bounds) }
    let width = min(bounds.columns, 40)
    let height = min(bounds.rows - 2, contents.rows + 2)
    return Rect(row: bounds.row + 1, column: bounds.endColumn - width, rows: height, columns: width)
  }

  private func draw(_ row: PickerRow, signWidth: Int, in line: Rect, into buffer: inout Buffer) {
    let gap = signWidth > 0 ? 2 : 0
    let style = theme[row.isEnabled ? .text : .muted]
    buffer.write(row.sign, at: line.origin, style: theme[.accent], maxWidth: signWidth)
    let start = Position(row: line.row, column: line.column + signWidth + gap)
    let room = line.columns - signWidth - gap
    let used = buffer.write(row.text, at: start, style: style, maxWidth: room, truncation: state.glyphs.truncation)
    let note = VisibleText(row.note).truncated(to: max(0, room - used - 2), ellipsis: state.glyphs.ellipsis)
    buffer.write(note, at: Position(row: line.row, column: line.endColumn - note.width), style: theme[.muted])
  }

  private var title: String {
    switch picker.kind {
    case .sort: "Sort by"
    case .columns: "Columns"
    case .themes: "Themes"
    case .accounts: "Accounts"
    case .copy, .copyReview: "Copy"
    }
  }

  private var hints: [HintBar.Item?] {
    let back = state.hint(.back, in: .picker, importance: 7)
    func choose(_ label: String) -> HintBar.Item? {
      state.hint(.pickerChoose, in: .picker, label: label, importance: 9)
    }
    func toggle(_ label: String) -> HintBar.Item? {
      state.hint(.pickerToggle, in: .picker, label: label, importance: 8)
    }
    return switch picker.kind {
    case .sort: [choose("only by this"), toggle("also by this"), back]
    case .columns:
      [
        toggle("show or hide"), state.hint(.columnWiden, in: .picker, importance: 6),
        state.hint(.columnNarrow, in: .picker, importance: 5), state.hint(.columnFit, in: .picker, importance: 4), back,
      ]
    case .themes: [choose("keep"), back]
    case .accounts: [choose("switch"), back]
    case .copy, .copyReview: [choose("copy"), back]
    }
  }
}
