import Canvas
import Policies
import PolicyFiles

extension ColumnsState: ScreenLayer {
  var layer: Layer { .columns(self) }
  var context: CommandContext { .columns }
  var isOpening: Bool { isReading }

  var clickedRow: Int? {
    get { focus }
    set { focus = min(newValue ?? focus, count - 1) }
  }

  var activation: CommandID? { .fieldToggle }

  func draw(_ state: AppState, into buffer: inout Buffer) { ColumnsView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    let flags: [CommandID: PolicyFlag] = [
      .flagTrusted: .trusted, .flagAcceptable: .acceptable, .flagExempt: .exempt, .flagVerify: .verify,
    ]
    if command == .columnsAccept { return mistake }
    guard let flag = flags[command], isSaid(flag) else { return nil }
    return "A column says of each row whether it is \(flag.field.label)."
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .cancel, .interrupt:
      // The rows were only waited for.
      state.layers.removeAll { if case .importing(let rows) = $0 { rows.isOpening } else { false } }
      return .close()
    case .columnsAccept:
      isReading = true
      return .stay([.files(.read(source, form, over: state.browse.list))])
    case .fieldNext: focus = (focus + 1) % count
    case .fieldPrevious: focus = (focus + count - 1) % count
    case .fieldToggle: choose(by: 1)
    case .flagTrusted: turn(.trusted)
    case .flagAcceptable: turn(.acceptable)
    case .flagExempt: turn(.exempt)
    case .flagVerify: turn(.verify)
    default: break
    }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    switch key.key {
    case .right: choose(by: 1)
    case .left: choose(by: -1)
    default: break
    }
    return .stay()
  }
}
