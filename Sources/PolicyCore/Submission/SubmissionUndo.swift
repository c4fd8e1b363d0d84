package import Policies
import Values

/// The draft that takes an applied submission back, as far as it can be.
///
/// A delete is undone by a post, a post by a delete of the policy that it created, a patch or a put by a patch that
/// brings the old values back.
package struct SubmissionUndo: Hashable, Sendable {
  /// Nil where nothing can be undone.
  package let edit: DraftEdit?
  /// What will not be as it was before, a sentence each.
  package let notes: [String]

  /// Makes the draft from the record and the policies as they are now.
  ///
  /// `current` is nil for a policy that no longer exists. `newPolicy` gives a new policy its placeholder and time.
  package init(
    of record: SubmissionRecord,
    current: (PolicyID) -> AllowPolicy?,
    newPolicy: (PolicyFields) -> NewPolicy
  ) {
    var maker = Maker(createdIDs: record.createdIDs[...])
    for operation in record.operations {
      maker.undo(operation, current: current, newPolicy: newPolicy)
    }
    let edits: [DraftEdit] = [
      maker.created.isEmpty ? nil : .create(maker.created), maker.edited.isEmpty ? nil : .edit(maker.edited),
      maker.deleted.isEmpty ? nil : .delete(maker.deleted),
    ].compactMap { $0 }
    edit = edits.isEmpty ? nil : .group(edits, title: Self.title(of: record))
    notes = maker.notes
  }

  private static let titlePrefix = "take back the submission "

  /// What the change of the draft is called.
  private static func title(of record: SubmissionRecord) -> String { titlePrefix + record.shortID }

  /// The reason of a batch whose last change took a submission back, by the title of that change; nil for another one.
  package static func reason(afterChange title: String?) -> String? {
    guard let title, title.hasPrefix(titlePrefix) else { return nil }
    return "takes back \(title.dropFirst(titlePrefix.count))"
  }

  private struct Maker {
    /// Those of the posts that are still to come.
    var createdIDs: ArraySlice<PolicyID>
    var created: [NewPolicy] = []
    var edited: [DraftEdit.FieldEdit] = []
    var deleted: [AllowPolicy] = []
    var notes: [String] = []

    mutating func undo(
      _ operation: DraftOperation,
      current: (PolicyID) -> AllowPolicy?,
      newPolicy: (PolicyFields) -> NewPolicy
    ) {
      switch operation.intent {
      case .delete(let base, _):
        guard current(base.id) == nil else {
          notes.append("\(base.pattern) exists again, and is left as it is.")
          return
        }
        if let (field, said) = base.fields.unread.first {
          notes.append("\(base.pattern) cannot come back: its \(field.label) was not known, the server said \(said).")
          return
        }
        guard base.fields.patternType?.isWritable == true else {
          notes.append("\(base.pattern) had a type that can no longer be given to a policy: it cannot come back.")
          return
        }
        let new = newPolicy(base.fields)
        if let refusal = Self.refusal(of: .create(new)) {
          notes.append("\(base.pattern) cannot come back: \(refusal)")
          return
        }
        created.append(new)
        notes.append("\(base.pattern) comes back under a new id and a new date.")
      case .edit(let base, let edit):
        restore(base, edit, now: current(base.id), sent: operation.result ?? base.fields)
      case .create(let policy):
        let pattern = policy.fields.pattern ?? ""
        guard let id = createdIDs.popFirst() else {
          notes.append("The server did not say the id of \(pattern): delete it by hand.")
          return
        }
        guard let now = current(id) else {
          notes.append("\(pattern) is gone already.")
          return
        }
        if !now.fields.isCreated(from: policy.fields) {
          notes.append("\(pattern) was changed since; it is deleted all the same.")
        }
        deleted.append(now)
      }
    }

    private mutating func restore(
      _ base: AllowPolicy,
      _ edit: PolicyEdit,
      now: AllowPolicy?,
      sent: PolicyFields
    ) {
      guard let now else {
        notes.append("\(base.pattern) no longer exists: its old values cannot come back.")
        return
      }
      var old = PolicyFields()
      for field in edit.changes.present {
        guard now.fields.holds(sent[field], in: field) else {
          notes.append("The \(field.label) of \(now.pattern) was changed since, and is left as it is.")
          continue
        }
        guard let value = base.fields[field] ?? (field == .comments ? .text("") : nil) else {
          notes.append("What the \(field.label) of \(now.pattern) was before is not known.")
          continue
        }
        if case .type(let type) = value, !type.isWritable {
          notes.append("\(now.pattern) had the type \(type.rawValue), which can no longer be given to a policy.")
          continue
        }
        old[field] = value
      }
      guard !old.isEmpty else { return }
      if let refusal = Self.refusal(of: .edit(base: now, PolicyEdit(changes: old))) {
        notes.append("The old values of \(now.pattern) cannot come back: \(refusal)")
        return
      }
      edited.append(DraftEdit.FieldEdit(policy: now, set: old))
    }

    /// Why the draft would not take it; each is judged by itself, so that one does not keep the others back.
    private static func refusal(of intent: DraftOperation.Intent) -> String? {
      var judge = RefusalJudge()
      return judge.refusals(of: DraftOperation(intent: intent, position: 0)).first?.message
    }
  }
}

extension PolicyFields {
  /// Whether the server's policy still is what was posted; what the post left out counts as off or empty.
  package func isCreated(from posted: PolicyFields) -> Bool {
    unread.isEmpty
      && PolicyField.allCases.allSatisfy { field in
        switch field {
        case .pattern, .patternType, .comments: holds(posted[field], in: field)
        case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender:
          (self[field] ?? .flag(false)) == (posted[field] ?? .flag(false))
        }
      }
  }
}
