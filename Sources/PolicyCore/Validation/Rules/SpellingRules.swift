import Values
import Patterns
import Policies

/// Patterns that say the right thing in an odd way, or that one of the two doors refuses.
extension Rule {
  static let hostBits = Rule(
    "host-bits",
    .warning,
    on: [.pattern],
    holds: "bits after the prefix of the network are set",
    why: "It is not clear whether one address or the whole network was meant.",
    source: .cidr,
    check: .policy { policy, _ in
      guard let network = policy.network, network.hasHostBits else { return nil }
      let cleared = "\(network.cleared)"
      return Observation(
        "\(network) has host bits set; the network is \(cleared).",
        fix: Fix(title: "write \(cleared)", change: .set(PolicyFields(pattern: cleared)))
      )
    }
  )

  static let notNormalised = Rule(
    "not-normalised",
    .warning,
    on: [.pattern],
    holds: "the pattern has upper case, a trailing dot or surrounding space that means nothing",
    why: "Two spellings of one pattern hide a duplicate, and whether the filter minds them is not documented.",
    check: .policy { policy, _ in
      guard let parsed = policy.reading.parsed, !parsed.isSpelled(policy.pattern), let kind = policy.kind,
        let suggestion = PatternCleanup.suggestion(for: policy.pattern, kind: kind), suggestion.isSpellingOnly
      else { return nil }
      let reasons = suggestion.fixes.map(\.description).joined(separator: ", ")
      return Observation(
        "It is not in its usual spelling: \(reasons).",
        fix: Fix(title: "write \(suggestion.text)", change: .set(PolicyFields(pattern: suggestion.text)))
      )
    }
  )

  static let overDashboard = Rule(
    "over-dashboard",
    .notice,
    on: [.pattern],
    holds: "the pattern is IPv6 or a network",
    why: "The API takes it, but the dashboard's form and CSV refuse it, so it cannot be edited there.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard let network = policy.network else { return nil }
      if network.family == .v6 { return Observation("The dashboard does not take IPv6.") }
      return network.isSingleAddress ? nil : Observation("The dashboard does not take networks.")
    }
  )
}
