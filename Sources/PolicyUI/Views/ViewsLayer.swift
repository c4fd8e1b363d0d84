import Canvas
import PolicyQuery

extension ViewsState: ScreenLayer {
  var layer: Layer { .views(self) }
  var context: CommandContext { name == nil ? .views : .line }
  var takesText: Bool { name != nil }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  var activation: CommandID? { .viewUse }

  func draw(_ state: AppState, into buffer: inout Buffer) { ViewsView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .viewUse, .viewDrop: state.views.isEmpty ? "No filter has a name yet." : nil
    case .viewKeep:
      state.browse.filter.text.allSatisfy(\.isWhitespace)
        ? "There is no filter to be kept: \(state.key(.filterOpen)) makes one." : nil
    default: nil
    }
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    let view = state.views.indices.contains(selection) ? state.views[selection] : nil
    switch command {
    case .viewUse:
      guard let view else { return .stay() }
      state.browse.filter = TextField(view.filter)
      return .close(state.arrangeAnew())
    case .viewKeep: name = TextField(limit: Self.longestName)
    case .viewDrop: return .stay(view.map { [.work(.dropView($0.name))] } ?? [])
    case .lineAccept: return accept(in: &state)
    case .cancel: name = nil
    case .interrupt where name != nil: name = nil
    case .back, .interrupt: return .close()
    default:
      selection = command.target(from: selection, count: state.views.count, page: state.namedRows)
    }
    return .stay()
  }

  static let longestName = 60

  private mutating func accept(in state: inout AppState) -> LayerAnswer {
    guard let text = name?.text.split(whereSeparator: \.isWhitespace).joined(separator: " "), !text.isEmpty else {
      return .stay()
    }
    name = nil
    return .stay([.work(.keepView(SavedView(name: text, filter: state.browse.filter.text)))])
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    _ = name?.handle(key)
    return .stay()
  }

  mutating func paste(_ text: String) { name?.insert(text) }

  mutating func fit(to state: AppState) { selection = max(0, min(selection, state.views.count - 1)) }
}
