import JSONText
import Patterns
import Policies
import PolicyCore

/// Decides what becomes of each row of a file.
struct ImportJudge {
  /// A row without mistakes of its own.
  private struct Claim {
    let subject: ImportSubject
    let content: ImportContent
    /// The name of the policies that it can mean; nil if there are none.
    let name: ImportSubject.Name?
  }

  private let file: PolicyCSV
  /// One for each row.
  private let claims: [Claim?]
  private var targets: ImportTargets
  private var judge = RefusalJudge()
  /// The line of a row that says of policies just what they are.
  private var settled: [ImportSubject.Name: [ImportContent: Int]] = [:]
  /// The first row on a subject, of those that change something.
  private var first: [ImportSubject.Name: Int] = [:]
  /// The line of a later row that says something else of the subject.
  private var contradictions: [ImportSubject.Name: Int] = [:]

  init(file: PolicyCSV, list: PolicyList, draft: Draft) {
    self.file = file
    let subjects = file.rows.enumerated().map { place, row in
      row.mistakes.isEmpty && !file.leftOut.contains(place) ? ImportSubject(row.fields) : nil
    }
    let targets = ImportTargets(
      subjects.lazy.compactMap(\.self),
      in: list,
      draft: draft,
      saysComments: file.saysComments
    )
    claims = zip(file.rows, subjects).map { row, subject in
      subject.map {
        Claim(
          subject: $0,
          content: ImportContent(row.fields, saysComments: file.saysComments),
          name: targets.name(for: $0)
        )
      }
    }
    self.targets = targets
  }

  /// One for each row.
  mutating func outcomes() -> [ImportPlan.Outcome] {
    var outcomes: [ImportPlan.Outcome?] = []
    outcomes.reserveCapacity(file.rows.count)
    // Two rounds before the judgement: it depends on what the rows below say.
    for (index, claim) in claims.enumerated() {
      let row = file.rows[index]
      let none = file.leftOut.contains(index) ? ImportPlan.Outcome.leftOut : .invalid(row.mistakes)
      outcomes.append(claim.map { duplicate(row, $0) } ?? none)
    }
    for (index, claim) in claims.enumerated() where outcomes[index] == nil {
      if let claim { outcomes[index] = compareWithEarlier(index, claim) }
    }
    for (index, claim) in claims.enumerated() {
      guard let claim else { continue }
      let row = file.rows[index]
      switch outcomes[index] {
      case .duplicate, .queued: continue
      // A row that repeats one of two that contradict each other is as doubtful as they are.
      case let outcome: outcomes[index] = contradiction(of: row, claim) ?? outcome ?? judge(row, claim)
      }
    }
    return outcomes.compactMap(\.self)
  }

  /// Whether there is a policy of which the row says nothing new.
  private mutating func duplicate(_ row: ImportedRow, _ claim: Claim) -> ImportPlan.Outcome? {
    guard let name = claim.name, let id = targets.target(under: name, saying: claim.content) else { return nil }
    if settled[name]?[claim.content] == nil { settled[name, default: [:]][claim.content] = row.line }
    return targets.isQueued(id) ? .queued(as: id) : .duplicate(of: id)
  }

  private mutating func compareWithEarlier(_ index: Int, _ claim: Claim) -> ImportPlan.Outcome? {
    let name = claim.subject.name
    guard let earlier = first[name] else {
      first[name] = index
      return nil
    }
    if claim.content == claims[earlier]?.content { return .repeated(line: file.rows[earlier].line) }
    if contradictions[name] == nil { contradictions[name] = file.rows[index].line }
    return nil
  }

  private func contradiction(of row: ImportedRow, _ claim: Claim) -> ImportPlan.Outcome? {
    let name = claim.subject.name
    guard let later = contradictions[name], let earlier = first[name] else { return nil }
    let line = row.line == later ? file.rows[earlier].line : later
    return refuse(
      row,
      "Line \(line) has the same pattern and says something else of it.",
      advice: "Keep the one of the two rows that is meant."
    )
  }

  // MARK: - Rows that would queue something

