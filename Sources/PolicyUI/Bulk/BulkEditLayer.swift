import Canvas
import Policies
import PolicyCore

extension BulkEditState: ScreenLayer {
  var layer: Layer { .bulkEdit(self) }
  var context: CommandContext { .form }
  var takesText: Bool { focus == .comments }

  var clickedRow: Int? {
    get { Field.allCases.firstIndex(of: focus) }
    set { if let newValue, Field.allCases.indices.contains(newValue) { focus = Field.allCases[newValue] } }
  }

  var activation: CommandID? { takesText ? nil : .fieldToggle }

  func draw(_ state: AppState, into buffer: inout Buffer) { BulkEditView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .formQueue: set.isEmpty ? "Nothing is set: space goes from as it is to on and off." : nil
    case .formFix, .formTwice, .formEditor: "This is for a single policy."
    default: nil
    }
  }

  mutating func fit(to state: AppState) { judge(by: state.findings) }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .cancel, .interrupt: return .close()
    case .formQueue: return .close([.draft(.change(.edit(edits)))])
    case .fieldNext: moveFocus(by: 1)
    case .fieldPrevious: moveFocus(by: -1)
    case .fieldToggle:
      if let flag = focus.flag { flags[flag] = (flags[flag] ?? .keep).next }
    case .commentKeep:
      setsComments = false
      comments = TextField(limit: comments.limit)
    default: break
    }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    if focus == .comments, comments.handle(key) == .changed { setsComments = true }
    return .stay()
  }

  mutating func paste(_ text: String) {
    guard focus == .comments else { return }
    comments.insert(text)
    setsComments = true
  }

  private mutating func moveFocus(by step: Int) {
    let fields = Field.allCases
    guard let place = fields.firstIndex(of: focus) else { return }
    focus = fields[(place + step + fields.count) % fields.count]
  }
}
