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
        case .parsed(.network(let network)): near.formUnion(base.networks.rows(inside: network))
        case .parsed(.regex(let regex, let kind)):
          if let hosts = RegexIndex.Entry(regex: regex, kind: kind).hosts {
            for name in hosts { near.formUnion(base.names.rows(atOrBelow: name)) }
          } else {
            states.append(AllowPolicy(id: PolicyID("\(states.count)"), fields: fields))
          }
        case .parsed(.email), .problem, .nothing: break
        }
      }
    }
    if !states.isEmpty { near.formUnion(rows(mayMatch: PolicyIndex(PolicyList(states)).regexes)) }
    return near.sorted()
  }

  private func rows(mayMatch regexes: RegexIndex) -> [Int] {
    if !regexes.takingAnything.isEmpty { return Array(base.members.indices) }
    var found: [Int] = []
    for (row, policy) in base.members.enumerated() where policy.fields.isRegex != true {
      if policy.fields.patternType == .domain {
        if let name = try? HostName.parse(policy.pattern), regexes.byWholeDomain[name.ascii] != nil {
          found.append(row)
        }
      } else {
        var isNear = false
        regexes.candidates(for: policy.pattern) { _ in isNear = true }
        if isNear { found.append(row) }
      }
    }
    return found
  }
}

extension RegexIndex.Entry {
  /// The domains at or below which everything lies that it takes as a whole; nil where that cannot be said.
  var hosts: [HostName]? {
    regex.shape.domains.allSatisfy { $0.endsExpression && $0.looseDots.isEmpty } ? closedHosts : nil
  }
}
