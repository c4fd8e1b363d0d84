package import Values

/// An allow policy as the server last returned it.
///
/// Timestamps are the server's own strings (RFC 3339, with or without fractions): they are echoed unchanged, compared
/// as text and parsed only to be shown.
package struct AllowPolicy: Hashable, Sendable, Identifiable {
  package let id: PolicyID
  package var fields: PolicyFields
  @ByBytes package var createdAt: String?
  @ByBytes package var modifiedAt: String?
  /// Deprecated in favour of `modifiedAt`; the contract still marks it required in requests.
  @ByBytes package var lastModified: String?
  /// What the deprecated flags said where they contradict their successors; nil in a sane answer.
  package var deprecatedFlags: DeprecatedFlags?

  package init(
    id: PolicyID,
    fields: PolicyFields,
    createdAt: String? = nil,
    modifiedAt: String? = nil,
    lastModified: String? = nil,
    deprecatedFlags: DeprecatedFlags? = nil
  ) {
    self.id = id
    self.fields = fields
    self.createdAt = createdAt
    self.modifiedAt = modifiedAt
    self.lastModified = lastModified
    self.deprecatedFlags = deprecatedFlags
  }

  /// The pattern, or an empty text where the server sent none.
  package var pattern: String { fields.pattern ?? "" }

  /// What people are told of: the pattern, or the id where that is missing or cannot be read.
  package var name: String { pattern.isEmpty ? id.text : pattern }

  /// When the policy was last changed, by the best timestamp there is.
  package var lastChange: String? { modifiedAt ?? lastModified ?? createdAt }
}

/// The three flags whose end of life was 1 July 2026, as a server may still return them.
///
/// They are never sent.
package struct DeprecatedFlags: Hashable, Sendable, Codable {
  /// Became `is_trusted_sender`.
  package var isSender: Bool?
  /// Became `is_exempt_recipient`.
  package var isRecipient: Bool?
  /// Became `is_acceptable_sender`.
  package var isSpoof: Bool?

  package init(isSender: Bool? = nil, isRecipient: Bool? = nil, isSpoof: Bool? = nil) {
    self.isSender = isSender
    self.isRecipient = isRecipient
    self.isSpoof = isSpoof
  }
}
