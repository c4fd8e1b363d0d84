import Canvas
import PolicyCore

/// Hands what came from the terminal to whatever has the keyboard.
enum InputReducer {
  static func reduce(_ state: inout AppState, _ event: InputEvent) -> [AppEffect] {
    switch event {
    case .resize(let size):
      state.size = size
      state.keepSelectionInSight()
      return []
    case .resumed:
      return [.redraw]
    case .suspend:
      return [.suspend]
    case .terminate:
      return [.quit(farewell: state.farewell)]
    case .focus:
      return []
    case .key(let key):
      return press(&state, key)
    case .paste(let text):
      return paste(&state, text)
    case .mouse(let event):
      return state.layers.isEmpty ? BrowseMouse.reduce(&state, event) : []
    }
  }

  private static func press(_ state: inout AppState, _ key: KeyPress) -> [AppEffect] {
    state.message = nil
    // These work wherever the keyboard is, in the middle of a text field too.
    if key == KeyPress("z", .ctrl) { return [.suspend] }
    if key == KeyPress("l", .ctrl) { return [.redraw] }
    guard !state.isTooSmall else {
      return key == KeyPress("c", .ctrl) || key == KeyPress("q") ? leave(&state) : []
    }
    switch state.layers.last {
    case .form(let form): return FormReducer.press(&state, form, key)
    case .review(let review): return ReviewReducer.press(&state, review, key)
    case .submission(let submission): return SubmissionReducer.press(&state, submission, key)
    case .findings(let list): return FindingsReducer.press(&state, list, key)
    case .help(let help): return HelpReducer.press(&state, help, key)
    case nil: return BrowseReducer.press(&state, key)
    }
  }

  private static func paste(_ state: inout AppState, _ text: String) -> [AppEffect] {
    switch state.layers.last {
    case .form(var form):
      form.paste(text)
      state.replaceTopLayer(.form(form))
      return []
    case .submission(var submission):
      submission.paste(text)
      state.replaceTopLayer(.submission(submission))
      return []
    case .findings(let list):
      FindingsReducer.paste(&state, list, text)
      return []
    case .review, .help:
      return []
    case nil:
      return BrowseReducer.paste(&state, text)
    }
  }

  private static func leave(_ state: inout AppState) -> [AppEffect] {
    guard !state.isSubmitting else { return [] }
    return [.quit(farewell: state.farewell)]
  }
}

extension AppState {
  package var context: CommandContext? {
    switch layers.last {
    case .form, .submission: nil
    case .review: .review
    case .findings(let list): list.reason == nil ? .findings : nil
    case .help: .help
    case nil: browse.isFiltering ? nil : .browse
    }
  }

  /// What the shell says after the screen is gone.
  package var farewell: String? {
    guard !draft.draft.isEmpty else { return nil }
    let count = draft.draft.count
    return "The draft of \(account.name) is kept: \(count) \(count == 1 ? "operation" : "operations")."
  }

  /// Whether a batch is on its way, so that leaving now would only leave its outcome open.
  package var isSubmitting: Bool {
    if case .submission(let submission) = layers.last, submission.isRunning { return true }
    return false
  }

  /// The review on the screen, unless it is being submitted.
  var openReview: ReviewState? {
    for layer in layers.reversed() {
      switch layer {
      case .review(let review): return review
      case .submission: return nil
      case .form, .findings, .help: continue
      }
    }
    return nil
  }

  mutating func replaceTopLayer(_ layer: Layer) {
    if !layers.isEmpty { layers[layers.count - 1] = layer }
  }
}
