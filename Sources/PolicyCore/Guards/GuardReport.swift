import Policies

/// A guard as it is before and after a batch.
package struct GuardReport: Hashable, Sendable {
  package let rule: Guard
  package let before: GuardAnswer
  package let after: GuardAnswer

  /// Checks each guard against the policies as they are, and as the operations leave them.
  ///
  /// `first` is the reading whose example is shown, if there is one.
  package static func all(
    _ guards: [Guard],
    on policies: PolicySet,
    after operations: [DraftOperation],
    first: ServerReading = .widest
  ) -> [GuardReport] {
    guard !guards.isEmpty else { return [] }
    let changed = operations.isEmpty ? nil : policies.applying(operations)
    let judge = GuardJudge(policies: policies.remote, changed: changed, first: first)
    return guards.map { rule in
      let (before, after) = judge.answers(on: rule)
      return GuardReport(rule: rule, before: before, after: after)
    }
  }

  /// How much it matters that it does not hold; nil where it holds.
  ///
  /// What is not decided matters one level less.
  package var level: FindingLevel? {
    switch after.holds {
    case true?: nil
    case false?: rule.level
    case nil: rule.level.lowered
    }
  }

  /// Whether the batch makes it worse: what was as bad before blocks nothing.
  package var isAnew: Bool { Self.badness(after.holds) > Self.badness(before.holds) }

  private static func badness(_ holds: Bool?) -> Int {
    switch holds {
    case true?: 0
    case nil: 1
    case false?: 2
    }
  }
}

extension Rule {
  static let guardBroken = Rule(
    "guard-broken",
    .danger,
    holds: "a guard of the configuration does not hold once the batch has run",
    why: "Somebody wrote down that this must stay true whatever is submitted.",
    check: .batch { scope in
      guard let before = scope.before else { return [] }
      let reports = GuardReport.all(scope.guards, on: before, after: scope.plan.ordered, first: scope.firstReading)
      return reports.compactMap { report in
        guard let level = report.level else { return nil }
        let what = report.after.holds == false ? "is broken" : "may be broken"
        let when = report.isAnew ? "" : ", and was before"
        let example = report.after.sentence.map { " \($0)" } ?? ""
        return BatchObservation(
          nil,
          Observation("“\(report.rule.name)” \(what)\(when).\(example)", level: report.isAnew ? level : .notice)
        )
      }
    }
  )
}
