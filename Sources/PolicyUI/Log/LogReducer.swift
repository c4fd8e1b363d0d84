import Canvas

/// The commands of the log.
enum LogReducer {
  static func run(_ state: inout AppState, _ log: LogState, _ command: CommandID) -> [AppEffect] {
    if command == .back || command == .interrupt {
      state.layers.removeLast()
      return []
    }
    var log = log
    let height = LogView.rows(state)
    let last = max(0, LogView.lines(state).count - height)
    log.scroll = ScrollOffset(top: min(last, command.target(from: log.scroll.top, count: last + 1, page: height)))
    state.replaceTopLayer(.log(log))
    return []
  }
}
