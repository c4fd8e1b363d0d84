import Patterns
import Policies

/// Regular expressions.
extension Rule {
  static let regexInvalid = Rule(
    "regex-invalid",
    .error,
    on: [.pattern, .patternType, .isRegex],
    holds: "the pattern is marked as a regular expression and can be one in no dialect",
    why: "The API compiles the expression and refuses one that is broken.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard case .regexInvalid(let problem) = policy.reading.problem else { return nil }
      return Observation("It is no regular expression: \(problem.reason) (at character \(problem.offset + 1)).")
    }
  )

  static let regexUnchecked = Rule(
    "regex-unchecked",
    .danger,
    on: [.pattern],
    holds: "the local engine cannot read the expression, or reads it otherwise than Java does",
    why: "Nothing can be said of what it lets through.",
    check: .policy { policy, _ in
      guard case .regexUnchecked(let problem) = policy.reading.problem else { return nil }
      return Observation("It cannot be checked: \(problem.reason) (at character \(problem.offset + 1)).")
    }
  )

  static let regexMatchesEverything = Rule(
    "regex-matches-everything",
    .error,
    on: [.pattern, .patternType, .isRegex],
    holds: "the expression matches the empty text, or every one of a fixed set of unrelated addresses",
    why: "It would let every message through.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard let regex = policy.reading.regex else { return nil }
      switch regex.breadth() {
      case .empty: return Observation("The expression matches the empty text, and so every message.")
      case .unrelated: return Observation("The expression matches addresses that have nothing in common.")
      case .limited, .unknown: return nil
      }
    }
  )

  static let regexUnanchored = Rule(
    "regex-unanchored",
    .danger,
    on: [.pattern],
    holds: "the domain part of the expression is not held by @ or by ^ and $, or its last dot is not escaped",
    why: "Anybody can register a name that ends in the same letters.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard policy.kind != .ip, let shape = policy.reading.regex?.shape else { return nil }
      for domain in shape.domains {
        if domain.hasLooseTopLevel {
          return Observation("The dot before the top-level domain of \(domain.name) stands for any character.")
        }
        if domain.left == .none {
          return Observation("Nothing holds \(domain.name) on the left: evil\(domain.name) matches too.")
        }
        if domain.left == .start, !domain.isHeldOnRight {
          return Observation("Nothing holds \(domain.name) on the right: \(domain.name).evil.example matches too.")
        }
      }
      guard !shape.everyWayNamesDomain, !(shape.isAnchoredAtStart && shape.isAnchoredAtEnd) else { return nil }
      return Observation("The expression names no domain, and is not held by ^ and $.")
    }
  )

  static let regexBacktracking = Rule(
    "regex-backtracking",
    .warning,
    on: [.pattern],
    holds: "nested or overlapping quantifiers can make a match take very long",
    why: "A text that does not match can keep the filter busy, and what it does then is not documented.",
    source: .backtracking,
    check: .policy { policy, _ in
      guard let risk = policy.reading.regex?.shape.backtracking else { return nil }
      return Observation("Matching can take very long: \(risk.description).")
    }
  )

  static let looksLikeRegex = Rule(
    "looks-like-regex",
    .warning,
    on: [.isRegex],
    holds: "the pattern has the signs of a regular expression and is marked as none, or the other way round",
    why: "The same text lets through something else when it is read as an expression.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard let kind = policy.kind, policy.fields.unread[.isRegex] == nil else { return nil }
      if let shape = policy.reading.regex?.shape {
        guard let literal = shape.plainLiteral, !shape.plainLiteralDots.isEmpty else { return nil }
        return Observation(
          "It is marked as an expression, and its dots match any character: \(literal)",
          fix: (try? ParsedPattern.parse(policy.pattern, kind: kind, isRegex: false)).map { _ in
            Fix(title: "take it as it is written", change: .set(PolicyFields(isRegex: false)))
          }
        )
      }
      guard !policy.isRegex, let sign = RegexSigns.found(in: policy.pattern, kind: kind) else { return nil }
      return Observation(
        "It is not marked as a regular expression, but \(sign) looks like one.",
        fix: PatternRegex.read(policy.pattern).regex.map { _ in
          Fix(title: "mark it as a regular expression", change: .set(PolicyFields(isRegex: true)))
        }
      )
    }
  )
}
