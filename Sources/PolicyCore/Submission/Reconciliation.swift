/// What the policies show of a batch whose outcome is unknown.
package struct Reconciliation: Hashable, Sendable {
  package enum Verdict: String, Hashable, Sendable, Codable {
    /// The policy is as the operation leaves it.
    case applied
    /// The policy is as it was before.
    case notSeen = "not_seen"
    /// It is neither, or cannot be told from a change made elsewhere.
    case cannotTell = "cannot_tell"
  }

  /// What is known to be the doing of others, the account's other submissions among them.
  package struct Others: Sendable {
    /// Policies that were not made by this batch, whatever they say.
    package var policies: Set<PolicyID>
    /// Policies that a later batch was applied to.
    package var touched: Set<PolicyID>

    package init(policies: Set<PolicyID> = [], touched: Set<PolicyID> = []) {
      self.policies = policies
      self.touched = touched
    }
  }

  /// In the order of the operations.
  package let verdicts: [Verdict]
  /// The policies that look like ours, in the order of the posts.
  ///
  /// Complete only when every post was found.
  package let createdIDs: [PolicyID]

  /// Judges each operation by the policies as they are now.
  ///
  /// - `current` answers for an id whether and how it exists now, from a read of that very policy or a complete list.
  /// - `list` is every policy there is now. A post is taken for applied if a policy equals it in every field and the
  ///   server made it after `startedAt` (RFC 3339); each policy counts for one post only. Where `isListComplete` is
  ///   false, a post that was not found in it may be there all the same.
  package init(
    of operations: [DraftOperation],
    startedAt: String,
    current: (PolicyID) -> AllowPolicy?,
    list: some Sequence<AllowPolicy>,
    isListComplete: Bool = true,
    others: Others = Others()
  ) {
    let posted = operations.compactMap { operation -> PolicyFields? in
      guard case .create(let policy) = operation.intent else { return nil }
      return policy.fields
    }
    var candidates: [AllowPolicy] = []
    if !posted.isEmpty {
      let patterns = Set(posted.map { $0.pattern ?? "" })
      candidates = list.filter { policy in
        patterns.contains(policy.pattern) && !others.policies.contains(policy.id)
          && Timestamp.isNotBefore(policy.createdAt, startedAt)
      }
    }
    var created: [PolicyID] = []
    verdicts = operations.map { operation in
      // What a later batch did as well cannot be told from what this one did.
      if operation.base != nil, others.touched.contains(operation.id) { return .cannotTell }
      switch operation.intent {
      case .delete(let base, _):
        guard let now = current(base.id) else { return .applied }
        return now.fields.differences(from: base.fields).isEmpty ? .notSeen : .cannotTell
      case .edit(let base, _):
        return Self.judge(base: base.fields, after: operation.result, now: current(base.id)?.fields)
      case .create(let policy):
        guard let index = candidates.firstIndex(where: { $0.fields.isCreated(from: policy.fields) }) else {
          return isListComplete ? .notSeen : .cannotTell
        }
        created.append(candidates.remove(at: index).id)
        return .applied
      }
    }
    createdIDs = created
  }

  private static func judge(base: PolicyFields, after: PolicyFields?, now: PolicyFields?) -> Verdict {
    guard let now, let after else { return .cannotTell }
    if now.differences(from: after).isEmpty { return .applied }
    return now.differences(from: base).isEmpty ? .notSeen : .cannotTell
  }

  /// A batch is atomic: all of it is there or nothing.
  ///
  /// Anything in between is somebody else's doing as well.
  package var look: Submission.Look {
    if verdicts.allSatisfy({ $0 == .applied }) { return .applied }
    return verdicts.allSatisfy({ $0 == .notSeen }) ? .notSeen : .cannotTell
  }
}
