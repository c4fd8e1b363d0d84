import Canvas
import Theming

/// Draws the details of the selected policy, and says how many of their rows are out of sight.
struct DetailView {
  let state: AppState
  let layout: BrowseLayout

  init(_ state: AppState, _ layout: BrowseLayout) {
    self.state = state
    self.layout = layout
  }

  private var theme: Theme { state.theme }

  func draw(into buffer: inout Buffer) {
    guard let details = state.details else { return }
    let area = layout.detail.inset(columns: 1)
    for (offset, row) in details.visible.enumerated() {
      let line = area.line(offset)
      buffer.write(row.runs, at: line.origin, maxWidth: line.columns, truncation: state.glyphs.truncation)
      if let command = row.command { buffer.mark(line, as: .keys(state.key(command))) }
    }
    if layout.rows.isEmpty { buffer.cursor = area.origin }
    drawRest(of: details, into: &buffer, in: layout.rule.rows == 1 ? layout.rule : area.line(area.rows - 1))
  }

  /// How many rows there are above and below, with the keys that lead to them.
  private func drawRest(of details: Details, into buffer: inout Buffer, in line: Rect) {
    var column = line.column + (layout.rule.rows == 1 ? 2 : 0)
    for (count, what, command) in [(details.below, "below", CommandID.detailDown), (details.top, "above", .detailUp)]
    where count > 0 {
      let text = " \(count.grouped) more \(what): \(state.key(command)) "
      let place = Position(row: line.row, column: column)
      let used = buffer.write(text, at: place, style: theme[.accent], maxWidth: line.endColumn - column)
      buffer.mark(Rect(row: line.row, column: column, rows: 1, columns: used), as: .keys(state.key(command)))
      column += used + 1
    }
  }
}

/// The rows of the details, and which of them are in sight.
struct Details {
  private let rows: [DetailText.Row]
  private let height: Int
  /// How many rows are above those in sight.
  let top: Int

  /// `hasOwnRule` where what is out of sight is told outside of the area; else that takes a row of it.
  init(_ rows: [DetailText.Row], height: Int, hasOwnRule: Bool, top: Int) {
    self.rows = rows
    self.height = rows.count > height && !hasOwnRule ? max(1, height - 1) : height
    self.top = max(0, min(top, rows.count - self.height))
  }

  var visible: ArraySlice<DetailText.Row> { rows.dropFirst(top).prefix(height) }

  /// How many rows are below those in sight.
  var below: Int { max(0, rows.count - top - height) }

  /// How far one key scrolls.
  var step: Int { max(1, height / 2) }
}

extension AppState {
  /// The details of the selected policy as they are seen now; nil where none are.
  var details: Details? {
    let layout = browseLayout
    guard !layout.detail.isEmpty, let row = selectedRow else { return nil }
    let isRoomy = layout.rule.rows != 1 || layout.rows.isEmpty
    let text = DetailText(state: self, width: layout.detail.inset(columns: 1).columns, isRoomy: isRoomy)
    let top = browse.detailScroll.id == row.id ? browse.detailScroll.top : 0
    return Details(text.rows(of: row), height: layout.detail.rows, hasOwnRule: layout.rule.rows == 1, top: top)
  }

  /// Scrolls the details of the selected policy; those of another one begin at the top again.
  mutating func scrollDetails(by rows: (Details) -> Int) {
    guard let details, let id = selectedRow?.id else { return }
    let top = max(0, min(details.top + rows(details), details.top + details.below))
    browse.detailScroll = BrowseState.DetailScroll(id: id, top: top)
  }
}
