package import Policies
package import PolicyCore

/// What policies are counted by.
package enum FrequencyDimension: String, CaseIterable, Hashable, Sendable {
  case domain
  case type
  case flags
  case finding
  case ticket
}

/// What some policies have in common.
package enum FrequencyKey: Hashable, Sendable {
  /// The registered domain that the pattern ends in; nil for none.
  case domain(String?)
  /// One of the types that can be written, or `unknown` for every other; whether the pattern is an expression, nil where
  /// that cannot be read.
  case type(PatternType, isExpression: Bool?)
  /// Trusted, acceptable, exempt and verify, in this order; nil where it cannot be read.
  case flags([Bool?])
  /// A rule that holds; nil for none.
  case finding(RuleName?)
  /// What the setting `ticket` finds in the comment, as it was found first; nil for nothing.
  case ticket(String?)

  package static let flags: [PolicyField] = [.isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender]
}

/// How many policies have something in common, and the filter that shows them.
package struct Frequency: Hashable, Sendable {
  package let key: FrequencyKey
  package let count: Int
  /// A term, or several, that keep just those of the policies that were counted.
  package let filter: String
}

extension FrequencyKey {
  /// The filter that keeps what has this in common.
  ///
  /// `ticket` is the expression that finds tickets. A ticket that another one begins with, as `isBeginning` says, has to be
  /// told from that.
  func filter(ticket: TicketPattern?, isBeginning: Bool = false) -> String {
    switch self {
    case .domain(let name): return "domain:\(name ?? "none")"
    case .type(let type, let isExpression):
      return "type:\(type.rawValue.lowercased()) \(Self.term("regex", isExpression))"
    case .flags(let values):
      return zip(["trusted", "accept", "exempt", "verify"], values).map(Self.term).joined(separator: " ")
    case .finding(let rule): return rule.map { "rule:\($0.rawValue)" } ?? "finding:none"
    case .ticket(let text?) where isBeginning:
      let escaped = text.map { $0.isLetter || $0.isNumber ? "\($0)" : $0.isWhitespace ? #"\s"# : "\\\($0)" }.joined()
      return Self.comments("\(escaped)([^0-9A-Za-z]|$)")
    case .ticket(let text?): return "comments:\(Self.quoted(text))"
    case .ticket(nil): return ticket.map { "-\(Self.comments($0.source))" } ?? ""
    }
  }

  private static func term(_ key: String, _ value: Bool?) -> String {
    value.map { "\(key):\($0 ? "yes" : "no")" } ?? "-\(key):yes,no"
  }

  /// The term of an expression for comments.
  private static func comments(_ source: String) -> String {
    source.contains { $0.isWhitespace || $0 == "," } ? "comments:/\"\(source)\"/" : "comments:/\(source)/"
  }

  /// The term that keeps what has just this id, whatever the server made of it.
  static func term(ofID text: String) -> String {
    guard text.contains("\"") else { return "id:=\(quoted(text))" }
    // A quotation mark cannot be written in a filter.
    let escaped = text.unicodeScalars.map { "\\x{\(String($0.value, radix: 16))}" }.joined()
    return "id:/^\(escaped)$/"
  }

  /// A value of a filter in which blanks and commas are no ends, and an equals sign is none.
  private static func quoted(_ text: String) -> String {
    text.contains { $0.isWhitespace || $0 == "," } || text.hasPrefix("=") ? "\"\(text)\"" : text
  }
}
