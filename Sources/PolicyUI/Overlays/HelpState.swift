package import Canvas

/// The list of keys, opened from one place.
package struct HelpState: Hashable, Sendable {
  /// Its commands come first.
  package let openedFrom: CommandContext
  /// Only what it finds is shown; all while it is empty.
  package var search = TextField(limit: 100)
  /// Whether the search has the keyboard.
  package var isSearching = false
  package var top = 0

  package init(openedFrom: CommandContext) {
    self.openedFrom = openedFrom
  }
}
