import Canvas
import PolicyCore
import Theming
import Values
import PolicyQuery

/// The bottom line: what the keys do here, or the answer to what was done last.
struct FooterView {
  let state: AppState

  init(_ state: AppState) {
    self.state = state
  }

  func draw(into buffer: inout Buffer, in line: Rect) {
    let theme = state.theme
    if state.isHeldLong {
      let keys = "\(state.held.count.counted("key")) typed ahead"
      let text = " Waiting for what was asked for; \(keys). \(state.key(.interrupt)) drops them."
      buffer.fill(line, style: theme[.status])
      buffer.write(text, at: line.origin, style: theme.style(.levelWarning, on: .status), maxWidth: line.columns)
      return
    }
    if let count = state.keyCount, count.context == state.context {
      let text = " \(count.number) then a key that moves, marks or undoes; \(KeyPress(.escape)) drops it"
      buffer.fill(line, style: theme[.status])
      buffer.write(text, at: line.origin, style: theme[.status], truncation: state.glyphs.truncation)
      return
    }
    if let message = state.message, !saysItself {
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
    HintBar(completions ?? items, theme).draw(into: &buffer, in: line.inset(columns: 1))
  }

  /// Whether what lies on top says itself what came of the last key, nearer to where it was pressed.
  private var saysItself: Bool {
    switch state.layers.last {
    case .form, .path, .columns: true
    default: false
    }
  }

  /// What could be typed at the caret of the filter; the first ones stand longest.
  private var completions: [HintBar.Item]? {
    guard state.layers.isEmpty, state.browse.isFiltering, !state.browse.filter.text.isEmpty,
      let completion = state.filterCompletion, let first = completion.candidates.first,
      !state.browse.filter.text.hasSuffix(first.text)
    else { return nil }
    let candidates = completion.candidates.prefix(12).enumerated().map { place, candidate in
      HintBar.Item(key: candidate.text, label: candidate.summary, importance: 12 - place)
    }
    return [state.hint(.filterComplete, in: .filter, importance: 20)].compactMap(\.self) + candidates
  }

  /// What is wrong with the filter; what may still become something is not blamed while it is being typed.
  private var filterMistake: QueryMistake? {
    guard state.layers.isEmpty, !state.browse.filter.text.isEmpty else { return nil }
    return Query(parsing: state.browse.filter.text, rules: Rule.names).mistakes.first {
      $0.kind == .wrong || !state.browse.isFiltering
    }
  }

  private var items: [HintBar.Item?] {
    // What lies in a box shows its own keys.
    let context = state.context
    if context == .filter {
      return [
        state.hint(.filterAccept, in: .filter, label: "keep the filter"),
        state.hint(.cancel, in: .filter, label: "clear it"),
        state.hint(.filterComplete, in: .filter, label: "complete"),
        state.hint(.filterOlder, in: .filter, label: "earlier filters"),
      ]
    }
    guard [.browse, .review, .history, .overview].contains(context) else { return [] }
    return CommandCatalogue.hinted[context, default: []].compactMap { command in
      guard case .review(let review) = state.layers.last else {
        return state.hint(command.id, in: context, importance: command.importance)
      }
      guard command.id.works(on: review.tab) else { return nil }
      let label = label(of: command.id, in: review)
      // A short review needs no filter; of a long one a part may be all that is to be sent.
      let isShort = review.review.operations.count <= Self.shortReview
      let importance = command.id == .filterOpen ? (isShort ? 4 : 9) : command.importance
      return state.hint(command.id, in: context, label: label, importance: importance)
    }
  }

  private static let shortReview = 12

  /// What a command of the review is called where it does something else on another tab; nil for its usual name.
  private func label(of command: CommandID, in review: ReviewState) -> String? {
    guard review.tab == .findings else { return review.tab == .mail && command == .reviewUnfold ? "message" : nil }
    switch command {
    case .reviewUnfold: return "operation"
    case .findingsOpen:
      let isMended = review.selectedFinding.map { $0.fix != nil && !$0.isSilenced } ?? false
      return isMended ? "fix" : nil
    default: return nil
    }
  }
}
