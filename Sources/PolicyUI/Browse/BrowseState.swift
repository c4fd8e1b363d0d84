package import Canvas
package import Foundation
package import PolicyCore

/// The table of policies: what is loaded, which rows are shown, where the person is.
package struct BrowseState: Sendable {
  /// The newest list there is.
  package var list = PolicyList()
  package var loadedAt: Date?
  package var load = LoadState.idle
  /// False where rows may be missing because the list kept changing while it was read.
  package var isComplete = true

  /// The rows on the screen.
  ///
  /// They carry the list of which they speak; the newest may already have moved on.
  package var rows = FilteredRows()

  /// The place of the selected row, and whose it is: after a change the row is found again by id.
  package var selection = 0
  package var selectedID: PolicyID?
  package var scroll = ScrollOffset()

  /// Kept by id through filter, order and refresh.
  package var marks: Set<PolicyID> = []
  /// How many of the marked policies the filter shows.
  package var visibleMarks = 0

  package var filter = TextField()
  /// Whether the filter line has the keyboard.
  package var isFiltering = false
  package var order = PolicyCore.SortOrder.standard
  package var showsDetail = true

  package init() {}

  package enum LoadState: Hashable, Sendable {
    case idle
    case loading(loaded: Int, total: Int?)
    case failed(Problem)
  }
}

/// What the rows are to be computed from.
package struct RowsRequest: Sendable {
  package let list: PolicyList
  package let draft: DraftSnapshot
  package let filter: String
  package let order: PolicyCore.SortOrder
  /// Nil where neither the filter nor the order asks for findings or effects.
  package let findings: AccountFindings?

  package init(
    list: PolicyList,
    draft: DraftSnapshot,
    filter: String,
    order: PolicyCore.SortOrder,
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
package struct RowsAnswer: Sendable {
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
    return [.arrangeRows(request)]
  }

  var asksForFindings: Bool {
    Query(parsing: browse.filter.text).asksForFindings || browse.order.contains(.finding)
      || browse.order.contains(.effect)
  }

  /// Orders the findings on the list and the draft as they are now.
  func judge() -> AppEffect { .judge(browse.loadedAt == nil ? nil : browse.list, draft) }
}
