import Policies

/// Says of operations what the contract forbids, which can be told without looking at any other.
///
/// The draft refuses to queue it. For thousands of rows of a file too: expressions are compiled once each, and no
/// neighbours are looked for.
package struct RefusalJudge {
  private static let judge = Judge(Rule.all.filter { $0.level == .error }, settings: RuleSettings())
  private var reader = PatternReader()

  package init() {}

  /// The findings of level error.
  package mutating func refusals(of operation: DraftOperation) -> [Finding] {
    var findings: [Finding] = []
    Self.judge.findings(on: operation, into: &findings)
    if let policy = PolicyFacts(operation, reader: &reader) { Self.judge.findings(on: policy, into: &findings) }
    return findings.filter { $0.level == .error }
  }
}
