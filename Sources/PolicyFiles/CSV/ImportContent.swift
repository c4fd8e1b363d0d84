import Values
import Policies

/// What a row, or a policy, says beside which pattern it is about: the flags, and the comment.
///
/// A missing flag is off, and a missing comment an empty one. What cannot be read is equal to no row.
struct ImportContent: Hashable {
  private let trusted: Bool
  private let acceptable: Bool
  private let exempt: Bool
  private let verify: Bool
  private let comments: String
  private let isUnread: Bool

  /// Without comments where the file says nothing of them.
  init(_ fields: PolicyFields, saysComments: Bool = true) {
    trusted = fields.isTrustedSender ?? false
    acceptable = fields.isAcceptableSender ?? false
    exempt = fields.isExemptRecipient ?? false
    verify = fields.verifySender ?? false
    comments = saysComments ? fields.comments ?? "" : ""
    isUnread = !fields.unread.isEmpty
  }

  /// The fields to set so that a policy which says something else says this.
  func changes(to other: ImportContent) -> PolicyFields {
    PolicyFields(
      isTrustedSender: trusted == other.trusted ? nil : trusted,
      isAcceptableSender: acceptable == other.acceptable ? nil : acceptable,
      isExemptRecipient: exempt == other.exempt ? nil : exempt,
      verifySender: verify == other.verify ? nil : verify,
      comments: comments.hasSameBytes(as: other.comments) ? nil : comments
    )
  }
}
