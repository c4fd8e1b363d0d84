import Patterns
package import Policies

/// The policies of an account, indexed, as they are or as a batch would leave them.
///
/// Applying a batch costs what the batch costs: the index of the remote policies is shared, the rows that the batch
/// touches are hidden in it, and what the batch leaves of them is indexed beside it.
package struct PolicySet: Sendable {
  let base: PolicyIndex
  /// What the batch creates or changes, in the order of the remote list, new policies last.
  let overlay: PolicyIndex?
  /// Where each policy of the overlay stands among all.
  private let overlayRanks: [Int]
  /// The rows of the list that the batch changes or takes away.
  let hidden: Set<Int>
  let counts = CoverCounts()
  /// The policies of which the server said that they do not exist; nil where the list itself is proof of that.
  private var gone: Set<PolicyID>?

  /// A policy in the neighbourhood of another one.
  struct Member: Sendable {
    let id: PolicyID
    let pattern: String
    let grants: Grants
    /// Its place among all: of two equals, the one with the lower rank was there first.
    let rank: Int
  }

  package init(_ list: PolicyList) {
    self.init(base: PolicyIndex(list))
  }

  init(base: PolicyIndex) {
    self.base = base
    overlay = nil
    overlayRanks = []
    hidden = []
  }

  private init(base: PolicyIndex, overlay: [(policy: AllowPolicy, rank: Int)], hidden: Set<Int>) {
    self.base = base
    let ordered = overlay.sorted { $0.rank < $1.rank }
    self.overlay = ordered.isEmpty ? nil : PolicyIndex(PolicyList(ordered.map(\.policy)))
    overlayRanks = ordered.map(\.rank)
    self.hidden = hidden
  }

  /// The same policies, of a list that may be old or have gaps: only what is named here is known not to exist.
  package func knowing(gone: Set<PolicyID>) -> PolicySet {
    var other = self
    other.gone = gone
    return other
  }

  /// Whether it is certain that no such policy exists.
  func isGone(_ id: PolicyID) -> Bool {
    gone.map { $0.contains(id) } ?? (base.members[id] == nil)
  }

  /// The remote policies, without what a batch does to them.
  var remote: PolicySet { PolicySet(base: base) }

  /// The remote policies once the operations have run.
  package func applying(_ operations: [DraftOperation]) -> PolicySet {
    var hidden: Set<Int> = []
    var overlay: [PolicyID: (policy: AllowPolicy, rank: Int)] = [:]
    var created = base.members.count
    for operation in operations {
      let row = base.members.index(of: operation.id)
      if let row { hidden.insert(row) }
      guard let fields = operation.result else {
        overlay[operation.id] = nil
        continue
      }
      var policy = operation.base ?? AllowPolicy(id: operation.id, fields: fields)
      policy.fields = fields
      overlay[operation.id] = (policy, row ?? created)
      if row == nil { created += 1 }
    }
    return PolicySet(base: base, overlay: Array(overlay.values), hidden: hidden)
  }

  package var count: Int { base.members.count - hidden.count + (overlay?.members.count ?? 0) }

  subscript(id: PolicyID) -> AllowPolicy? {
    if let policy = overlay?.members[id] { return policy }
    guard let row = base.members.index(of: id), !hidden.contains(row) else { return nil }
    return base.members[row]
  }

  /// Every policy that remains, in no order that means anything.
  var members: [AllowPolicy] {
    base.members.indices.filter { !hidden.contains($0) }.map { base.members[$0] }
      + Array(overlay?.members ?? PolicyList())
  }

  func isHidden(_ row: Int) -> Bool { hidden.contains(row) }

  /// The rows of one policy in the two indexes; nil where it has none.
  struct Place: Sendable {
    let base: Int?
    let overlay: Int?
  }

  func place(of id: PolicyID) -> Place {
    Place(base: base.members.index(of: id), overlay: overlay?.members.index(of: id))
  }

  func rank(of place: Place) -> Int? { place.overlay.map { overlayRanks[$0] } ?? place.base }

  /// Asks both indexes, each for its rows that are still there and are not the policy's own.
  func rows(
    besides place: Place,
    _ ask: (_ index: PolicyIndex, _ isWanted: (Int) -> Bool, _ found: inout [FoundRow]) -> Void
  ) -> [FoundRow] {
    var found: [FoundRow] = []
    // The parts by themselves: a closure that reaches for them through the set would copy all of it.
    let hidden = hidden
    ask(base, { $0 != place.base && (hidden.isEmpty || !hidden.contains($0)) }, &found)
    guard let overlay else { return found }
    let seam = found.count
    ask(overlay, { $0 != place.overlay }, &found)
    for index in seam..<found.count { found[index] = found[index].changed(rank: overlayRanks[found[index].row]) }
    return found
  }

  func member(_ found: FoundRow) -> Member {
    let policy = (found.isChanged ? overlay?.members : nil)?[found.row] ?? base.members[found.row]
    return Member(id: policy.id, pattern: policy.pattern, grants: found.grants, rank: found.rank)
  }
}
