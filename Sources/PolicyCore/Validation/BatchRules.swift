/// What the contract forbids in a batch as a whole.
enum BatchRules {
  static let maximumItems = 1000

  static func findings(on plan: BatchPlan) -> [Finding] {
    let counts = OperationCounts(kinds: plan.entries.lazy.map(\.operation.kind))
    return OperationKind.allCases.compactMap { kind in
      guard counts[kind] > maximumItems else { return nil }
      return Finding(
        rule: "batch-too-large",
        level: .error,
        policyID: nil,
        pattern: "",
        field: nil,
        message: "\(counts[kind]) \(kind.arrayName) are queued; one batch takes \(maximumItems) of a kind.",
        why: "Mark a part and submit that first. Two batches are not atomic together."
      )
    }
  }
}
