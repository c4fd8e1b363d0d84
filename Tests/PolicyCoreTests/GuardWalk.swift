import Languages
import Patterns
import Values

@testable import PolicyCore
@testable import Policies

/// Looks at every policy in every reading for what a guard forbids: slow, and with nothing left out.
struct GuardWalk {
  let rule: Guard
  let policies: PolicySet

  /// A policy that breaks the guard: in which readings, and by which text in the first of them.
  private struct Breach {
    let policy: GuardAnswer.Policy
    var readings: Set<ServerReading> = []
    var first: (reading: ServerReading, text: MatchedText)?
  }

  var answer: GuardAnswer {
    let readings = ServerReading.all()
    var breaches: [Breach] = []
    var undecided: String?
    for policy in policies.granting(rule.grants) {
      var breach = Breach(policy: GuardAnswer.Policy(id: policy.id, pattern: policy.reach.fields.pattern ?? ""))
      for reading in readings {
        switch find(policy.reach, reading) {
        case .nothing: continue
        case .text(let text):
          breach.readings.insert(reading)
          breach.first = breach.first ?? (reading, text)
        case .undecided(let reason): undecided = undecided ?? reason
        }
      }
      if !breach.readings.isEmpty { breaches.append(breach) }
    }
    // What breaks it however the server reads says most; among equals the newest.
    let most = breaches.map(\.readings.count).max() ?? 0
    let worst = breaches.reversed().filter { $0.readings.count == most }
    let ordered = worst + breaches.filter { $0.readings.count < most }
    let all = breaches.reduce(into: Set<ServerReading>()) { $0.formUnion($1.readings) }
    return GuardJudge.answer(
      worst.first?.first,
      in: ReadingSet(where: all.contains),
      undecided: undecided,
      by: Array(ordered.map(\.policy).prefix(GuardJudge.mostNamed)),
      rule
    )
  }

  /// A text of the scope that the policy matches; of a guard about the header any text, as any lets the message through.
  private func find(_ reach: PolicyReach, _ reading: ServerReading) -> GuardJudge.Found {
    if reach.isOfUnknownType { return .undecided("what a policy of its type matches is not known") }
    let found = match(reach, reading)
    if case .text = found, !reach.grants.certainlyGrant(rule.grants) {
      return .undecided("a field of the policy \(reach.fields.pattern ?? "") cannot be read")
    }
    return found
  }

  private func match(_ reach: PolicyReach, _ reading: ServerReading) -> GuardJudge.Found {
    if let network = reach.network {
      let isAsked = rule.isAboutHeader || rule.scope.kind == .ip
      return isAsked ? address(in: network).map { .text(.ip($0)) } ?? .nothing : .nothing
    }
    if reach.expression == nil, let literal = literal(of: reach, reading) {
      return literal.map { .text(.sender($0)) } ?? .nothing
    }
    do throws(ExpressionFailure) {
      for kind in rule.isAboutHeader ? [MatchedText.Kind.sender, .ip, .server] : [rule.scope.kind] {
        var language = try reach.language(of: kind, in: reading)
        if !rule.isAboutHeader { language = try language.intersection(rule.scope.language(in: reading)) }
        guard let text = language.mailWitness().flatMap({ MatchedText(kind, $0) }) else { continue }
        // The addresses of an IPv6 network are no language, so whether the text is one of them is a matter of chance.
        return rule.scope.isOnlyBounded && !rule.isAboutHeader
          ? .undecided("the expression \(reach.expression ?? "") matches IPv6 addresses") : .text(text)
      }
      return .nothing
    } catch .undecided(let reason, _) {
      return .undecided(reach.expression.map { "the expression \($0) has \(reason)" } ?? "\(reason)")
    } catch {
      return .nothing
    }
  }

  /// An address that a policy without expression has in common with the scope, or none, as names tell alone; nil where
  /// they do not tell.
  private func literal(of reach: PolicyReach, _ reading: ServerReading) -> String?? {
    if rule.isAboutHeader { return .some(reach.address.map { "\($0)" } ?? reach.domain.map { "x@\($0)" }) }
    switch rule.scope {
    case .address(let address):
      if let other = reach.address {
        let isSame = reading.ignoresCase ? other.inLowerCase == address.inLowerCase : other == address
        return .some(isSame ? "\(other)" : nil)
      }
      guard let name = reach.domain else { return .some(nil) }
      let isInside = name == address.domain || (reading.coversSubdomains && address.domain.isSubdomain(of: name))
      return .some(isInside ? "\(address)" : nil)
    case .domain(let scope):
      if let other = reach.address {
        return .some(other.domain == scope || other.domain.isSubdomain(of: scope) ? "\(other)" : nil)
      }
      guard let name = reach.domain else { return .some(nil) }
      if name == scope || name.isSubdomain(of: scope) { return .some("x@\(name)") }
      return .some(reading.coversSubdomains && scope.isSubdomain(of: name) ? "x@\(scope)" : nil)
    case .network: return .some(nil)
    case .expression: return nil
    }
  }

  private func address(in network: Network) -> IPAddress? {
    if rule.isAboutHeader { return network.address }
    guard case .network(let scope) = rule.scope, scope.overlaps(network) else { return nil }
    return scope.contains(network) ? network.address : scope.address
  }
}

extension PolicySet {
  /// The policies that grant as much as is asked for, and what they match.
  fileprivate func granting(_ level: Grants) -> [(id: PolicyID, reach: PolicyReach)] {
    var found: [(id: PolicyID, reach: PolicyReach)] = []
    func add(_ index: PolicyIndex, where isThere: (Int) -> Bool) {
      for row in index.grants.indices where index.grants[row].isSuperset(of: level) && isThere(row) {
        found.append((index.members.id(at: row), PolicyReach(index.members.fields(at: row))))
      }
    }
    add(base) { !isHidden($0) }
    if let overlay { add(overlay) { _ in true } }
    return found
  }
}
