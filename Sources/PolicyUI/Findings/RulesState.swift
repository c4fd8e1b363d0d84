package import Canvas
package import Policies
package import PolicyCore

/// What was found, rule by rule, on all policies or on those that were marked.
package struct RulesState: Equatable, Sendable {
  /// A rule, how many policies it holds of, and what it says of one of them.
  package struct Entry: Hashable, Sendable {
    package let tally: RuleTally
    package let finding: Finding
  }

  /// Mends for all policies of one rule, shown before they are queued.
  package struct Plan: Equatable, Sendable {
    package let edits: [DraftEdit]
    /// The patterns of the first policies that it changes.
    package let patterns: [String]
    /// What it does, the most frequent first, with how many policies.
    package let titles: [(title: String, count: Int)]
    package let effects: [Effect: Int]
    /// How many policies of the rule have no mend that a key could apply, or are not there any more.
    package let left: Int

    package static func == (left: Plan, right: Plan) -> Bool { left.edits == right.edits }
  }

  /// Nil for all policies.
  package let ids: Set<PolicyID>?
  package private(set) var entries: [Entry] = []
  package var selection = 0
  package var plan: Plan?
  /// Why the findings of the rule are accepted, while that is being asked for.
  package var reason: TextField?
  package var search = ListSearch()
  private var tallied: Source?

  /// What the entries were made of: silencing makes other findings of the same list and draft.
  private struct Source: Equatable {
    let findings: AccountFindings

    static func == (left: Source, right: Source) -> Bool { left.findings.isSame(as: right.findings) }
  }

  package init(among ids: Set<PolicyID>?) {
    self.ids = ids
  }

  package var selected: Entry? { entries.indices.contains(selection) ? entries[selection] : nil }

  /// Counts anew where the findings are others than when it was last counted.
  ///
  /// A rule that was there stays in its place, with none left where all was mended: the keys that come next are about
  /// the one that they were pressed for.
  mutating func tally(_ findings: AccountFindings, of list: PolicyList) {
    let source = Source(findings: findings)
    guard tallied != source else { return }
    tallied = source
    plan = nil
    let counted = findings.rows.tallies(in: list, among: ids).compactMap { tally in
      Self.finding(tally, in: findings).map { Entry(tally: tally, finding: $0) }
    }
    let anew = Dictionary(uniqueKeysWithValues: counted.map { ($0.tally.rule, $0) })
    let known = Set(entries.map(\.tally.rule))
    entries =
      entries.map { anew[$0.tally.rule] ?? Entry(tally: $0.tally.withNoneLeft, finding: $0.finding) }
      + counted.filter { !known.contains($0.tally.rule) }.sorted { left, right in
        (left.finding.level, left.tally.count, right.tally.rule.rawValue)
          > (right.finding.level, right.tally.count, left.tally.rule.rawValue)
      }
    selection = max(0, min(selection, entries.count - 1))
  }

  /// What a rule says of one of its policies: of one that a key can mend, if one of the first is.
  private static func finding(_ tally: RuleTally, in findings: AccountFindings) -> Finding? {
    let some = tally.samples.lazy.compactMap { id in
      findings.findings(on: id).first { $0.rule == tally.rule && !$0.isSilenced }
    }
    return some.first { $0.fix != nil } ?? some.first
  }
}

extension RulesState.Plan {
  /// So many policies are mended at once at most.
  package static let most = 500
  private static let mostJudged = 200
  private static let mostNamed = 4

  init(_ policies: [(finding: Finding, policy: AllowPolicy)], of count: Int, draft: Draft, judge: AccountFindings) {
    var edits: [DraftEdit] = []
    var patterns: [String] = []
    var counts: [String: Int] = [:]
    var effects: [Effect: Int] = [:]
    for (finding, policy) in policies {
      guard let fix = finding.fix, let edit = fix.edit(for: policy) else { continue }
      edits.append(edit)
      if patterns.count < Self.mostNamed { patterns.append(policy.fields.shownPattern) }
      counts[fix.title, default: 0] += 1
      guard edits.count <= Self.mostJudged else { continue }
      var changed = Draft(draft[policy.id].map { [$0] } ?? [])
      guard (try? changed.apply(edit)) != nil, let operation = changed[policy.id] else { continue }
      effects[judge.judging(operation).effect.effect, default: 0] += 1
    }
    self.edits = edits
    self.patterns = patterns
    titles = counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { (title: $0.key, count: $0.value) }
    self.effects = effects
    left = count - edits.count
  }
}
