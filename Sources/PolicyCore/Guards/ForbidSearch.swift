import Languages
import Patterns
import Policies
import Values

/// Looks for policies that grant texts of a scope what is forbidden, before a batch and after it.
///
/// Only those are looked at that may match a text of the scope, found by their names and networks; of expressions all,
/// unless the scope is one address. What a policy of the list comes to is found out once for before and after.
struct ForbidSearch {
  private let judge: BreachJudge
  private let base: PolicyIndex
  /// The rows of the list that may break the guard, ascending.
  private let rows: [Int]
  /// What came of those that were looked at.
  private var known: [Int: Breach] = [:]

  /// `base` are the policies as they are, `first` is the reading whose example is shown, if there is one.
  init(_ rule: Guard, over base: PolicyIndex, first: ServerReading) {
    judge = BreachJudge(rule, first)
    self.base = base
    rows = rule.rows(in: base)
  }

  /// Whether the guard holds of a set: the policies as they are, or with a batch laid over them.
  mutating func answer(on set: PolicySet) -> GuardAnswer {
    var tally = Tally()
    // The newest first: a few that break it however the server reads settle it.
    if let overlay = set.overlay {
      for row in judge.rule.rows(in: overlay).reversed() where !tally.isSettled {
        tally.add(judge.breach(of: row, in: overlay))
      }
    }
    for row in rows.reversed() where !tally.isSettled && !set.isHidden(row) {
      let breach = known[row] ?? judge.breach(of: row, in: base)
      known[row] = breach
      tally.add(breach)
    }
    return tally.answer(on: judge.rule)
  }

  /// What the policies came to so far.
  private struct Tally {
    /// The newest first.
    private var breaches: [Breach] = []
    /// Of the oldest that was not decided.
    private var undecided: String?
    private var complete = 0

    /// Whether those that are still to come make no difference.
    var isSettled: Bool { complete == GuardJudge.mostNamed }

    mutating func add(_ breach: Breach) {
      undecided = breach.undecided ?? undecided
      guard !breach.readings.isEmpty else { return }
      breaches.append(breach)
      if breach.readings == .all { complete += 1 }
    }

    /// What breaks it in most readings says most; of those the newest.
    func answer(on rule: Guard) -> GuardAnswer {
      let most = breaches.map(\.readings.count).max() ?? 0
      let worst = breaches.filter { $0.readings.count == most }
      let others = breaches.reversed().filter { $0.readings.count < most }
      return GuardJudge.answer(
        worst.first?.first,
        in: breaches.reduce(.none) { $0.union($1.readings) },
        undecided: undecided,
        by: (worst + others).prefix(GuardJudge.mostNamed).map(\.policy),
        rule
      )
    }
  }
}

/// What one policy does to a guard that forbids something.
private struct Breach {
  let policy: GuardAnswer.Policy
  /// In which readings it breaks it, and by which text in the first of them.
  var readings = ReadingSet.none
  var first: (reading: ServerReading, text: MatchedText)?
  /// Why it was not decided in some reading.
  var undecided: String?
}

/// Judges one policy after the other.
private struct BreachJudge {
  let rule: Guard
  private let readings: [ServerReading]
  /// The texts of the scope with upper and lower case as the same, and as they stand.
  private let caseless: Result<Language, ExpressionFailure>
  private let exact: Result<Language, ExpressionFailure>

  init(_ rule: Guard, _ first: ServerReading) {
    self.rule = rule
    readings = ServerReading.all(first: first)
    func texts(_ reading: ServerReading) -> Result<Language, ExpressionFailure> {
      Result { () throws(ExpressionFailure) in try rule.scope.language(in: reading) }
    }
    caseless = texts(.widest)
    exact = texts(.widest.turned(.letterCase))
  }

