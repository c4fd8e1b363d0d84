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
      return Observation(
        "The sender is trusted without being verified.",
        fix: turnOnVerify,
        example: policy.example
      )
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
      if policy.kind == .domain, !policy.isRegex {
        return Observation("A whole domain is trusted.", example: policy.example)
      }
      guard let expression = policy.expression, let host = expression.wholeHost else { return nil }
      let example = "x@\(host)"
      return Observation(
        expression.sentence("every address at \(host) is trusted", for: example),
        example: example
      )
    }
  )

  static let freemailDomain = Rule(
    "freemail-domain",
    .danger,
    on: [.pattern],
    holds: "a consumer mailbox domain is allowed, as a domain or by an expression for many of its mailboxes",
    why: "Anybody can have a mailbox there, an attacker too.",
    source: .safeSenders,
    check: .policy { policy, _ in
      let what = "where anybody gets a mailbox"
      if let name = policy.wholeDomain?.ascii, DomainTables.consumerMailboxes.contains(name) {
        return Observation("It takes every address at \(name), \(what).", example: policy.example)
      }
      guard let expression = policy.expression, let name = expression.verdict.decided?.freemail else { return nil }
      return Observation("It takes many addresses at \(name), \(what).", example: expression.example(at: name))
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
      guard policy.isTrusted || policy.isAcceptable, !settings.own.hosts.isEmpty else { return nil }
      if let domain = policy.wholeDomain, let name = DomainTables.entry(for: domain.ascii, in: settings.own.hosts) {
        return Observation("It allows \(name), one of your own domains, as a sender.", example: policy.example)
      }
      guard let expression = policy.expression, let name = expression.host(among: settings.own) else { return nil }
      return Observation(
        "It allows \(name), one of your own domains, as a sender.",
        example: expression.example(at: name)
      )
    }
  )

  static let exemptDomain = Rule(
    "exempt-domain",
    .danger,
    on: [.isExemptRecipient, .pattern],
    holds:
      "the recipient is exempt for a whole domain, an IP address or network, or an expression that longer addresses match too",
    why: "Exempting is meant for single mailboxes to which people report phishing; here others get it unfiltered.",
    source: .allowPolicies,
    check: .policy { policy, _ in
      guard policy.isExempt else { return nil }
      if !policy.isRegex {
        switch policy.kind {
        case .domain: return Observation("Every recipient of a domain is exempt.", example: policy.example)
        case .ip:
          return Observation(
            "An IP address is no recipient, and all of its mail may be exempt.",
            example: policy.example
          )
        case .email, nil: return nil
        }
      }
      guard let expression = policy.expression else { return nil }
      if let host = expression.wholeHost {
        let example = "x@\(host)"
        return Observation(
          expression.sentence("every recipient at \(host) is exempt", for: example),
          example: example
        )
      }
      guard let example = expression.recipientBesideWhole else { return nil }
      return Observation(expression.sentence("\(example) is exempt too", for: example), example: example)
    }
  )

  static let networkTooWide = Rule(
    "network-too-wide",
    .danger,
    on: [.pattern],
    holds: "the network is wider than /24 for IPv4 or /48 for IPv6",
    why: "So many addresses belong to more than one sender.",
    source: .safeSenders,
    check: .policy { policy, _ in
      guard let network = policy.network.map({ $0.mappedIPv4 ?? $0 }) else { return nil }
      let limit = network.family == .v4 ? 24 : 48
      guard network.prefixLength < limit else { return nil }
      return Observation("/\(network.prefixLength) is wider than /\(limit).", example: policy.example)
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
      guard let expression = policy.expression, let name = expression.verdict.decided?.sharedService else { return nil }
      return Observation("\(name) is a service that many share.", example: expression.example(at: name))
    }
  )

  static let turnOnVerify = Fix(title: "turn verify sender on", change: .set(PolicyFields(verifySender: true)))
}
