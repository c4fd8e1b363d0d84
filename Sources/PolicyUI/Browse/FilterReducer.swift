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

  /// Writes what all candidates have in common; where that is nothing more, the footer shows them.
  private static func complete(_ state: inout AppState) -> [AppEffect] {
    guard let completion = state.filterCompletion, let first = completion.candidates.first else { return [] }
    let common = completion.candidates.dropFirst().reduce(first.text) { $0.commonPrefix(with: $1.text) }
    let text = Array(state.browse.filter.text)
    let typed = String(text[completion.range.clamped(to: 0..<text.count)])
    guard common.count >= typed.count, common != typed else { return [] }
    let isWhole = completion.candidates.count == 1 && !common.hasSuffix(":")
    let replaced = String(text[..<completion.range.lowerBound]) + common + (isWhole ? " " : "")
    let rest = String(text[min(completion.range.upperBound, text.count)...])
    state.browse.filter = TextField(replaced + rest, caret: replaced.count)
    return state.arrangeAnew()
  }
}

extension AppState {
  /// What could stand at the caret of the filter line.
  var filterCompletion: QueryCompletion? {
    Query(parsing: browse.filter.text).completion(at: browse.filter.caret, rules: Rule.names)
  }
}
