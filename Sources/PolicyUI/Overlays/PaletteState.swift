package import Canvas
import PolicyQuery

/// The list of commands to choose from by name, over whatever it was opened from.
package struct PaletteState: Hashable, Sendable {
  package var field = TextField(limit: 200)
  package var selection = 0

  package init() {}
}

/// One command in the palette, or a saved filter, which is used as by a command of its own.
struct PaletteRow {
  let found: FoundCommand
  /// Nil for a command.
  var view: SavedView?
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
    let isTyped = !typed.allSatisfy(\.isWhitespace)
    let rows = (isTyped ? commands : byUse(commands)).found(by: typed).map { found in
      PaletteRow(
        found: found,
        keys: keymap.keys(of: found.command.id, in: context),
        reason: disabledReason(for: found.command.id)
      )
    }
    let views = savedViews(typed, in: context)
    guard isTyped else {
      // Behind the commands, but for those that only move.
      let moves = rows.firstIndex { $0.command.id.isMove } ?? rows.endIndex
      return rows[..<moves] + views + rows[moves...]
    }
    return (rows + views).enumerated()
      .sorted { ($1.element.found.score, $0.offset) < ($0.element.found.score, $1.offset) }
      .map(\.element)
  }

  /// The saved filters that are found, where there is a table to be filtered.
  private func savedViews(_ typed: String, in context: CommandContext) -> [PaletteRow] {
    guard context == .browse else { return [] }
    return views.compactMap { view in
      let command = Command(.viewUse, [], "view: \(view.name)", view.filter, in: [.browse])
      return FoundCommand(command, typed: typed).map { PaletteRow(found: $0, view: view, keys: [], reason: nil) }
    }
  }

  private func byUse(_ commands: [Command]) -> [Command] {
    let recent = recentCommands.compactMap { id in commands.first { $0.id == id } }
    let others = commands.filter { !recentCommands.contains($0.id) }
    return recent + others.filter { !$0.id.isMove } + others.filter(\.id.isMove)
  }
}
