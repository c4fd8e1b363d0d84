package import Policies

/// A row of a file that says what the policies should be, as far as it can be read alone.
package struct DesiredRow: Hashable, Sendable {
  /// The line in which it begins, counted from 1.
  package let line: Int
  /// Where it begins in the line, in code points, counted from 1.
  package let column: Int
  /// Which policy it is about; nil where only what it says tells.
  package let id: PolicyID?
  /// What it says of a policy; a field that is missing here says nothing, and is left alone.
  package let fields: PolicyFields
  /// When the policy was changed last as far as the file knows; it says nothing of what should be.
  package let modifiedAt: String?

  package init(
    line: Int,
    column: Int = 1,
    id: PolicyID? = nil,
    fields: PolicyFields,
    modifiedAt: String? = nil
  ) {
    self.line = line
    self.column = column
    self.id = id
    self.fields = fields
    self.modifiedAt = modifiedAt
  }
}

extension DesiredRow {
  /// Why the row cannot be taken.
  package struct Mistake: Hashable, Sendable {
    package let line: Int
    package let column: Int
    /// One sentence of what is wrong.
    package let what: String
    /// One sentence of what to do.
    package let advice: String
  }

  func mistake(_ what: String, advice: String) -> Mistake {
    Mistake(line: line, column: column, what: what, advice: advice)
  }

  /// What is to be known of a row beside what it does.
  package struct Remark: Hashable, Sendable {
    package let line: Int
    /// A sentence without its subject, which is the line.
    package let what: String
  }

  /// What a new policy made of it has: the flags that it does not say are off.
  package var created: PolicyFields {
    PolicyFields(
      isRegex: false,
      isTrustedSender: false,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: false
    ).applying(fields)
  }

  /// What it changes in a policy.
  ///
  /// A flag that the server did not say is off, as the API treats it.
  func changes(to policy: PolicyFields) -> PolicyFields {
    var known = policy
    for field in PolicyField.flags where known[field] == nil && known.unread[field] == nil {
      known[field] = .flag(false)
    }
    return fields.changes(against: known)
  }
}

extension PolicyField {
  /// Those of kind Bool.
  static let flags: [PolicyField] = [
    .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender,
  ]
}
