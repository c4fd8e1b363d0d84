package import Canvas
package import PolicyCore
package import Policies
import PolicyFiles

/// A form over one policy: an existing one, a queued new one, or one that is to be queued.
package struct FormState: Equatable, Sendable {
  /// What the form is about.
  package enum Subject: Hashable, Sendable {
    case new
    case existing(PolicyRow)
  }

  /// The places that the keyboard can be in, from top to bottom.
  package enum Field: CaseIterable, Hashable, Sendable {
    case pattern
    case type
    case regex
    case trusted
    case acceptable
    case exempt
    case verify
    case comments
    case replaceWhole
    /// A text to be held against the expression.
    case trial
  }

  package let subject: Subject
  /// The policy on which the operation is to stand once the form is queued: a conflict is settled by that.
  package let rebasing: AllowPolicy?
  /// The values when the form was opened.
  package let initial: PolicyFields
  package var pattern: TextField
  /// Nil until one is chosen: for a new policy, and for one of a type that may not be sent.
  package var type: PatternType?
  /// Whether the type is that of the pattern as it is typed, because nobody has chosen one.
  package var followsPattern = false
  /// Whether the pattern was left once, or queueing was tried: before that, what is half typed is no mistake.
  package var wasLeft = true
  package var isRegex: Bool
  package var flags: Set<PolicyFlag>
  package var comments: TextField
  package var replacesWhole: Bool
  package var trial = TextField(limit: 1024)
  /// The lines that were pasted as the pattern of a new policy.
  var pasted: PastedLines?
  package var focus = Field.pattern
  /// The row of a file that the form mends; nil where it is about a policy.
  package var mending: Mending?
  /// Whether a new policy is wanted beside one with the same content.
  package var isWantedTwice = false
  /// Leaving was asked for although something was changed: the next answer decides.
  package var asksToLeave = false

  private init(subject: Subject, initial: PolicyFields, replacesWhole: Bool, rebasing: AllowPolicy? = nil) {
    self.subject = subject
    self.rebasing = rebasing
    self.initial = initial
    pattern = TextField(initial.pattern ?? "")
    type = initial.patternType.flatMap { $0.isWritable ? $0 : nil }
    isRegex = initial.isRegex ?? false
    flags = Set(PolicyFlag.allCases.filter { initial.isOn($0) })
    comments = TextField(initial.comments ?? "")
    self.replacesWhole = replacesWhole
  }

  /// What every new policy begins with, however it comes: verified, and opening nothing until a person says what.
  static let startingFlags: Set<PolicyFlag> = [.verify]

  /// A form for a new policy, empty or beginning as a copy.
  package init(newFrom copied: PolicyFields?) {
    self.init(subject: .new, initial: PolicyFields(), replacesWhole: false)
    guard let copied else {
      flags = Self.startingFlags
      followsPattern = true
      wasLeft = false
      return
    }
    pattern = TextField(copied.pattern ?? "")
    type = copied.patternType.flatMap { $0.isWritable ? $0 : nil }
    isRegex = copied.isRegex ?? false
    flags = Set(PolicyFlag.allCases.filter { copied.isOn($0) })
    comments = TextField(copied.comments ?? "")
  }

  /// A form for a row as the draft has it.
  ///
  /// With a policy to rebase on, queueing it lays the operation over that one first.
  package init(editing row: PolicyRow, rebasing: AllowPolicy? = nil) {
    let isPut = row.operation?.kind == .put
    self.init(subject: .existing(row), initial: row.after, replacesWhole: isPut, rebasing: rebasing)
  }

  /// The policy that the form is about; nil for one that is not queued yet.
  var policyID: PolicyID? {
    if case .existing(let row) = subject { return row.id }
    return nil
  }

  /// Whether the policy exists on the server, so that patch or put can be chosen.
  package var isOnServer: Bool {
    if case .existing(let row) = subject { return !row.isNew }
    return false
  }

  /// The places that this form has.
  ///
  /// A policy that is not on the server yet cannot be replaced, and a text is tried against an expression only.
  package var fields: [Field] {
    Field.allCases.filter { field in
      switch field {
      case .replaceWhole: isOnServer
      case .trial: isRegex
      case .pattern, .type, .regex, .trusted, .acceptable, .exempt, .verify, .comments: true
      }
    }
  }

  /// What the form holds now.
  package var values: PolicyFields {
    PolicyFields(
      pattern: pattern.text,
      patternType: type,
      isRegex: isRegex,
      isTrustedSender: flags.contains(.trusted),
      isAcceptableSender: flags.contains(.acceptable),
      isExemptRecipient: flags.contains(.exempt),
      verifySender: flags.contains(.verify),
      comments: comments.text
    )
  }

  /// The values that differ from those when the form was opened.
  ///
  /// A flag that the server left out counts as off.
  package var changes: PolicyFields {
    let base = PolicyFields(
      isRegex: false,
      isTrustedSender: false,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: false
    ).applying(initial)
    return values.changes(against: base)
  }

  /// Whether the policy does not exist on the server yet.
  package var isNew: Bool {
    switch subject {
    case .new: true
    case .existing(let row): row.isNew
    }
  }

  /// Takes the type that the pattern has as it stands; none where it is no pattern yet.
  mutating func followPattern() {
    if followsPattern { type = PatternType(of: pattern.text) }
  }

  /// Whether it is a new policy of which nothing has been typed yet: then there is nothing to find fault with.
  package var isUntouched: Bool { subject == .new && pattern.text.isEmpty && type == nil }

  package var isChanged: Bool {
    if let mending { return values != mending.values || mending.undecided != mending.unsaid }
    guard case .existing(let row) = subject else { return values != FormState(newFrom: nil).values }
    if isWantedTwice { return true }
    return !changes.isEmpty || replacesWhole != (row.operation?.kind == .put)
  }

  /// Takes over the values of a fix; the caret goes to the end of a text that changed.
  mutating func take(_ fix: PolicyFields) {
    if let text = fix.pattern {
      pattern.replaceAll(with: text)
      followPattern()
    }
    if let text = fix.comments { comments.replaceAll(with: text) }
    type = fix.patternType ?? type
    isRegex = fix.isRegex ?? isRegex
    for flag in PolicyFlag.allCases {
      guard case .flag(let isOn) = fix[flag.field] else { continue }
      if isOn { flags.insert(flag) } else { flags.remove(flag) }
    }
  }
}

