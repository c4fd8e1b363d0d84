package import Policies
import PolicyCore

/// The sets of columns that the dashboard's files have had.
///
/// The newest comes first. Columns are known by their names, in any order and in upper or lower case.
package enum CSVDialect: CaseIterable, Hashable, Sendable {
  /// The only one that tells regular expressions from other patterns.
  case newest
  /// The same without `Is Regex`.
  case withoutRegex
  /// With `Pattern`, `Pattern Type` and `Verify Email`.
  case verifyEmail
  /// The oldest: it does not name the type either.
  case withoutType

  package struct Column: Hashable, Sendable {
    /// As the dashboard writes it.
    package let name: String
    package let field: PolicyField
    /// By which it is known: the name in lower case.
    let key: String

    init(name: String, field: PolicyField) {
      self.name = name
      self.field = field
      key = name.lowercased()
    }
  }

  /// In the order in which the dashboard has them.
  package var columns: [Column] {
    switch self {
    case .newest: Self.newestColumns
    case .withoutRegex: Self.newestColumns.filter { $0.field != .isRegex }
    case .verifyEmail:
      [
        Column(name: "Pattern", field: .pattern), Column(name: "Pattern Type", field: .patternType),
        Column(name: "Verify Email", field: .verifySender),
      ] + Self.actions + [Self.notes]
    case .withoutType:
      [Column(name: "Pattern", field: .pattern), Self.notes, Column(name: "Verify Email", field: .verifySender)]
        + Self.actions
    }
  }

  private static let newestColumns =
    [
      Column(name: "Values", field: .pattern), Column(name: "Rule Type", field: .patternType),
      Column(name: "Is Regex", field: .isRegex), Column(name: "Sender Verification", field: .verifySender),
    ] + actions + [notes]

  private static let actions = [
    Column(name: "Trusted Sender", field: .isTrustedSender),
    Column(name: "Exempt Recipient", field: .isExemptRecipient),
    Column(name: "Acceptable Sender", field: .isAcceptableSender),
  ]

  private static let notes = Column(name: "Notes", field: .comments)

  /// The header row, without a line break.
  package var header: String { columns.map(\.name).joined(separator: ",") }
}
