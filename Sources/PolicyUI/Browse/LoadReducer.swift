import PolicyCore
import Canvas
import Foundation
import Policies
import PolicyQuery
import Values

/// Takes policies in as they come, and the rows that are made of them.
enum LoadReducer {
  static func reduce(_ state: inout AppState, _ action: LoadAction) -> [AppEffect] {
    switch action {
    case .headRead(let head):
      return (head.map { take(&state, $0) } ?? []) + [.work(.readCache)] + state.load() + [
        .work(.reconcile), .work(.readRecent),
      ]
    case .cacheRead(let list, let loadedAt):
      guard state.browse.loadedAt == nil || state.browse.headOf != nil else { return [] }
      state.browse.list = list
      state.browse.headOf = nil
      state.browse.loadedAt = loadedAt
      return state.arrangeRows() + state.judge()
    case .cacheFailed(let problem):
      state.message = Message(problem.what, tone: .warning)
      return []
    case .progressed(let loaded, let total):
      // What was stopped may still report what had arrived before.
      guard case .loading = state.browse.load else { return [] }
      state.browse.load = .loading(loaded: loaded, total: total)
      state.browse.wait = nil
      return []
    case .waits(let reason, let seconds):
      state.browse.wait = BrowseState.Wait(until: state.now.addingTimeInterval(seconds), reason: reason)
      return []
    case .partlyLoaded(let list):
      // Rows that were seen before are worth more than the first pages of the same.
      guard state.browse.loadedAt == nil else { return [] }
      state.browse.list = list
      return state.arrangeRows()
    case .loaded(let policies):
      let isKnown = state.browse.loadedAt != nil && state.browse.headOf == nil
      if isKnown, state.browse.isSelectionChosen, !state.browse.isAnew, !state.browse.loadsAnew {
        state.browse.keepsRetold = true
      }
      state.browse.isComparing = true
      state.browse.list = policies.list
      state.browse.headOf = nil
      state.browse.loadedAt = policies.loadedAt
      state.browse.isComplete = policies.isComplete
      state.browse.stopped = policies.stopped
      state.browse.leftOut = policies.leftOutClause
      state.browse.load = .idle
      state.browse.wait = nil
      state.now = max(state.now, policies.loadedAt)
      // What an operation opens depends on the other policies.
      let review = state.reviewAgain()
      let arranged = state.browse.loadsAnew ? state.arrangeAnew() : state.arrangeRows()
      state.browse.loadsAnew = false
      return arranged + state.judge() + review
    case .failed(let problem):
      state.browse.load = .failed(problem)
      state.browse.wait = nil
      state.message = Message(problem)
      return []
    case .rowsArranged(let answer):
      accept(&state, answer)
      return state.keepHead()
    case .moreFound(let more):
      if more.number == state.browse.requests, more.count > 0 { state.browse.more = more }
      return []
    case .counted(let request, let frequencies):
      state.update(FrequenciesState.self) { $0.take(frequencies, to: request) }
      return []
    case .overviewMade(let request, let overview):
      let screen = state
      state.update(OverviewState.self) { $0.take(overview, to: request, in: screen) }
      return []
    }
  }

  /// Shows the first rows as they were shown last, where they are those that all of them would begin with.
  private static func take(_ state: inout AppState, _ head: CachedHead) -> [AppEffect] {
    guard state.browse.loadedAt == nil, state.browse.filter.text.isEmpty, head.order == state.browse.order.text,
      state.isDraftRead, !state.asksForFindings
    else { return [] }
    let list = PolicyList(head.policies, revision: .min)
    // What is queued for a row further down may belong among the first; times stay as they are until it is sent.
    let isByTime = state.browse.order.keys.allSatisfy { [.modified, .created].contains($0.column) }
    let isHere = state.draft.draft.operations.allSatisfy { $0.kind == .post || list.index(of: $0.id) != nil }
    guard isByTime || isHere else { return [] }
    state.browse.list = list
    state.browse.headOf = head.count
    state.browse.loadedAt = head.loadedAt
    state.findings = AccountFindings(RowFindings(head.signs, of: list), of: list)
    return state.arrangeRows()
  }

  /// Shows the rows if they answer the newest question; its answer is on its way otherwise.
  private static func accept(_ state: inout AppState, _ answer: RowsAnswer) {
    guard answer.request.number == state.browse.requests else { return }
    state.show(answer.arranged)
  }
}

extension AppState {
  /// Orders a load.
  mutating func load() -> [AppEffect] {
    browse.load = .loading(loaded: 0, total: nil)
    browse.loadStartedAt = now
    browse.wait = nil
    return [.work(.loadPolicies)]
  }

  /// Orders a load if the list has become old, and nobody is in the middle of something that it would disturb.
  mutating func refreshIfOld() -> [AppEffect] {
    guard browse.refreshMinutes > 0, layers.isEmpty, let loadedAt = browse.loadedAt else { return [] }
    if case .loading = browse.load { return [] }
    let last = max(loadedAt, browse.loadStartedAt ?? loadedAt)
    return now.timeIntervalSince(last) >= Double(60 * browse.refreshMinutes) ? load() : []
  }
}
