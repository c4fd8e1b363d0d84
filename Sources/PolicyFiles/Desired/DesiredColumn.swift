import JSONText
import Policies
import Values

/// What a column, key or member of a file that says what should be is for.
enum DesiredColumn: Hashable, Sendable {
  case id
  case field(PolicyField)
  /// Times and the like, which the server makes: they say nothing of what should be.
  case made
  /// Somebody's own, such as an owner or a ticket.
  case own

  var field: PolicyField? {
    guard case .field(let field) = self else { return nil }
    return field
  }

  /// Why a name cannot be taken.
  struct Misnomer: Error {
    let what: String
    let advice: String
  }

  /// The names that each may have: this program's, the API's and those of all the dashboard's files.
  private static let fieldNames: [PolicyField: [String]] = [
    .pattern: ["pattern", "values"],
    .patternType: ["type", "rule type", "pattern type"],
    .isRegex: ["regex", "is regex"],
    .isTrustedSender: ["trusted", "trusted sender", "is trusted sender"],
    .isAcceptableSender: ["acceptable", "acceptable sender", "is acceptable sender", "accept"],
    .isExemptRecipient: ["exempt", "exempt recipient", "is exempt recipient"],
    .verifySender: ["verify", "verify sender", "sender verification", "verify email"],
    .comments: ["comments", "comment", "notes"],
  ]
  private static let known: [String: DesiredColumn] = {
    var known: [String: DesiredColumn] = ["id": .id]
    for (field, names) in fieldNames { for name in names { known[name] = .field(field) } }
    for name in ["created", "created at", "modified", "modified at", "last modified", "unread"] { known[name] = .made }
    return known
  }()
  /// What a slip of the finger may have meant.
  private static let spellings = fieldNames.values.flatMap(\.self)
  /// What took the place of the flags whose end of life was 1 July 2026.
  private static let successors = [
    "is sender": "is_trusted_sender", "is spoof": "is_acceptable_sender", "is recipient": "is_exempt_recipient",
  ]

  /// Reads a name, whatever its case, and with blanks, hyphens or underscores between its words.
  ///
  /// Throws where it is nearly a known one, past its end of life, or says what another one says.
  init(named name: String, beside others: [DesiredColumn] = []) throws(Misnomer) {
    let words = name.trimmed.lowercased().map { $0 == "_" || $0 == "-" ? " " : $0 }
    var folded = String(words)
    // Where files were joined.
    if folded.unicodeScalars.first == "\u{FEFF}" { folded.unicodeScalars.removeFirst() }
    if let successor = Self.successors[folded] {
      throw Misnomer(what: "\(name) is past its end of life.", advice: "Write \(successor).")
    }
    guard let column = Self.known[folded] else {
      // No name that is much longer than these can be near to one, and comparing takes time.
      if folded.utf8.count < 40, let near = Spelling.nearest(to: folded, among: Self.spellings) {
        throw Misnomer(
          what: "\(name.shortened) is nearly \(near), and would mean nothing.",
          advice: "Write \(near), or give a column of your own another name."
        )
      }
      self = .own
      return
    }
    switch column {
    case .id, .field:
      guard !others.contains(column) else {
        throw Misnomer(what: "\(name) says what another column says.", advice: "Keep one of the two.")
      }
    case .made, .own: break
    }
    self = column
  }
}
