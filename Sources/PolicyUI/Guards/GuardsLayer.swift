package import Canvas
package import PolicyCore

/// What must stay true of the policies, and whether it does, over whatever it was opened from.
package struct GuardsState: Equatable, Sendable {
  /// Nil until they have been checked.
  package var reports: [GuardReport]?
  package var scroll = ScrollOffset()

  package init() {}
}

extension GuardsState: ScreenLayer {
  var layer: Layer { .guards(self) }
  var context: CommandContext { .help }
  var isOpening: Bool { reports == nil }

  func draw(_ state: AppState, into buffer: inout Buffer) { GuardsView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .helpSearch: "This list has no search."
    case .helpNext, .helpPrevious: "This list has no parts."
    default: nil
    }
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if command == .back || command == .interrupt { return .close() }
    let height = GuardsView.rows(state)
    let last = max(0, GuardsView(state, self).lines.count - height)
    scroll = ScrollOffset(top: min(last, command.target(from: scroll.top, count: last + 1, page: height)))
    return .stay()
  }
}
