import Canvas

extension LogState: ScreenLayer {
  var layer: Layer { .log(self) }
  var context: CommandContext { .help }

  func draw(_ state: AppState, into buffer: inout Buffer) { LogView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    command == .helpSearch ? "This list has no search." : nil
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if command == .back || command == .interrupt { return .close() }
    let height = LogView.rows(state)
    let last = max(0, LogView.lines(state).count - height)
    scroll = ScrollOffset(top: min(last, command.target(from: scroll.top, count: last + 1, page: height)))
    return .stay()
  }
}
