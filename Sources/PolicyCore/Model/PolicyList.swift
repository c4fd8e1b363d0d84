/// An immutable snapshot of an account's policies, in the server's order (oldest first).
///
/// Views reach rows only through this type, so that its storage can change. Copies share the storage.
package struct PolicyList: Sendable {
  private let policies: [AllowPolicy]
  private let positions: [PolicyID: Int]
  /// Told apart by number, never by comparing rows: two snapshots with one revision are the same.
  package let revision: Int

  /// Keeps the first of several policies with one id.
  package init(_ policies: [AllowPolicy] = [], revision: Int = 0) {
    var positions: [PolicyID: Int] = [:]
    positions.reserveCapacity(policies.count)
    var hasDuplicates = false
    for (index, policy) in policies.enumerated() where positions.updateValue(index, forKey: policy.id) != nil {
      hasDuplicates = true
    }
    if hasDuplicates {
      var seen: Set<PolicyID> = []
      let unique = policies.filter { seen.insert($0.id).inserted }
      self.policies = unique
      self.positions = Dictionary(uniqueKeysWithValues: unique.enumerated().map { ($1.id, $0) })
    } else {
      self.policies = policies
      self.positions = positions
    }
    self.revision = revision
  }

  package func index(of id: PolicyID) -> Int? { positions[id] }

  package subscript(id: PolicyID) -> AllowPolicy? {
    positions[id].map { policies[$0] }
  }
}

extension PolicyList: RandomAccessCollection {
  package var startIndex: Int { policies.startIndex }
  package var endIndex: Int { policies.endIndex }
  package subscript(position: Int) -> AllowPolicy { policies[position] }
}
