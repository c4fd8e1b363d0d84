import PolicyQuery
import Canvas

extension AppState {
  /// Puts the selection back on the policy that it was on; if that is gone, it stays at its place in the table.
  mutating func findSelectionAgain() {
    if browse.isSelectionChosen, let id = browse.selectedID, let found = browse.rows.position(of: id) {
      browse.selection = found
    }
    place(browse.selection)
  }

  /// Moves the selection to a row, or to the nearest one that there is, because a person asked for it.
  mutating func selectRow(_ index: Int) {
    browse.isSelectionChosen = true
    place(index)
  }

  private mutating func place(_ index: Int) {
    browse.selection = max(0, min(index, browse.rows.count - 1))
    browse.selectedID = selectedRow?.id ?? browse.selectedID
    keepSelectionInSight()
  }

  mutating func keepSelectionInSight() {
    browse.scroll.show(browse.selection, count: browse.rows.count, height: browseLayout.rows.rows, margin: 2)
  }

  mutating func countVisibleMarks() {
    guard !browse.marks.isEmpty else {
      browse.visibleMarks = 0
      return
    }
    browse.visibleMarks = browse.marks.count { browse.rows.position(of: $0) != nil }
  }

  /// Where the parts of the table's screen stand now.
  var browseLayout: BrowseLayout { BrowseLayout(size: size, detail: browse.detail) }
}
