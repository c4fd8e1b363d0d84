import Canvas
import Foundation
import PolicyCore
import PolicyQuery

/// The keys while the filter line has the keyboard.
enum FilterReducer {
  static func run(_ state: inout AppState, _ command: CommandID) -> [AppEffect] {
    switch command {
    case .filterAccept:
      state.browse.isFiltering = false
      return keep(&state)
    case .cancel, .interrupt:
      state.browse.isFiltering = false
      let hadText = !state.browse.filter.text.isEmpty
      state.browse.filter = TextField()
      return hadText ? state.arrangeAnew() : []
    case .filterOlder: return recall(&state, by: 1)
    case .filterNewer: return recall(&state, by: -1)
    case .filterComplete: return complete(&state)
    default:
      let height = state.browseLayout.rows.rows
      state.selectRow(command.target(from: state.browse.selection, count: state.browse.rows.count, page: height))
      return []
    }
  }

  static func type(_ state: inout AppState, _ key: KeyPress) -> [AppEffect] {
    guard state.browse.filter.handle(key) == .changed else { return [] }
    state.browse.filterRecall = nil
    return state.arrangeAnew()
  }

  /// Keeps the filter for another time; one that was used before moves to the end.
  private static func keep(_ state: inout AppState) -> [AppEffect] {
    let text = state.browse.filter.text
    guard !text.allSatisfy(\.isWhitespace), state.browse.filterHistory.last != text else { return [] }
    state.browse.filterHistory.removeAll { $0 == text }
    state.browse.filterHistory.append(text)
    state.browse.filterHistory = state.browse.filterHistory.suffix(ScreenMemory.mostFilters)
    return [state.remember()]
  }

  private static func recall(_ state: inout AppState, by step: Int) -> [AppEffect] {
    let history = state.browse.filterHistory
    let place = (state.browse.filterRecall ?? -1) + step
    guard place < history.count else { return [] }
    state.browse.filterRecall = place < 0 ? nil : place
    state.browse.filter = TextField(place < 0 ? "" : history[history.count - 1 - place])
    return state.arrangeAnew()
  }

  /// Shows what else lets in what a word of the filter names, by the filter that asks for it.
  static func widen(_ state: inout AppState) -> [AppEffect] {
    guard let more = state.browse.more else { return [] }
    state.browse.filter = TextField(more.filter)
    return state.arrangeAnew()
  }

  /// Writes what all candidates have in common; where that is nothing more, the first of them, and again the next.
  private static func complete(_ state: inout AppState) -> [AppEffect] {
    if state.browse.more != nil { return widen(&state) }
    if let meant = state.filterSuggestion {
      state.browse.filter = TextField(meant)
      return state.arrangeAnew()
    }
    if let chosen = state.browse.completing, chosen.shown == state.browse.filter.text {
      return choose(&state, typed: chosen.typed, caret: chosen.caret, place: chosen.place + 1)
    }
    guard let completion = state.filterCompletion, let first = completion.candidates.first else { return [] }
    let common = completion.candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    let text = Array(state.browse.filter.text)
    let typed = String(text[completion.range.clamped(to: 0..<text.count)])
    guard common.count >= typed.count, common != typed else {
      return choose(&state, typed: state.browse.filter.text, caret: state.browse.filter.caret, place: 0)
    }
    let isWhole = completion.candidates.count == 1 && !common.hasSuffix(":")
    let replaced = String(text[..<completion.range.lowerBound]) + common + (isWhole ? " " : "")
    let rest = String(text[min(completion.range.upperBound, text.count)...])
    state.browse.filter = TextField(replaced + rest, caret: replaced.count)
    return state.arrangeAnew()
  }

  /// Writes one of the candidates for what was typed.
  private static func choose(_ state: inout AppState, typed: String, caret: Int, place: Int) -> [AppEffect] {
    let completion = Query(parsing: typed).completion(at: caret, rules: Rule.names)
    guard let completion, !completion.candidates.isEmpty else { return [] }
    let candidate = completion.candidates[place % completion.candidates.count].text
    let text = Array(typed)
    let written = String(text[..<completion.range.lowerBound]) + candidate
    let shown = written + String(text[min(completion.range.upperBound, text.count)...])
    guard shown != typed || place > 0 else { return [] }
    state.browse.filter = TextField(shown, caret: written.count)
    state.browse.completing = BrowseState.Completing(typed: typed, caret: caret, place: place, shown: shown)
    return state.arrangeAnew()
  }
}

extension AppState {
  /// The filter that may have been meant, where this one shows nothing.
  var filterSuggestion: String? {
    guard browse.rows.isEmpty, !browse.list.isEmpty, browse.load == .idle else { return nil }
    return Query(parsing: browse.filter.text).suggestion(rules: Rule.names)?.text
  }

  /// What could stand at the caret of the filter line.
  var filterCompletion: QueryCompletion? {
    Query(parsing: browse.filter.text).completion(at: browse.filter.caret, rules: Rule.names)
  }
}
