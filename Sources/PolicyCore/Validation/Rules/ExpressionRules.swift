import Languages
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
      return Observation(
        "It is no regular expression: \(problem.reason) (at character \(problem.offset + 1)).",
        place: place(of: problem, in: policy.pattern)
      )
    }
  )

  /// What is not closed is found at the end, behind the last character.
  private static func place(of problem: RegexProblem, in pattern: String) -> Range<Int> {
    let place = max(0, min(problem.offset, pattern.unicodeScalars.count - 1))
    return place..<place + 1
  }

  static let regexUnchecked = Rule(
    "regex-unchecked",
    .danger,
    on: [.pattern],
    holds: "what the expression lets through could not be decided, because of a construct or of its size",
    why: "Nothing can be said of what it lets through.",
    check: .policy { policy, _ in
      guard case .undecided(let reason, let place)? = policy.expression?.verdict else { return nil }
      return Observation("What it lets through was not decided: \(reason).", place: place)
    }
  )

  static let regexMatchesEverything = Rule(
    "regex-matches-everything",
    .error,
    on: [.pattern, .patternType, .isRegex],
    holds: "the expression matches every address whose local part and host name are of letters, or every IPv4 address",
    why: "It would let every message through.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard let expression = policy.expression, let example = expression.verdict.decided?.everything else {
        return nil
      }
      return Observation(expression.sentence("it matches every address", for: example), example: example)
    }
  )

  static let nullSender = Rule(
    "null-sender",
    .danger,
    on: [.pattern],
    holds: "the expression matches the empty text, which is the envelope sender of every bounce",
    why:
      "Anybody can send with an empty envelope sender (MAIL FROM:<>); whether the server looks at it, or takes a missing "
      + "Reply-To for the empty text, is not documented.",
    source: .nullSender,
    check: .policy { policy, _ in
      guard policy.expression?.verdict.decided?.matchesEmptyText == true else { return nil }
      return Observation("It matches the empty text, the envelope sender of every bounce.", example: "MAIL FROM:<>")
    }
  )

  static let regexUnanchored = Rule(
    "regex-unanchored",
    .danger,
    on: [.pattern],
    holds: "the expression opens names that anybody can register: more than \(OpenedDomains.limit), or by a loose dot",
    why: "Whoever registers one of them gets through.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard let expression = policy.expression, let hole = expression.verdict.decided?.hole,
        let clause = hole.clause
      else { return nil }
      return Observation(
        expression.sentence(clause, for: hole.example),
        fix: hole.fix.map { Fix(title: "write \($0)", change: .set(PolicyFields(pattern: $0))) },
        example: hole.example,
        place: hole.fix == nil ? expression.branch(matching: hole.example) : nil
      )
    }
  )

  static let regexOpenEnd = Rule(
    "regex-open-end",
    .warning,
    on: [.pattern],
    holds: "the expression has no $ at its end, and that is its only hole",
    why:
      "Whether the server wants an expression to match the whole text is not documented. With $ at the end of each "
      + "branch it is right either way.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard case .openEnd(let example, let fix)? = policy.expression?.verdict.decided?.hole else { return nil }
      return Observation(
        "Its end is open: \(example) gets through too if the server looks for the expression anywhere in the text.",
        fix: Fix(title: "write \(fix)", change: .set(PolicyFields(pattern: fix))),
        example: example
      )
    }
  )

  static let neverMatches = Rule(
    "never-matches",
    .warning,
    on: [.pattern],
    holds: "no address, host name, IP address or empty sender can match the expression, however it is read",
    why: "The policy does nothing, and people will think that it does.",
    check: .policy { policy, _ in
      guard let expression = policy.expression, expression.verdict.decided?.matchesNothing == true else { return nil }
      return Observation(
        "No address, host name or IP address can match it.",
        fix: ExpressionRepair.fix(for: expression)
      )
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
        guard let literal = shape.plainLiteral, !shape.plainLiteralDots.isEmpty else { return looseDots(in: policy) }
        return Observation(
          "It is marked as an expression, and its dots match any character: \(literal)",
          fix: (try? ParsedPattern.parse(policy.pattern, kind: kind, isRegex: false)).map { _ in
            Fix(title: "take it as it is written", change: .set(PolicyFields(isRegex: false)))
          } ?? ForeignNotation(policy.pattern).map { fix(for: $0) }
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

  /// Dots that stand for any character and open nothing by it.
  private static func looseDots(in policy: PolicyFacts) -> Observation? {
    guard let decided = policy.expression?.verdict.decided, decided.hasLooseDots else { return nil }
    if case .dot? = decided.hole { return nil }
    return Observation(
      "Its dots stand for any character; they open no other domain.",
      level: .notice,
      fix: ExpressionRepair.escapingDots(in: policy.pattern).map {
        Fix(title: "write \($0)", change: .set(PolicyFields(pattern: $0)))
      }
    )
  }
}
