/// What the contract forbids in one operation, which can be told without looking at any other.
///
/// The draft refuses to queue what stands here.
enum OperationRules {
  static func findings(on operation: DraftOperation) -> [Finding] {
    let judge = Judge(Rule.all.filter { $0.level == .error }, settings: RuleSettings())
    var reader = PatternReader()
    var findings: [Finding] = []
    judge.findings(on: operation, into: &findings)
    if let policy = PolicyFacts(operation, reader: &reader) { judge.findings(on: policy, into: &findings) }
    return findings.filter { $0.level == .error }
  }
}
