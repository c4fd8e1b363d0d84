/// Applies what happened to the state, and gives the orders that follow from it.
///
/// Pure: no input, no output.
package func reduce(_ state: inout AppState, _ action: AppAction) -> [AppEffect] {
  switch action {
  case .started:
    // Everything else waits until the first rows are there, or it is known that there are none.
    return [.readDraft, .readHead]
  case .input(let event):
    return InputReducer.reduce(&state, event)
  case .clockTicked(let now):
    state.now = now
    return state.refreshIfOld()

  case .headRead, .cacheRead, .cacheFailed, .loadProgressed, .loadWaits, .partlyLoaded, .loaded, .loadFailed,
    .rowsArranged:
    return LoadReducer.reduce(&state, action)
  case .draftRead, .drifted, .draftChanged, .draftFailed, .judged, .suppressed:
    return DraftReducer.reduce(&state, action)
  case .changesRead(let log):
    return ChangesReducer.read(&state, log)
  case .historyRead, .submissionUndone:
    return HistoryReducer.reduce(&state, action)
  case .reviewed, .reviewFailed:
    return ReviewReducer.reduce(&state, action)
  case .submissionStepped, .submissionEnded, .submissionFailed, .reconciled, .reconcileFailed,
    .recentlySubmitted, .otherEnded:
    return SubmissionReducer.reduce(&state, action)

  case .textEdited(let text):
    FormReducer.takeComments(&state, text)
    return []
  case .editFailed(let problem), .exportFailed(let problem):
    state.message = Message(problem)
    return []
  case .exported(let path):
    state.message = Message("Written to \(path).")
    return []
  case .themesListed(let themes):
    PickerReducer.showThemes(&state, themes)
    return []
  case .copied(let bytes, let places):
    state.message = Message(copied: bytes, to: places)
    return []
  case .copyFailed(let problem):
    state.message = Message(problem)
    return []
  }
}
