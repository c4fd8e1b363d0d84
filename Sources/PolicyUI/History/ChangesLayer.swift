import Canvas
import PolicyCore

extension ChangesState: SearchedLayer {
  var layer: Layer { .changes(self) }
  var context: CommandContext { search.isTyping ? .search : .changes }
  var takesText: Bool { search.isTyping }

  var place: Int {
    get { selection }
    set { selection = newValue }
  }

  func texts(in state: AppState) -> [String] {
    guard let log else { return [] }
    return log.entries.reversed().map { "\(HistoryText.moment($0.at)) \($0.title)" } + [""]
  }
  var isOpening: Bool { log == nil }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  var activation: CommandID? { .changeJump }

  func draw(_ state: AppState, into buffer: inout Buffer) { ChangesView(state, self).draw(into: &buffer) }

  /// Once: an answer to a list that was closed again may still be on its way.
  mutating func take(_ log: ChangeLog) {
    guard self.log == nil else { return }
    self.log = log
    selection = (0...log.entries.count).first { sequence(at: $0) == log.cursor } ?? 0
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if let answer = searching(command, in: &state) { return answer }
    switch command {
    case .changeJump:
      return .close(sequence(at: selection).map { [.draft(.jump(to: $0))] } ?? [])
    case .back, .interrupt:
      return .close()
    default:
      let count = (log?.entries.count ?? 0) + 1
      selection = command.target(from: selection, count: count, page: ChangesView.rows(state))
      return .stay()
    }
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    typeSearch(key, in: state)
    return .stay()
  }

  mutating func paste(_ text: String) { if search.isTyping { search.field.insert(text) } }
}
