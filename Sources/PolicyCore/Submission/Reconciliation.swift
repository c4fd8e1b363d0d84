package import Policies

/// What the policies show of a batch whose outcome is unknown.
///
/// The batch is atomic, so a few of its policies stand for all of them.
package struct Reconciliation: Hashable, Sendable {
  package enum Verdict: String, Hashable, Sendable, Codable {
    /// The policy is as the operation leaves it.
    case applied
    /// The policy is as it was before.
    case notSeen = "not_seen"
    /// It is neither, or cannot be told from a change made elsewhere.
    case cannotTell = "cannot_tell"
  }

  /// What is known to be the doing of the account's other submissions.
  package struct Others: Hashable, Sendable {
    /// Policies that they made.
    package var made: Set<PolicyID>
    /// Policies that one was applied to which was sent later than this batch.
    package var touched: Set<PolicyID>

    package init(made: Set<PolicyID> = [], touched: Set<PolicyID> = []) {
      self.made = made
      self.touched = touched
    }
  }

  /// The policies that the server made since the batch was about to be sent, the oldest first: it makes those of one
  /// batch in the order of its posts.
  package struct Made: Hashable, Sendable {
    package var policies: [AllowPolicy]
    /// Whether these are all of them: only then does absence prove anything.
    package var isComplete: Bool

    package init(_ policies: [AllowPolicy], isComplete: Bool) {
      self.policies = policies
      self.isComplete = isComplete
    }
  }

  /// So many of the touched policies are read at most.
  package static let mostWitnesses = 20

  /// In the order of the operations; what was not read has the verdict of the whole.
  package let verdicts: [Verdict]
  /// A batch is there whole or not at all: anything in between is somebody else's doing as well.
  package let look: Submission.Look
  /// The policies that look like ours, in the order of the posts.
  ///
  /// Complete only when every post was found.
  package let createdIDs: [PolicyID]
  /// Policies that somebody else made meanwhile with the content of one of our posts.
  package let twins: [AllowPolicy]

  /// Those of the operations on existing policies that tell most: what they change is there to be seen, deletes first.
  ///
  /// What a later batch did as well cannot be told from what this one did.
  package static func witnesses(of operations: [DraftOperation], others: Others = Others()) -> [DraftOperation] {
    let telling = operations.filter { operation in
      guard let base = operation.base, !others.touched.contains(base.id) else { return false }
      return operation.result.map { !$0.differences(from: base.fields).isEmpty } ?? true
    }
    let deletes = telling.lazy.filter { $0.kind == .delete }
    let edits = telling.lazy.filter { $0.kind != .delete }
    return Array((Array(deletes.prefix(mostWitnesses)) + edits.prefix(mostWitnesses)).prefix(mostWitnesses))
  }

  /// Judges a batch by what was read: some of the policies that it touches (nil for one that does not exist), and those
  /// that the server made since.
  ///
  /// A post is found in a policy that equals it in every field; each policy counts for one post only.
  package init(
    of operations: [DraftOperation],
    seen: [PolicyID: AllowPolicy?],
    made: Made,
    others: Others = Others()
  ) {
    var candidates = Candidates(made.policies.filter { !others.made.contains($0.id) })
    var created: [PolicyID] = []
    let found = operations.map { operation -> Verdict? in
      if case .create(let policy) = operation.intent {
        guard let id = candidates.take(policy.fields) else { return made.isComplete ? .notSeen : nil }
        created.append(id)
        return .applied
      }
      guard !others.touched.contains(operation.id), let now = seen[operation.id] else { return nil }
      return Self.judge(operation, now: now)
    }
    let touched = Self.whole(zip(operations, found).filter { $0.0.kind != .post }.map(\.1))
    let posted = Self.whole(zip(operations, found).filter { $0.0.kind == .post }.map(\.1), isEachNeeded: true)
    let whole: Verdict =
      switch (touched, posted) {
      case (let verdict?, nil), (nil, let verdict?): verdict
      case (let one?, let other?): one == other ? one : .cannotTell
      case (nil, nil): .cannotTell
      }
    look = whole.look
    verdicts = found.map { $0 ?? whole }
    createdIDs = created
    twins = Self.likes(of: operations, among: candidates.left)
  }

  /// The policies that have the content of a new one.
  package static func likes(of operations: [DraftOperation], among policies: [AllowPolicy]) -> [AllowPolicy] {
    let contents = Set(operations.lazy.filter { $0.kind == .post }.map(\.subject))
    return contents.isEmpty ? [] : policies.filter { contents.contains(.content(PolicyContent($0.fields))) }
  }

  private static func judge(_ operation: DraftOperation, now: AllowPolicy?) -> Verdict {
    // What was deleted does not come back under its id.
    guard case .edit(let base, let edit) = operation.intent else { return now == nil ? .applied : .notSeen }
    guard let now, let goal = operation.result else { return .cannotTell }
    let fields = edit.changes.present.filter { !goal.holds(base.fields[$0], in: $0) }
    guard !fields.isEmpty else { return .cannotTell }
    if fields.allSatisfy({ now.fields.holds(goal[$0], in: $0) }) { return .applied }
    return fields.allSatisfy { now.fields.holds(base.fields[$0], in: $0) } ? .notSeen : .cannotTell
  }

  /// What the verdicts on a part of a batch come to; nil where none of them tells anything.
  ///
  /// One that is neither as before nor as after tells nothing beside others. Of posts each must be there.
  private static func whole(_ verdicts: [Verdict?], isEachNeeded: Bool = false) -> Verdict? {
    let isApplied = verdicts.contains(.applied)
    let isAsBefore = verdicts.contains(.notSeen)
    if isApplied, isAsBefore || (isEachNeeded && verdicts.contains(nil)) { return .cannotTell }
    if isApplied { return .applied }
    return isAsBefore ? .notSeen : nil
  }

  /// The policies that may be the doing of the batch, by their content.
  private struct Candidates {
    private var byContent: [PolicyContent: [AllowPolicy]] = [:]

    init(_ policies: [AllowPolicy]) {
      byContent = Dictionary(grouping: policies) { PolicyContent($0.fields) }
    }

    mutating func take(_ posted: PolicyFields) -> PolicyID? {
      let content = PolicyContent(posted)
      guard let place = byContent[content]?.firstIndex(where: { $0.fields.isCreated(from: posted) }) else { return nil }
      return byContent[content]?.remove(at: place).id
    }

    var left: [AllowPolicy] { byContent.values.flatMap(\.self).sorted { $0.id < $1.id } }
  }
}

extension Reconciliation.Verdict {
  fileprivate var look: Submission.Look {
    switch self {
    case .applied: .applied
    case .notSeen: .notSeen
    case .cannotTell: .cannotTell
    }
  }
}
