import Policies
import Patterns
import Values

/// Whether some address may be taken by two policies.
///
/// Everything that is not documented counts as an overlap: sub-domains, case, part or whole. A sender and a network are
/// not compared: every message has both.
extension PolicySet {
  /// A policy other than this one, with grants that are wanted, which may take something that this one takes.
  func overlap(with policy: PolicyFacts, where accepts: (Grants) -> Bool) -> Member? {
    rows(besides: place(of: policy.id)) { index, isThere, found in
      if let row = index.overlap(with: policy, where: { isThere($0) && accepts(index.grants[$0]) }) {
        found.append(FoundRow(row: row, grants: index.grants[row]))
      }
    }.first.map(member)
  }
}

extension PolicyIndex {
  fileprivate func overlap(with policy: PolicyFacts, where isWanted: (Int) -> Bool) -> Int? {
    if let row = first(policy.key, isWanted) { return row }
    // What cannot be read may take anything.
    guard let pattern = policy.reading.parsed else { return members.indices.first(where: isWanted) }
    let isForNetworks = pattern.kind == .ip
    if let row = unchecked.first(where: { isWanted($0) && (members.fields(at: $0).patternType == .ip) == isForNetworks }
    ) {
      return row
    }
    return literal(under: pattern, isWanted) ?? regex(over: pattern, isWanted)
  }

  /// A policy without expression that may take something that the pattern takes.
  private func literal(under pattern: ParsedPattern, _ isWanted: (Int) -> Bool) -> Int? {
    switch pattern {
    case .email(let address):
      first(.domain(address.domain), isWanted) ?? parent(of: address.domain, isWanted)
        ?? sameInAnotherCase(address, isWanted)
    case .domain(let name):
      names.rows(atOrBelow: name).first(where: isWanted) ?? parent(of: name, isWanted)
    case .network(let network):
      self.network(overlapping: network, isWanted)
        ?? (network.mappedIPv4 ?? network.mappedIPv6).flatMap { self.network(overlapping: $0, isWanted) }
    case .regex(let regex, let kind):
      literal(under: RegexIndex.Entry(regex: regex, kind: kind), isWanted)
    }
  }

  private func literal(under entry: RegexIndex.Entry, _ isWanted: (Int) -> Bool) -> Int? {
    guard let hosts = entry.closedHosts else {
      return members.indices.first {
        isWanted($0) && (members.fields(at: $0).patternType == .ip) == entry.isForNetworks
      }
    }
    for name in hosts {
      if let row = names.rows(atOrBelow: name).first(where: isWanted) ?? parent(of: name, isWanted) { return row }
    }
    return nil
  }

  private func regex(over pattern: ParsedPattern, _ isWanted: (Int) -> Bool) -> Int? {
    for place in regexes.places(near: pattern) {
      let entry = regexes.entries[place]
      // Whether one is wanted is cheaper to say than whether both take something.
      if let row = first(entry.key, isWanted), entry.mayOverlap(pattern) { return row }
    }
    return nil
  }

  private func first(_ key: PatternKey, _ isWanted: (Int) -> Bool) -> Int? {
    var found: [FoundRow] = []
    addPolicies(under: key, where: isWanted, to: &found)
    return found.first?.row
  }

  /// A policy for a domain above a name.
  private func parent(of name: HostName, _ isWanted: (Int) -> Bool) -> Int? {
    for text in name.parents {
      if let parent = try? HostName.parse(String(text)), let row = first(.domain(parent), isWanted) { return row }
    }
    return nil
  }

  private func network(overlapping network: Network, _ isWanted: (Int) -> Bool) -> Int? {
    if let row = networks.rows(inside: network).first(where: isWanted) { return row }
    for wider in networks.containers(of: network) {
      if let row = first(.network(wider), isWanted) { return row }
    }
    return nil
  }

  private func sameInAnotherCase(_ address: EmailAddress, _ isWanted: (Int) -> Bool) -> Int? {
    let folded = address.inLowerCase
    return first(.email(folded), isWanted) ?? first(.folded(folded), isWanted)
  }
}

extension RegexIndex.Entry {
  /// Whether the expression may take something that another pattern takes; false only where it certainly does not.
  func mayOverlap(_ pattern: ParsedPattern) -> Bool {
    guard isForNetworks == (pattern.kind == .ip) else { return false }
    if isSlow { return true }
    if self.pattern.coverage(of: pattern).verdict != .doesNotCover { return true }
    switch pattern {
    case .email: return false
    case .network(let network): return !network.isSingleAddress
    case .domain(let name):
      return !isClosed || regex.shape.domains.contains { DomainTexts.areRelated($0.name, name.ascii) }
    case .regex(let other, let otherKind):
      let other = RegexIndex.Entry(regex: other, kind: otherKind)
      guard isClosed, other.isClosed else { return true }
      return regex.shape.domains.contains { one in
        other.regex.shape.domains.contains { DomainTexts.areRelated(one.name, $0.name) }
      }
    }
  }
}

extension Network {
  /// The IPv4-mapped IPv6 form of an IPv4 network.
  fileprivate var mappedIPv6: Network? {
    guard let bits = address.v4Bits else { return nil }
    return Network(IPAddress(v6High: 0, low: 0xffff_0000_0000 | UInt64(bits)), prefixLength: prefixLength + 96)
  }
}
