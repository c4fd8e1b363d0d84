import Policies

/// Puts rules to policies, operations and batches, and makes findings of what they observe.
struct Judge: Sendable {
  /// A check and the number of its rule: copying a rule for each policy would cost more than most checks do.
  ///
  /// A type for each kind of check, since a function in a generic one is kept in a general form, which takes longer to
  /// call.
  private struct PolicyCheck {
    let rule: Int
    let observe: @Sendable (PolicyFacts, RuleSettings) -> Observation?
  }

  private struct SetCheck {
    let rule: Int
    let observe: @Sendable (PolicyFacts, Neighbours) -> Observation?
  }

  private struct ChangeCheck {
    let rule: Int
    let observe: @Sendable (DraftOperation) -> Observation?
  }

  private struct BatchCheck {
    let rule: Int
    let observe: @Sendable (BatchScope) -> [BatchObservation]
  }

  let settings: RuleSettings
  private let rules: [Rule]
  /// The place of each in ``Rule/all``.
  private let places: [Int]
  private var policyChecks: [PolicyCheck] = []
  private var changeChecks: [ChangeCheck] = []
  private var setChecks: [SetCheck] = []
  private var batchChecks: [BatchCheck] = []

  init(_ rules: [Rule] = Rule.all, settings: RuleSettings) {
    self.settings = settings
    self.rules = rules
    places = rules.map { Rule.places[$0.name] ?? 0 }
    for (number, rule) in rules.enumerated() where settings.level(of: rule, observed: nil) != nil {
      switch rule.check {
      case .policy(let check): policyChecks.append(PolicyCheck(rule: number, observe: check))
      case .change(let check): changeChecks.append(ChangeCheck(rule: number, observe: check))
      case .set(let check): setChecks.append(SetCheck(rule: number, observe: check))
      case .batch(let check): batchChecks.append(BatchCheck(rule: number, observe: check))
      }
    }
  }

  /// Which rules hold of a policy by itself and among others; no sentence is made.
  ///
  /// `row` is the policy's in a set that holds it as it is; without it the policy is looked up by its id.
  func signs(of policy: PolicyFacts, in set: PolicySet, row: Int? = nil) -> RowSigns {
    var signs = RowSigns()
    observe(policy) { add($0, $1, of: policy, to: &signs) }
    observe(policy, in: set, row: row) { add($0, $1, of: policy, to: &signs) }
    return signs
  }

  func findings(on policy: PolicyFacts, into findings: inout [Finding]) {
    observe(policy) { add($0, $1, policy.id, policy.pattern, policy.sent, to: &findings) }
  }

  /// `row` is the policy's in a set that holds it as it is; without it the policy is looked up by its id.
  func findings(on policy: PolicyFacts, in set: PolicySet, row: Int? = nil, into findings: inout [Finding]) {
    observe(policy, in: set, row: row) { add($0, $1, policy.id, policy.pattern, policy.sent, to: &findings) }
  }

  func findings(on operation: DraftOperation, into findings: inout [Finding]) {
    for check in changeChecks {
      if let observation = check.observe(operation) {
        add(check.rule, observation, operation.id, operation.pattern, SentFields(operation), to: &findings)
      }
    }
  }

  func findings(on scope: BatchScope) -> [Finding] {
    var findings: [Finding] = []
    for check in batchChecks {
      for found in check.observe(scope) {
        add(check.rule, found.observation, found.operation?.id, found.operation?.pattern ?? "", nil, to: &findings)
      }
    }
    return findings
  }

  private func observe(_ policy: PolicyFacts, _ note: (_ rule: Int, Observation) -> Void) {
    for place in policyChecks.indices {
      if let observation = policyChecks[place].observe(policy, settings) { note(policyChecks[place].rule, observation) }
    }
  }

  private func observe(
    _ policy: PolicyFacts,
    in set: PolicySet,
    row: Int?,
    _ note: (_ rule: Int, Observation) -> Void
  ) {
    guard !setChecks.isEmpty else { return }
    let neighbours = Neighbours(of: policy, in: set, row: row)
    for check in setChecks {
      if let observation = check.observe(policy, neighbours) { note(check.rule, observation) }
    }
  }

  /// Nil where the rule is switched off.
  private func level(of rule: Rule, _ observation: Observation, _ sent: SentFields?) -> FindingLevel? {
    let level = settings.level(of: rule, observed: observation.level)
    guard level == .error, rule.subject == .policy else { return level }
    // What an error judges is what is sent; what was there before shows one level lower.
    return sent?.fields.isDisjoint(with: rule.fields) ?? true ? level?.lowered : level
  }

  /// Why somebody accepted it; nil where nobody did.
  private func reason(_ rule: Rule, _ level: FindingLevel, _ id: PolicyID?, _ pattern: String) -> String? {
    level == .error ? nil : settings.reason(rule.name, of: id, pattern)
  }

  private func add(_ rule: Int, _ observation: Observation, of policy: PolicyFacts, to signs: inout RowSigns) {
    guard let level = level(of: rules[rule], observation, policy.sent) else { return }
    if reason(rules[rule], level, policy.id, policy.pattern) == nil { signs.add(places[rule], level) }
  }

  private func add(
    _ number: Int,
    _ observation: Observation,
    _ id: PolicyID?,
    _ pattern: String,
    _ sent: SentFields?,
    to findings: inout [Finding]
  ) {
    let rule = rules[number]
    guard let level = level(of: rule, observation, sent) else { return }
    findings.append(
      Finding(
        rule: rule.name,
        level: level,
        policyID: id,
        pattern: pattern,
        field: rule.fields.first,
        message: observation.message(),
        why: rule.why,
        fix: observation.fix(),
        example: observation.example(),
        place: observation.place(),
        silencedBy: reason(rule, level, id, pattern)
      )
    )
  }
}
