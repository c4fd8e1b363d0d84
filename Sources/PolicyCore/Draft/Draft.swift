import OrderedCollections
package import Policies
package import Values

/// The queued operations of one account, in the order in which they were queued.
///
/// A value without I/O. It changes only through ``apply(_:)`` and ``apply(_:reversed:)``, which a store runs inside one
/// transaction.
package struct Draft: Hashable, Sendable {
  /// Ascending by position; at most one for a policy.
  private var queue: OrderedDictionary<PolicyID, DraftOperation>

  package init(_ operations: [DraftOperation] = []) {
    self.queue = OrderedDictionary(
      operations.sorted { $0.position < $1.position }.map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// One past the last operation's: drafts with the same operations are equal, however they came about.
  private var nextPosition: Int { (queue.values.last?.position ?? -1) + 1 }

  package var isEmpty: Bool { queue.isEmpty }
  package var count: Int { queue.count }

  /// The operations in the order in which they were queued.
  package var operations: [DraftOperation] { Array(queue.values) }

  package subscript(id: PolicyID) -> DraftOperation? { queue[id] }

  /// The policies of which two drafts say different things.
  package func differences(from other: Draft) -> Set<PolicyID> {
    var ids = Set(queue.values.lazy.filter { other.queue[$0.id] != $0 }.map(\.id))
    for id in other.queue.keys where queue[id] == nil { ids.insert(id) }
    return ids
  }

  /// How many operations of each kind there are.
  ///
  /// Every kind has an entry.
  package var counts: OperationCounts {
    OperationCounts(kinds: queue.values.lazy.map(\.kind))
  }

  /// Carries one intent out on the draft as it is now, and returns what that changed; an empty change if nothing.
  ///
  /// Throws a ``Problem`` and changes nothing where the intent cannot be carried out.
  package mutating func apply(_ edit: DraftEdit) throws(Problem) -> DraftChange {
    var draft = self
    let steps = try draft.carryOut(edit)
    self = draft
    return DraftChange(title: edit.title, steps: steps)
  }

  private mutating func carryOut(_ edit: DraftEdit) throws(Problem) -> [DraftChange.Step] {
    switch edit {
    case .delete(let policies): return policies.compactMap { delete($0) }
    case .restore(let ids): return ids.compactMap { restore($0) }
    case .edit(let edits): return try Self.sendable(apply(edits))
    case .create(let policies): return try Self.sendable(create(policies))
    case .drop(let ids): return ids.compactMap { place(nil, for: $0) }
    case .clear: return operations.reversed().compactMap { place(nil, for: $0.id) }
    case .rebase(let policies): return policies.compactMap { rebase($0) }
    case .group(let edits, _):
      var steps: [DraftChange.Step] = []
      for edit in edits { steps += try carryOut(edit) }
      return steps
    }
  }

  /// Refuses steps that would queue what the contract forbids to send.
  private static func sendable(_ steps: [DraftChange.Step]) throws(Problem) -> [DraftChange.Step] {
    var judge = RefusalJudge()
    guard let finding = steps.lazy.compactMap(\.after).compactMap({ judge.refusals(of: $0).first }).first else {
      return steps
    }
    let subject = finding.pattern.isEmpty ? "" : " (\(finding.pattern))"
    throw Problem(.invalid, what: "\(finding.message)\(subject) Nothing was queued.", advice: finding.why)
  }

  /// Carries a recorded change out again, or backwards.
  package mutating func apply(_ change: DraftChange, reversed: Bool) {
    for step in reversed ? change.steps.reversed() : change.steps {
      queue[step.id] = reversed ? step.before : step.after
    }
    // Only an undone removal comes back into the middle of the queue: sorted once, not once for each.
    let isSorted = zip(queue.values, queue.values.dropFirst()).allSatisfy { $0.position < $1.position }
    if !isSorted { queue.sort { $0.value.position < $1.value.position } }
  }
}

// MARK: - One intent each

extension Draft {
  private mutating func delete(_ policy: AllowPolicy) -> DraftChange.Step? {
    switch queue[policy.id]?.intent {
    case .create: return place(nil, for: policy.id)
    case .delete: return nil
    case .edit(let base, let edit): return place(.delete(base: base, suspended: edit), for: policy.id)
    case nil: return place(.delete(base: policy, suspended: nil), for: policy.id)
    }
  }

  private mutating func restore(_ id: PolicyID) -> DraftChange.Step? {
    guard case .delete(let base, let suspended) = queue[id]?.intent else { return nil }
    return place(suspended.map { .edit(base: base, $0) }, for: id)
  }

  private mutating func apply(_ edits: [DraftEdit.FieldEdit]) throws(Problem) -> [DraftChange.Step] {
    // Checked whole before anything changes: an intent is carried out entirely or not at all.
    for edit in edits {
      if case .delete = queue[edit.policy.id]?.intent { throw Self.isQueuedForDeletion(edit.policy) }
      try check(edit)
    }
    return edits.compactMap { apply($0) }
  }

  private mutating func apply(_ edit: DraftEdit.FieldEdit) -> DraftChange.Step? {
    let id = edit.policy.id
    switch queue[id]?.intent {
    case .create(var policy):
      policy.fields = policy.fields.applying(edit.set)
      return place(.create(policy), for: id)
    case .edit(let base, let queued):
      return lay(queued.changes.applying(edit.set), edit.replacesWhole ?? queued.replacesWhole, over: base)
    case .delete:
      return nil
    case nil:
      return lay(edit.set, edit.replacesWhole ?? false, over: edit.policy)
    }
  }

  /// Queues what really differs from the base; an edit that returns to the base leaves the draft by itself.
  private mutating func lay(
    _ fields: PolicyFields,
    _ replacesWhole: Bool,
    over base: AllowPolicy
  ) -> DraftChange.Step? {
    let changes = fields.changes(against: base.fields)
    guard !changes.isEmpty else { return place(nil, for: base.id) }
    return place(.edit(base: base, PolicyEdit(changes: changes, replacesWhole: replacesWhole)), for: base.id)
  }

  private func check(_ edit: DraftEdit.FieldEdit) throws(Problem) {
    if let type = edit.set.patternType, !type.isWritable {
      throw Problem(
        .invalid,
        what: "The type \(type.rawValue) can no longer be given to a policy.",
        advice: "Choose EMAIL, DOMAIN or IP."
      )
    }
    let base = queue[edit.policy.id]?.base ?? edit.policy
    guard !base.fields.unread.isEmpty else { return }
    if let field = edit.set.present.first(where: { base.fields.unread[$0] != nil }) {
      throw Self.isUnread(field, of: base, "cannot be changed")
    }
    let unread = PolicyField.allCases.first { base.fields.unread[$0] != nil }
    if edit.replacesWhole == true, let unread { throw Self.isUnread(unread, of: base, "cannot be replaced") }
  }

  private mutating func create(_ policies: [NewPolicy]) throws(Problem) -> [DraftChange.Step] {
    var steps: [DraftChange.Step] = []
    for policy in policies {
      guard queue[policy.placeholderID] == nil else {
        throw Problem(
          .invalid,
          what: "A new policy with the placeholder \(policy.placeholderID) is queued already.",
          advice: "Queue it under a fresh placeholder."
        )
      }
      if let step = place(.create(policy), for: policy.placeholderID) { steps.append(step) }
    }
    return steps
  }

  /// A person has seen what the policy is now, so that nothing of it counts as changed elsewhere.
  private mutating func rebase(_ policy: AllowPolicy) -> DraftChange.Step? {
    guard let operation = queue[policy.id], operation.base != nil else { return nil }
    var rebased = operation.rebased(on: policy)
    rebased?.queuedOn = nil
    return set(rebased, for: policy.id)
  }

  private static func isQueuedForDeletion(_ policy: AllowPolicy) -> Problem {
    Problem(
      .invalid,
      what: "\(policy.name) is queued for deletion, so it cannot be edited.",
      advice: "Take the deletion back first."
    )
  }

  private static func isUnread(_ field: PolicyField, of policy: AllowPolicy, _ clause: String) -> Problem {
    let said = policy.fields.unread[field] ?? "nothing"
    return Problem(
      .invalid,
      what: "\(policy.name) \(clause): of its \(field.label) the server "
        + "said \(said), so what it is now is not known.",
      advice: "Patch its other fields, delete it, or set the field in the dashboard and load again."
    )
  }

  // MARK: - What happens to it

  /// Changes what has to be, without anybody's intent, and returns what that changed.
  package mutating func adjust(_ adjustment: DraftAdjustment) -> [DraftChange.Step] {
    operations.compactMap { set(adjustment.adjusted($0), for: $0.id) }
  }

  // MARK: - The one place where operations change

  /// Gives the policy's operation this intent, in its place in the queue or at the end; nil takes it out.
  private mutating func place(_ intent: DraftOperation.Intent?, for id: PolicyID) -> DraftChange.Step? {
    let position = queue[id]?.position ?? nextPosition
    return set(intent.map { DraftOperation(intent: $0, position: position) }, for: id)
  }

  private mutating func set(_ operation: DraftOperation?, for id: PolicyID) -> DraftChange.Step? {
    let before = queue[id]
    guard before != operation else { return nil }
    queue[id] = operation
    return DraftChange.Step(id: id, before: before, after: operation)
  }
}
