import Canvas
import Policies
import PolicyCore

extension BulkEditState: ScreenLayer {
  var layer: Layer { .bulkEdit(self) }
  var context: CommandContext { .form }
  var takesText: Bool { focus == .comments || focus == .replacement }

  var clickedRow: Int? {
    get { fields.firstIndex(of: focus) }
    set { if let newValue, fields.indices.contains(newValue) { focus = fields[newValue] } }
  }

  var activation: CommandID? { takesText ? nil : .fieldToggle }

  func draw(_ state: AppState, into buffer: inout Buffer) { BulkEditView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .formQueue: isEmpty ? "Nothing is set: space goes from as it is to on and off." : mistake
    case .commentLast: state.lastComment == nil ? "Nothing that is queued has a comment." : nil
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
      if let flag = focus.flag { turn(flag) } else if focus == .change { turnChange(by: 1) }
    case .flagTrusted: turn(.trusted)
    case .flagAcceptable: turn(.acceptable)
    case .flagExempt: turn(.exempt)
    case .flagVerify: turn(.verify)
    case .commentKeep:
      change = .keep
      comments = TextField(limit: comments.limit)
    case .commentLast:
      comments.replaceAll(with: state.lastComment ?? comments.text)
      typed()
    default: break
    }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    switch focus {
    case .comments: if comments.handle(key) == .changed { typed() }
    case .replacement: _ = replacement.handle(key)
    case .change where key.key == .right: turnChange(by: 1)
    case .change where key.key == .left: turnChange(by: -1)
    case .change, .trusted, .acceptable, .exempt, .verify: break
    }
    return .stay()
  }

  mutating func paste(_ text: String) {
    switch focus {
    case .comments:
      comments.insert(text)
      typed()
    case .replacement: replacement.insert(text)
    case .change, .trusted, .acceptable, .exempt, .verify: break
    }
  }

  /// Who types a comment and chose nothing wants it for all.
  private mutating func typed() {
    if change == .keep { change = .set }
  }

  private mutating func turn(_ flag: PolicyFlag) { flags[flag] = (flags[flag] ?? .keep).next }

  private mutating func turnChange(by step: Int) {
    let all = Comments.allCases
    guard let place = all.firstIndex(of: change) else { return }
    change = all[(place + step + all.count) % all.count]
  }

  private mutating func moveFocus(by step: Int) {
    let fields = fields
    guard let place = fields.firstIndex(of: focus) else { return }
    focus = fields[(place + step + fields.count) % fields.count]
  }
}
