import Policies

/// Puts rules to policies, operations and batches, and makes findings of what they observe.
struct Judge {
  /// A function by itself is kept in an array in a general form, which takes longer to call.
  private struct PolicyCheck {
    let observe: @Sendable (PolicyFacts, RuleSettings) -> Observation?
  }

  let settings: RuleSettings
  /// The checks stand apart from their rules: copying a rule for each policy would cost more than most checks do.
  private var policyChecks: [PolicyCheck] = []
  private var policyRules: [Rule] = []
  private var changeRules: [(Rule, @Sendable (DraftOperation) -> Observation?)] = []
  private var setRules: [(Rule, @Sendable (PolicyFacts, Neighbours) -> Observation?)] = []
  private var batchRules: [(Rule, @Sendable (BatchScope) -> [BatchObservation])] = []

  init(_ rules: [Rule] = Rule.all, settings: RuleSettings) {
    self.settings = settings
    for rule in rules where settings.level(of: rule, observed: nil) != nil {
      switch rule.check {
      case .policy(let check):
        policyChecks.append(PolicyCheck(observe: check))
        policyRules.append(rule)
      case .change(let check): changeRules.append((rule, check))
      case .set(let check): setRules.append((rule, check))
      case .batch(let check): batchRules.append((rule, check))
      }
    }
  }

  func findings(on policy: PolicyFacts, into findings: inout [Finding]) {
    for place in policyChecks.indices {
      if let observation = policyChecks[place].observe(policy, settings) {
        add(policyRules[place], observation, policy.id, policy.pattern, policy.sent, to: &findings)
      }
    }
  }

  /// `row` is the policy's in a set that holds it as it is; without it the policy is looked up by its id.
  func findings(on policy: PolicyFacts, in set: PolicySet, row: Int? = nil, into findings: inout [Finding]) {
    guard !setRules.isEmpty else { return }
    let neighbours = Neighbours(of: policy, in: set, row: row)
    for (rule, check) in setRules {
      if let observation = check(policy, neighbours) {
        add(rule, observation, policy.id, policy.pattern, policy.sent, to: &findings)
      }
    }
  }

  func findings(on operation: DraftOperation, into findings: inout [Finding]) {
    for (rule, check) in changeRules {
      if let observation = check(operation) {
        add(rule, observation, operation.id, operation.pattern, SentFields(operation), to: &findings)
      }
    }
  }

  func findings(on scope: BatchScope) -> [Finding] {
    var findings: [Finding] = []
    for (rule, check) in batchRules {
      for found in check(scope) {
        add(rule, found.observation, found.operation?.id, found.operation?.pattern ?? "", nil, to: &findings)
      }
    }
    return findings
  }

  private func add(
    _ rule: Rule,
    _ observation: Observation,
    _ id: PolicyID?,
    _ pattern: String,
    _ sent: SentFields?,
    to findings: inout [Finding]
  ) {
    guard var level = settings.level(of: rule, observed: observation.level) else { return }
    // What an error judges is what is sent; what was there before shows one level lower.
    if level == .error, rule.subject == .policy, sent?.fields.isDisjoint(with: rule.fields) ?? true {
      level = level.lowered
    }
    var reason: String?
    if let id, level != .error, !settings.reasons.isEmpty {
      reason = settings.reasons[Suppression.Key(policyID: id, rule: rule.name)]
    }
    findings.append(
      Finding(
        rule: rule.name,
        level: level,
        policyID: id,
        pattern: pattern,
        field: rule.fields.first,
        message: observation.message,
        why: rule.why,
        fix: observation.fix,
        silencedBy: reason
      )
    )
  }
}
