import PolicyQuery
import Canvas
import Foundation

/// The mouse over the table.
enum BrowseMouse {
  /// Two clicks on a row within this many seconds are a double click.
  private static let doubleClick = 0.4

  static func reduce(_ state: inout AppState, _ event: MouseEvent) -> [AppEffect] {
    let layout = state.browseLayout
    switch event.kind {
    case .wheelDown, .wheelUp:
      return wheel(&state, event, layout)
    case .press(.left) where layout.rows.contains(event.position):
      guard let row = row(at: event, layout, state) else { return [] }
      return click(&state, row)
    case .release(.left) where layout.rows.contains(event.position):
      // Released on another row than it was pressed on: the rows between are marked.
      guard let row = row(at: event, layout, state), let start = state.browse.lastClick?.row, start != row else {
        return []
      }
      state.browse.lastClick = nil
      state.mark(from: start, to: row)
      state.selectRow(row)
    case .press(.left) where event.position.row == layout.filter.row:
      state.browse.isFiltering = true
    case .press, .release:
      break
    }
    return []
  }

  /// The wheel moves what is under it: details, the width of a column on its title, the rows; with shift the columns.
  private static func wheel(_ state: inout AppState, _ event: MouseEvent, _ layout: BrowseLayout) -> [AppEffect] {
    let step = event.kind == .wheelDown ? 1 : -1
    if layout.detail.contains(event.position) {
      state.scrollDetails { _ in 3 * step }
    } else if layout.columns.contains(event.position),
      let column = state.tableLayout.layout.column(at: event.position.column - layout.columns.column)
    {
      return state.widen(column.id, by: -step * ColumnChoice.step)
    } else if event.modifiers.contains(.shift) {
      state.browse.columns.skip(by: step)
    } else {
      state.selectRow(state.browse.selection + 3 * step)
    }
    return []
  }

  private static func row(at event: MouseEvent, _ layout: BrowseLayout, _ state: AppState) -> Int? {
    let index = state.browse.scroll.top + event.position.row - layout.rows.row
    return index < state.browse.rows.count ? index : nil
  }

  private static func click(_ state: inout AppState, _ row: Int) -> [AppEffect] {
    state.browse.isFiltering = false
    let last = state.browse.lastClick
    state.selectRow(row)
    guard let last, last.row == row, state.now.timeIntervalSince(last.at) <= doubleClick else {
      state.browse.lastClick = BrowseState.Click(row: row, at: state.now)
      return []
    }
    state.browse.lastClick = nil
    return CommandReducer.perform(&state, .policyEdit)
  }
}

extension AppState {
  /// Marks the rows between two places, both included.
  mutating func mark(from start: Int, to end: Int) {
    for row in min(start, end)...max(start, end) where browse.rows.indices.contains(row) {
      browse.marks.insert(browse.rows.id(at: row))
    }
    countVisibleMarks()
  }
}
