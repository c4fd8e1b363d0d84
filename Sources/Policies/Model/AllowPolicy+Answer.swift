import Values

extension AllowPolicy {
  /// Puts together what was said of a policy under the current names and under those past their end of life.
  ///
  /// A deprecated flag counts only where its successor is absent, and is remembered only where the two disagree.
  package init(
    id: PolicyID,
    successors: PolicyFields,
    deprecated: DeprecatedFlags,
    createdAt: String?,
    modifiedAt: String?,
    lastModified: String?
  ) {
    var fields = successors
    func settle(_ successor: inout Bool?, _ field: PolicyField, _ flag: Bool?) -> Bool {
      guard successors.unread[field] == nil, let flag else { return false }
      guard let value = successor else {
        successor = flag
        return false
      }
      return value != flag
    }
    let disagreements = [
      settle(&fields.isTrustedSender, .isTrustedSender, deprecated.isSender),
      settle(&fields.isExemptRecipient, .isExemptRecipient, deprecated.isRecipient),
      settle(&fields.isAcceptableSender, .isAcceptableSender, deprecated.isSpoof),
    ]
    self.init(
      id: id,
      fields: fields,
      // Mostly the three are the same text: sharing one storage saves two allocations a policy.
      createdAt: createdAt == modifiedAt ? modifiedAt : createdAt,
      modifiedAt: modifiedAt,
      lastModified: lastModified == modifiedAt ? modifiedAt : lastModified,
      deprecatedFlags: disagreements.contains(true) ? deprecated : nil
    )
  }

  /// The time as the server wrote it; nil where it is none that could be meant.
  ///
  /// A server that knows no time may send an empty text, or one from before computers such as that of the year 1: to
  /// echo that, or to reckon with it, would only mislead.
  package static func time(_ text: String?) -> String? {
    guard let text, let moment = Instant(rfc3339: text), moment.microseconds > 0 else { return nil }
    return text
  }
}
