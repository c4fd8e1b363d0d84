import Canvas
import PolicyQuery
import Theming

/// Draws the saved filters: a name and a filter each.
struct ViewsView {
  let state: AppState
  let list: ViewsState

  init(_ state: AppState, _ list: ViewsState) {
    self.state = state
    self.list = list
  }

  private var theme: Theme { state.theme }

  func draw(into buffer: inout Buffer) {
    let views = state.views
    let width = min(state.size.columns - 8, 84)
    let contents = Size(rows: min(max(1, views.count), state.namedRows) + 2, columns: width)
    let (body, keys) = Popup.split(Popup("Views", over: state).draw(into: &buffer, contents: contents))
    if views.isEmpty {
      buffer.cursor = body.origin
      buffer.write("No filter has a name yet.", at: body.origin, style: theme[.muted], maxWidth: body.columns)
    }
    let names = min(width / 2, (views.map { VisibleText($0.name).width }.max() ?? 0) + 2)
    SelectionList(count: views.count, selection: list.selection)
      .draw(into: &buffer, in: body, selected: theme[.selection]) { index, line, buffer in
        let (left, right) = line.splitLeft(names)
        let name = VisibleText(views[index].name).truncated(to: max(0, names - 1), ellipsis: state.glyphs.ellipsis)
        buffer.write(name, at: left.origin, style: theme[.text])
        let filter = VisibleText(views[index].filter).truncated(to: right.columns, ellipsis: state.glyphs.ellipsis)
        buffer.write(filter, at: right.origin, style: theme[.muted])
      }
    state.drawNaming(
      list.name,
      placeholder: "of the filter \(state.browse.filter.text); enter keeps it",
      keys: [
        state.hint(.viewUse, in: .views, importance: 9), state.hint(.viewKeep, in: .views, importance: 8),
        state.hint(.viewDrop, in: .views, importance: 7), state.hint(.back, in: .views, importance: 9),
      ],
      into: &buffer,
      in: keys
    )
  }
}
