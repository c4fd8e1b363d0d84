import Canvas

/// The keys of the help.
enum HelpReducer {
  static func press(_ state: inout AppState, _ help: HelpState, _ key: KeyPress) -> [AppEffect] {
    guard let command = state.keymap.command(for: key, in: .help) else { return [] }
    if command == .back || command == .interrupt {
      state.layers.removeLast()
      return []
    }
    var help = help
    let height = max(1, state.size.rows - HelpView.frameRows)
    let last = max(0, HelpView.lineCount(help) - height)
    help.top = min(last, command.target(from: help.top, count: last + 1, page: height))
    state.replaceTopLayer(.help(help))
    return []
  }
}
