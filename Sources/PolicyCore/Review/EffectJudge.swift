import Languages
import Patterns
import Policies
import Values

/// Decides what an operation does to what gets through, the other policies included.
///
/// An operation gives *more* where its policy, once the batch has run, grants a text something that no policy granted
/// before the batch; it gives *less* where its policy granted something before that no policy grants afterwards. Taken
/// over all operations of a batch these are exactly the texts that get more, and less, than before: what an untouched
/// policy grants is granted before and after.
///
/// What a message gets is taken as the union of what its policies grant. The question is asked in every reading of what
/// is not documented about the server, before and after in the same one: one that finds a text is enough.
struct EffectJudge: Sendable {
  private let before: PolicySet
  private let after: PolicySet
  /// The reading whose example is shown, if there is one.
  private let first: ServerReading

  /// `before` are the policies as they are, `after` those that remain once the batch has run.
  init(from before: PolicySet, to after: PolicySet, first: ServerReading = .widest) {
    self.before = before
    self.after = after
    self.first = first
  }

  /// Judges the operations of a batch; among no other policies where these are not known.
  init(of operations: [DraftOperation], among policies: PolicySet?, first: ServerReading = .widest) {
    let before = policies?.remote ?? PolicySet(PolicyList(operations.compactMap(\.base)))
    self.init(from: before, to: before.applying(operations), first: first)
  }

  /// What an operation of the batch does, or would do in place of the one that is there for the same policy.
  func judge(_ operation: DraftOperation) -> JudgedEffect {
    let old = operation.base.map { PolicyReach($0.fields) }
    let new = operation.result.map { PolicyReach($0) }
    return JudgedEffect(
      more: gain(of: new, over: old, in: before, operation.id),
      less: gain(of: old, over: new, in: after, operation.id)
    )
  }

  /// What one state of a policy grants that neither its other state does nor any other policy.
  private func gain(
    of state: PolicyReach?,
    over other: PolicyReach?,
    in set: PolicySet,
    _ id: PolicyID
  ) -> JudgedEffect.Answer {
    guard let state, !state.grants.isEmpty else { return .no }
    if let other, state.matchesTheSame(as: other), other.grantsAsMuch(as: state) { return .no }
    if state.grants.contains(.uncertain) { return .undecided("a field of the policy cannot be read") }
    if state.isOfUnknownType { return .undecided("what a policy of its type matches is not known") }
    var undecided: String?
    for (kind, level) in state.grantedMost {
      let search = GrantSearch(
        state: state,
        other: other.flatMap { $0.grants.certainlyGrant(level) ? $0 : nil },
        anyOther: other,
        kind: kind,
        level: level,
        set: set,
        place: set.place(of: id),
        first: first
      )
      let answer = search.answer
      switch answer {
      case .no: break
      case .yes: return answer
      case .undecided(let reason): undecided = undecided ?? reason
      }
    }
    return undecided.map { .undecided($0) } ?? .no
  }
}

extension PolicyReach {
  /// Whether both match the same texts because they say the same.
  fileprivate func matchesTheSame(as other: PolicyReach) -> Bool {
    fields.holds(other.fields[.pattern], in: .pattern) && fields.patternType == other.fields.patternType
      && (fields.isRegex ?? false) == (other.fields.isRegex ?? false)
  }

  /// What cannot be read grants as much as itself, and certainly no more.
  fileprivate func grantsAsMuch(as other: PolicyReach) -> Bool {
    grants.isSuperset(of: other.grants) && (!grants.contains(.uncertain) || fields.unread == other.fields.unread)
  }
}

/// Looks for a text of one kind that a policy grants something and others do not, in every reading.
private struct GrantSearch {
  let state: PolicyReach
  /// The other state of the policy, where it grants as much.
  let other: PolicyReach?
  /// The same, whatever it grants.
  let anyOther: PolicyReach?
  let kind: MatchedText.Kind
  let level: Grants
  let set: PolicySet
  /// Where the policy itself is in the set: it does not count there.
  let place: PolicySet.Place
  let first: ServerReading

  private enum Found {
    case nothing
    case text(MatchedText)
    case undecided(String)

    var isText: Bool {
      if case .text = self { true } else { false }
    }
  }

