import Foundation
import MailLog
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import Values

/// A situation in which a rule holds, or in which it nearly does.
struct RuleCase: Sendable, CustomTestStringConvertible {
  enum Situation: Sendable {
    /// The first policy is judged, among the others.
    case policies([AllowPolicy])
    /// A batch is judged, over these policies.
    case batch([DraftOperation], over: [AllowPolicy])
  }

  let rule: RuleName
  let holds: Bool
  let situation: Situation

  static let settings = RuleSettings(
    ownDomains: ["Corp.example"],
    now: Timestamp.date(of: "2026-06-30T12:00:00Z") ?? .distantPast
  )

  /// All of two weeks from the last day of May 2026 on was read.
  static let mail = (20_604..<20_618).map { MailDayHead(day: $0, count: 9, bytes: 900, reads: [.all: .max]) }

  static let guards =
    Guard.scope("corp.example").map { [Guard(name: "nobody passes as us", .forbid(.all), $0)] } ?? []

  /// Whether the rule, or one that is put in its place, holds here.
  func isObserved(by rule: Rule) async -> Bool {
    var settings = Self.settings
    if case .policies(let policies) = situation {
      let mail = KeptMail(log: MailLog(), heads: Self.mail)
      settings.usage = try? await PolicyUsage(of: PolicySet(PolicyList(policies)), in: mail)
    }
    let judge = Judge([rule], settings: settings)
    switch situation {
    case .policies(let policies):
      let set = PolicySet(PolicyList(policies))
      var reader = PatternReader()
      var findings: [Finding] = []
      let policy = PolicyFacts(policies[0], reader: &reader)
      judge.findings(on: policy, into: &findings)
      judge.findings(on: policy, in: set, into: &findings)
      return !findings.isEmpty
    case .batch(let operations, let policies):
      let set = PolicySet(PolicyList(policies))
      let encoder = BatchEncoder(.documented)
      return !Validation(of: BatchPlan(operations), against: set, judge: judge, encoder: encoder, guards: Self.guards)
        .findings.isEmpty
    }
  }

  var testDescription: String {
    let what =
      switch situation {
      case .policies(let policies): policies.map { $0.fields.pattern ?? "nothing" }.joined(separator: ", ")
      case .batch(let operations, _): operations.map { "\($0.kind) \($0.pattern)" }.joined(separator: ", ")
      }
    return "\(rule.rawValue) \(holds ? "holds" : "does not hold") for \(what.prefix(80))"
  }

  static func holds(_ rule: RuleName, _ situations: [Situation]) -> [RuleCase] {
    situations.map { RuleCase(rule: rule, holds: true, situation: $0) }
  }

  static func fails(_ rule: RuleName, _ situations: [Situation]) -> [RuleCase] {
    situations.map { RuleCase(rule: rule, holds: false, situation: $0) }
  }
}

extension DraftOperation {
  static func delete(_ policy: AllowPolicy, at position: Int = 0) -> DraftOperation {
    DraftOperation(intent: .delete(base: policy, suspended: nil), position: position)
  }

  static func patch(_ policy: AllowPolicy, _ changes: PolicyFields, at position: Int = 0) -> DraftOperation {
    DraftOperation(intent: .edit(base: policy, PolicyEdit(changes: changes)), position: position)
  }

  static func put(_ policy: AllowPolicy, _ changes: PolicyFields, at position: Int = 0) -> DraftOperation {
    DraftOperation(intent: .edit(base: policy, PolicyEdit(changes: changes, replacesWhole: true)), position: position)
  }

  static func post(_ policy: AllowPolicy, at position: Int = 0) -> DraftOperation {
    let new = NewPolicy(placeholderID: policy.id, queuedAt: "2026-06-30T12:00:00Z", fields: policy.fields)
    return DraftOperation(intent: .create(new), position: position)
  }
}

extension Rule {
  /// The same rule with its check turned round: it holds exactly where the real one does not.
  var inverted: Rule {
    let observation = Observation("inverted")
    let turned: Check =
      switch check {
      case .policy(let check): .policy { check($0, $1) == nil ? observation : nil }
      case .change(let check): .change { check($0) == nil ? observation : nil }
      case .set(let check): .set { check($0, $1) == nil ? observation : nil }
      case .batch(let check): .batch { check($0).isEmpty ? [BatchObservation(nil, observation)] : [] }
      }
    return Rule(name, level, on: fields, holds: holds, why: why, source: source, check: turned)
  }
}
