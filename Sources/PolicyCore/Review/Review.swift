import JSONText
import Foundation
package import Policies
package import Values

/// Everything that a person sees before a batch is sent, and exactly what would be sent.
package struct Review: Hashable, Sendable {
  package let account: Account
  /// In the order of execution.
  package let operations: [ReviewedOperation]
  /// Findings about the batch as a whole; those of one operation are with it.
  package let batchFindings: [Finding]
  package let request: BatchRequest
  /// The draft's revision that was reviewed; nil for a batch from a file.
  package let draftRevision: Int?
  /// What of it may do a second time what was meant once: it is sent only after a person has said so.
  package var repetitions: [Repetition] = []
  /// What makes a batch large.
  package var scale = Scale()
  /// Why its fingerprint has to be given although nothing in the batch itself asks for it, in sentences.
  package var demands: [String] = []
  /// Why it changes more than was allowed, in sentences; the fingerprint does not allow it.
  package var excesses: [String] = []
  /// Whether it was made of what the account is now, and of nothing that was queued.
  package var isPlanned = false
  /// What is to be known of it beside its findings, in sentences.
  package var notices: [String] = []

  package var fingerprint: Fingerprint { request.fingerprint }

  package var counts: OperationCounts { OperationCounts(kinds: operations.lazy.map(\.kind)) }

  package func count(of effect: Effect) -> Int {
    operations.count { $0.effect == effect }
  }

  package var findings: [Finding] { batchFindings + operations.flatMap(\.findings) }

  /// How many findings of a level there are, without those that somebody has silenced.
  package func count(of level: FindingLevel) -> Int {
    findings.count { $0.level == level && !$0.isSilenced }
  }

  /// Whether nothing stands against sending it.
  package var isSubmittable: Bool { !operations.isEmpty && count(of: .error) == 0 }
}

extension Review {
  /// By what it is told whether a batch is large.
  package struct Scale: Hashable, Sendable {
    package var manyOperations = Confirmation.manyOperations
    /// How many policies the account has; nil where no list is known.
    package var policies: Int?

    package init(manyOperations: Int = Confirmation.manyOperations, policies: Int? = nil) {
      self.manyOperations = manyOperations
      self.policies = policies
    }
  }
}

/// One operation as the review shows it.
package struct ReviewedOperation: Hashable, Sendable, Identifiable {
  package let operation: DraftOperation
  /// Where it stands in the request body, as a JSON pointer (RFC 6901) such as `/patches/0`.
  package let pointer: String
  /// What it does to what gets through, with examples.
  package let judged: JudgedEffect
  /// Field by field, before and after.
  package let changes: [FieldChange]
  package let findings: [Finding]

  /// What somebody else changed in the policy since a person queued this, field by field.
  package var changedElsewhere: [FieldChange] { operation.changedElsewhere }

  package var effect: Effect { judged.effect }
  package var id: PolicyID { operation.id }
  package var kind: OperationKind { operation.kind }
  package var pattern: String { operation.pattern }
}

/// One field's value before and after; nil where there is none.
package struct FieldChange: Hashable, Sendable {
  package let field: PolicyField
  package let before: FieldValue?
  package let after: FieldValue?

  package init(field: PolicyField, before: FieldValue?, after: FieldValue?) {
    self.field = field
    self.before = before
    self.after = after
  }
}

extension Review {
  /// Reviews these operations for an account.
  ///
  /// With the account's policies, overlaps are judged too; findings on policies that the batch does not touch are with
  /// those about the batch. An operation that cannot be written in the account's encoding is not in the request, and
  /// an error says so.
  package init(
    of operations: [DraftOperation],
    for account: Account,
    draftRevision: Int? = nil,
    against policies: PolicySet? = nil,
    settings: RuleSettings = RuleSettings()
  ) throws(Problem) {
    let encoder = BatchEncoder(for: account)
    // What cannot be written is an error that stands at the operation itself, and keeps nothing else from being seen.
    let writable = operations.filter { encoder.refusal(of: $0) == nil }
    try self.init(
      of: BatchPlan(operations),
      sending: try encoder.body(for: BatchPlan(writable).ordered).data,
      encoder: encoder,
      for: account,
      draftRevision: draftRevision,
      against: policies,
      settings: settings
    )
  }

  /// Reviews a batch from a file, whose own bytes are what would be sent.
  ///
  /// Each item is laid over what `current` gives for its id.
  package init(
    of file: BatchFile,
    over current: (PolicyID) -> AllowPolicy?,
    for account: Account,
    against policies: PolicySet? = nil,
    settings: RuleSettings = RuleSettings()
  ) throws(Problem) {
    try self.init(
      of: BatchPlan(asWritten: file.operations(over: current)),
      sending: file.data,
      for: account.encoded(file.encoding),
      draftRevision: nil,
      against: policies,
      settings: settings
    )
  }

  private init(
    of plan: BatchPlan,
    sending body: Data,
    encoder: BatchEncoder? = nil,
    for account: Account,
    draftRevision: Int?,
    against policies: PolicySet?,
    settings: RuleSettings
  ) throws(Problem) {
    let findings = Validation(of: plan, against: policies, settings: settings, writtenBy: encoder).findings
    let effects = EffectJudge(of: plan.ordered, among: policies, first: settings.firstReading)
    let grouped = Dictionary(grouping: findings) { $0.policyID }
    let touched = Set(plan.entries.map(\.operation.id))
    self.account = account
    self.operations = plan.entries.map { entry in
      ReviewedOperation(
        operation: entry.operation,
        pointer: entry.pointer,
        judged: effects.judge(entry.operation),
        changes: FieldChange.changes(of: entry.operation),
        findings: grouped[entry.operation.id] ?? []
      )
    }
    self.batchFindings = findings.filter { $0.policyID.map { !touched.contains($0) } ?? true }
    self.request = try BatchRequest(body: body, account: account.key)
    self.draftRevision = draftRevision
  }
}

extension FieldChange {
  /// A delete shows every field that goes, a new policy every field that it brings, an edit what differs.
  package static func changes(of operation: DraftOperation) -> [FieldChange] {
    let before = operation.base?.fields ?? PolicyFields()
    let after = operation.result ?? PolicyFields()
    return after.differences(from: before).compactMap { field in
      let change = FieldChange(field: field, before: before[field], after: after[field])
      return change.before == nil && change.after == nil ? nil : change
    }
  }
}
