import Canvas
import PolicyCore

/// The list of draft changes: what it shows, and its commands.
enum ChangesReducer {
  static func open(_ state: inout AppState) -> [AppEffect] {
    state.layers.append(.changes(ChangesState()))
    return [.readChanges]
  }

  static func read(_ state: inout AppState, _ log: ChangeLog) -> [AppEffect] {
    // The palette or the help may lie over it by now.
    let place = state.layers.lastIndex { if case .changes = $0 { true } else { false } }
    guard let place, case .changes(var changes) = state.layers[place] else { return [] }
    changes.log = log
    changes.selection = (0...log.entries.count).first { changes.sequence(at: $0) == log.cursor } ?? 0
    state.layers[place] = .changes(changes)
    return []
  }

  static func run(_ state: inout AppState, _ changes: ChangesState, _ command: CommandID) -> [AppEffect] {
    var changes = changes
    switch command {
    case .changeJump:
      state.layers.removeLast()
      return changes.sequence(at: changes.selection).map { [.jumpDraft(to: $0)] } ?? []
    case .back, .interrupt:
      state.layers.removeLast()
      return []
    default:
      let count = (changes.log?.entries.count ?? 0) + 1
      changes.selection = command.target(from: changes.selection, count: count, page: ChangesView.rows(state))
    }
    state.replaceTopLayer(.changes(changes))
    return []
  }
}
