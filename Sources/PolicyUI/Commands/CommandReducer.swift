import Canvas

/// The one way in which a command is carried out, whether a key meant it or it was chosen in the palette.
enum CommandReducer {
  /// Takes a key where keys mean commands: it means one, begins a sequence, or ends one.
  static func press(_ state: inout AppState, _ pressed: KeyPress, in context: CommandContext) -> [AppEffect] {
    let begun = state.begun
    let first = begun?.context == context ? begun?.key : nil
    let key = state.keymap.meant(by: pressed, after: first, in: context)
    state.begun = nil
    if let begun, begun.context == context {
      if let command = state.keymap.command(for: key, after: begun.key, in: context) { return perform(&state, command) }
      if key != KeyPress(.escape) {
        state.message = Message("\(KeySequence(begun.key, key)) means nothing here.", tone: .warning)
      }
      return []
    }
    if !state.keymap.continuations(after: key, in: context).isEmpty {
      state.begun = BegunSequence(key: key, context: context)
      return []
    }
    guard let command = state.keymap.command(for: key, in: context) else {
      state.message = Message(meaningless: key)
      return []
    }
    return perform(&state, command)
  }

  /// Carries a command out where the keyboard is, or says why that is not possible now.
  static func perform(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    guard let context = state.context else { return [] }
    if let reason = state.disabledReason(for: command) {
      state.message = Message(reason, tone: .warning)
      return []
    }
    switch command {
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .help:
      state.layers.append(.help(HelpState(context: context)))
      return []
    case .paletteOpen:
      state.layers.append(.palette(PaletteState()))
      return []
    default:
      break
    }
    switch state.layers.last {
    case .review(let review): return ReviewReducer.run(&state, review, command)
    case .findings(let list): return FindingsReducer.run(&state, list, command)
    case .changes(let changes): return ChangesReducer.run(&state, changes, command)
    case .picker(let picker): return PickerReducer.run(&state, picker, command)
    case .log(let log): return LogReducer.run(&state, log, command)
    case .history(let history): return HistoryReducer.run(&state, history, command)
    case .help(let help): return HelpReducer.run(&state, help, command)
    case .form, .bulkEdit, .bulkNew, .submission, .palette: return []
    case nil: return BrowseReducer.run(&state, command)
    }
  }
}
