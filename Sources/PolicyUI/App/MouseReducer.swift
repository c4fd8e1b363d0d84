import Canvas
import PolicyQuery

/// The mouse: a click means what is drawn under it, the wheel moves through what lies on top.
enum MouseReducer {
  /// The rows that one notch of the wheel moves by.
  private static let notch = 3

  static func reduce(_ state: inout AppState, _ event: MouseEvent) -> [AppEffect] {
    state.begun = nil
    state.keyCount = nil
    switch event.kind {
    case .wheelUp, .wheelDown:
      return state.layers.isEmpty ? BrowseMouse.reduce(&state, event) : scroll(&state, isDown: event.kind == .wheelDown)
    case .press(.left):
      // Only a click asks where things stand, so that no key pays for it.
      return click(&state, event, on: view(state).target(at: event.position))
    case .press, .release:
      return state.layers.isEmpty ? BrowseMouse.reduce(&state, event) : []
    }
  }

  private static func scroll(_ state: inout AppState, isDown: Bool) -> [AppEffect] {
    let ways: [CommandID] = isDown ? [.cursorDown, .choiceDown] : [.cursorUp, .choiceUp]
    let context = state.context
    guard let way = ways.first(where: { CommandCatalogue.command($0)?.contexts.contains(context) == true }) else {
      return []
    }
    return (0..<notch).flatMap { _ in state.withTopLayer { layer, state in layer.run(way, in: &state) } }
  }

  private static func click(_ state: inout AppState, _ event: MouseEvent, on target: MouseTarget?) -> [AppEffect] {
    switch target {
    case .keys(let text):
      guard let keys = try? KeySequence(reading: text) else { return [] }
      return ([keys.first] + [keys.second].compactMap(\.self)).flatMap { InputReducer.press(&state, $0) }
    case .column(let name):
      guard !state.layers.isEmpty else { return state.sort(byColumn: name) }
      return state.withTopLayer { layer, state in layer.click(column: name, in: &state) }
    case .row(let row):
      return choose(&state, row)
    case .nothing:
      return []
    case nil:
      return state.layers.isEmpty ? BrowseMouse.reduce(&state, event) : []
    }
  }

  /// The first click on a row chooses it, the next does with it what enter would.
  private static func choose(_ state: inout AppState, _ row: Int) -> [AppEffect] {
    guard let top = state.layers.last?.content else { return [] }
    guard top.clickedRow == row else {
      return state.withTopLayer { layer, _ in
        layer.clickedRow = row
        return .stay()
      }
    }
    return top.activation.map { CommandReducer.perform(&state, $0) } ?? []
  }
}

extension AppState {
  /// Sorts by the column of a title; again turns the order around.
  fileprivate mutating func sort(byColumn name: String) -> [AppEffect] {
    guard let column = PolicyQuery.SortOrder.Column(title: name) else { return [] }
    browse.order = browse.order.choosing(column)
    return arrangeAnew() + [remember()]
  }
}
