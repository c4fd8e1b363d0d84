package import Canvas

/// The mail that arrived: what is kept of it, and how it is read, over the table.
package struct MailLook: Equatable, Sendable {
  /// Whether it is not known yet what is kept.
  package var isWaiting = true
  package var scroll = ScrollOffset()

  package init() {}
}

extension MailLook: ScreenLayer {
  var layer: Layer { .mail(self) }
  var context: CommandContext { .mail }
  var isOpening: Bool { isWaiting }

  func draw(_ state: AppState, into buffer: inout Buffer) { MailLookView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .mailRead, .mailReadAll: state.mail.reading == nil ? nil : "Mail is being read already."
    case .mailStop: state.mail.reading == nil ? "Nothing is being read." : nil
    default: nil
    }
  }

  /// What it says becomes shorter once a reading has ended.
  mutating func fit(to state: AppState) {
    scroll.scroll(by: 0, count: MailLookView(state, self).lines.count, height: MailLookView.rows(state))
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .back, .interrupt: return .close()
    case .mailRead, .mailReadAll: return .stay(state.readMail(all: command == .mailReadAll))
    case .mailStop:
      state.mail.reading?.isStopping = true
      return .stay([.mail(.stop)])
    default:
      let height = MailLookView.rows(state)
      let last = max(0, MailLookView(state, self).lines.count - height)
      scroll = ScrollOffset(top: min(last, command.target(from: scroll.top, count: last + 1, page: height)))
      return .stay()
    }
  }
}
