package import Canvas

/// The list of commands to choose from by name, over whatever it was opened from.
package struct PaletteState: Hashable, Sendable {
  package var field = TextField(limit: 200)
  package var selection = 0

  package init() {}
}

/// One command in the palette.
struct PaletteRow {
  let found: FoundCommand
  /// Its keys where the palette was opened.
  let keys: [KeySequence]
  /// Why it does nothing now; nil if it can be used.
  let reason: String?

  var command: Command { found.command }
}

extension AppState {
  /// What is to be chosen from: the commands of this place, without the palette over it, that what was typed stands for.
  ///
  /// The best come first; while nothing is typed, those used last, and those that only move at the end.
  func rows(of palette: PaletteState) -> [PaletteRow] {
    let context = context
    let commands = CommandCatalogue.all.filter { $0.contexts.contains(context) && $0.id != .paletteOpen }
    let typed = palette.field.text
    let ordered = typed.allSatisfy(\.isWhitespace) ? byUse(commands) : commands
    return ordered.found(by: typed).map { found in
      PaletteRow(
        found: found,
        keys: keymap.keys(of: found.command.id, in: context),
        reason: disabledReason(for: found.command.id)
      )
    }
  }

  private func byUse(_ commands: [Command]) -> [Command] {
    let recent = recentCommands.compactMap { id in commands.first { $0.id == id } }
    let others = commands.filter { !recentCommands.contains($0.id) }
    return recent + others.filter { !$0.id.isMove } + others.filter(\.id.isMove)
  }
}
