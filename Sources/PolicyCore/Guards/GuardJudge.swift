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

/// What was found in one reading.
private enum Found {
  case nothing
  case text(MatchedText)
  /// Why it was not decided, as a clause.
  case undecided(String)
}

extension Guard.Scope {
  /// Of which texts it speaks.
  fileprivate var kind: MatchedText.Kind {
    if case .network = self { .ip } else { .sender }
  }

  /// Its texts, as they reach the policies; of an IPv6 network the texts of all IPv6 addresses.
  fileprivate func language(in reading: ServerReading) throws(ExpressionFailure) -> Language {
    switch self {
    case .address(let address): return PolicyReach.language(of: address, in: reading) ?? .none
    case .domain(let name):
      return try .addresses(at: .domain(name.ascii, subdomains: true, caseless: reading.ignoresCase))
    case .network(let network): return PolicyReach.language(of: network) ?? .ipv6Texts
    case .expression(let source):
      return try LanguageCache.language(of: source, .anywhere(caseless: reading.ignoresCase))
        .intersection(MatchedText.Kind.recipient.universe(reading))
    }
  }

  /// Whether its language is only known to lie within another one.
  fileprivate var isOnlyBounded: Bool {
    if case .network(let network) = self { network.family == .v6 } else { false }
  }

  /// One of its addresses, to stand in a header.
  fileprivate var anAddress: String? {
    switch self {
    case .address(let address): "\(address)"
    case .domain(let name): "x@\(name)"
    case .network: nil
    case .expression: (try? language(in: .widest))?.mailWitness()
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
      in: all,
      of: readings,
      undecided: undecided,
      by: ordered.map(\.policy),
      rule
    )
  }

  /// A text of the scope that the policy matches; of a guard about the header any text, as any lets the message through.
  private func find(_ reach: PolicyReach, _ reading: ServerReading) -> Found {
    if reach.isOfUnknownType { return .undecided("what a policy of its type matches is not known") }
    let found = match(reach, reading)
    if case .text = found, !reach.grants.certainlyGrant(rule.grants) {
      return .undecided("a field of the policy \(reach.fields.pattern ?? "") cannot be read")
    }
    return found
  }

  private func match(_ reach: PolicyReach, _ reading: ServerReading) -> Found {
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
      switch missing(in: reading) {
      case .nothing: continue
      case .text(let text):
        broken.insert(reading)
        first = first ?? (reading, text)
      case .undecided(let reason): undecided = undecided ?? reason
      }
    }
    return GuardJudge.answer(first, in: broken, of: readings, undecided: undecided, by: [], rule)
  }

  private func missing(in reading: ServerReading) -> Found {
    if case .network(let network) = rule.scope {
      let first = policies.uncovered(in: network, granting: rule.grants, besides: Self.nowhere, and: [])
      guard let text = first.map(MatchedText.ip) else { return .nothing }
      if !policies.grants(rule.grants, to: text, in: reading, besides: Self.nowhere) { return .text(text) }
      if rule.scope.isOnlyBounded { return .undecided("an expression matches addresses of \(network)") }
    }
    let kind = rule.scope.kind
    do throws(ExpressionFailure) {
      let text = try BoundedDifference.search(in: rule.scope.language(in: reading)) { text throws(ExpressionFailure) in
        MatchedText(kind, text).map {
          policies.languages(granting: rule.grants, to: $0, in: reading, besides: Self.nowhere)
        } ?? []
      }
      return text.flatMap { MatchedText(kind, $0) }.map { .text($0) } ?? .nothing
    } catch .undecided(let reason, _) {
      return .undecided("it takes \(reason)")
    } catch {
      return .nothing
    }
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
