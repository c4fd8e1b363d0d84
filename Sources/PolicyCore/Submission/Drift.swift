package import Policies

/// What happened on the server to a policy since an operation on it was queued.
package enum Drift: Hashable, Sendable {
  /// Nothing that anybody could see.
  case none
  /// It was changed, but not in what the operation changes: the operation can be laid over it as it is now.
  case moved(AllowPolicy)
  /// It was changed in what the operation changes, or it is gone.
  case conflict(Conflict)
}

/// A policy that was changed elsewhere in the same field as here, or that is gone.
package struct Conflict: Hashable, Sendable, Identifiable {
  package let base: AllowPolicy
  /// Nil if the policy no longer exists.
  package let theirs: AllowPolicy?
  /// The result of our operation; nil for a delete.
  package let mine: PolicyFields?
  /// The fields that both sides changed, to different values.
  ///
  /// Empty where nothing but the time is known of how the policy was: so it is with a batch from a file.
  package let fields: [PolicyField]

  package var id: PolicyID { base.id }

  package var isGone: Bool { theirs == nil }
}

extension Drift {
  /// Compares an operation's base with the policy as it is now (nil: it no longer exists).
  ///
  /// A delete touches every field, so any change elsewhere is a conflict; an edit touches what it changes, and a field
  /// that both sides set to the same value is none.
  package static func of(_ operation: DraftOperation, now current: AllowPolicy?) -> Drift {
    let base: AllowPolicy
    let touched: [PolicyField]
    switch operation.intent {
    case .create: return .none
    case .delete(let policy, _): (base, touched) = (policy, PolicyField.allCases)
    case .edit(let policy, let edit): (base, touched) = (policy, edit.changes.present)
    }
    guard let current else {
      return .conflict(Conflict(base: base, theirs: nil, mine: operation.result, fields: []))
    }
    if current == base { return .none }
    let elsewhere = current.fields.differences(from: base.fields)
    let clashes = elsewhere.filter { field in
      guard touched.contains(field) else { return false }
      guard let mine = operation.result else { return true }
      return !current.fields.holds(mine[field], in: field)
    }
    guard clashes.isEmpty else {
      return .conflict(Conflict(base: base, theirs: current, mine: operation.result, fields: clashes))
    }
    return .moved(current)
  }
}
