package import Canvas

/// The account's drafts, to choose from; behind the last one stands a line for a new one.
package struct DraftsState: Equatable, Sendable {
  package var selection = 0
  /// The name of a new draft, while that is being asked for.
  package var name: TextField?

  package init() {}
}
