import Canvas
import PolicyCore

/// Takes policies in as they come, and the rows that are made of them.
enum LoadReducer {
  static func reduce(_ state: inout AppState, _ action: AppAction) -> [AppEffect] {
    switch action {
    case .cacheRead(let list, let loadedAt):
      guard state.browse.loadedAt == nil else { return [] }
      state.browse.list = list
      state.browse.loadedAt = loadedAt
      return state.arrangeRows() + [state.judge()]
    case .loadProgressed(let loaded, let total):
      state.browse.load = .loading(loaded: loaded, total: total)
      return []
    case .partlyLoaded(let list):
      // Rows that were seen before are worth more than the first pages of the same.
      guard state.browse.loadedAt == nil else { return [] }
      state.browse.list = list
      return state.arrangeRows()
    case .loaded(let policies):
      state.browse.list = policies.list
      state.browse.loadedAt = policies.loadedAt
      state.browse.isComplete = policies.isComplete
      state.browse.load = .idle
      state.now = max(state.now, policies.loadedAt)
      return state.arrangeRows() + [state.judge()]
    case .loadFailed(let problem):
      state.browse.load = .failed(problem)
      return []
    case .rowsArranged(let answer):
      accept(&state, answer)
      return []
    default:
      return []
    }
  }

  /// Shows the rows if they answer the question as it stands; a newer answer is on its way otherwise.
  private static func accept(_ state: inout AppState, _ answer: RowsAnswer) {
    let request = answer.request
    guard request.filter == state.browse.filter.text, request.order == state.browse.order else { return }
    state.browse.rows = answer.rows
    state.countVisibleMarks()
    state.findSelectionAgain()
  }
}
