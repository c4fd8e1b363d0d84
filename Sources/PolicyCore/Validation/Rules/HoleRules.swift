import Values
import Patterns
import Policies

/// Policies that open more than a person means to open.
extension Rule {
  static let trustedUnverified = Rule(
    "trusted-unverified",
    .danger,
    on: [.verifySender, .isTrustedSender],
    holds: "a sender named by address, domain or expression is trusted and verify sender is off",
    why: "Anyone who spoofs this sender bypasses every detection.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard policy.isTrusted, !policy.isVerified, policy.namesSenders else { return nil }
      return Observation("The sender is trusted without being verified.", fix: turnOnVerify)
    }
  )

  static let trustedDomain = Rule(
    "trusted-domain",
    .danger,
    on: [.isTrustedSender, .pattern],
    holds: "a whole domain, or an expression that covers one, is a trusted sender",
    why: "Every mailbox of the domain, a stolen one too, bypasses all detections.",
    source: .scuba,
    check: .policy { policy, _ in
      guard policy.isTrusted else { return nil }
      if policy.kind == .domain, !policy.isRegex { return Observation("A whole domain is trusted.") }
      guard policy.kind != .ip, let regex = policy.reading.regex, DomainReach.takesSomeWholeDomain(regex) else {
        return nil
      }
      return Observation("The expression takes every address of a domain, and all of them are trusted.")
    }
  )

  static let freemailDomain = Rule(
    "freemail-domain",
    .danger,
    on: [.pattern],
    holds: "a consumer mailbox domain is allowed, as a domain or by an expression",
    why: "Anybody can have a mailbox there, an attacker too.",
    source: .safeSenders,
    check: .policy { policy, _ in
      guard let name = DomainReach.first(of: DomainTables.consumerMailboxes, takenBy: policy) else { return nil }
      return Observation("It takes every address at \(name), where anybody gets a mailbox.")
    }
  )

  static let ownDomain = Rule(
    "own-domain",
    .danger,
    on: [.pattern],
    holds: "one of the organisation's own domains, or one below it, is allowed as a sender",
    why: "Mail that pretends to come from inside is the most convincing phish there is.",
    source: .safeSenders,
    check: .policy { policy, settings in
      guard policy.isTrusted || policy.isAcceptable, !settings.ownNames.isEmpty else { return nil }
      let own = settings.ownNames
      let name =
        policy.wholeDomain.flatMap { DomainTables.entry(for: $0.ascii, in: own) }
        ?? DomainReach.first(of: own, takenBy: policy)
      return name.map { Observation("It allows \($0), one of your own domains, as a sender.") }
    }
  )

  static let exemptDomain = Rule(
    "exempt-domain",
    .danger,
    on: [.isExemptRecipient, .pattern],
    holds: "the recipient is exempt for a whole domain, an IP address or network, or an expression without ^ and $",
    why: "Exempting is meant for single mailboxes to which people report phishing; here others get it unfiltered.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard policy.isExempt else { return nil }
      if !policy.isRegex {
        switch policy.kind {
        case .domain: return Observation("Every recipient of a domain is exempt.")
        case .ip: return Observation("An IP address is no recipient, and all of its mail may be exempt.")
        case .email, nil: return nil
        }
      }
      guard let regex = policy.reading.regex else { return nil }
      if !regex.shape.isAnchoredAtStart || !regex.shape.isAnchoredAtEnd {
        return Observation("The expression for exempt recipients is not held by ^ and $.")
      }
      guard DomainReach.takesSomeWholeDomain(regex) else { return nil }
      return Observation("The expression exempts every recipient of a domain.")
    }
  )

  static let networkTooWide = Rule(
    "network-too-wide",
    .danger,
    on: [.pattern],
    holds: "the network is wider than /24 for IPv4 or /48 for IPv6",
    why: "So many addresses belong to more than one sender. (The limit for IPv6 is this project's own choice.)",
    source: .safeSenders,
    check: .policy { policy, _ in
      guard let network = policy.network.map({ $0.mappedIPv4 ?? $0 }) else { return nil }
      let limit = network.family == .v4 ? 24 : 48
      guard network.prefixLength < limit else { return nil }
      return Observation("/\(network.prefixLength) is wider than /\(limit).")
    }
  )

  static let brandDomain = Rule(
    "brand-domain",
    .warning,
    on: [.pattern],
    holds: "the policy is for a shared service such as paypal.com, docusign.net or shopify.com",
    why: "Everybody sends through these services, attackers too; Cloudflare advises against allow policies for them.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      let table = DomainTables.sharedServices
      if let name = policy.hostName {
        return DomainTables.entry(for: name.ascii, in: table).map { Observation("\($0) is a service that many share.") }
      }
      guard policy.kind != .ip, let shape = policy.reading.regex?.shape else { return nil }
      return shape.domains.lazy.compactMap { DomainTables.entry(for: $0.name, in: table) }.first
        .map { Observation("\($0) is a service that many share.") }
    }
  )

  static let turnOnVerify = Fix(title: "turn verify sender on", change: .set(PolicyFields(verifySender: true)))
}
