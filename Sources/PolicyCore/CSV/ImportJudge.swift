import Patterns

/// Decides what becomes of each row of a file.
struct ImportJudge {
  private let file: PolicyCSV
  /// Nil for a row that has mistakes of its own.
  private let subjects: [ImportSubject?]
  private let targets: ImportTargets
  private let rules = Judge(Rule.all.filter { $0.level == .error }, settings: RuleSettings())
  private var reader = PatternReader()

  /// The line of a row that says of a policy just what it is.
  private var settled: [PolicyID: Int] = [:]
  /// The first row on a subject, of those that change something.
  private var first: [PatternKey: Int] = [:]
  /// The line of a later row that says something else of the subject.
  private var contradictions: [PatternKey: Int] = [:]

  init(file: PolicyCSV, list: PolicyList, draft: Draft) {
    self.file = file
    subjects = file.rows.map { $0.mistakes.isEmpty ? ImportSubject($0.fields) : nil }
    targets = ImportTargets(subjects.lazy.compactMap(\.self), in: list, draft: draft)
  }

  /// One for each row.
  mutating func outcomes() -> [ImportPlan.Outcome] {
    var outcomes: [ImportPlan.Outcome?] = []
    outcomes.reserveCapacity(file.rows.count)
    // Two rounds before the judgement: it depends on what the rows below say.
    for (row, subject) in zip(file.rows, subjects) {
      outcomes.append(subject.map { duplicate(row, $0) } ?? .invalid(row.mistakes))
    }
    for index in file.rows.indices where outcomes[index] == nil {
      if let subject = subjects[index] { outcomes[index] = compareWithEarlier(index, subject.key) }
    }
    return zip(file.rows, zip(subjects, outcomes)).map { row, known in
      let (subject, outcome) = known
      guard let subject else { return outcome ?? .invalid(row.mistakes) }
      // A row that repeats one of two that contradict each other is as doubtful as they are.
      if let line = contradiction(of: row, subject), outcome?.isDuplicate != true {
        return refuse(
          row,
          "Line \(line) has the same pattern and says something else of it.",
          advice: "Keep the one of the two rows that is meant."
        )
      }
      return outcome ?? judge(row, subject)
    }
  }

  /// Whether there is a policy of which the row says nothing new.
  private mutating func duplicate(_ row: ImportedRow, _ subject: ImportSubject) -> ImportPlan.Outcome? {
    let equal = targets.targets(of: subject, type: row.fields.patternType).filter {
      !$0.isDeleted && Self.changes(row.fields, to: $0.fields).isEmpty
    }
    for target in equal where settled[target.policy.id] == nil { settled[target.policy.id] = row.line }
    return equal.first.map { .duplicate(of: $0.policy.id) }
  }

  private mutating func compareWithEarlier(_ index: Int, _ key: PatternKey) -> ImportPlan.Outcome? {
    guard let earlier = first[key] else {
      first[key] = index
      return nil
    }
    let row = file.rows[index]
    if Self.changes(row.fields, to: file.rows[earlier].fields).isEmpty {
      return .repeated(line: file.rows[earlier].line)
    }
    if contradictions[key] == nil { contradictions[key] = row.line }
    return nil
  }

  /// The line of a row that says otherwise of the subject.
  private func contradiction(of row: ImportedRow, _ subject: ImportSubject) -> Int? {
    guard let later = contradictions[subject.key], let earlier = first[subject.key] else { return nil }
    return row.line == later ? file.rows[earlier].line : later
  }

  // MARK: - Rows that would queue something

  private mutating func judge(_ row: ImportedRow, _ subject: ImportSubject) -> ImportPlan.Outcome {
    let all = targets.targets(of: subject, type: row.fields.patternType)
    if all.isEmpty { return judgeNew(row) }
    let present = all.filter { !$0.isDeleted }
    if present.isEmpty {
      return refuse(
        row,
        "The policy \(all[0].policy.id), which has this pattern, is queued for deletion.",
        advice: "Take the deletion back first, or take the row out."
      )
    }
    let open = present.filter { settled[$0.policy.id] == nil }
    if open.isEmpty {
      let line = settled[present[0].policy.id] ?? row.line
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
    return judgeChange(row, of: open[0])
  }

  private mutating func judgeNew(_ row: ImportedRow) -> ImportPlan.Outcome {
    let fields = ImportSubject.completed(row.fields)
    guard fields.patternType != nil else {
      return refuse(
        row,
        "\"\(fields.pattern?.shortened ?? "")\" is neither a mail address nor a domain nor an IP address.",
        advice: adviceOnExpressions
      )
    }
    let policy = NewPolicy(placeholderID: PolicyID(""), queuedAt: "", fields: fields)
    let mistakes = mistakes(.create(policy), row)
    return mistakes.isEmpty ? .new : .invalid(mistakes)
  }

  private mutating func judgeChange(_ row: ImportedRow, of target: ImportTargets.Target) -> ImportPlan.Outcome {
    let changes = Self.changes(row.fields, to: target.fields)
    let base = AllowPolicy(id: target.policy.id, fields: target.fields)
    let mistakes = mistakes(.edit(base: base, PolicyEdit(changes: changes)), row)
    guard mistakes.isEmpty else { return .invalid(mistakes) }
    return .changed(ImportPlan.Change(policy: target.policy, before: target.fields, changes: changes))
  }

  /// What the draft would refuse to queue.
  private mutating func mistakes(_ intent: DraftOperation.Intent, _ row: ImportedRow) -> [ImportMistake] {
    let operation = DraftOperation(intent: intent, position: 0)
    var findings: [Finding] = []
    rules.findings(on: operation, into: &findings)
    if let policy = PolicyFacts(operation, reader: &reader) { rules.findings(on: policy, into: &findings) }
    return findings.filter { $0.level == .error }.map { finding in
      let isInDoubt = row.fields.isRegex == nil && PatternKind.likely(for: operation.pattern) == nil
      return file.mistake(
        in: finding.field ?? .pattern,
        of: row,
        "\"\(operation.pattern.shortened)\": \(finding.message)",
        advice: isInDoubt ? adviceOnExpressions : finding.fix.map { "To mend it: \($0.title)." } ?? finding.why
      )
    }
  }

  private var adviceOnExpressions: String {
    "If it is a regular expression, import it with the newest header: \(CSVDialect.newest.header)"
  }

  private func refuse(_ row: ImportedRow, _ what: String, advice: String) -> ImportPlan.Outcome {
    .invalid([file.mistake(in: .pattern, of: row, what, advice: advice)])
  }

  /// The flags and the comment of a row that differ; a flag that is missing is off.
  private static func changes(_ row: PolicyFields, to fields: PolicyFields) -> PolicyFields {
    var changes = PolicyFields()
    if row.isTrustedSender != (fields.isTrustedSender ?? false) { changes.isTrustedSender = row.isTrustedSender }
    if row.isAcceptableSender != (fields.isAcceptableSender ?? false) {
      changes.isAcceptableSender = row.isAcceptableSender
    }
    if row.isExemptRecipient != (fields.isExemptRecipient ?? false) {
      changes.isExemptRecipient = row.isExemptRecipient
    }
    if row.verifySender != (fields.verifySender ?? false) { changes.verifySender = row.verifySender }
    if row.comments != (fields.comments ?? "") { changes.comments = row.comments }
    return changes
  }
}

extension ImportPlan.Outcome {
  fileprivate var isDuplicate: Bool {
    if case .duplicate = self { return true }
    return false
  }
}
