/// Whether one pattern certainly takes everything that another one takes, and why that is so.
///
/// Flags are not looked at. What the API leaves undocumented (sub-domains, whole match or part, case) makes an answer
/// *unknown* where it decides.
package struct Coverage: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    case covers
    case doesNotCover
    case unknown
  }

  /// What the verdict rests on; `description` is a clause, without a full stop, for use in a message.
  package enum Reason: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case same
    case addressAtDomain
    case addressInNetwork
    case matchesWhole
    case takesEveryAddress
    case takesAnything
    case different
    case differentKind
    case leavesSomeOut
    case takesMore
    case subdomain
    case caseOnly
    case matchesPart
    case matchesSamples
    case mappedAddress
    case stepLimit
    case notComparable

    package var description: String {
      switch self {
      case .same: "both say the same"
      case .addressAtDomain: "the address is at the domain"
      case .addressInNetwork: "the address or network lies in the network"
      case .matchesWhole: "the expression matches all of it"
      case .takesEveryAddress: "the expression takes every address at the domain itself"
      case .takesAnything: "the expression takes everything"
      case .different: "they have nothing in common, or only a part"
      case .differentKind: "one names senders by address, the other by network"
      case .leavesSomeOut: "the expression leaves some of it out"
      case .takesMore: "the expression takes addresses that the other pattern does not"
      case .subdomain: "whether a domain includes its sub-domains is not documented"
      case .caseOnly: "they differ in case only, and whether case matters is not documented"
      case .matchesPart: "the expression matches a part of it, and whether that is enough is not documented"
      case .matchesSamples: "the expression takes all samples that were tried, which is no proof"
      case .mappedAddress: "one of them is an IPv4 address in IPv6 form"
      case .stepLimit: "the expression takes too long to match"
      case .notComparable: "what an expression takes cannot be compared in general"
      }
    }

    /// What follows from the reason; each reason speaks for one verdict only.
    package var verdict: Verdict {
      switch self {
      case .same, .addressAtDomain, .addressInNetwork, .matchesWhole, .takesEveryAddress, .takesAnything: .covers
      case .different, .differentKind, .leavesSomeOut, .takesMore: .doesNotCover
      case .subdomain, .caseOnly, .matchesPart, .matchesSamples, .mappedAddress, .stepLimit, .notComparable: .unknown
      }
    }
  }

  package let reason: Reason
  package var verdict: Verdict { reason.verdict }

  init(_ reason: Reason) {
    self.reason = reason
  }
}

extension ParsedPattern {
  /// Whether this pattern certainly takes everything that another one takes.
  ///
  /// A domain stands for the addresses at exactly that domain: that it includes those of its sub-domains is not
  /// documented.
  package func coverage(of other: ParsedPattern) -> Coverage {
    switch (self, other) {
    case (.regex(let regex, let kind), _): RegexCoverage(regex: regex, kind: kind).coverage(of: other)
    case (_, .regex(let regex, let kind)): RegexCoverage(regex: regex, kind: kind).coverage(by: self)
    case (.email(let address), .email(let other)): Coverage(ParsedPattern.compare(address, other))
    case (.domain(let name), .email(let address)): Coverage(ParsedPattern.compare(name, address))
    case (.domain(let name), .domain(let other)):
      Coverage(name == other ? .same : other.isSubdomain(of: name) ? .subdomain : .different)
    case (.network(let network), .network(let other)): Coverage(ParsedPattern.compare(network, other))
    case (.email, .domain): Coverage(.different)
    case (.network, _), (_, .network): Coverage(.differentKind)
    }
  }

  private static func compare(_ address: EmailAddress, _ other: EmailAddress) -> Coverage.Reason {
    guard address.domain == other.domain else { return .different }
    if address.local == other.local { return .same }
    return address.local.lowercased() == other.local.lowercased() ? .caseOnly : .different
  }

  private static func compare(_ name: HostName, _ address: EmailAddress) -> Coverage.Reason {
    if address.domain == name { return .addressAtDomain }
    return address.domain.isSubdomain(of: name) ? .subdomain : .different
  }

  private static func compare(_ network: Network, _ other: Network) -> Coverage.Reason {
    if network.cleared == other.cleared { return .same }
    if network.contains(other) { return .addressInNetwork }
    let isMapped = (network.mappedIPv4 == nil) != (other.mappedIPv4 == nil)
    if isMapped, (network.mappedIPv4 ?? network).contains(other.mappedIPv4 ?? other) { return .mappedAddress }
    return .different
  }
}
