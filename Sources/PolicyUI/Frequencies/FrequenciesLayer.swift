import Canvas
import PolicyQuery

extension FrequenciesState: SearchedLayer {
  var layer: Layer { .frequencies(self) }
  var context: CommandContext { search.isTyping ? .search : .frequencies }
  var takesText: Bool { search.isTyping }
  var isOpening: Bool { counted == nil }

  var place: Int {
    get { selection }
    set { selection = newValue }
  }

  func texts(in state: AppState) -> [String] { (counted?.all ?? []).map { FrequencyText.label($0.key) } }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  var activation: CommandID? { .frequencyShow }

  func draw(_ state: AppState, into buffer: inout Buffer) { FrequenciesView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    command == .frequencyShow && selected == nil ? "There is nothing to be shown." : nil
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    if let answer = searching(command, in: &state) { return answer }
    switch command {
    case .frequencyShow:
      guard let selected else { return .stay() }
      let filter = state.browse.filter.text.split(separator: " ", omittingEmptySubsequences: false)
      state.browse.filter = TextField((filter.filter { !$0.isEmpty } + [selected.filter[...]]).joined(separator: " "))
      return .close(state.arrangeAnew())
    case .frequencyNext: turn(by: 1, in: state)
    case .frequencyPrevious: turn(by: -1, in: state)
    case .back, .interrupt: return .close()
    default:
      let count = counted?.all.count ?? 0
      selection = command.target(from: selection, count: count, page: FrequenciesView.rows(state))
    }
    return .stay()
  }

  private mutating func turn(by step: Int, in state: AppState) {
    let dimensions = state.frequencyDimensions
    guard let place = dimensions.firstIndex(of: dimension) else { return }
    choose(dimensions[(place + step + dimensions.count) % dimensions.count])
  }

  mutating func click(column name: String, in state: inout AppState) -> LayerAnswer {
    if let dimension = FrequencyDimension(rawValue: name) { choose(dimension) }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    typeSearch(key, in: state)
    return .stay()
  }

  mutating func paste(_ text: String) {
    if search.isTyping { search.field.insert(text) }
  }
}
