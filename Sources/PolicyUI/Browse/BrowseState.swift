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

  /// Rows that were changed since the filter or the order was: they stay where they are, and to be seen.
  package var kept: Set<PolicyID> = []
  /// Those of them that no longer match.
  package var unmatched: Set<PolicyID> = []
  /// Rows to be shown though the filter may hide them, from the next arrangement on.
  var added: [PolicyID] = []
  /// Whether rows stay where they are that a newer list tells otherwise, at the next arrangement.
  var keepsRetold = false
  /// Whether the next list is arranged anew, because it is what a submission came to.
  var loadsAnew = false
  /// Whether the draft is being compared with the list that was loaded last.
  package var isComparing = false
  /// The row that the cursor goes to with the next arrangement.
  var wanted: PolicyID?
  /// The policy that the cursor was on before the filter or the order was edited: it goes back there where that is shown.
  var anchor: PolicyID?
  /// Whether the next arrangement is made anew, and the cursor may stand on another policy.
  var isAnew = false
  /// The policy under the cursor is gone: nothing is done to another in its place until a person has moved.
  package var isCursorLost = false
  /// How often rows were asked for.
  package var requests = 0

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
  /// Rows that let in what a word of the filter names, and that it does not show; nil where there are none, or while that
  /// is not known.
  package var more: MoreRows?
  /// What the last completion was chosen from.
  var completing: Completing?
  /// Whether the filter line has the keyboard.
  package var isFiltering = false
  package var order = PolicyQuery.SortOrder.standard
  package var detail = BrowseLayout.Detail.below
  package var detailScroll = DetailScroll()
  package var columns = ColumnChoice()
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

  /// A choice among what could complete the filter: again it goes on to the next.
  struct Completing: Equatable, Sendable {
    /// What was typed, and where its caret was.
    let typed: String
    let caret: Int
    let place: Int
    /// What that made of the filter: once it is another, the choice is over.
    let shown: String
  }

  package struct Wait: Equatable, Sendable {
    package let until: Date
    package let reason: Problem
  }

  package struct Click: Equatable, Sendable {
    let row: Int
    let at: Date
  }

  /// How far the details of one policy are scrolled.
  package struct DetailScroll: Hashable, Sendable {
    var id: PolicyID?
    var top = 0
  }

  package enum LoadState: Hashable, Sendable {
    case idle
    case loading(loaded: Int, total: Int?)
    case failed(Problem)
  }
}

/// What the rows are to be computed from.
package struct RowsRequest: Equatable, Sendable {
  /// Tells it from others: the newest has the highest.
  package let number: Int
  package let list: PolicyList
  package let draft: DraftSnapshot
  package let filter: String
  package let order: PolicyQuery.SortOrder
  /// Nil where neither the filter nor the order asks for findings or effects.
  package let findings: AccountFindings?
  /// What stays where it is; nil where everything is arranged anew.
  package let keeping: KeptRows?
  /// The time, for ages.
  package let now: Date

  package init(
    number: Int = 0,
    now: Date,
    list: PolicyList,
    draft: DraftSnapshot,
    filter: String,
    order: PolicyQuery.SortOrder,
    findings: AccountFindings? = nil,
    keeping: KeptRows? = nil
  ) {
    self.number = number
    self.now = now
    self.keeping = keeping
    self.list = list
    self.draft = draft
    self.filter = filter
    self.order = order
    self.findings = findings
  }
}

/// Rows that let in what a word of the filter names, and that the filter does not show.
package struct MoreRows: Equatable, Sendable {
  /// The number of the request whose rows they are beside.
  package let number: Int
  /// The filter that shows them.
  package let filter: String
  package let count: Int

  package init(number: Int, filter: String, count: Int) {
    self.number = number
    self.filter = filter
    self.count = count
  }
}

/// Rows, and what they were computed from.
package struct RowsAnswer: Equatable, Sendable {
  package let request: RowsRequest
  package let arranged: ArrangedRows

  package init(request: RowsRequest, rows: FilteredRows) {
    self.request = request
    arranged = request.keeping.map { ArrangedRows(rows, keeping: $0) } ?? ArrangedRows(rows)
  }
}

extension BrowseState {
  /// How many policies there are, the queued new ones included: what the table has without a filter.
  var total: Int { (headOf ?? list.count) + rows.created.count }

  /// What stays where it is when the rows are arranged; nil where nothing has to.
  fileprivate var keeping: KeptRows? {
    guard !isAnew, !kept.isEmpty || !added.isEmpty || keepsRetold else { return nil }
    return KeptRows(kept, of: rows, keepsRetold: keepsRetold, adding: added, behind: selectedID)
  }
}

extension AppState {
  /// Orders the rows for the state as it is now.
  mutating func arrangeRows() -> [AppEffect] {
    browse.requests += 1
    browse.more = nil
    let request = RowsRequest(
      number: browse.requests,
      now: now,
      list: browse.list,
      draft: draft,
      filter: browse.filter.text,
      order: browse.order,
      findings: asksForFindings ? findings : nil,
      keeping: browse.keeping
    )
    return [.work(.arrangeRows(request))]
  }

  /// Orders the rows as the filter and the order make them, whatever was kept where it was.
  mutating func arrangeAnew() -> [AppEffect] {
    browse.kept = []
    browse.added = []
    browse.keepsRetold = false
    browse.anchor = browse.anchor ?? browse.selectedID
    browse.isAnew = true
    return arrangeRows()
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
