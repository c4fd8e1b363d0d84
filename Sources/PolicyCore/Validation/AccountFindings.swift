import Synchronization
package import Policies

/// What the rules say of an account's policies as they will be once the draft has run.
///
/// Made anew for each list and each draft, off the thread that draws; asked row by row while drawing.
package struct AccountFindings: Equatable, Sendable {
  /// What filters and sorting, and the signs of the table, ask of.
  package let rows: RowFindings
  /// The findings on the batch as a whole.
  package let batch: [Finding]
  /// The revision of the list; nil where none is known.
  package var listRevision: Int? { list?.revision }
  /// The draft's revision, which tells it from others over the same list.
  package let draftRevision: Int
  /// The findings on what is queued.
  private let drafted: [PolicyID: [Finding]]
  /// Counted once, as the header asks at every repaint.
  private let draftCounts: [FindingLevel: Int]
  /// Nil while the account's policies are not known; then nothing is said about neighbours.
  private let remaining: PolicySet?
  private let judge: Judge
  private let effects: EffectJudge
  private let judged: [PolicyID: JudgedEffect]
  private let list: PolicyList?
  /// What is queued, in the order in which it runs.
  private let operations: [DraftOperation]
  /// What the policies let through of the mail that was read; nil where none was, or that is not known yet.
  package var usage: PolicyUsage? { judge.settings.usage }
  /// What was asked for already: a frame shows rows that the last one showed.
  private let asked = AskedFindings()

  /// Whether both say the same, and of the same; how they were asked for makes no difference.
  package static func == (left: AccountFindings, right: AccountFindings) -> Bool {
    left.list == right.list && left.draftRevision == right.draftRevision && left.rows == right.rows
      && left.batch == right.batch && left.drafted == right.drafted && left.usage == right.usage
  }

  /// Lays a draft over the findings on a list; costs what the draft costs.
  ///
  /// `settings` are those of the list's findings; what of it is accepted is heeded here. `gone` are the policies of which
  /// the server said that they do not exist: that one is not in the list proves nothing, as a list may be old.
  package init(
    _ draft: DraftSnapshot,
    over list: ListFindings?,
    gone: Set<PolicyID> = [],
    settings: RuleSettings
  ) {
    let plan = BatchPlan(draft.draft.operations)
    let policies = list?.policies.knowing(gone: gone)
    let remaining = policies?.applying(plan.ordered)
    let judge = Judge(settings: settings)
    let findings = Validation(of: plan, against: policies, judge: judge).findings
    var drafted = Dictionary(uniqueKeysWithValues: plan.ordered.map { ($0.id, [Finding]()) })
    var batch: [Finding] = []
    for finding in findings {
      if let id = finding.policyID {
        // Those on policies that the draft does not touch are found again from what remains.
        drafted[id]?.append(finding)
      } else {
        batch.append(finding)
      }
    }
    self.judge = judge
    self.list = list?.list
    self.remaining = remaining
    operations = plan.ordered
    self.drafted = drafted
    self.batch = batch
    var counts: [FindingLevel: Int] = [:]
    for finding in batch { counts[finding.level, default: 0] += 1 }
    for finding in drafted.values.joined() where !finding.isSilenced { counts[finding.level, default: 0] += 1 }
    draftCounts = counts
    draftRevision = draft.revision
    var changed = drafted
    if let list, let remaining {
      let near = list.policies.rows(near: plan.ordered).map { list.list[$0].id }
      let accepted = settings.suppressions.map(\.policyID) + list.silenced(by: settings)
      for id in near + accepted where changed[id] == nil {
        changed[id] = Self.findings(on: id, in: remaining, judge: judge)
      }
    }
    var rows = (list?.rows ?? RowFindings()).replacing(changed, in: list?.list ?? PolicyList())
    let effects =
      if let policies, let remaining {
        EffectJudge(from: policies.remote, to: remaining, first: settings.firstReading)
      } else {
        EffectJudge(of: plan.ordered, among: nil, first: settings.firstReading)
      }
    judged = Dictionary(uniqueKeysWithValues: plan.ordered.map { ($0.id, effects.judge($0)) })
    rows.effects = judged.mapValues(\.effect)
    self.effects = effects
    self.rows = rows
  }

  /// What was found on the first rows of a list at an earlier time: their signs, and no sentences.
  package init(_ rows: RowFindings, of list: PolicyList) {
    judge = Judge(settings: RuleSettings())
    self.list = list
    self.rows = rows
    remaining = nil
    operations = []
    drafted = [:]
    effects = EffectJudge(of: [], among: nil)
    judged = [:]
    batch = []
    draftCounts = [:]
    draftRevision = 0
  }

  /// Whether they are the very same, made once; equal ones that were made twice are not.
  package func isSame(as other: AccountFindings) -> Bool { asked === other.asked }

  /// No findings on no policies.
  package init() {
    self.init(DraftSnapshot(), over: nil, settings: RuleSettings())
  }

  /// The findings on a policy, or on what is queued for it, the worst first.
  ///
  /// What is not queued is judged when it is asked for.
  package func findings(on id: PolicyID) -> [Finding] {
    if let queued = drafted[id] { return queued.worstFirst }
    guard let remaining else { return [] }
    return asked.findings(on: id) { Self.findings(on: id, in: remaining, judge: judge).worstFirst }
  }

  /// How much the worst finding on a row matters that nobody has silenced; nil if there is none.
  package func level(of id: PolicyID) -> FindingLevel? {
    if let queued = drafted[id] { return queued.lazy.filter { !$0.isSilenced }.map(\.level).max() }
    return list?.index(of: id).flatMap { rows.signs(ofRow: $0).worst }
  }

  /// Which rules hold of a row, without a sentence of any: for many rows.
  package func signs(of id: PolicyID) -> RowSigns {
    list?.index(of: id).map { rows.signs(ofRow: $0) } ?? rows.signs(ofOther: id)
  }

  /// What a queued operation does, the other policies included; nil for one that is not queued.
  package func effect(of id: PolicyID) -> JudgedEffect? { judged[id] }

  /// The list's policies as the server has them, indexed; nil while they are not known.
  package var policies: PolicySet? { remaining?.remote }

  /// Whether the account's policies are known.
  package var knowPolicies: Bool { remaining != nil }

  /// What the policies let messages past, before and after the draft; nil while they are not known.
  ///
  /// The first who asks waits while all policies are gone through.
  package var whatIf: WhatIf? {
    let first = judge.settings.firstReading
    return remaining.map { remaining in asked.whatIf { WhatIf(remaining.remote, draft: operations, first: first) } }
  }

  /// How many findings of a level there are on what is queued and on the batch, without those that are silenced.
  package func draftCount(of level: FindingLevel) -> Int { draftCounts[level] ?? 0 }

  /// What a policy's expression opens; nil for a policy without one, and for one of which that was not decided.
  package func scope(of fields: PolicyFields, besides id: PolicyID?) -> PatternScope? {
    asked.scopes.answer(to: ScopeQuestion(fields: fields, id: id)) {
      PatternScope(of: fields, besides: id, among: remaining)
    }
  }

  /// Whether a policy's pattern matches a text.
  package func trial(of text: String, against fields: PolicyFields) -> PatternTrial {
    PatternTrial(text, against: fields, first: judge.settings.firstReading)
  }

  /// What would be said if this were queued, in place of what is queued for the same policy.
  package func judging(_ operation: DraftOperation) -> JudgedOperation {
    asked.operations.answer(to: operation) { judge(operation) }
  }

  private func judge(_ operation: DraftOperation) -> JudgedOperation {
    var reader = PatternReader()
    var findings: [Finding] = []
    judge.findings(on: operation, into: &findings)
    if let policy = PolicyFacts(operation, reader: &reader) {
      judge.findings(on: policy, into: &findings)
      if let remaining { judge.findings(on: policy, in: remaining, into: &findings) }
    }
    return JudgedOperation(
      findings: findings.worstFirst,
      effect: remaining == nil ? .of(operation, first: judge.settings.firstReading) : effects.judge(operation)
    )
  }

  private static func findings(on id: PolicyID, in set: PolicySet, judge: Judge) -> [Finding] {
    guard let policy = set[id] else { return [] }
    var reader = PatternReader()
    let facts = PolicyFacts(policy, reader: &reader)
    var findings: [Finding] = []
    judge.findings(on: facts, into: &findings)
    judge.findings(on: facts, in: set, into: &findings)
    return findings
  }
}

