import Canvas

/// The one way in which a command is carried out, whether a key meant it or it was chosen in the palette.
enum CommandReducer {
  /// Takes a key: it means a command, begins a sequence or ends one, or it is typed.
  static func press(_ state: inout AppState, _ pressed: KeyPress) -> [AppEffect] {
    let context = state.context
    let begun = state.begun
    let first = begun?.context == context ? begun?.key : nil
    let key = state.keymap.meant(by: pressed, after: first, in: context)
    state.begun = nil
    let count = state.keyCount?.context == context ? state.keyCount : nil
    state.keyCount = state.count(with: key, after: count)
    if state.keyCount != nil || count != nil && key == KeyPress(.escape) { return [] }
    if let begun, begun.context == context {
      if let command = state.keymap.command(for: key, after: begun.key, in: context) { return perform(&state, command) }
      if key != KeyPress(.escape) {
        state.message = Message("\(KeySequence(begun.key, key)) means nothing here.", tone: .warning)
      }
      return []
    }
    if state.takesText, pressed.belongsToField { return type(&state, pressed) }
    if !state.keymap.continuations(after: key, in: context).isEmpty {
      state.begun = BegunSequence(key: key, context: context)
      return []
    }
    if let command = state.keymap.command(for: key, in: context) {
      return perform(&state, command, counted: count)
    }
    // With ctrl or alt nothing is typed, so that the layout does not matter.
    return type(&state, pressed.typed == nil ? pressed.onLatinLayout ?? pressed : pressed)
  }

  /// Gives a key that means no command to whatever has the focus.
  private static func type(_ state: inout AppState, _ key: KeyPress) -> [AppEffect] {
    if !state.takesText, let said = Message(meaningless: key) { state.message = said }
    guard !state.layers.isEmpty else { return state.browse.isFiltering ? FilterReducer.type(&state, key) : [] }
    return state.withTopLayer { layer, state in layer.type(key, in: &state) }
  }

  /// Carries a command out where the keyboard is, or says why that is not possible now.
  static func perform(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    if let reason = state.disabledReason(for: command) {
      state.message = Message(reason, tone: .warning)
      return []
    }
    switch command {
    case .redraw: return [.terminal(.redraw)]
    case .suspend: return [.terminal(.suspend)]
    case .mouseToggle: return state.toggleMouse()
    case .tour:
      state.toggleTour()
      return []
    case .tourNext:
      state.skipTourStep()
      return []
    case .help:
      state.layers.append(.help(HelpState(openedFrom: state.context)))
      return []
    case .paletteOpen:
      let isOverTable = state.layers.isEmpty
      state.layers.append(.palette(PaletteState()))
      return isOverTable ? [.work(.readViews)] : []
    default:
      guard !state.layers.isEmpty else { return BrowseReducer.run(&state, command) }
      return state.withTopLayer { layer, state in layer.run(command, in: &state) }
    }
  }
}

extension AppState {
  fileprivate mutating func toggleMouse() -> [AppEffect] {
    isMouseOn.toggle()
    let key = keymap.keys(of: .mouseToggle, in: context).first?.description ?? key(.mouseToggle)
    let text =
      isMouseOn
      ? "The mouse works here again." : "The mouse is the terminal's: it selects text. \(key) takes it back."
    message = Message(text)
    return []
  }
}

extension KeyPress {
  /// Whether a text field that has the focus takes it before any command can.
  fileprivate var belongsToField: Bool {
    switch key {
    case .backspace, .delete, .left, .right, .home, .end: true
    default: typed != nil
    }
  }
}
