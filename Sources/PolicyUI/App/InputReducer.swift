import PolicyCore
import Policies
import Canvas

/// Hands what came from the terminal to whatever has the keyboard.
enum InputReducer {
  static func reduce(_ state: inout AppState, _ event: InputEvent) -> [AppEffect] {
    switch event {
    case .resize(let size):
      state.size = size
      state.keepSelectionInSight()
      ReviewReducer.keepInSight(&state)
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
    case .paste(let text, let isBurst):
      return paste(&state, text, isBurst: isBurst)
    case .mouse(let event):
      state.begun = nil
      return state.layers.isEmpty ? BrowseMouse.reduce(&state, event) : []
    }
  }

  private static func press(_ state: inout AppState, _ key: KeyPress) -> [AppEffect] {
    state.message = nil
    let command = state.keymap.command(for: state.keymap.meant(by: key, in: .browse), in: .browse)
    guard !state.isTooSmall else { return command == .interrupt || command == .quit ? leave(&state) : [] }
    if let context = state.context { return CommandReducer.press(&state, key, in: context) }
    // These work in the middle of a text field too, unless the key types something.
    if key.typed == nil {
      if command == .suspend { return [.suspend] }
      if command == .redraw { return [.redraw] }
    }
    // With ctrl or alt nothing is typed, so that the layout does not matter.
    return type(&state, key.typed == nil ? key.onLatinLayout ?? key : key)
  }

  /// Takes a key where keys are not commands: in text fields and dialogs.
  private static func type(_ state: inout AppState, _ key: KeyPress) -> [AppEffect] {
    switch state.layers.last {
    case .form(let form): return FormReducer.press(&state, form, key)
    case .submission(let submission): return SubmissionReducer.press(&state, submission, key)
    case .findings(let list): return FindingsReducer.press(&state, list, key)
    case .help(let help): return HelpReducer.press(&state, help, key)
    case .palette(let palette): return PaletteReducer.press(&state, palette, key)
    case .bulkEdit(let form): return BulkEditReducer.press(&state, form, key)
    case .bulkNew(let lines): return BulkNewReducer.press(&state, lines, key)
    case .review(let review): return ReviewReducer.answer(&state, review, key)
    case .changes, .picker, .log, .history: return []
    case nil: return FilterReducer.press(&state, key)
    }
  }

  private static func paste(_ state: inout AppState, _ text: String, isBurst: Bool) -> [AppEffect] {
    let isTaken = state.takesPastes
    let said = Message(paste: text, isBurst: isBurst, isTaken: isTaken, intoText: state.context == nil)
    let effects = isTaken ? paste(&state, text) : []
    if let said, !isTaken || state.message == nil { state.message = said }
    return effects
  }

  private static func paste(_ state: inout AppState, _ text: String) -> [AppEffect] {
    state.begun = nil
    switch state.layers.last {
    case .form(var form):
      form.paste(text)
      state.replaceTopLayer(.form(form))
      return []
    case .submission(var submission):
      submission.paste(text)
      state.replaceTopLayer(.submission(submission))
      return []
    case .bulkEdit(var form):
      guard form.focus == .comments else { return [] }
      form.comments.insert(text)
      form.setsComments = true
      state.replaceTopLayer(.bulkEdit(form))
      return []
    case .bulkNew(var lines):
      if lines.isEditingComments { lines.comments.insert(text) }
      state.replaceTopLayer(.bulkNew(lines))
      return []
    case .findings(let list):
      FindingsReducer.paste(&state, list, text)
      return []
    case .help(let help):
      HelpReducer.paste(&state, help, text)
      return []
    case .palette(let palette):
      PaletteReducer.paste(&state, palette, text)
      return []
    case .review(var review):
      review.exportPath?.insert(text)
      state.replaceTopLayer(.review(review))
      return []
    case .changes, .history, .picker, .log:
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
  /// Where the keyboard is; nil where keys are not commands.
  package var context: CommandContext? {
    switch layers.last {
    case .form, .bulkEdit, .bulkNew, .submission, .palette: nil
    case .review(let review): review.exportPath == nil ? .review : nil
    case .findings(let list): list.reason == nil ? .findings : nil
    case .changes: .changes
    case .picker: .picker
    case .log: .help
    case .history: .history
    case .help(let help): help.isSearching ? nil : .help
    case nil: browse.isFiltering ? nil : .browse
    }
  }

  /// What the shell says after the screen is gone.
  package var farewell: String? {
    guard !draft.draft.isEmpty else { return nil }
    let count = draft.draft.count
    if isTemporary {
      return "The demo is over, and its draft is gone: \(count) \(count == 1 ? "operation" : "operations")."
    }
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
      case .form, .bulkEdit, .bulkNew, .findings, .changes, .history, .picker, .log, .help, .palette: continue
      }
    }
    return nil
  }

  mutating func replaceTopLayer(_ layer: Layer) {
    if !layers.isEmpty { layers[layers.count - 1] = layer }
  }
}