/// What is said of one operation.
package struct JudgedOperation: Hashable, Sendable {
  /// The worst first.
  package let findings: [Finding]
  package let effect: JudgedEffect
}

extension [Finding] {
  /// The level of the gravest that a person has to look at: neither silenced nor a notice; nil where there is none.
  package var gravest: FindingLevel? { lazy.filter { !$0.isSilenced && $0.level > .notice }.map(\.level).max() }

  /// Those that count before those that are silenced, and the worst first; equals keep their order.
  package var worstFirst: [Finding] {
    enumerated().sorted { left, right in
      if left.element.isSilenced != right.element.isSilenced { return right.element.isSilenced }
      if left.element.level != right.element.level { return left.element.level > right.element.level }
      return left.offset < right.offset
    }.map(\.element)
  }
}

/// An expression of which it is asked what it opens, and the policy that has it.
struct ScopeQuestion: Hashable {
  let fields: PolicyFields
  let id: PolicyID?
}

/// Findings by policy and answers on messages, as long as the list and the draft are the same.
private final class AskedFindings: Sendable {
  /// A few screens of rows.
  private static let most = 1000

  private let known = Mutex<[PolicyID: [Finding]]>([:])
  private let messages = Mutex<WhatIf?>(nil)
  /// The last operation that was judged, as a form asks several times for each key.
  let operations = LastAnswer<DraftOperation, JudgedOperation>()
  /// The last expression of which it was asked what it opens.
  let scopes = LastAnswer<ScopeQuestion, PatternScope?>()

  /// Goes through all policies once, so it is made for whoever asks and not for everybody.
  func whatIf(_ make: () -> WhatIf) -> WhatIf {
    messages.withLock { known in
      if let known { return known }
      let made = make()
      known = made
      return made
    }
  }

  func findings(on id: PolicyID, _ judge: () -> [Finding]) -> [Finding] {
    if let found = known.withLock({ $0[id] }) { return found }
    let found = judge()
    known.withLock { known in
      if known.count >= Self.most { known.removeAll() }
      known[id] = found
    }
    return found
  }
}
