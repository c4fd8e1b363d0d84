import Languages
package import Patterns
package import Policies
import Values

/// What must stay true of an account's policies, whatever is submitted.
///
/// It is checked over all mail, not by samples.
package struct Guard: Hashable, Sendable {
  /// Of nothing that is bypassed nothing is demanded: the configuration has no word for it.
  package enum Demand: Hashable, Sendable {
    /// Mail of the scope never gets this much, or more.
    case forbid(Bypass)
    /// All mail of the scope gets this much at least.
    case require(Bypass)
  }

  /// Of which mail something is demanded.
  package enum Scope: Hashable, Sendable {
    case address(EmailAddress)
    /// With the names below it.
    case domain(HostName)
    case network(Network)
    /// Addresses in which the expression is found somewhere.
    case expression(String)
  }

  package var name: String
  package var demand: Demand
  package var scope: Scope
  /// Whether it is about mail that passes authentication, or about mail that fails.
  package var isVerified = false
  /// Whether the scope is about the header's From, whatever lets the message through; else it is about the address by
  /// which a policy lets it through.
  package var isAboutHeader = false
  /// How much it matters if it does not hold; an error keeps a batch from being sent.
  package var level = FindingLevel.error

  package init(name: String, _ demand: Demand, _ scope: Scope) {
    self.name = name
    self.demand = demand
    self.scope = scope
  }

  /// Reads a scope: an address, a domain, an IP address or network, or an expression between slashes.
  ///
  /// Nil for what is none of them, for another gateway's wildcard, and for an expression of which it cannot be decided
  /// what it matches.
  package static func scope(_ text: String) -> Scope? {
    if text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") {
      let source = String(text.dropFirst().dropLast())
      let readings = [Reading.anywhere, .anywhere(caseless: true)]
      let isDecided = readings.allSatisfy { (try? LanguageCache.language(of: source, $0)) != nil }
      return isDecided ? .expression(source) : nil
    }
    // A star is a letter like others: whoever writes one here means something else.
    guard ForeignNotation(text) == nil else { return nil }
    if let address = try? EmailAddress.parse(text) { return .address(address) }
    if let network = try? Network.parse(text) { return .network(network.cleared) }
    return (try? HostName.parse(text)).map { .domain($0) }
  }

  /// What must not be granted to the scope, or has to be.
  var grants: Grants {
    switch (bypass, isVerified) {
    case (.none, _): []
    case (.spamSpoofBulk, true): .acceptableVerified
    case (.spamSpoofBulk, false): .acceptableUnverified
    case (.all, true): .trustedVerified
    case (.all, false): .trustedUnverified
    }
  }

  private var bypass: Bypass {
    switch demand {
    case .forbid(let bypass), .require(let bypass): bypass
    }
  }
}

/// Whether a guard holds, and what shows that it does not.
package struct GuardAnswer: Hashable, Sendable {
  /// Nil where it holds in some readings of the server only, or was not decided.
  package let holds: Bool?
  /// A message that breaks it.
  package let example: MessageExample?
  /// An address of the scope that stands in the header's From of the message; nil where the guard is not about that.
  package let header: String?
  /// The policies that let the message through, the first of them.
  package let policies: [Policy]
  /// In which reading of the server it does not hold, or why it was not decided: a clause.
  package let reason: String?

  package struct Policy: Hashable, Sendable {
    package let id: PolicyID
    package let pattern: String
  }

  /// What breaks it, as a sentence; nil where nothing does.
  package var sentence: String? {
    if let example {
      let from = header.map { ", whose header says From: \($0)," } ?? ""
      let who = policies.isEmpty ? "" : " (by \(policies.map(\.pattern).joined(separator: ", ")))"
      return "For example \(example)\(from)\(who)\(reason.map { ", \($0)" } ?? "")."
    }
    return reason.map { "Not decided: \($0)." }
  }
}
