package import Policies

/// How many policies a rule holds of.
package struct RuleTally: Hashable, Sendable {
  package let rule: RuleName
  package private(set) var count: Int
  /// The first of the policies, by which it can be shown what the rule says.
  package let samples: [PolicyID]

  /// So many samples are kept at most.
  fileprivate static let mostSamples = 8

  /// The same once the rule holds of no policy any more.
  package var withNoneLeft: RuleTally {
    var tally = self
    tally.count = 0
    return tally
  }
}

extension RowFindings {
  /// How many policies each rule holds of, of a list and of the new ones beside it, or of some of them; rules that hold
  /// of none are left out.
  ///
  /// Goes over all rows once.
  package func tallies(in list: PolicyList, among ids: Set<PolicyID>? = nil) -> [RuleTally] {
    var counts = [Int](repeating: 0, count: Rule.all.count)
    var samples = [[PolicyID]](repeating: [], count: Rule.all.count)
    each(in: list, among: ids) { id, signs in
      var bits = signs.rules
      while bits != 0 {
        let place = bits.trailingZeroBitCount
        bits &= bits - 1
        guard counts.indices.contains(place) else { continue }
        counts[place] += 1
        if samples[place].count < RuleTally.mostSamples { samples[place].append(id()) }
      }
    }
    return Rule.all.indices.filter { counts[$0] > 0 }
      .map { RuleTally(rule: Rule.all[$0].name, count: counts[$0], samples: samples[$0]) }
  }

  /// The policies that a rule holds of, in the order of the list, new ones last.
  package func policies(under rule: RuleName, in list: PolicyList, among ids: Set<PolicyID>? = nil) -> [PolicyID] {
    guard let place = Rule.places[rule] else { return [] }
    var found: [PolicyID] = []
    each(in: list, among: ids) { id, signs in
      if signs.rules >> UInt64(place) & 1 == 1 { found.append(id()) }
    }
    return found
  }

  /// An id is made where it is asked for only: that costs more than looking at the signs.
  private func each(
    in list: PolicyList,
    among ids: Set<PolicyID>?,
    _ take: (_ id: () -> PolicyID, _ signs: RowSigns) -> Void
  ) {
    guard speak(of: list) else { return }
    if let ids {
      for row in ids.compactMap({ list.index(of: $0) }).sorted() { take({ list[row].id }, signs(ofRow: row)) }
    } else {
      for row in list.indices { take({ list[row].id }, signs(ofRow: row)) }
    }
    for id in otherPolicies.sorted(by: { $0.text < $1.text }) where ids?.contains(id) ?? true {
      take({ id }, signs(ofOther: id))
    }
  }
}
