import PolicyCore
import PolicyFiles

/// Which findings a person asked for, and which of them fail a gate.
struct LintSelection: Sendable {
  /// Nil for all.
  var rules: Set<RuleName>?
  /// What was known before; nil without a baseline.
  var baseline: Baseline?

  func keeps(_ finding: PlacedFinding) -> Bool {
    if let rules, !rules.contains(finding.finding.rule) { return false }
    return baseline.map { !$0.keys.contains(finding.key) } ?? true
  }
}