  var answer: JudgedEffect.Answer {
    var undecided: String?
    let aspects = aspects
    for reading in ServerReading.all(differingIn: aspects, first: first) {
      switch find(in: reading) {
      case .nothing: continue
      case .text(let text):
        return .yes(
          example(text, reading),
          past: level.isSubset(of: [.acceptableVerified, .acceptableUnverified]) ? .spamSpoofBulk : .all,
          condition: condition(of: reading, aspects, for: text)
        )
      case .undecided(let reason): undecided = undecided ?? reason
      }
    }
    return undecided.map { .undecided($0) } ?? .no
  }

  private func example(_ text: MatchedText, _ reading: ServerReading) -> MessageExample {
    guard let whatPasses = level.ofWhatPasses else { return MessageExample(text, .passes) }
    let isLeftToThose =
      anyOther.map { $0.grants.certainlyGrant(whatPasses) && $0.matches(text, in: reading) } == true
      || set.grants(whatPasses, to: text, in: reading, besides: place)
    return MessageExample(text, isLeftToThose ? .fails : .either)
  }

  /// The aspects of a reading that can make a difference here.
  private var aspects: Set<ServerReading.Aspect> {
    if state.expression != nil { return Set(ServerReading.Aspect.allCases) }
    let maySeeExpressions =
      other?.expression != nil || (state.address.map { set.mayMatch("\($0)") } ?? set.hasExpressions)
    if state.network != nil, !maySeeExpressions { return [] }
    return maySeeExpressions ? Set(ServerReading.Aspect.allCases) : [.subdomains, .letterCase]
  }

  /// In which readings it is so, as clauses that follow "if"; nil if it is so in all.
  private func condition(
    of reading: ServerReading,
    _ aspects: Set<ServerReading.Aspect>,
    for text: MatchedText
  ) -> String? {
    var clauses = ServerReading.Aspect.allCases.filter { aspects.contains($0) && !find(in: reading.turned($0)).isText }
      .map { reading.clause(on: $0) }
    if !text.isAllowedInMail { clauses.append("the server takes addresses that the standards of mail do not allow") }
    return clauses.isEmpty ? nil : clauses.joined(separator: " and ")
  }

  private func find(in reading: ServerReading) -> Found {
    if let address = state.address {
      let text = MatchedText(kind, "\(reading.ignoresCase ? address.inLowerCase : address)")
      return text.flatMap { isGranted($0, reading) ? nil : .text($0) } ?? .nothing
    }
    // Most often the first address that comes to mind will do.
    if let domain = state.domain, let text = MatchedText(kind, "x@\(domain)"), !isGranted(text, reading) {
      return .text(text)
    }
    if let network = state.network {
      let others = other?.network.map { [$0] } ?? []
      guard let first = set.uncovered(in: network, granting: level, besides: place, and: others) else {
        return .nothing
      }
      if !isGranted(.ip(first), reading) { return .text(.ip(first)) }
      // The addresses of an IPv6 network are no language, so what expressions have of them cannot be taken away.
      if network.family == .v6 { return .undecided("an expression matches addresses of \(network)") }
    }
    do throws(ExpressionFailure) {
      let language = try state.language(of: kind, in: reading)
      let text = try BoundedDifference.search(in: language) { text throws(ExpressionFailure) in
        MatchedText(kind, text).map { languages(granting: $0, reading) } ?? []
      }
      return text.flatMap { MatchedText(kind, $0) }.map { .text($0) } ?? .nothing
    } catch .undecided(let reason, _) {
      return .undecided(state.expression.map { "the expression \($0) has \(reason)" } ?? "\(reason)")
    } catch {
      return .nothing
    }
  }

  private func isGranted(_ text: MatchedText, _ reading: ServerReading) -> Bool {
    other?.matches(text, in: reading) == true || set.grants(level, to: text, in: reading, besides: place)
  }

  private func languages(granting text: MatchedText, _ reading: ServerReading) -> [Language] {
    let own = other.flatMap { other -> Language? in
      guard other.matches(text, in: reading) else { return nil }
      return try? other.language(of: kind, in: reading)
    }
    return (own.map { [$0] } ?? []) + set.languages(granting: level, to: text, in: reading, besides: place)
  }
}