  private mutating func judge(_ row: ImportedRow, _ claim: Claim) -> ImportPlan.Outcome {
    guard let name = claim.name else { return judgeNew(row) }
    let all = targets.targets(under: name)
    let present = all.filter { !$0.isDeleted }
    guard let some = present.first else {
      return refuse(
        row,
        "The policy \(all.first?.policy.id.text ?? "") with this pattern is queued for deletion.",
        advice: "Take the deletion back first, or take the row out."
      )
    }
    if let odd = present.first(where: { !$0.fields.unread.isEmpty }), let (field, said) = odd.fields.unread.first {
      return refuse(
        row,
        "Of the \(field.label) of the policy \(odd.policy.id) with this pattern the server said \(said).",
        advice: "Set it in the dashboard and load again, or take the row out."
      )
    }
    let settled = settled[name] ?? [:]
    let open = present.filter { settled[content(of: $0)] == nil }
    guard let target = open.first else {
      let line = settled[content(of: some)] ?? row.line
      return refuse(
        row,
        "Line \(line) has the same pattern and leaves the policy as it is.",
        advice: "Keep the one of the two rows that is meant."
      )
    }
    guard open.count == 1 else {
      let ids = open.prefix(3).map(\.policy.id.text).joined(separator: ", ") + (open.count > 3 ? " and others" : "")
      return refuse(
        row,
        "\(open.count) policies have this pattern, and the row does not say which of them is meant: \(ids).",
        advice: "Delete those that are not needed first, or edit them by their ids."
      )
    }
    return judgeChange(row, claim, of: target)
  }

  private func content(of target: ImportTargets.Target) -> ImportContent {
    ImportContent(target.fields, saysComments: file.saysComments)
  }

  private mutating func judgeNew(_ row: ImportedRow) -> ImportPlan.Outcome {
    let fields = ImportSubject.completed(row.fields)
    guard fields.patternType != nil else {
      return refuse(
        row,
        "\"\(fields.pattern?.shortened ?? "")\" is neither a mail address nor a domain nor an IP address.",
        advice: Self.cleaned(fields.pattern) ?? adviceOnExpressions
      )
    }
    let policy = NewPolicy(placeholderID: PolicyID(""), queuedAt: "", fields: fields)
    let mistakes = mistakes(.create(policy), row)
    return mistakes.isEmpty ? .new : .invalid(mistakes)
  }

  private mutating func judgeChange(
    _ row: ImportedRow,
    _ claim: Claim,
    of target: ImportTargets.Target
  ) -> ImportPlan.Outcome {
    let changes = claim.content.changes(to: content(of: target))
    let base = AllowPolicy(id: target.policy.id, fields: target.fields)
    let mistakes = mistakes(.edit(base: base, PolicyEdit(changes: changes)), row)
    guard mistakes.isEmpty else { return .invalid(mistakes) }
    return .changed(ImportPlan.Change(policy: target.policy, before: target.fields, changes: changes))
  }

  /// What the draft would refuse to queue.
  private mutating func mistakes(_ intent: DraftOperation.Intent, _ row: ImportedRow) -> [ImportMistake] {
    let operation = DraftOperation(intent: intent, position: 0)
    return judge.refusals(of: operation).map { finding in
      let isInDoubt = row.fields.isRegex == nil && PatternKind.likely(for: operation.pattern) == nil
      return file.mistake(
        in: finding.field ?? .pattern,
        of: row,
        "\"\(operation.pattern.shortened)\": \(finding.message)",
        advice: isInDoubt ? adviceOnExpressions : finding.fix.map { "To mend it: \($0.title)." } ?? finding.why
      )
    }
  }

  /// What people write around a pattern is taken off by a suggestion only.
  private static func cleaned(_ pattern: String?) -> String? {
    pattern.flatMap { PastedPatterns($0).entries.first?.fields?.pattern }.map { "To mend it: write \($0)." }
  }

  private var adviceOnExpressions: String {
    "If it is a regular expression, import it with the newest header: \(CSVDialect.newest.header)"
  }

  private func refuse(_ row: ImportedRow, _ what: String, advice: String) -> ImportPlan.Outcome {
    .invalid([file.mistake(in: .pattern, of: row, what, advice: advice)])
  }
}
