import Canvas

extension LogState: SearchedLayer {
  var layer: Layer { .log(self) }
  var context: CommandContext { search.isTyping ? .search : .help }
  var takesText: Bool { search.isTyping }

  /// The first line in sight.
  var place: Int {
    get { scroll.top }
    set { scroll = ScrollOffset(top: newValue) }
  }

  func texts(in state: AppState) -> [String] { LogView.lines(state).map(\.text.string) }

  func draw(_ state: AppState, into buffer: inout Buffer) { LogView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    command == .helpNext || command == .helpPrevious ? "This list has no parts." : nil
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if let answer = searching(command, in: &state) { return answer }
    if command == .back || command == .interrupt { return .close() }
    let height = LogView.rows(state)
    let last = max(0, LogView.lines(state).count - height)
    scroll = ScrollOffset(top: min(last, command.target(from: scroll.top, count: last + 1, page: height)))
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    typeSearch(key, in: state)
    return .stay()
  }

  mutating func paste(_ text: String) { if search.isTyping { search.field.insert(text) } }
}
