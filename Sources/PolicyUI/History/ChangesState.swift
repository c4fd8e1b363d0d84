package import PolicyCore

/// The changes of the draft, to go back to any of them.
package struct ChangesState: Equatable, Sendable {
  /// Nil until it has been read.
  package var log: ChangeLog?
  /// Counted from the newest; the last one is the draft before the first change.
  package var selection = 0
  package var search = ListSearch()

  package init() {}

  /// The place in the log that a row stands for.
  func sequence(at row: Int) -> Int? {
    guard let log, row >= 0, row <= log.entries.count else { return nil }
    return row == log.entries.count ? 0 : log.entries[log.entries.count - 1 - row].sequence
  }
}
