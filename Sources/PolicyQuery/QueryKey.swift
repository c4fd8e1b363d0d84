import PolicyCore

/// What can stand before the colon in a filter.
package enum QueryKey: String, CaseIterable, Hashable, Sendable {
  case type
  case trusted
  case accept
  case exempt
  case verify
  case regex
  case op
  case effect
  case finding
  case rule
  case modified
  case created
  case expires
  case pattern
  case comments
  case id

  /// The key that a person means by this text, in any case.
  package init?(named text: String) {
    let name = text.lowercased()
    guard let key = Self.allCases.first(where: { $0.names.contains(name) }) else { return nil }
    self = key
  }

  /// What it may be called: its own name first, and that of the API's field, as it stands in our own JSON.
  package var names: [String] {
    let others: [String] =
      switch self {
      case .type: ["pattern_type"]
      case .trusted: ["is_trusted_sender"]
      case .accept: ["acceptable", "is_acceptable_sender"]
      case .exempt: ["is_exempt_recipient"]
      case .verify: ["verify_sender"]
      case .regex: ["is_regex"]
      case .modified: ["modified_at", "last_modified"]
      case .created: ["created_at"]
      case .comments: ["comment"]
      case .op, .effect, .finding, .rule, .expires, .pattern, .id: []
      }
    return [rawValue] + others
  }

  /// The values that it takes; empty where they are not a fixed list.
  package var values: [String] {
    switch self {
    case .type: ["ip", "email", "domain", "unknown"]
    case .trusted, .accept, .exempt, .verify, .regex: ["yes", "no", "on", "off", "true", "false"]
    case .op: OperationKind.allCases.map(\.rawValue) + ["any", "none"]
    case .effect: Effect.allCases.map(\.rawValue)
    case .finding: FindingLevel.allCases.reversed().map(\.rawValue) + ["any", "none"]
    case .expires: ["any", "none"]
    case .rule, .modified, .created, .pattern, .comments, .id: []
    }
  }

  /// What it takes, as the end of a sentence.
  package var expectation: String {
    switch self {
    case .trusted, .accept, .exempt, .verify, .regex: "yes or no"
    case .rule: "the name of a rule, such as stale"
    case .modified, .created: "a date such as 2026, 2026-08 or >2026-08-14"
    case .expires: "any, none, or a date such as 2026, 2026-08 or <2026-08-14"
    case .pattern, .comments, .id: "a text that it holds, or =text for the whole"
    case .type, .op, .effect, .finding: Self.listed(values)
    }
  }

  /// What it filters by, for a list of keys.
  package var summary: String {
    switch self {
    case .type: "what the pattern names"
    case .trusted: "trusted sender"
    case .accept: "acceptable sender"
    case .exempt: "exempt recipient"
    case .verify: "verify sender"
    case .regex: "regular expression"
    case .op: "what is queued"
    case .effect: "what the queued change does"
    case .finding: "level of a finding"
    case .rule: "rule of a finding"
    case .modified: "last change"
    case .created: "creation"
    case .expires: "tag expires:YYYY-MM-DD in the comment"
    case .pattern: "pattern"
    case .comments: "comment"
    case .id: "id"
    }
  }

  private static func listed(_ values: [String]) -> String {
    guard let last = values.last, values.count > 1 else { return values.joined() }
    return values.dropLast().joined(separator: ", ") + " or " + last
  }
}
