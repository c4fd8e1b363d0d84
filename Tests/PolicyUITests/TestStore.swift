import PolicyUI
import Testing

/// A screen on which nothing changes, and nothing is ordered, that a test does not state.
struct TestStore {
  private(set) var state: AppState

  init(_ state: AppState) { self.state = state }

  /// Sends an action; the state has to become what `change` makes of the one before, and nothing else may be ordered.
  mutating func send(
    _ action: AppAction,
    orders: [AppEffect] = [],
    sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout AppState) -> Void = { _ in }
  ) {
    var expected = state
    change(&expected)
    let effects = reduce(&state, action)
    #expect(effects == orders, sourceLocation: sourceLocation)
    #expect(state == expected, "something else changed too", sourceLocation: sourceLocation)
  }
}
