package import Foundation
package import Policies
package import Values

/// What an operation is about, by which two of them are the same, whatever writes them and whatever is sent beside them.
package enum OperationSubject: Hashable, Sendable {
  /// A policy that is there.
  case policy(PolicyID)
  /// What a new policy lets through.
  case content(PolicyContent)
}

/// What a policy lets through, and how: all that people write of it but the comment.
///
/// A flag that is missing counts as off, which is how the API treats it. What cannot be read makes it equal to no other
/// that is whole, as everything is that somebody queues.
package struct PolicyContent: Hashable, Sendable {
  package let pattern: ByBytes<String>
  package let type: PatternType?
  package let isRegex: Bool
  package let isTrustedSender: Bool
  package let isAcceptableSender: Bool
  package let isExemptRecipient: Bool
  package let verifySender: Bool
  private let isUncertain: Bool

  package init(_ fields: PolicyFields) {
    pattern = ByBytes(fields.pattern ?? "")
    type = fields.patternType
    isRegex = fields.isRegex ?? false
    isTrustedSender = fields.isTrustedSender ?? false
    isAcceptableSender = fields.isAcceptableSender ?? false
    isExemptRecipient = fields.isExemptRecipient ?? false
    verifySender = fields.verifySender ?? false
    isUncertain = fields.isUncertain
  }
}

extension DraftOperation {
  package var subject: OperationSubject {
    switch intent {
    case .delete(let base, _), .edit(let base, _): .policy(base.id)
    case .create(let policy): .content(PolicyContent(policy.fields))
    }
  }

  /// Whether both do the same to the same, whatever the policy was before.
  package func does(what other: DraftOperation) -> Bool {
    switch (intent, other.intent) {
    case (.delete(let base, _), .delete(let otherBase, _)): base.id == otherBase.id
    case (.edit(let base, let edit), .edit(let otherBase, let otherEdit)): base.id == otherBase.id && edit == otherEdit
    case (.create(let policy), .create(let other)): policy == other
    case (.delete, _), (.edit, _), (.create, _): false
    }
  }
}

/// A text of bytes by which the history finds what was submitted before.
package struct SubmissionKey: Hashable, Sendable {
  package let bytes: Data

  /// The key of every submission that holds such an operation.
  package init(_ subject: OperationSubject) {
    switch subject {
    case .policy(let id):
      bytes = Data([UInt8(ascii: "p")]) + Data(id.text.utf8)
    case .content(let content):
      let flags = [
        content.isRegex, content.isTrustedSender, content.isAcceptableSender, content.isExemptRecipient,
        content.verifySender,
      ]
      let type = content.type?.rawValue ?? ""
      bytes =
        Data([UInt8(ascii: "c")]) + Data(flags.map { UInt8(ascii: $0 ? "1" : "0") }) + Data(type.utf8) + Data([0])
        + Data(content.pattern.wrappedValue.utf8)
    }
  }

  /// The key of every submission of these very bytes to this very account.
  package init(fingerprint: String) {
    bytes = Data([UInt8(ascii: "f")]) + Data(fingerprint.utf8)
  }
}
