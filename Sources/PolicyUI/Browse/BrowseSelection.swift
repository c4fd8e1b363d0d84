import Canvas
import Policies
import PolicyCore
import PolicyQuery

extension AppState {
  /// Shows rows that were asked for, and puts the cursor where it belongs among them.
  mutating func show(_ arranged: ArrangedRows) {
    browse.rows = arranged.rows
    browse.kept = browse.isAnew ? arranged.kept : browse.kept.union(arranged.kept)
    browse.unmatched = arranged.unmatched
    browse.added = []
    browse.keepsRetold = false
    let isAnew = browse.isAnew
    browse.isAnew = false
    countVisibleMarks()
    if let wanted = browse.wanted, let found = browse.rows.position(of: wanted) {
      selectRow(found)
    } else if !browse.isSelectionChosen {
      place(0)
    } else if isAnew {
      place(browse.anchor.flatMap { browse.rows.position(of: $0) } ?? 0)
    } else if let id = browse.selectedID {
      follow(id)
    } else {
      place(browse.selection)
    }
    browse.wanted = nil
  }

  /// Keeps the cursor with its policy; only a person's own doing puts it on another.
  private mutating func follow(_ id: PolicyID) {
    guard let found = browse.rows.position(of: id) else {
      if !browse.isCursorLost, !browse.rows.isEmpty {
        message = Message("The policy that the cursor was on is gone.", tone: .warning)
      }
      browse.isCursorLost = !browse.rows.isEmpty
      browse.selection = max(0, min(browse.selection, browse.rows.count - 1))
      keepSelectionInSight()
      return
    }
    browse.isCursorLost = false
    place(found)
  }

  /// Moves the selection to a row, or to the nearest one that there is, because a person asked for it.
  mutating func selectRow(_ index: Int) {
    browse.isSelectionChosen = true
    browse.isCursorLost = false
    browse.anchor = nil
    place(index)
  }

  /// Goes to the next policy with a danger or an error, or to the one before; past the end on at the other one.
  mutating func goToDanger(isForward: Bool) {
    let count = browse.rows.count
    var row = browse.selection
    for _ in 0..<count {
      row = (row + (isForward ? 1 : count - 1)) % count
      if let level = findings.level(of: browse.rows.id(at: row)), level >= .danger { return selectRow(row) }
    }
    message = Message("No policy that is shown has a danger.", tone: .warning)
  }

  private mutating func place(_ index: Int) {
    browse.selection = max(0, min(index, browse.rows.count - 1))
    browse.selectedID = selectedRow?.id
    browse.isCursorLost = false
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
  var browseLayout: BrowseLayout {
    // Who filters looks for rows, and of none there are no details.
    let needsTable = browse.isFiltering || browse.rows.isEmpty
    return BrowseLayout(size: size, detail: needsTable && browse.detail == .full ? .hidden : browse.detail)
  }
}
