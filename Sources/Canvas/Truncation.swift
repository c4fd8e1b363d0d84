/// What happens to text that is wider than its place.
package enum Truncation: Hashable, Sendable {
  /// It is cut.
  case none
  /// It is cut, and this sign shows it.
  case end(String)

  package static let ellipsis = Truncation.end("…")
}
