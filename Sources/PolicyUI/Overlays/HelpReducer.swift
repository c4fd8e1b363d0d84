import Canvas

/// The keys of the help.
enum HelpReducer {
  static func run(_ state: inout AppState, _ help: HelpState, _ command: CommandID) -> [AppEffect] {
    var help = help
    switch command {
    case .helpSearch:
      help.isSearching = true
    case .back where !help.search.text.isEmpty:
      help.search = TextField(limit: help.search.limit)
      help.top = 0
    case .back, .interrupt:
      state.layers.removeLast()
      return []
    default:
      scroll(&help, command, state)
    }
    state.replaceTopLayer(.help(help))
    return []
  }

  /// The keys while the search has the keyboard.
  static func press(_ state: inout AppState, _ help: HelpState, _ key: KeyPress) -> [AppEffect] {
    var help = help
    switch (key.key, key.modifiers) {
    case (.enter, []):
      help.isSearching = false
    case (.escape, []), (.character("c"), .ctrl), (.character("g"), .ctrl):
      help.isSearching = false
      help.search = TextField(limit: help.search.limit)
      help.top = 0
    case (.down, []): scroll(&help, .cursorDown, state)
    case (.up, []): scroll(&help, .cursorUp, state)
    case (.pageDown, []): scroll(&help, .cursorPageDown, state)
    case (.pageUp, []): scroll(&help, .cursorPageUp, state)
    default:
      if help.search.handle(key) == .changed { help.top = 0 }
    }
    state.replaceTopLayer(.help(help))
    return []
  }

  static func paste(_ state: inout AppState, _ help: HelpState, _ text: String) {
    guard help.isSearching else { return }
    var help = help
    help.search.insert(text)
    help.top = 0
    state.replaceTopLayer(.help(help))
  }

  private static func scroll(_ help: inout HelpState, _ command: CommandID, _ state: AppState) {
    let height = HelpView.bodyRows(state, help)
    let last = max(0, HelpContents(state.keymap, help).lines.count - height)
    help.top = min(last, command.target(from: help.top, count: last + 1, page: height))
  }
}
