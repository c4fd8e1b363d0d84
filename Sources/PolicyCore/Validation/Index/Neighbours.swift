import Policies
import Patterns

/// What the other policies of a set are to one of them.
struct Neighbours: Sendable {
  /// One that says the same: the first of them.
  private(set) var twin: PolicySet.Member?
  /// One that covers it with the same or a wider effect: the first of them.
  private(set) var shadow: PolicySet.Member?
  /// One that covers it with other flags, where none shadows it: the first of them.
  private(set) var rival: PolicySet.Member?
  /// One that is the same mailbox in another spelling: the first of them.
  private(set) var sameMailbox: PolicySet.Member?
  /// Whether the twin is another expression that matches the same.
  private(set) var isTwinOfLanguage = false
  /// How many policies the one that covers it covers, where these are many.
  private(set) var shadowed = 0
  /// How many policies it covers itself, where these are many.
  private(set) var covered = 0
  /// Whether the twin was there first.
  let isYounger: Bool

  /// `row` is the policy's in a set that holds it as it is; without it the policy is looked up by its id.
  ///
  /// A policy whose pattern cannot be read is nobody's neighbour, and one whose flags cannot covers nobody: they may say
  /// something else.
  init(of policy: PolicyFacts, in set: PolicySet, row: Int? = nil) {
    let place = row.map { PolicySet.Place(base: $0, overlay: nil) } ?? set.place(of: policy.id)
    let rank = set.rank(of: place) ?? .max
    guard !policy.fields.isPatternUncertain else {
      isYounger = false
      return
    }
    let key = policy.key
    var twin = set.rows(besides: place) { $0.addPolicies(under: key, where: $1, to: &$2) }
      .filter { !$0.grants.contains(.uncertainPattern) }.min { $0.rank < $1.rank }
    if twin == nil, policy.isComparedByLanguage {
      twin = set.rows(besides: place) { $0.addExpressions(covering: policy, areEqual: true, where: $1, to: &$2) }
        .filter { !$0.grants.contains(.uncertain) }.min { $0.rank < $1.rank }
      isTwinOfLanguage = twin != nil
    }
    self.twin = twin.map(set.member)
    isYounger = (twin?.rank ?? .max) < rank
    sameMailbox = set.rows(besides: place) { $0.addMailbox(of: policy, where: $1, to: &$2) }
      .min { $0.rank < $1.rank }.map(set.member)
    guard !policy.grants.isEmpty, !policy.grants.contains(.uncertain) else { return }
    // Of one that is only being written nothing is counted: that would take a look at all at every key.
    if policy.coversOthers, set[policy.id]?.fields.saysTheSame(as: policy.fields) == true,
      let own = place.overlay.map({ FoundRow(row: $0, grants: policy.grants).changed(rank: rank) })
        ?? place.base.map({ FoundRow(row: $0, grants: policy.grants) })
    {
      covered = set.manyCovered(by: own)
    }
    let takesAnything = policy.reading.regex?.shape.takesAnything == true && !policy.isComparedByLanguage
    var shadow: FoundRow?
    var rival: FoundRow?
    for other in set.rows(besides: place, { $0.addCoverers(of: policy, where: $1, to: &$2) })
    where !other.grants.contains(.uncertain) {
      if other.grants.isSuperset(of: policy.grants) {
        // Two that take anything cover each other: only the younger one is superfluous.
        let isMutual = takesAnything && other.grants == policy.grants
        if !isMutual || other.rank < rank {
          let count = set.manyCovered(by: other)
          if shadow == nil || (count, -other.rank) > (shadowed, -(shadow?.rank ?? .max)) {
            shadow = other
            shadowed = count
          }
        }
      } else if other.grants.meets(policy.grants), other.rank < rival?.rank ?? .max {
        rival = other
      }
    }
    self.shadow = shadow.map(set.member)
    if shadow == nil { self.rival = rival.map(set.member) }
  }
}

extension PolicyFields {
  /// Whether both have the same pattern, read in the same way.
  fileprivate func saysTheSame(as other: PolicyFields) -> Bool {
    patternType == other.patternType && isRegex == other.isRegex && holds(other[.pattern], in: .pattern)
  }
}
