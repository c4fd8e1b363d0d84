package import Canvas
package import Foundation

/// What was said since the program started.
package struct LogState: Equatable, Sendable {
  package var scroll = ScrollOffset()
  package var search = ListSearch()
  package init() {}
}

/// One thing that was said, and when.
package struct LogEntry: Hashable, Sendable {
  package let at: Date
  package let message: Message

  /// So many are kept.
  static let most = 500
}
