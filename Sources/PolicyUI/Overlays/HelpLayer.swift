import Canvas

extension HelpState: ScreenLayer {
  var layer: Layer { .help(self) }
  /// Where the keyboard is; ``openedFrom`` is whose keys come first.
  var context: CommandContext { isSearching ? .search : .help }
  var takesText: Bool { isSearching }

  func draw(_ state: AppState, into buffer: inout Buffer) { HelpView(state, self).draw(into: &buffer) }

  func disabledReason(for command: CommandID, in state: AppState) -> String? {
    switch command {
    case .matchNext, .matchPrevious: "The search shows what it finds, and nothing else."
    default: nil
    }
  }

  mutating func run(_ command: CommandID, in state: inout AppState) -> LayerAnswer {
    switch command {
    case .helpSearch: isSearching = true
    case .lineAccept: isSearching = false
    case .cancel: showAll()
    case .interrupt where isSearching: showAll()
    case .back where !search.text.isEmpty: showAll()
    case .back, .interrupt: return .close()
    case .helpNext, .helpPrevious:
      let headings = HelpView.contents(state, self).headings
      let next = command == .helpNext ? headings.first { $0 > top } : headings.last { $0 < top }
      top = min(last(in: state), next ?? (command == .helpNext ? last(in: state) : 0))
    default:
      let last = last(in: state)
      top = min(last, command.target(from: top, count: last + 1, page: HelpView.bodyRows(state, self)))
    }
    return .stay()
  }

  /// The last line that can stand at the top.
  private func last(in state: AppState) -> Int {
    max(0, HelpView.contents(state, self).lines.count - HelpView.bodyRows(state, self))
  }

  private mutating func showAll() {
    isSearching = false
    search = TextField(limit: search.limit)
    top = 0
  }

  mutating func type(_ key: KeyPress, in state: inout AppState) -> LayerAnswer {
    if isSearching, search.handle(key) == .changed { top = 0 }
    return .stay()
  }

  mutating func paste(_ text: String) {
    guard isSearching else { return }
    search.insert(text)
    top = 0
  }
}
