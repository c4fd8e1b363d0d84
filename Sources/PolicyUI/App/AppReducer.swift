/// Applies what happened to the state, and gives the orders that follow from it.
///
/// Pure: no input, no output.
package func reduce(_ state: inout AppState, _ action: AppAction) -> [AppEffect] {
  state.outstanding.note(action)
  let effects = apply(action, to: &state)
  for effect in effects { state.outstanding.note(effect) }
  state.followTour()
  return effects + state.takeHeld() + state.askWhatIf() + state.askFrequencies() + state.askOverview()
}

private func apply(_ action: AppAction, to state: inout AppState) -> [AppEffect] {
  switch action {
  case .started:
    // Everything else waits until the first rows are there, or it is known that there are none.
    return [.work(.readDraft), .work(.readHead)]
  case .input(let event):
    return state.take(event)
  case .clockTicked(let now):
    state.now = now
    return state.refreshIfOld()
  case .load(let action):
    return LoadReducer.reduce(&state, action)
  case .draft(let action):
    return DraftReducer.reduce(&state, action)
  case .review(let action):
    return ReviewReducer.reduce(&state, action)
  case .submission(let action):
    return SubmissionReducer.reduce(&state, action)
  case .history(let action):
    return HistoryReducer.reduce(&state, action)
  case .files(let action):
    return FilesReducer.reduce(&state, action)
  case .mail(let action):
    return MailReducer.reduce(&state, action)
  case .outside(let action):
    return OutsideReducer.reduce(&state, action)
  }
}

/// Says what came of the orders to the terminal and to files.
enum OutsideReducer {
  static func reduce(_ state: inout AppState, _ action: OutsideAction) -> [AppEffect] {
    switch action {
    case .textEdited(let text):
      state.update(FormState.self) { $0.takeComments(text) }
    case .editFailed(let problem), .exportFailed(let problem), .copyFailed(let problem), .viewsFailed(let problem),
      .draftsFailed(let problem):
      state.message = Message(problem)
    case .exported(let path):
      state.message = Message("Written to \(path).")
    case .viewsRead(let views):
      state.views = views
      state.fitTopLayer()
    case .draftsListed(let drafts):
      state.showDrafts(drafts)
    case .themesListed(let themes):
      PickerState.showThemes(&state, themes)
    case .copied(let bytes, let places):
      state.message = Message(copied: bytes, to: places)
    }
    return []
  }
}
