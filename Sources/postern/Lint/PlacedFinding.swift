import PolicyCore
import PolicyFiles
import Policies

/// A finding, and where it is.
struct PlacedFinding: Sendable {
  var finding: Finding
  /// In a request body; nil where there is none.
  var pointer: String?
  /// In a file, counted from 1; nil without one.
  var place: (line: Int, column: Int)?
  /// What the policy is that it is about, as far as that is known.
  var type: PatternType?
  var isRegex: Bool?

  init(_ finding: Finding, pointer: String? = nil, on fields: PolicyFields? = nil) {
    self.finding = finding
    self.pointer = pointer
    type = fields?.patternType
    isRegex = fields?.isRegex
  }

  /// By which it is the same as an earlier one.
  var key: Baseline.Key { Baseline.Key(rule: finding.rule, type: type, isRegex: isRegex, pattern: finding.pattern) }
}

extension PlacedFinding {
  /// The findings on a batch of which nothing but the file is known: its items are judged beside each other.
  static func findings(on batch: BatchFile, settings: RuleSettings) -> [PlacedFinding] {
    // New policies are known by their places: two may have been given one id.
    let operations = zip(batch.items, batch.operations { _ in nil }).map { item, operation in
      guard item.kind == .post else { return operation }
      let policy = NewPolicy(placeholderID: PolicyID(item.pointer), queuedAt: "", fields: item.fields)
      return DraftOperation(intent: .create(policy), position: operation.position)
    }
    let plan = BatchPlan(asWritten: operations)
    let items = Dictionary(batch.items.map { ($0.pointer, $0) }, uniquingKeysWith: { first, _ in first })
    let pointers = Dictionary(grouping: plan.entries) { $0.operation.id }.mapValues { $0.map(\.pointer) }
    var told: [String: Int] = [:]
    let beside = PolicySet(PolicyList([])).knowing(gone: [])
    return Validation(of: plan, against: beside, settings: settings).findings.compactMap { finding in
      // Of several items on one policy each has its findings in turn; that there is another stands from the second on.
      let turn = "\(finding.rule.rawValue) \(finding.policyID?.text ?? "")"
      let number = told[turn, default: finding.rule == "batch-contradiction" ? 1 : 0]
      told[turn] = number + 1
      guard let places = finding.policyID.flatMap({ pointers[$0] }), let last = places.last,
        let item = items[number < places.count ? places[number] : last]
      else { return PlacedFinding(finding, pointer: "") }
      let pointer = item.pointer
      guard item.kind != .patch || speaks(finding, of: Set(item.fields.present)) else { return nil }
      var finding = finding
      finding.policyID = item.id
      let field = finding.field.flatMap { item.fields[$0] == nil ? nil : $0.rawValue }
      return PlacedFinding(finding, pointer: field.map { "\(pointer)/\($0)" } ?? pointer, on: item.fields)
    }
  }

  /// Whether a finding can be told from the fields that a patch sends.
  ///
  /// What may be a hole is worth a word although the rest of the policy is not known; a matter of tidiness is not.
  private static func speaks(_ finding: Finding, of sent: Set<PolicyField>) -> Bool {
    let fields = Set(Rule.named(finding.rule)?.fields ?? [])
    if fields.isEmpty { return true }
    return finding.level >= .danger ? !fields.isDisjoint(with: sent) : fields.isSubset(of: sent)
  }
}