  func breach(of row: Int, in index: PolicyIndex) -> Breach {
    let reach = PolicyReach(index.members.fields(at: row))
    var breach = Breach(
      policy: GuardAnswer.Policy(id: index.members.id(at: row), pattern: reach.fields.pattern ?? "")
    )
    var known: [ServerReading: GuardJudge.Found] = [:]
    for reading in readings {
      let key = reading.withoutWhatMattersNot(to: reach, rule)
      let found = known[key] ?? find(reach, reading)
      known[key] = found
      switch found {
      case .nothing: continue
      case .text(let text):
        breach.readings.insert(reading)
        breach.first = breach.first ?? (reading, text)
      case .undecided(let reason): breach.undecided = breach.undecided ?? reason
      }
    }
    return breach
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
        guard let language = try language(of: reach, kind, reading),
          let text = language.mailWitness().flatMap({ MatchedText(kind, $0) })
        else { continue }
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

  /// What the policy matches of the scope; nil where that is nothing.
  private func language(
    of reach: PolicyReach,
    _ kind: MatchedText.Kind,
    _ reading: ServerReading
  ) throws(ExpressionFailure) -> Language? {
    guard !rule.isAboutHeader else { return try reach.language(of: kind, in: reading) }
    let scope = try (reading.ignoresCase ? caseless : exact).get()
    // Most expressions have nothing to do with the scope, which is found out sooner than what they have in common. What
    // matches a whole text is found in it too.
    if let source = reach.expression,
      let language = try? LanguageCache.language(of: source, .anywhere(caseless: reading.ignoresCase)),
      (try? language.intersects(scope)) == false
    {
      return nil
    }
    return try reach.language(of: kind, in: reading).intersection(scope)
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

extension ServerReading {
  /// The widest reading that makes no difference to what an expression matches of a guard's mail.
  fileprivate func withoutWhatMattersNot(to reach: PolicyReach, _ rule: Guard) -> ServerReading {
    guard reach.expression != nil, let type = PatternKind(reach.fields.patternType) else { return self }
    var reading = self
    reading.coversSubdomains = true
    let kind = rule.scope.kind
    let seesServers = ExpressionIndex.sees(kind, expressionFor: type, in: .widest)
    if !rule.isAboutHeader, seesServers == ExpressionIndex.sees(kind, expressionFor: type, in: .widest.turned(.servers))
    {
      reading.seesServers = true
    }
    return reading
  }
}

extension Guard {
  /// The rows of an index that may break it, ascending.
  ///
  /// By names and networks, where the scope is told by such; one about the header is broken by any.
  fileprivate func rows(in index: PolicyIndex) -> [Int] {
    let level = grants
    let granting = index.grants.indices.lazy.filter { index.grants[$0].isSuperset(of: level) }
    guard !isAboutHeader, let named = scope.rows(in: index) else { return Array(granting) }
    let bits = index.members.table.columns.bits
    let expressions = scope.expressions(in: index)
    let open = granting.filter { row in
      let isExpression = bits[row].flag(.isRegex) == true || bits[row].isUnread(.isRegex)
      return PatternKind(bits[row].type) == nil || (expressions == nil && isExpression)
    }
    let found = named + (expressions ?? [])
    return Set(found.filter { index.grants[$0].isSuperset(of: level) }).union(open).sorted()
  }
}

extension Guard.Scope {
  /// The rows with an expression that may match some of its texts; nil where any may.
  fileprivate func expressions(in index: PolicyIndex) -> [Int]? {
    guard case .address(let address) = self else { return nil }
    let near = index.expressions.candidates(for: .sender("\(address)"))
    return near.flatMap { index.bucket(at: $0.place).rows }
  }

  /// The rows without an expression that may match some of its texts; nil where neither names nor networks tell.
  fileprivate func rows(in index: PolicyIndex) -> [Int]? {
    var rows: [Int] = []
    switch self {
    case .address(let address):
      index.eachLiteral(matching: .sender("\(address)")) { bucket, _, _ in rows += bucket.rows }
    case .domain(let name):
      rows += index.names.rows(atOrBelow: name)
      // A domain above it may cover it.
      index.eachLiteral(matching: .sender("x@\(name)")) { bucket, _, _ in rows += bucket.rows }
    case .network(let network):
      rows += index.networks.rows(inside: network)
      for wider in index.networks.containers(of: network) {
        rows += index.bucket(under: .network(wider))?.rows ?? []
      }
    case .expression: return nil
    }
    return rows
  }
}
