import Canvas
import Policies
import PolicyCore
import Values

extension DraftsState: ScreenLayer {
  var layer: Layer { .drafts(self) }
  var context: CommandContext { name == nil ? .picker : .line }
  var takesText: Bool { name != nil }

  var clickedRow: Int? {
    get { selection }
    set { selection = newValue ?? selection }
  }

  var activation: CommandID? { .pickerChoose }

  func draw(_ state: AppState, into buffer: inout Buffer) { DraftsView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .columnWiden, .columnNarrow, .columnFit: "Columns have a width: \(state.key(.columnsChoose)) lists them."
    default: nil
    }
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .pickerChoose, .pickerToggle:
      guard state.drafts.indices.contains(selection) else {
        name = TextField(limit: DraftName.longest)
        return .stay()
      }
      return Self.open(state.drafts[selection].name, in: state)
    case .lineAccept: return accept(in: &state)
    case .cancel: name = nil
    case .interrupt where name != nil: name = nil
    case .back, .interrupt: return .close()
    default:
      selection = command.target(from: selection, count: state.drafts.count + 1, page: state.namedRows)
    }
    return .stay()
  }

  private func accept(in state: inout AppState) -> LayerAnswer {
    let text = (name?.text ?? "").trimmed
    guard let name = DraftName(text) else {
      state.message = Message("The name of a draft is \(DraftName.expected).", tone: .warning)
      return .stay()
    }
    return Self.open(name, in: state)
  }

  private static func open(_ name: DraftName, in state: AppState) -> LayerAnswer {
    .close(name == state.draftName ? [] : [.terminal(.switchDraft(name))])
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    _ = name?.handle(key)
    return .stay()
  }

  mutating func paste(_ text: String) { name?.insert(text) }

  mutating func fit(to state: AppState) { selection = max(0, min(selection, state.drafts.count)) }
}

extension AppState {
  /// Opens the list of the drafts, this one under the cursor.
  mutating func showDrafts(_ drafts: [ListedDraft]) {
    self.drafts = drafts
    guard layers.isEmpty else { return }
    var list = DraftsState()
    list.selection = drafts.firstIndex { $0.name == draftName } ?? 0
    layers.append(.drafts(list))
  }
}
