import Values
package import Policies

/// An intent to change the draft, carried out on the draft as it is when the store gets to it.
///
/// Intents, not results: two quick keys or two processes never overwrite each other from a stale screen.
package enum DraftEdit: Hashable, Sendable {
  /// Queue deletions. A queued edit is kept aside; a queued new policy is removed instead.
  case delete([AllowPolicy])
  /// Take queued deletions back, and restore the edits that were kept aside.
  case restore([PolicyID])
  case edit([FieldEdit])
  case create([NewPolicy])
  /// Take operations out of the draft.
  case drop([PolicyID])
  case clear
  /// Give operations a new base because a person has seen it: the policies as the server has them now.
  case rebase([AllowPolicy])
  /// Several in this order, as one change: all of them or none.
  indirect case group([DraftEdit], title: String)

  /// Fields to set on one policy.
  package struct FieldEdit: Hashable, Sendable {
    /// The policy as the caller sees it: the base, if no operation on it is queued yet.
    package var policy: AllowPolicy
    package var set: PolicyFields
    /// Put or patch; nil leaves what is queued, or takes a patch.
    package var replacesWhole: Bool?

    package init(policy: AllowPolicy, set: PolicyFields, replacesWhole: Bool? = nil) {
      self.policy = policy
      self.set = set
      self.replacesWhole = replacesWhole
    }
  }

  /// What undo and redo call it.
  package var title: String {
    switch self {
    case .delete(let policies): "delete \(Self.subject(policies.map(\.name)))"
    case .restore(let ids): "take back \(ids.count.counted("deletion"))"
    case .edit(let edits): Self.title(of: edits)
    case .create(let policies): "new \(Self.subject(policies.map { $0.fields.pattern ?? "" }))"
    case .drop(let ids): "drop \(ids.count.counted("operation"))"
    case .clear: "clear the draft"
    case .group(_, let title): title
    case .rebase(let policies): "keep what is queued on \(Self.subject(policies.map(\.name)))"
    }
  }

  private static func title(of edits: [FieldEdit]) -> String {
    let subject = subject(edits.map(\.policy.name))
    guard let set = edits.first?.set, set.present.count == 1, edits.allSatisfy({ $0.set == set }),
      let field = set.present.first, let value = set[field], field != .comments, field != .pattern
    else { return "edit \(subject)" }
    return "\(field.label) \(value) for \(subject)"
  }

  private static func subject(_ patterns: [String]) -> String {
    patterns.count == 1 ? patterns[0] : patterns.count.counted("policy", "policies")
  }
}
