package import Policies

/// What kind of operation the batch will carry.
///
/// The order of the cases is the order of execution.
package enum OperationKind: String, CaseIterable, Hashable, Sendable, Codable, Comparable {
  case delete
  case patch
  case put
  case post

  /// The name of the batch's array for it.
  package var arrayName: String {
    switch self {
    case .delete: "deletes"
    case .patch: "patches"
    case .put: "puts"
    case .post: "posts"
    }
  }

  package static func < (left: OperationKind, right: OperationKind) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .delete: 0
    case .patch: 1
    case .put: 2
    case .post: 3
    }
  }
}

/// How an existing policy is to be changed.
package struct PolicyEdit: Hashable, Sendable, Codable {
  /// The fields that differ from the base, and only those.
  package var changes: PolicyFields
  /// Send the whole policy (a put) instead of only what changed (a patch).
  package var replacesWhole: Bool

  package init(changes: PolicyFields, replacesWhole: Bool = false) {
    self.changes = changes
    self.replacesWhole = replacesWhole
  }
}

/// A policy that does not exist yet.
///
/// Its id and timestamp are made once, when it is queued, and stay: so review, export and request are the same bytes.
/// The server replaces them.
package struct NewPolicy: Hashable, Sendable, Codable {
  package let placeholderID: PolicyID
  /// RFC 3339, UTC.
  package let queuedAt: String
  package var fields: PolicyFields
  /// Whether a person wants it although there is one with the same content; nil is no.
  package private(set) var besideItsLike: Bool?

  package init(placeholderID: PolicyID, queuedAt: String, fields: PolicyFields, besideItsLike: Bool = false) {
    self.placeholderID = placeholderID
    self.queuedAt = queuedAt
    self.fields = fields
    self.besideItsLike = besideItsLike ? true : nil
  }

  package var isWantedTwice: Bool { besideItsLike ?? false }
}

/// One queued operation.
///
/// An account's draft holds at most one for a policy.
package struct DraftOperation: Hashable, Sendable, Codable, Identifiable {
  package enum Intent: Hashable, Sendable, Codable {
    /// Delete the policy. `suspended` is the edit that was queued before, which taking the delete back restores.
    case delete(base: AllowPolicy, suspended: PolicyEdit?)
    case edit(base: AllowPolicy, PolicyEdit)
    case create(NewPolicy)
  }

  package var intent: Intent
  /// Its place in the queue: operations of one kind run in this order.
  package let position: Int
  /// The policy as it was when a person queued this, where somebody else has changed it since; nil otherwise.
  package var queuedOn: AllowPolicy?

  package init(intent: Intent, position: Int, queuedOn: AllowPolicy? = nil) {
    self.intent = intent
    self.position = position
    self.queuedOn = queuedOn
  }

  /// The policy's id; for a new policy the placeholder.
  package var id: PolicyID {
    switch intent {
    case .delete(let base, _), .edit(let base, _): base.id
    case .create(let policy): policy.placeholderID
    }
  }

  package var kind: OperationKind {
    switch intent {
    case .delete: .delete
    case .edit(_, let edit): edit.replacesWhole ? .put : .patch
    case .create: .post
    }
  }

  /// The policy as it was when the operation was queued, or last rebased; nil for a new one.
  package var base: AllowPolicy? {
    switch intent {
    case .delete(let base, _), .edit(let base, _): base
    case .create: nil
    }
  }

  /// The policy's fields once the operation has run; nil for a delete.
  package var result: PolicyFields? {
    switch intent {
    case .delete: nil
    case .edit(let base, let edit): base.fields.applying(edit.changes)
    case .create(let policy): policy.fields
    }
  }

  /// What people are told of: the pattern, or the id of a policy whose pattern is missing or cannot be read.
  package var name: String { pattern.isEmpty ? id.text : pattern }

  /// The pattern by which people know the policy: the one it has, or for a new policy will have.
  package var pattern: String {
    base?.pattern ?? result?.pattern ?? ""
  }
}
