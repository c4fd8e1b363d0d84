import Policies
import PolicyCore

/// Which members the items of one array of the batch have.
///
/// Source: the contract of the batch request; what it marks required but the server owns may be left out (the lean
/// encoding).
struct BatchItemShape: Sendable {
  let members: [String]
  let required: [String]
  /// Why what is required must be there.
  let reason: String

  static func of(_ kind: OperationKind) -> BatchItemShape {
    switch kind {
    case .delete: delete
    case .patch: patch
    case .put: put
    case .post: post
    }
  }

  private static let fields = PolicyField.allCases.map(\.rawValue)
  private static let all = ["id"] + fields + ["created_at", "last_modified", "modified_at"]

  private static let delete = BatchItemShape(
    members: ["id"],
    required: ["id"],
    reason: "it says which policy to delete"
  )
  private static let patch = BatchItemShape(
    members: all,
    required: ["id"],
    reason: "it says which policy to change"
  )
  // The contract lets a put leave fields out. But that may blank them, which no review could show.
  private static let put = BatchItemShape(
    members: all,
    required: ["id"] + fields,
    reason: "a put replaces the whole policy, and may blank what it leaves out"
  )
  private static let post = BatchItemShape(
    members: all,
    required: fields.filter { $0 != PolicyField.comments.rawValue },
    reason: "the API demands it of a new policy"
  )

  /// What took the place of the members whose end of life was 1 July 2026.
  static let successors = [
    "is_sender": PolicyField.isTrustedSender.rawValue,
    "is_spoof": PolicyField.isAcceptableSender.rawValue,
    "is_recipient": PolicyField.isExemptRecipient.rawValue,
  ]
}
