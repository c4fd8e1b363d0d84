package import Policies

/// What the world does to a draft: policies change elsewhere, and operations are done.
///
/// It is nobody's intent, so it stands outside the log of changes: what is logged is adjusted as well, and undo and redo
/// go on with what people did.
package struct DraftAdjustment: Hashable, Sendable {
  private let now: [PolicyID: AllowPolicy]
  private let done: Set<PolicyID>
  private let isOwn: Bool

  /// `rebasing` are policies as the server has them now; `done` are operations that have nothing left to do.
  ///
  /// With `isOwn` the policies are as an own submission left them, which is nothing that was changed elsewhere.
  package init(rebasing policies: [AllowPolicy] = [], done: some Sequence<PolicyID> = [], isOwn: Bool = false) {
    self.isOwn = isOwn
    now = Dictionary(policies.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    self.done = Set(done)
  }

  package var isEmpty: Bool { now.isEmpty && done.isEmpty }

  /// The operation as it is afterwards; nil if there is nothing left of it.
  package func adjusted(_ operation: DraftOperation) -> DraftOperation? {
    guard !done.contains(operation.id) else { return nil }
    guard let policy = now[operation.id] else { return operation }
    var rebased = operation.rebased(on: policy)
    if isOwn { rebased?.queuedOn = operation.queuedOn }
    return rebased
  }
}

extension DraftChange {
  /// The change as it is over an adjusted draft; an empty one if nothing is left of it.
  package func adjusted(by adjustment: DraftAdjustment) -> DraftChange {
    DraftChange(
      title: title,
      steps: steps.compactMap { step in
        let before = step.before.flatMap { adjustment.adjusted($0) }
        let after = step.after.flatMap { adjustment.adjusted($0) }
        return before == after ? nil : Step(id: step.id, before: before, after: after)
      }
    )
  }
}

extension DraftOperation {
  /// The operation over the policy as it is now, remembering what a person queued it on; nil if it changes nothing there.
  func rebased(on policy: AllowPolicy) -> DraftOperation? {
    var operation = self
    switch intent {
    case .create:
      return self
    case .delete(_, let suspended):
      // The edit that was kept aside is laid over the new base too, or taking the deletion back would queue nothing.
      operation.intent = .delete(base: policy, suspended: suspended?.over(policy))
    case .edit(_, let edit):
      guard let edit = edit.over(policy) else { return nil }
      operation.intent = .edit(base: policy, edit)
    }
    let seen = queuedOn ?? base
    operation.queuedOn = seen?.fields == policy.fields ? nil : seen
    return operation
  }

  /// The fields that somebody else has changed since a person queued this, with what they were and are.
  package var changedElsewhere: [FieldChange] {
    guard let queuedOn, let base else { return [] }
    return base.fields.differences(from: queuedOn.fields).map { field in
      FieldChange(field: field, before: queuedOn.fields[field], after: base.fields[field])
    }
  }
}

extension PolicyEdit {
  /// What is left of it over a policy; nil if nothing is.
  fileprivate func over(_ policy: AllowPolicy) -> PolicyEdit? {
    let changes = changes.changes(against: policy.fields)
    return changes.isEmpty ? nil : PolicyEdit(changes: changes, replacesWhole: replacesWhole)
  }
}
