import Patterns
import Policies

/// The type, and whether the pattern is what the type asks for.
extension Rule {
  static let patternTypeUnknown = Rule(
    "pattern-type-unknown",
    .error,
    on: [.patternType],
    holds: "UNKNOWN, or a type that this version does not know, would be sent in a put, a post or a changed field",
    why: "The API takes EMAIL, DOMAIN and IP only; UNKNOWN is deprecated and may only be returned.",
    source: .contract,
    check: .change { operation in
      guard let sent = SentFields(operation), sent.fields.contains(.patternType) else { return nil }
      guard let type = operation.result?.patternType else {
        return sent.kind == .post ? Observation("No type is chosen.") : nil
      }
      return type.isWritable ? nil : Observation("The type \(type.rawValue) may not be sent.")
    }
  )

  static let emailInvalid = Rule(
    "email-invalid",
    .error,
    on: [.pattern, .patternType, .isRegex],
    holds: "the type is EMAIL and the pattern is neither an expression nor one local@domain with a valid domain",
    why: "A pattern that is no address matches no sender, and the API refuses it.",
    source: .smtp,
    check: .policy { policy, _ in
      guard case .email(let problem) = policy.reading.problem else { return nil }
      return Observation("It is not one mail address: \(problem).", fix: repair(of: policy, .email))
    }
  )

  static let domainInvalid = Rule(
    "domain-invalid",
    .error,
    on: [.pattern, .patternType, .isRegex],
    holds: "the type is DOMAIN and the pattern is neither an expression nor a host name of two labels or more",
    why: "A pattern that is no host name matches no sender, and the API refuses it.",
    source: .hostNames,
    check: .policy { policy, _ in
      guard case .domain(let problem) = policy.reading.problem else { return nil }
      return Observation("It is not a domain: \(problem).", fix: repair(of: policy, .domain))
    }
  )

  static let ipInvalid = Rule(
    "ip-invalid",
    .error,
    on: [.pattern, .patternType, .isRegex],
    holds: "the type is IP and the pattern is neither an expression nor IPv4, IPv6 or CIDR",
    why: "The API refuses it, and two programs may read an odd spelling as two addresses.",
    source: .cidr,
    check: .policy { policy, _ in
      guard case .ip(let problem) = policy.reading.problem else { return nil }
      return Observation("It is not an IP address or network: \(problem).", fix: repair(of: policy, .ip))
    }
  )

  static let ipNotPublic = Rule(
    "ip-not-public",
    .error,
    on: [.pattern, .patternType, .isRegex],
    holds: "the address or network lies inside or covers a range that is not public, IPv4-mapped forms included",
    why: "The API rejects private, unique-local, loopback, link-local, unspecified and broadcast addresses.",
    source: .specialPurpose,
    check: .policy { policy, _ in
      guard let overlap = policy.network?.nonPublicRange else { return nil }
      return Observation("It is not public: \(overlap.description).")
    }
  )

  static let publicSuffix = Rule(
    "public-suffix",
    .error,
    on: [.pattern, .patternType, .isRegex],
    holds: "the type is DOMAIN and the pattern is a public suffix (one of the list's private section is a danger)",
    why: "Anybody can register a name under it, so the policy would speak for strangers.",
    source: .publicSuffixes,
    check: .policy { policy, _ in
      guard policy.kind == .domain, !policy.isRegex else { return nil }
      let text = policy.wholeDomain?.ascii ?? policy.pattern
      switch PublicSuffix.section(of: text) {
      case .icann: return Observation("\(text) is a public suffix.", example: "x@evil.\(text)")
      case .private:
        return Observation(
          "\(text) is a public suffix: its customers share it.",
          level: .danger,
          example: "x@evil.\(text)"
        )
      case nil: return nil
      }
    }
  )

  /// The pattern that was probably meant, or the type that suits it.
  private static func repair(of policy: PolicyFacts, _ kind: PatternKind) -> Fix? {
    if kind == .email, let notation = ForeignNotation(policy.pattern) { return fix(for: notation) }
    if let suggestion = PatternCleanup.suggestion(for: policy.pattern, kind: kind) {
      return Fix(title: "write \(suggestion.text)", change: .set(PolicyFields(pattern: suggestion.text)))
    }
    guard let likely = PatternKind.likely(for: policy.pattern), likely != kind else {
      return kind == .ip ? nil : ForeignNotation(policy.pattern).map { fix(for: $0) }
    }
    let type: PatternType =
      switch likely {
      case .email: .email
      case .domain: .domain
      case .ip: .ip
      }
    return Fix(title: "make its type \(type.label)", change: .set(PolicyFields(patternType: type)))
  }
}
