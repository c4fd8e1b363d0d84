package import Policies
package import PolicyCore
package import Values

/// What an overview is to be made of: a list of policies as a draft will leave it.
package struct OverviewRequest: Equatable, Sendable {
  package let list: PolicyList
  package let draft: DraftSnapshot
  /// What the rules say of the list and the draft.
  package let findings: AccountFindings
  /// The time, for ages.
  package let now: Instant

  package init(_ list: PolicyList, draft: DraftSnapshot, findings: AccountFindings, now: Instant) {
    self.list = list
    self.draft = draft
    self.findings = findings
    self.now = now
  }

  /// Whether both ask the same of the same, told by revisions; ages do not change while somebody looks.
  package func isSame(as other: OverviewRequest) -> Bool {
    list.revision == other.list.revision && list.count == other.list.count && draft.revision == other.draft.revision
      && findings.isSame(as: other.findings)
  }

  /// The overview, with what is known of the mail that is kept; nil if its task was cancelled meanwhile.
  ///
  /// Goes over all rows once.
  package func overview(mail: MailTold = .nothing) -> Overview? {
    var counting = OverviewCounting(self)
    for row in list.indices {
      if row.isMultiple(of: 1024), Task.isCancelled { return nil }
      counting.add(row)
    }
    for operation in draft.draft.operations {
      if case .create(let policy) = operation.intent { counting.add(policy) }
    }
    guard case .told(let passed, let usage) = mail else {
      let knowsMail = if case .unknown = mail { false } else { true }
      return Overview(
        policies: counting.policies,
        isJudged: isJudged,
        sections: sections(counting),
        mail: nil,
        knowsMail: knowsMail
      )
    }
    let used = usage.usedRows
    return Overview(
      policies: counting.policies,
      isJudged: isJudged,
      sections: sections(counting) + [
        mailDomains(usage, used, of: passed.passed), mailPolicies(usage, used, of: passed.passed),
      ],
      mail: Overview.Mail(passed: passed, used: used.count, strangers: usage.strangers),
      knowsMail: true
    )
  }

  private var isJudged: Bool { findings.listRevision != nil && findings.rows.speak(of: list) }

  private func sections(_ counting: OverviewCounting) -> [Overview.Section] {
    [counting.grants, counting.ages] + (isJudged ? [found(of: counting.policies)] : [])
      + [counting.domains(.domains)] + (isJudged ? [counting.domains(.dangerDomains)] : [])
  }

  /// The rules that hold of some policies, the gravest first.
  private func found(of whole: Int) -> Overview.Section {
    let bars = findings.rows.tallies(in: list).map { tally -> Overview.Bar in
      let some = tally.samples.first.map { findings.findings(on: $0) } ?? []
      let finding = some.first { $0.rule == tally.rule && !$0.isSilenced }
      return Overview.Bar(
        label: tally.rule.rawValue,
        count: tally.count,
        filter: FrequencyKey.finding(tally.rule).filter(ticket: nil),
        level: finding?.level ?? Rule.named(tally.rule)?.level
      )
    }
    let sorted = bars.sorted { left, right in
      let (one, two) = (left.level ?? .notice, right.level ?? .notice)
      return one != two ? one > two : (left.count, right.label) > (right.count, left.label)
    }
    // Rules are few, and one that is left out may be the one that matters.
    return Overview.Section(kind: .findings, bars: sorted, others: 0, whole: whole)
  }

  // MARK: - Mail

  private func mailDomains(_ usage: PolicyUsage, _ used: [Int], of whole: Int) -> Overview.Section {
    var rows: [String: [Int]] = [:]
    for row in used {
      guard let name = NamedDomain.name(in: list.fields(at: row)) else { continue }
      rows[NamedDomain.registered(name), default: []].append(row)
    }
    return Overview.Section(
      .mailDomains,
      rows.map { name, rows in
        Overview.Bar(
          label: name,
          count: usage.count(ofRows: rows),
          filter: FrequencyKey.domain(name).filter(ticket: nil)
        )
      },
      of: whole
    )
  }

  private func mailPolicies(_ usage: PolicyUsage, _ used: [Int], of whole: Int) -> Overview.Section {
    Overview.Section(
      .mailPolicies,
      used.map { row in
        let id = list.id(at: row)
        let pattern = list.fields(at: row).pattern ?? ""
        return Overview.Bar(
          label: pattern.isEmpty ? id.text : pattern,
          count: usage[row]?.count ?? 0,
          filter: FrequencyKey.term(ofID: id.text),
          policy: id
        )
      },
      of: whole
    )
  }
}

extension Overview.Section {
  /// The highest of some bars, of equal ones in the order of their labels.
  init(_ kind: Kind, _ bars: [Overview.Bar], of whole: Int) {
    let sorted = bars.sorted { ($0.count, $1.label, $1.filter) > ($1.count, $0.label, $0.filter) }
    self.init(
      kind: kind,
      bars: Array(sorted.prefix(Overview.mostBars)),
      others: max(0, sorted.count - Overview.mostBars),
      whole: whole
    )
  }
}
