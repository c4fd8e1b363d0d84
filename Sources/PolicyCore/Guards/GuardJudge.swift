import Languages
import Patterns
import Policies
import Values

/// Decides whether guards hold over all mail, in every reading of what is not documented about the server.
///
/// A forbidden grant is looked for policy by policy, which costs what the policies cost. A required one is looked for as
/// a text that no policy grants it.
struct GuardJudge: Sendable {
  let policies: PolicySet

  /// So many policies are named.
  private static let mostNamed = 3

  func answer(_ rule: Guard) -> GuardAnswer {
    switch rule.demand {
    case .forbid: ForbidSearch(rule: rule, policies: policies).answer
    case .require: RequireSearch(rule: rule, policies: policies).answer
    }
  }

  /// What a guard comes to that does not hold in some readings, `found` being a text that shows it in one of them.
  fileprivate static func answer(
    _ found: (reading: ServerReading, text: MatchedText)?,
    in broken: Set<ServerReading>,
    of readings: [ServerReading],
    undecided: String?,
    by policies: [GuardAnswer.Policy],
    _ rule: Guard
  ) -> GuardAnswer {
    guard let found else {
      return GuardAnswer(
        holds: undecided == nil ? true : nil,
        example: nil,
        header: nil,
        policies: [],
        reason: undecided
      )
    }
    let clauses = ServerReading.Aspect.allCases.filter { !broken.contains(found.reading.turned($0)) }
      .map { found.reading.clause(on: $0) }
    return GuardAnswer(
      holds: broken.count == readings.count ? false : nil,
      example: MessageExample(found.text, isAuthenticated: rule.isVerified),
      header: rule.isAboutHeader ? rule.scope.anAddress : nil,
      policies: Array(policies.prefix(mostNamed)),
      reason: clauses.isEmpty ? nil : "if " + clauses.joined(separator: " and ")
    )
  }
}

extension Guard.Scope {
  /// Of which texts it speaks.
  fileprivate var kind: MatchedText.Kind {
    if case .network = self { .ip } else { .sender }
  }

  /// Its texts, as they reach the policies; nil for an IPv6 network, whose texts are no language.
  fileprivate func language(in reading: ServerReading) -> Language? {
    switch self {
    case .address(let address): PolicyReach.language(of: address, in: reading)
    case .domain(let name):
      try? .addresses(at: .domain(name.ascii, subdomains: true, caseless: reading.ignoresCase))
    case .network(let network): PolicyReach.language(of: network)
    case .expression(let source):
      try? Language(source: source, .anywhere(caseless: reading.ignoresCase))
        .intersection(MatchedText.Kind.recipient.universe(reading))
    }
  }

  /// One of its addresses, to stand in a header.
  fileprivate var anAddress: String? {
    switch self {
    case .address(let address): "\(address)"
    case .domain(let name): "x@\(name)"
    case .network: nil
    case .expression: language(in: .widest)?.mailWitness()
    }
  }
}

/// Looks for a policy that grants texts of a scope what is forbidden.
private struct ForbidSearch {
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
    let scopes = Dictionary(uniqueKeysWithValues: readings.map { ($0, rule.scope.language(in: $0)) })
    var breaches: [Breach] = []
    var undecided: String?
    for policy in policies.granting(rule.grants) {
      var breach = Breach(policy: GuardAnswer.Policy(id: policy.id, pattern: policy.reach.fields.pattern ?? ""))
      for reading in readings {
        do throws(ExpressionFailure) {
          guard let text = try text(of: policy.reach, reading, scopes[reading] ?? nil) else { continue }
          breach.readings.insert(reading)
          breach.first = breach.first ?? (reading, text)
        } catch .undecided(let reason, _) {
          undecided = undecided ?? "the expression \(policy.reach.expression ?? "") has \(reason)"
        } catch {
          continue
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
      in: all,
      of: readings,
      undecided: undecided,
      by: ordered.map(\.policy),
      rule
    )
  }

  /// A text of the scope that the policy matches; of a guard about the header any text, as any lets the message through.
  private func text(
    of reach: PolicyReach,
    _ reading: ServerReading,
    _ scope: Language?
  ) throws(ExpressionFailure) -> MatchedText? {
    let shelf = policies.base.expressions.shelf
    for kind in rule.isAboutHeader ? MatchedText.Kind.allCases.filter({ $0 != .recipient }) : [rule.scope.kind] {
      if let network = reach.network {
        if kind == .ip, let address = address(in: network) { return .ip(address) }
        continue
      }
      if reach.expression == nil {
        guard kind == .sender else { continue }
        if let literal = literal(of: reach, reading) { return literal.map { .sender($0) } }
      }
      let language = try reach.language(of: kind, in: reading, shelf)
      let found =
        rule.isAboutHeader
        ? language.mailWitness()
        : try scope.flatMap { scope throws(ExpressionFailure) in
          try language.intersection(scope).mailWitness()
        }
      if let text = found.flatMap({ MatchedText(kind, $0) }) { return text }
    }
    return nil
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

/// Looks for a text of a scope that no policy grants what is required.
private struct RequireSearch {
  let rule: Guard
  let policies: PolicySet

  private static let nowhere = PolicySet.Place(base: nil, overlay: nil)

  var answer: GuardAnswer {
    let readings = ServerReading.all()
    var broken: Set<ServerReading> = []
    var first: (reading: ServerReading, text: MatchedText)?
    var undecided: String?
    for reading in readings {
      do throws(ExpressionFailure) {
        guard let text = try missing(in: reading) else { continue }
        broken.insert(reading)
        first = first ?? (reading, text)
      } catch .undecided(let reason, _) {
        undecided = undecided ?? "it takes \(reason)"
      } catch {
        continue
      }
    }
    return GuardJudge.answer(first, in: broken, of: readings, undecided: undecided, by: [], rule)
  }

  private func missing(in reading: ServerReading) throws(ExpressionFailure) -> MatchedText? {
    if case .network(let network) = rule.scope {
      let first = policies.uncovered(in: network, granting: rule.grants, besides: Self.nowhere, and: [])
      return first.map { .ip($0) }
    }
    guard let scope = rule.scope.language(in: reading) else { return nil }
    let text = try BoundedDifference.search(in: scope) { text throws(ExpressionFailure) in
      policies.languages(granting: rule.grants, to: .sender(text), in: reading, besides: Self.nowhere)
    }
    return text.map { .sender($0) }
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
