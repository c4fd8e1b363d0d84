import Patterns

/// What the other policies of a set are to one of them.
struct Neighbours: Sendable {
  /// One that says the same: the first of them.
  private(set) var twin: PolicySet.Member?
  /// One that covers it with the same or a wider effect: the first of them.
  private(set) var shadow: PolicySet.Member?
  /// One that covers it with other flags, where none shadows it: the first of them.
  private(set) var rival: PolicySet.Member?
  /// Whether the twin was there first.
  let isYounger: Bool

  init(of policy: PolicyFacts, in set: PolicySet) {
    let rank = set.rank(of: policy.id) ?? .max
    let key = policy.key
    twin = set.members(besides: policy.id) { $0.policies(under: key, where: $1) }.min { $0.rank < $1.rank }
    isYounger = (twin?.rank ?? .max) < rank
    guard !policy.grants.isEmpty else { return }
    let takesAnything = policy.reading.regex?.shape.takesAnything == true
    var rival: PolicySet.Member?
    for other in set.members(besides: policy.id, { $0.coverers(of: policy, where: $1) }) {
      if other.grants.isSuperset(of: policy.grants) {
        // Two that take anything cover each other: only the younger one is superfluous.
        let isMutual = takesAnything && other.grants == policy.grants
        if !isMutual || other.rank < rank, other.rank < shadow?.rank ?? .max { shadow = other }
      } else if other.grants.meets(policy.grants), other.rank < rival?.rank ?? .max {
        rival = other
      }
    }
    if shadow == nil { self.rival = rival }
  }
}
