package import Policies

/// The findings on the policies that are there, and the index with which a draft over them is judged quickly.
package struct Lint: Sendable {
  package let settings: RuleSettings
  /// In the order of the list.
  package let findings: [Finding]
  /// The policies, indexed.
  ///
  /// Keep it for as long as the list is the same.
  package let policies: PolicySet

  /// Judges every policy of a list; n log n.
  package init(of list: PolicyList, settings: RuleSettings = RuleSettings()) {
    self.init(of: list, judge: Judge(settings: settings))
  }

  init(of list: PolicyList, judge: Judge) {
    settings = judge.settings
    var reader = PatternReader()
    let readings = list.indices.map { reader.read(list.fields(at: $0)) }
    let policies = PolicySet(base: PolicyIndex(list, readings: readings))
    var findings: [Finding] = []
    // Some three a policy are usual, and growing a large array by and by copies it again and again.
    findings.reserveCapacity(3 * list.count)
    for (row, policy) in list.enumerated() {
      let facts = PolicyFacts(id: policy.id, fields: policy.fields, reading: readings[row], remote: policy)
      judge.findings(on: facts, into: &findings)
      judge.findings(on: facts, in: policies, row: row, into: &findings)
    }
    self.policies = policies
    self.findings = findings
  }

  /// The findings on a batch over these policies; costs what the batch costs.
  package func validation(of plan: BatchPlan) -> Validation {
    Validation(of: plan, against: policies, settings: settings)
  }
}
