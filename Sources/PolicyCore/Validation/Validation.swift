import Policies

/// The findings on a planned batch.
///
/// They speak of what will be true once it has run: of the policies that it touches, of others for which it is the cause
/// of an overlap, and of the batch as a whole.
package struct Validation: Sendable {
  package let findings: [Finding]

  /// Judges the batch alone where the account's policies are not given; then nothing is said about neighbours.
  ///
  /// With an encoder it is judged too whether each operation can be written.
  package init(
    of plan: BatchPlan,
    against remote: PolicySet? = nil,
    settings: RuleSettings = RuleSettings(),
    writtenBy encoder: BatchEncoder? = nil
  ) {
    self.init(of: plan, against: remote, judge: Judge(settings: settings), encoder: encoder, guards: settings.guards)
  }

  init(of plan: BatchPlan, against remote: PolicySet?, judge: Judge, encoder: BatchEncoder? = nil, guards: [Guard] = [])
  {
    var findings: [Finding] = []
    var reader = PatternReader()
    let after = remote?.applying(plan.ordered)
    for operation in plan.ordered {
      judge.findings(on: operation, into: &findings)
      guard let policy = PolicyFacts(operation, reader: &reader) else { continue }
      judge.findings(on: policy, into: &findings)
      if let after { judge.findings(on: policy, in: after, into: &findings) }
    }
    if let remote, let after {
      findings += Self.caused(by: plan, from: remote.remote, to: after, judge: judge, reader: &reader)
    }
    var scope = BatchScope(plan: plan, before: remote, encoder: encoder, guards: guards)
    scope.firstReading = judge.settings.firstReading
    self.findings = findings + judge.findings(on: scope)
  }

  /// What is true of untouched policies after the batch, and was not before.
  private static func caused(
    by plan: BatchPlan,
    from before: PolicySet,
    to after: PolicySet,
    judge: Judge,
    reader: inout PatternReader
  ) -> [Finding] {
    var findings: [Finding] = []
    for row in before.rows(near: plan.ordered) where !after.isHidden(row) {
      let policy = PolicyFacts(before.base.members[row], reader: &reader)
      var old: [Finding] = []
      var new: [Finding] = []
      judge.findings(on: policy, in: before, into: &old)
      judge.findings(on: policy, in: after, into: &new)
      findings += new.filter { finding in !old.contains { $0.rule == finding.rule } }
    }
    return findings
  }
}
