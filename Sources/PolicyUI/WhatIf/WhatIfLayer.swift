import Canvas
import Mail
import Policies
import PolicyCore

extension WhatIfState: ScreenLayer {
  var layer: Layer { .whatIf(self) }
  var context: CommandContext { .whatIf }
  var takesText: Bool { focus != .authentication }

  var clickedRow: Int? {
    get { MailMessage.Field.allCases.firstIndex(of: focus) }
    set {
      if let newValue, MailMessage.Field.allCases.indices.contains(newValue) {
        focus = MailMessage.Field.allCases[newValue]
      }
    }
  }

  var activation: CommandID? { takesText ? nil : .fieldToggle }

  func draw(_ state: AppState, into buffer: inout Buffer) { WhatIfView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    command == .fieldToggle && takesText ? "This is a field for text." : nil
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .cancel, .interrupt: return .close()
    case .fieldNext: moveFocus(by: 1)
    case .fieldPrevious: moveFocus(by: -1)
    case .fieldToggle: turnAuthentication(by: 1)
    case .answerDown: scrollAnswer(by: 1, state)
    case .answerUp: scrollAnswer(by: -1, state)
    default: break
    }
    return .stay()
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    guard takesText else {
      switch key.key {
      case .right: turnAuthentication(by: 1)
      case .left: turnAuthentication(by: -1)
      default: break
      }
      return .stay()
    }
    touch(typing: key.typed != nil)
    if texts[focus]?.handle(key) == .changed { scroll = ScrollOffset() }
    return .stay()
  }

  mutating func paste(_ text: String) {
    guard takesText else { return }
    touch(typing: true)
    texts[focus]?.insert(text)
    scroll = ScrollOffset()
  }

  private mutating func moveFocus(by step: Int) {
    let fields = MailMessage.Field.allCases
    guard let place = fields.firstIndex(of: focus) else { return }
    focus = fields[(place + step + fields.count) % fields.count]
  }

  private mutating func turnAuthentication(by step: Int) {
    let choices = Self.choices
    let place = choices.firstIndex(of: passes) ?? 0
    passes = choices[(place + step + choices.count) % choices.count]
    scroll = ScrollOffset()
  }

  /// What authentication can come to, in the order in which the keys go through them.
  static let choices: [Bool?] = [nil, true, false]

  private mutating func scrollAnswer(by pages: Int, _ state: AppState) {
    let view = WhatIfView(state, self)
    scroll.scroll(by: pages * max(1, view.answerRows - 1), count: view.answer.count, height: view.answerRows)
  }
}

extension AppState {
  /// Opens what-if, with what the policy under the cursor matches for a beginning.
  mutating func openWhatIf() {
    layers.append(.whatIf(WhatIfState(selectedRow.flatMap { MatchingExample($0.after) })))
  }
}
