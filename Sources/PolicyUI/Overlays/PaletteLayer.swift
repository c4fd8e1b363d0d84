import Canvas
import PolicyQuery

extension PaletteState: ScreenLayer {
  /// So many of the commands used last are remembered.
  private static let mostRecent = 8

  var layer: Layer { .palette(self) }
  var context: CommandContext { .palette }
  var takesText: Bool { true }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  var activation: CommandID? { .paletteRun }

  func draw(_ state: AppState, into buffer: inout Buffer) {
    var below = state
    below.layers.removeLast()
    PaletteView(state, self, rows: below.rows(of: self)).draw(into: &buffer)
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .cancel, .interrupt: return .close()
    case .paletteRun: return choose(in: &state)
    default:
      let count = state.rows(of: self).count
      selection = command.target(from: selection, count: count, page: PaletteView.listRows(state))
      return .stay()
    }
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    if field.handle(key) == .changed { selection = 0 }
    return .stay()
  }

  mutating func paste(_ text: String) {
    field.insert(text)
    selection = 0
  }

  /// Closes the palette and does as the command's key would; what cannot be done now says why, and it stays open.
  private func choose(in state: inout AppState) -> LayerAnswer {
    let rows = state.rows(of: self)
    guard rows.indices.contains(selection) else { return .stay() }
    let row = rows[selection]
    if let reason = row.reason {
      state.message = Message(reason, tone: .warning)
      return .stay()
    }
    if let view = row.view {
      state.browse.filter = TextField(view.filter)
      return .close(state.arrangeAnew())
    }
    let id = row.command.id
    state.recentCommands = Array(([id] + state.recentCommands.filter { $0 != id }).prefix(Self.mostRecent))
    return .close(CommandReducer.perform(&state, id))
  }
}
