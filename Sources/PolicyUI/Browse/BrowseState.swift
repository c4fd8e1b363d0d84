package import Canvas
package import Foundation
package import PolicyCore
package import Policies
package import PolicyQuery
package import Values

/// The table of policies: what is loaded, which rows are shown, where the person is.
package struct BrowseState: Equatable, Sendable {
  /// The newest list there is.
  package var list = PolicyList()
  package var loadedAt: Date?
  /// How many policies there are, as long as the list is only the first rows of them.
  package var headOf: Int?
  package var load = LoadState.idle
  /// False where rows may be missing because the list kept changing while it was read.
  package var isComplete = true
  /// Why reading it stopped before the end, as a sentence; nil where it did not.
  package var stopped: String?
  /// That rows are missing for want of an id, as a clause; nil where none is.
  package var leftOut: String?

  /// The rows on the screen.
  ///
  /// They carry the list of which they speak; the newest may already have moved on.
  package var rows = FilteredRows()

  /// The place of the selected row, and whose it is: after a change the row is found again by id.
  package var selection = 0
  package var selectedID: PolicyID?
  /// Whether a person has moved: until then the cursor stays at the top, whatever rows arrive.
  package var isSelectionChosen = false
  package var scroll = ScrollOffset()

  /// Kept by id through filter, order and refresh.
  package var marks: Set<PolicyID> = []
  /// How many of the marked policies the filter shows.
  package var visibleMarks = 0

  package var filter = TextField()
  /// Whether the filter line has the keyboard.
  package var isFiltering = false
  package var order = PolicyQuery.SortOrder.standard
  package var detail = BrowseLayout.Detail.below
  /// Columns that are not shown, by their names.
  package var hiddenColumns: Set<String> = []
  /// The filters that were used, the newest last.
  package var filterHistory: [String] = []
  /// Which of them the filter line shows, counted from the newest; nil for what is being typed.
  package var filterRecall: Int?
  /// When the load that runs, or ran last, was begun.
  package var loadStartedAt: Date?
  /// Until when a read waits before it is tried again, and why.
  package var wait: Wait?
  /// From how many minutes on a list is loaded again by itself; 0 for never.
  package var refreshMinutes = 5
  /// The last click in the table: which row, and when.
  package var lastClick: Click?
  /// Where a range of marks begins.
  package var markAnchor: PolicyID?

  package init() {}

  package struct Wait: Equatable, Sendable {
    package let until: Date
    package let reason: Problem
  }

  package struct Click: Equatable, Sendable {
    let row: Int
    let at: Date
  }

  package enum LoadState: Hashable, Sendable {
    case idle
    case loading(loaded: Int, total: Int?)
    case failed(Problem)
  }
}

/// What the rows are to be computed from.
package struct RowsRequest: Equatable, Sendable {
  package let list: PolicyList
  package let draft: DraftSnapshot
  package let filter: String
  package let order: PolicyQuery.SortOrder
  /// Nil where neither the filter nor the order asks for findings or effects.
  package let findings: AccountFindings?

  package init(
    list: PolicyList,
    draft: DraftSnapshot,
    filter: String,
    order: PolicyQuery.SortOrder,
    findings: AccountFindings? = nil
  ) {
    self.list = list
    self.draft = draft
    self.filter = filter
    self.order = order
    self.findings = findings
  }
}

/// Rows, and what they were computed from.
package struct RowsAnswer: Equatable, Sendable {
  package let request: RowsRequest
  package let rows: FilteredRows

  package init(request: RowsRequest, rows: FilteredRows) {
    self.request = request
    self.rows = rows
  }
}

extension AppState {
  /// Orders the rows for the state as it is now.
  func arrangeRows() -> [AppEffect] {
    let request = RowsRequest(
      list: browse.list,
      draft: draft,
      filter: browse.filter.text,
      order: browse.order,
      findings: asksForFindings ? findings : nil
    )
    return [.work(.arrangeRows(request))]
  }

  var asksForFindings: Bool {
    Query(parsing: browse.filter.text).asksForFindings || browse.order.contains(.finding)
      || browse.order.contains(.effect)
  }

  /// Orders the findings on the list and the draft as they are now; the first rows alone are not worth it.
  func judge() -> [AppEffect] {
    browse.headOf == nil ? [.work(.judge(browse.loadedAt == nil ? nil : browse.list, draft))] : []
  }

  /// Orders that the first rows are kept, once what is known is the account's list and all of it is judged.
  func keepHead() -> [AppEffect] {
    guard browse.load == .idle, browse.headOf == nil, browse.loadedAt != nil, !browse.order.contains(.finding),
      !browse.order.contains(.effect), !browse.order.contains(.operation),
      findings.listRevision == browse.list.revision
    else { return [] }
    return [.work(.keepHead(browse.list, browse.order, findings.rows))]
  }
}
