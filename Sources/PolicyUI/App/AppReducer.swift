/// Applies what happened to the state, and gives the orders that follow from it.
///
/// Pure: no input, no output.
package func reduce(_ state: inout AppState, _ action: AppAction) -> [AppEffect] {
  switch action {
  case .started:
    state.browse.load = .loading(loaded: 0, total: nil)
    return [.readDraft, .readCache, .loadPolicies, .reconcile]
  case .input(let event):
    return InputReducer.reduce(&state, event)
  case .clockTicked(let now):
    state.now = now
    return []

  case .cacheRead, .loadProgressed, .partlyLoaded, .loaded, .loadFailed, .rowsArranged:
    return LoadReducer.reduce(&state, action)
  case .draftRead, .draftChanged, .draftFailed, .judged, .suppressed:
    return DraftReducer.reduce(&state, action)
  case .reviewed, .reviewFailed:
    return ReviewReducer.reduce(&state, action)
  case .submissionStepped, .submissionEnded, .submissionFailed, .reconciled, .reconcileFailed:
    return SubmissionReducer.reduce(&state, action)

  case .copied(let bytes):
    state.message = Message("Copied \(bytes) bytes to the terminal's clipboard.")
    return []
  case .copyFailed(let problem):
    state.message = Message(problem)
    return []
  }
}
