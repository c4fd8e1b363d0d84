import Policies

/// Says of operations what the API would refuse, whatever else is queued and there.
///
/// For thousands of rows of a file: expressions are compiled once each, and no neighbours are looked for.
package struct RefusalJudge {
  private let judge = Judge(Rule.all.filter { $0.level == .error }, settings: RuleSettings())
  private var reader = PatternReader()

  package init() {}

  /// The findings of level error.
  package mutating func refusals(of operation: DraftOperation) -> [Finding] {
    var findings: [Finding] = []
    judge.findings(on: operation, into: &findings)
    if let policy = PolicyFacts(operation, reader: &reader) { judge.findings(on: policy, into: &findings) }
    return findings.filter { $0.level == .error }
  }
}
