import Languages
import Patterns
import Policies

extension PolicySet {
  /// The remote rows whose neighbours may be others once the operations have run, ascending; some are named in vain.
  ///
  /// Looked up by pattern, domain and network; the list is gone over, once, only where an expression comes or goes that
  /// does not end in a domain.
  func rows(near operations: [DraftOperation]) -> [Int] {
    var reader = PatternReader()
    var near: Set<Int> = []
    var states: [AllowPolicy] = []
    for operation in operations {
      for fields in [operation.base?.fields, operation.result].compactMap({ $0 }) {
        let reading = reader.read(fields)
        near.formUnion(base.bucket(under: PatternKey(fields, reading))?.rows ?? [])
        switch reading {
        case .parsed(.domain(let name)): near.formUnion(base.names.rows(at: name))
        case .parsed(.network(let network)):
          near.formUnion(base.networks.rows(inside: network))
          near.formUnion(base.coverers(of: network))
        case .parsed(.email(let address)): near.formUnion(base.coverers(of: address, changing: operations.count))
        case .parsed(.regex(let regex, let kind)):
          near.formUnion(base.rows(near: .of(regex.expression, kind)))
          if ExpressionJudgement.of(regex.expression, kind).hosts == nil {
            states.append(AllowPolicy(id: PolicyID("\(states.count)"), fields: fields))
          }
        case .problem(.regexUnchecked):
          guard let judgement = PolicyFacts.expression(of: fields, reading) else { continue }
          near.formUnion(base.rows(near: judgement))
          if judgement.hosts == nil { states.append(AllowPolicy(id: PolicyID("\(states.count)"), fields: fields)) }
        case .problem, .nothing: break
        }
      }
    }
    if !states.isEmpty { near.formUnion(rows(mayMatch: PolicyIndex(PolicyList(states)))) }
    return near.sorted()
  }

  private func rows(mayMatch index: PolicyIndex) -> [Int] {
    let (regexes, covers) = (index.regexes, index.expressionCovers)
    if !regexes.takingAnything.isEmpty { return Array(base.members.indices) }
    var found: [Int] = []
    for (row, policy) in base.members.enumerated() where policy.fields.isRegex != true {
      if policy.fields.patternType == .domain {
        if let name = try? HostName.parse(policy.pattern), !covers.places(coveringDomain: name).isEmpty {
          found.append(row)
        }
      } else {
        var isNear = PatternReading.address(of: policy.fields).map(index.isTakenByLanguage) ?? false
        regexes.candidates(for: policy.pattern) { _ in isNear = true }
        if isNear { found.append(row) }
      }
    }
    return found
  }
}

extension PolicyIndex {
  /// The policies that an expression may cover or be covered by, without those that only a look at each finds.
  fileprivate func rows(near judgement: ExpressionJudgement) -> [Int] {
    expressions(near: judgement) + (judgement.hosts ?? []).flatMap { names.rows(atOrBelow: $0) }
  }

  /// The policies for networks that contain one.
  fileprivate func coverers(of network: Network) -> [Int] {
    networks.containers(of: network).flatMap { bucket(under: .network($0))?.rows ?? [] }
  }

  /// The policies for an address's domain, and all that they cover where it is by these changes that they are many.
  fileprivate func coverers(of address: EmailAddress, changing: Int) -> [Int] {
    guard let domains = bucket(under: .domain(address.domain))?.rows else { return [] }
    let most = PolicySet.manyCovered + 2 * changing + domains.count
    let there = Array(names.rows(at: address.domain).prefix(most + 1))
    return there.count <= most ? domains + there : domains
  }
}

extension ExpressionJudgement {
  /// The domains at or below which everything lies that it takes as a whole; nil where that cannot be said.
  var hosts: [HostName]? {
    guard kind != .ip, let decided = verdict.decided, decided.everything == nil, !decided.hasLooseDots
    else { return nil }
    switch decided.hole {
    case .suffix, .open, .unheldEnd: return nil
    case .dot, .openEnd, nil: break
    }
    let hosts = decided.domains.compactMap { try? HostName.parse($0.name) }
    return hosts.count == decided.domains.count ? hosts : nil
  }
}
