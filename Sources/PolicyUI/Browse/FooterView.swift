import Canvas
import PolicyCore
import Theming

/// The bottom line: what the keys do here, or the answer to what was done last.
struct FooterView {
  let state: AppState

  init(_ state: AppState) {
    self.state = state
  }

  func draw(into buffer: inout Buffer, in line: Rect) {
    let theme = state.theme
    // A form says itself why it was not queued.
    let isInForm = if case .form = state.layers.last { true } else { false }
    if let message = state.message, !isInForm {
      buffer.fill(line, style: theme[.status])
      let role: Role =
        switch message.tone {
        case .plain: .status
        case .warning: .levelWarning
        case .error: .levelError
        }
      let text = VisibleText(" " + message.text)
      buffer.write(text, at: line.origin, style: theme.style(role, on: .status), truncation: state.glyphs.truncation)
      return
    }
    if let mistake = filterMistake {
      let text = VisibleText(" Character \(mistake.range.lowerBound + 1): \(mistake.message)")
      buffer.fill(line, style: theme[.status])
      buffer.write(
        text,
        at: line.origin,
        style: theme.style(.levelWarning, on: .status),
        truncation: state.glyphs.truncation
      )
      return
    }
    HintBar(items, styles: Self.styles(theme)).draw(into: &buffer, in: line.inset(columns: 1))
  }

  /// What is wrong with the filter; what may still become something is not blamed while it is being typed.
  private var filterMistake: QueryMistake? {
    guard state.layers.isEmpty, !state.browse.filter.text.isEmpty else { return nil }
    return Query(parsing: state.browse.filter.text, rules: Rule.names).mistakes.first {
      $0.kind == .wrong || !state.browse.isFiltering
    }
  }

  static func styles(_ theme: Theme) -> HintBar.Styles {
    HintBar.Styles(key: theme[.key], label: theme[.muted], disabled: theme[.keyDisabled], background: theme[.text])
  }

  private var items: [HintBar.Item] {
    // The list of findings shows its own keys.
    guard let context = state.context, context != .findings else {
      guard state.layers.isEmpty else { return [] }
      return [
        HintBar.Item(key: "enter", label: "keep the filter"), HintBar.Item(key: "esc", label: "clear it"),
        HintBar.Item(key: "↑↓", label: "move"),
      ]
    }
    return CommandCatalogue.all.filter { $0.contexts.contains(context) && $0.importance > 0 }.map { command in
      HintBar.Item(
        key: command.keys.first?.description ?? "",
        label: command.hint,
        isEnabled: state.disabledReason(for: command.id) == nil,
        importance: command.importance
      )
    }
  }
}
