/// How tickets are found in comments.
package enum TicketPattern: Hashable, Sendable {
  /// What most trackers write: letters, a hyphen and digits, such as SEC-1201.
  case usual
  /// What the configuration says.
  case own(TextExpression)

  private static let usualSource = "[A-Z][A-Z0-9]+-[0-9]+"
  private static let usualExpression = try? TextExpression(usualSource)

  package var source: String {
    switch self {
    case .usual: Self.usualSource
    case .own(let expression): expression.source
    }
  }

  /// The expression; the usual one is made when it is first asked for.
  ///
  /// That takes some milliseconds, as the first expression without regard to case makes tables of Unicode's letters:
  /// too much for the start of every command.
  package var expression: TextExpression? {
    switch self {
    case .usual: Self.usualExpression
    case .own(let expression): expression
    }
  }
}
