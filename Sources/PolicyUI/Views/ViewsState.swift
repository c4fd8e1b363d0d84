package import Canvas

/// The saved filters, to choose from.
package struct ViewsState: Equatable, Sendable {
  package var selection = 0
  /// The name under which the filter is to be kept, while that is being asked for.
  package var name: TextField?

  package init() {}
}
