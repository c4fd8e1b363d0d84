import Canvas

/// The keys of the palette.
enum PaletteReducer {
  /// So many of the commands used last are remembered.
  private static let mostRecent = 8

  static func press(_ state: inout AppState, _ palette: PaletteState, _ key: KeyPress) -> [AppEffect] {
    var palette = palette
    switch (key.key, key.modifiers) {
    case (.escape, []), (.character("c"), .ctrl), (.character("g"), .ctrl):
      state.layers.removeLast()
      return []
    case (.enter, []):
      return choose(&state, palette)
    case (.down, []), (.character("n"), .ctrl): move(&palette, .cursorDown, state)
    case (.up, []), (.character("p"), .ctrl): move(&palette, .cursorUp, state)
    case (.pageDown, []): move(&palette, .cursorPageDown, state)
    case (.pageUp, []): move(&palette, .cursorPageUp, state)
    default:
      if palette.field.handle(key) == .changed { palette.selection = 0 }
    }
    state.replaceTopLayer(.palette(palette))
    return []
  }

  static func paste(_ state: inout AppState, _ palette: PaletteState, _ text: String) {
    var palette = palette
    palette.field.insert(text)
    palette.selection = 0
    state.replaceTopLayer(.palette(palette))
  }

  private static func move(_ palette: inout PaletteState, _ command: CommandID, _ state: AppState) {
    let count = state.rows(of: palette).count
    palette.selection = command.target(from: palette.selection, count: count, page: PaletteView.listRows(state))
  }

  /// Closes the palette and does as the command's key would; what cannot be done now says why, and it stays open.
  private static func choose(_ state: inout AppState, _ palette: PaletteState) -> [AppEffect] {
    let rows = state.rows(of: palette)
    guard rows.indices.contains(palette.selection) else { return [] }
    let row = rows[palette.selection]
    if let reason = row.reason {
      state.message = Message(reason, tone: .warning)
      return []
    }
    let id = row.command.id
    state.recentCommands = Array(([id] + state.recentCommands.filter { $0 != id }).prefix(mostRecent))
    state.layers.removeLast()
    return CommandReducer.perform(&state, id)
  }
}