/// What the form would queue, as far as it can be judged now.
package struct FormVerdict: Hashable, Sendable {
  /// Nil where nothing would be queued.
  package let operation: DraftOperation?
  package let changes: [FieldChange]
  package let judged: JudgedEffect
  package let findings: [Finding]
  /// The pattern without what people paste around it, as long as no type is chosen by which it could be judged.
  package let cleanup: Fix?

  package var effect: Effect { judged.effect }

  /// Without the mistakes, for as long as the pattern is being typed.
  var withoutMistakes: FormVerdict {
    FormVerdict(
      operation: operation,
      changes: changes,
      judged: judged,
      findings: findings.filter { $0.level < .error },
      cleanup: cleanup
    )
  }

  package func finding(for field: PolicyField) -> Finding? {
    findings.first { $0.field == field && !$0.isSilenced && $0.level > .notice }
  }

  /// The worst finding that is about parts of the pattern, for which they are marked there.
  var marking: (finding: Finding, parts: [Range<Int>])? {
    for finding in findings where !finding.isSilenced {
      let parts = finding.parts
      if !parts.isEmpty { return (finding, parts) }
    }
    return nil
  }

  /// Whether a danger lies in a field.
  func isRisky(_ field: PolicyField) -> Bool {
    findings.contains { $0.isDanger && $0.fields.contains(field) }
  }

  /// The worst finding that the form itself can mend.
  package var fixable: Finding? {
    findings.first { if case .set = $0.fix?.change { true } else { false } }
  }

  /// What a key changes the form to: the mend of the worst finding that has one, or the pattern cleaned.
  package var fix: Fix? { fixable?.fix ?? cleanup }

  /// Whether another policy has this pattern: then there may be one with the same content.
  package var mayBeThere: Bool { findings.contains { $0.rule == "duplicate" } }

  package var canBeQueued: Bool { !findings.contains { $0.level == .error } }
}

extension FormState {
  /// Lays the form over the draft's operation on the same policy, as queueing it would, and judges it beside the others.
  package func verdict(judgedBy judge: AccountFindings) -> FormVerdict {
    var draft: Draft
    // What is found on a policy that nothing changes yet is what the form was opened for.
    var found: [Finding] = []
    switch subject {
    case .new:
      let policy = NewPolicy(placeholderID: PolicyID("new"), queuedAt: "", fields: values)
      draft = Draft([DraftOperation(intent: .create(policy), position: 0)])
    case .existing(let row):
      draft = Draft(row.operation.map { [$0] } ?? [])
      found = judge.findings(on: row.subject.id)
      let edit = DraftEdit.FieldEdit(policy: row.subject, set: changes, replacesWhole: replacesWhole)
      _ = try? draft.apply(.edit([edit]))
    }
    guard let operation = draft.operations.first else {
      return FormVerdict(operation: nil, changes: [], judged: .none, findings: found, cleanup: cleanup)
    }
    let judged = judge.judging(operation)
    return FormVerdict(
      operation: operation,
      changes: FieldChange.changes(of: operation),
      judged: judged.effect,
      findings: judged.findings,
      cleanup: cleanup
    )
  }

  private var cleanup: Fix? {
    guard type == nil, !isRegex, let entry = PastedPatterns(pattern.text).entries.first,
      let cleaned = entry.fields?.pattern, cleaned != pattern.text
    else { return nil }
    return Fix(title: "write \(cleaned)", change: .set(PolicyFields(pattern: cleaned)))
  }
}
