/// The findings on a planned batch.
package struct Validation: Sendable {
  package let findings: [Finding]

  package init(of plan: BatchPlan) {
    findings = plan.entries.flatMap { OperationRules.findings(on: $0.operation) } + BatchRules.findings(on: plan)
  }
}
