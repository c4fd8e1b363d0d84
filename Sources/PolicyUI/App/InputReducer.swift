import Values
import Canvas
import Policies
import PolicyCore

/// Hands what came from the terminal to whatever has the keyboard.
enum InputReducer {
  static func reduce(_ state: inout AppState, _ event: InputEvent) -> [AppEffect] {
    switch event {
    case .resize(let size):
      state.size = size
      state.keepSelectionInSight()
      state.fitTopLayer()
      return []
    case .resumed:
      return [.terminal(.redraw)]
    case .suspend:
      return [.terminal(.suspend)]
    case .terminate:
      return [.terminal(.quit(farewell: state.farewell))]
    case .focus:
      return []
    case .key(let key):
      return press(&state, key)
    case .paste(let text, let isBurst):
      return paste(&state, text, isBurst: isBurst)
    case .mouse(let event):
      return MouseReducer.reduce(&state, event)
    }
  }

  static func press(_ state: inout AppState, _ key: KeyPress) -> [AppEffect] {
    state.message = nil
    let wasAsked = state.asksToQuit
    defer { if wasAsked { state.asksToQuit = false } }
    guard state.isTooSmall else { return CommandReducer.press(&state, key) }
    let command = state.keymap.command(for: state.keymap.meant(by: key, in: .browse), in: .browse)
    guard command == .interrupt || command == .quit, !state.isSubmitting else { return [] }
    return [.terminal(.quit(farewell: state.farewell))]
  }

  private static func paste(_ state: inout AppState, _ text: String, isBurst: Bool) -> [AppEffect] {
    let isTaken = state.takesPastes
    let said = Message(paste: text, isBurst: isBurst, isTaken: isTaken, intoText: state.takesText)
    let effects = isTaken ? paste(&state, text) : []
    if let said, !isTaken || state.message == nil { state.message = said }
    return effects
  }

  private static func paste(_ state: inout AppState, _ text: String) -> [AppEffect] {
    state.begun = nil
    state.keyCount = nil
    guard !state.layers.isEmpty else { return BrowseReducer.paste(&state, text) }
    return state.withTopLayer { layer, state in layer.paste(text, in: &state) }
  }
}

extension AppState {
  /// Where the keyboard is.
  package var context: CommandContext {
    layers.last?.content.context ?? (browse.isFiltering ? .filter : .browse)
  }

  /// Whether the focus is on a text field.
  var takesText: Bool { layers.last?.content.takesText ?? browse.isFiltering }

  /// Ends the program; where nothing keeps the draft, not before that was said.
  mutating func quit() -> [AppEffect] {
    guard isTemporary, !draft.draft.isEmpty, !asksToQuit else { return [.terminal(.quit(farewell: farewell))] }
    asksToQuit = true
    let lost = draft.draft.count.counted("queued operation")
    message = Message("The demo keeps nothing: \(lost) would be gone. \(key(.quit)) again quits.", tone: .warning)
    return []
  }

  /// What the shell says after the screen is gone.
  package var farewell: String? {
    guard !draft.draft.isEmpty else { return nil }
    let count = draft.draft.count
    if isTemporary {
      return "The demo is over, and its draft is gone: \(count.counted("operation"))."
    }
    let name = draftName == .standard ? "" : " \(draftName.text)"
    return "The draft\(name) of \(account.name) is kept: \(count.counted("operation"))."
  }

  /// Whether a batch is on its way, so that leaving now would only leave its outcome open.
  package var isSubmitting: Bool {
    layers.contains { if case .submission(let submission) = $0 { submission.isRunning } else { false } }
  }

  /// The review on the screen, unless it is being submitted.
  var openReview: ReviewState? {
    let topmost = layers.last { if case .review = $0 { true } else if case .submission = $0 { true } else { false } }
    return if case .review(let review) = topmost { review } else { nil }
  }
}
