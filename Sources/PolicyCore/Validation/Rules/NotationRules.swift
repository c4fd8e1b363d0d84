import Values
import Patterns
import Policies

/// Patterns that say something else than the person who wrote them meant.
extension Rule {
  static let foreignNotation = Rule(
    "foreign-notation",
    .warning,
    on: [.pattern],
    holds: "the pattern is written with another gateway's wildcard, such as *@x or noreply*@x",
    why: "The API takes a star for a letter like others: as it stands the pattern matches nobody.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      // What the API refuses has an error that offers the same.
      guard !policy.isRegex, policy.reading.parsed != nil, let notation = ForeignNotation(policy.pattern) else {
        return nil
      }
      let fix = fix(for: notation)
      return Observation("It is written as another gateway writes it: \(notation.clause).", fix: fix)
    }
  )

  /// What the notation means, as a change of pattern, type and expression.
  static func fix(for notation: ForeignNotation) -> Fix {
    switch notation.meaning {
    case .domain(let name):
      Fix(
        title: "make it the domain \(name)",
        change: .set(PolicyFields(pattern: name, patternType: .domain, isRegex: false))
      )
    case .expression(let text):
      Fix(
        title: "make it the expression \(text)",
        change: .set(PolicyFields(pattern: text, patternType: .email, isRegex: true))
      )
    }
  }

  static let typographicCharacter = Rule(
    "typographic-character",
    .warning,
    on: [.pattern],
    holds: "the pattern has a typographic or full-width character where the plain one is meant",
    why: "It looks right and is another character: the pattern matches nobody.",
    source: .unicodeSecurity,
    check: .policy { policy, _ in
      guard policy.reading.parsed != nil, let found = TypographicCharacters.find(in: policy.pattern) else {
        return nil
      }
      let name = HiddenCharacters.name(of: found.first)
      let plain = policy.isRegex ? found.plain : found.plain.trimmed
      return Observation(
        "The pattern contains \(name).",
        fix: plain.isEmpty ? nil : Fix(title: "write \(plain)", change: .set(PolicyFields(pattern: plain)))
      )
    }
  )

  static let oneTimeSender = Rule(
    "one-time-sender",
    .notice,
    on: [.pattern],
    holds: "the address was made for one message or one recipient, and does not come again",
    why: "It lets nothing through any more; the sender has an address or a domain that stays.",
    check: .policy { policy, _ in
      guard case .email(let address) = policy.reading.parsed, let sender = OneTimeSender(address) else { return nil }
      let fix: Fix? =
        switch sender.lasting {
        case .address(let text): Fix(title: "write \(text)", change: .set(PolicyFields(pattern: text)))
        case .domain(let name):
          Fix(title: "make it the domain \(name)", change: .set(PolicyFields(pattern: name, patternType: .domain)))
        case nil: nil
        }
      return Observation("It is no address that comes again (\(sender.scheme)).", fix: fix)
    }
  )

  static let sameMailbox = Rule(
    "same-mailbox",
    .notice,
    on: [.pattern],
    holds: "another policy that remains names the same mailbox in another spelling, as its provider reads it",
    why: "At gmail.com dots and what follows a plus sign mean nothing: the two are one person.",
    check: .set { policy, neighbours in
      neighbours.sameMailbox.map { Observation("\($0.pattern) (\($0.id)) is the same mailbox.") }
    }
  )
}
