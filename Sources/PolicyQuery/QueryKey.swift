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
  case age
  case changed
  case expires
  case domain
  case covers
  case opens
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
      case .op, .effect, .finding, .rule, .age, .changed, .expires, .domain, .covers, .opens, .pattern, .id: []
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
    case .domain: ["none"]
    case .rule, .modified, .created, .age, .changed, .covers, .opens, .pattern, .comments, .id: []
    }
  }

  /// What it takes, as the end of a sentence.
  package var expectation: String {
    switch self {
    case .trusted, .accept, .exempt, .verify, .regex: "yes or no"
    case .rule: "the name of a rule, such as stale"
    case .modified, .created: "a date such as 2026, 2026-08 or >2026-08-14"
    case .expires: "any, none, or a date such as 2026, 2026-08 or <2026-08-14"
    case .domain: "a domain such as acme.com, or none"
    case .age, .changed: "a time such as >7d, <12h, 2w, 6mo or 1y"
    case .covers, .opens: "an address, a domain, an IP address or a network"
    case .pattern, .comments, .id: "a text that it holds, =text for the whole, or /expression/"
    case .type, .op, .effect, .finding: Self.listed(values)
    }
  }

  /// A term with it, as a person would type it.
  package var example: String {
    switch self {
    case .type: "type:ip,domain"
    case .trusted: "trusted:yes"
    case .accept: "accept:yes"
    case .exempt: "exempt:yes"
    case .verify: "verify:no"
    case .regex: "regex:yes"
    case .op: "op:patch"
    case .effect: "effect:widens"
    case .finding: "finding:danger"
    case .rule: "rule:stale"
    case .modified: "modified:>2026-08"
    case .created: "created:2025"
    case .age: "age:>7d"
    case .changed: "changed:<12h"
    case .expires: "expires:<2026-12"
    case .domain: "domain:acme.com"
    case .covers: "covers:bob@x.org"
    case .opens: "opens:x.org"
    case .pattern: "pattern:acme"
    case .comments: "comments:SEC-12"
    case .id: "id:3f2c"
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
    case .expires: "tag expires:YYYY-MM-DD"
    case .age: "time since the creation"
    case .changed: "time since the last change"
    case .domain: "ends in it, or in one below it"
    case .covers: "lets in all that is named"
    case .opens: "lets in anything at or below it"
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
