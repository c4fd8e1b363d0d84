import Languages
import Patterns
import Policies
import Values

/// Decides whether guards hold over all mail, in every reading of what is not documented about the server.
///
/// A forbidden grant is looked for among the policies that may match mail of the scope. A required one is looked for as a
/// text that no policy grants it.
struct GuardJudge: Sendable {
  /// The policies as they are.
  let policies: PolicySet
  /// The same once a batch has run; nil where there is none.
  var changed: PolicySet?
  /// The reading whose example is shown, if there is one.
  var first = ServerReading.widest

  /// So many policies are named.
  static let mostNamed = 3

  /// Whether a guard holds of the policies as they are, and once the batch has run.
  func answers(on rule: Guard) -> (before: GuardAnswer, after: GuardAnswer) {
    switch rule.demand {
    case .forbid:
      var search = ForbidSearch(rule, over: policies.base, first: first)
      let before = search.answer(on: policies)
      return (before, changed.map { search.answer(on: $0) } ?? before)
    case .require:
      let before = RequireSearch(rule: rule, policies: policies, first: first).answer
      return (before, changed.map { RequireSearch(rule: rule, policies: $0, first: first).answer } ?? before)
    }
  }

  /// What a guard comes to that does not hold in some readings, `found` being a text that shows it in one of them.
  static func answer(
    _ found: (reading: ServerReading, text: MatchedText)?,
    in broken: ReadingSet,
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
      holds: broken == .all ? false : nil,
      example: MessageExample(found.text, rule.isVerified ? .passes : .fails),
      header: rule.isAboutHeader ? rule.scope.anAddress : nil,
      policies: policies,
      reason: clauses.isEmpty ? nil : "if " + clauses.joined(separator: " and ")
    )
  }
}

extension GuardJudge {
  /// What was found in one reading.
  enum Found {
    case nothing
    case text(MatchedText)
    /// Why it was not decided, as a clause.
    case undecided(String)
  }
}

extension Guard.Scope {
  /// Of which texts it speaks.
  var kind: MatchedText.Kind {
    if case .network = self { .ip } else { .sender }
  }

  /// Its texts, as they reach the policies; of an IPv6 network the texts of all IPv6 addresses.
  func language(in reading: ServerReading) throws(ExpressionFailure) -> Language {
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
  var isOnlyBounded: Bool {
    if case .network(let network) = self { network.family == .v6 } else { false }
  }

  /// One of its addresses, to stand in a header.
  var anAddress: String? {
    switch self {
    case .address(let address): "\(address)"
    case .domain(let name): "x@\(name)"
    case .network: nil
    case .expression: (try? language(in: .widest))?.mailWitness()
    }
  }
}

/// Looks for a text of a scope that no policy grants what is required.
private struct RequireSearch {
  let rule: Guard
  let policies: PolicySet
  let first: ServerReading

  private static let nowhere = PolicySet.Place(base: nil, overlay: nil)

  var answer: GuardAnswer {
    var broken = ReadingSet.none
    var found: (reading: ServerReading, text: MatchedText)?
    var undecided: String?
    for reading in ServerReading.all(first: first) {
      switch missing(in: reading) {
      case .nothing: continue
      case .text(let text):
        broken.insert(reading)
        found = found ?? (reading, text)
      case .undecided(let reason): undecided = undecided ?? reason
      }
    }
    return GuardJudge.answer(found, in: broken, undecided: undecided, by: [], rule)
  }

  private func missing(in reading: ServerReading) -> GuardJudge.Found {
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
