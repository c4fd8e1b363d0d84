package import Values

/// The writable fields of a policy, each of which may be missing.
///
/// One type serves three purposes, because the API's own shapes are the same: what the server returned (where any
/// field may be missing), what an edit changes (only those fields are there), and what a new policy holds.
///
/// A field of the first kind may also be *unread*: the server said something that is no value of it. Then it is neither
/// on nor off and equal to nothing, and where it decides what gets through it counts as the more dangerous of the two.
package struct PolicyFields: Hashable, Sendable {
  @ByBytes package var pattern: String?
  package var patternType: PatternType?
  package var isRegex: Bool?
  package var isTrustedSender: Bool?
  package var isAcceptableSender: Bool?
  package var isExemptRecipient: Bool?
  package var verifySender: Bool?
  @ByBytes package var comments: String?
  /// What the server said of the fields that cannot be read, in words; such a field has no value.
  package var unread: [PolicyField: String] = [:]

  package init(
    pattern: String? = nil,
    patternType: PatternType? = nil,
    isRegex: Bool? = nil,
    isTrustedSender: Bool? = nil,
    isAcceptableSender: Bool? = nil,
    isExemptRecipient: Bool? = nil,
    verifySender: Bool? = nil,
    comments: String? = nil
  ) {
    self.pattern = pattern
    self.patternType = patternType
    self.isRegex = isRegex
    self.isTrustedSender = isTrustedSender
    self.isAcceptableSender = isAcceptableSender
    self.isExemptRecipient = isExemptRecipient
    self.verifySender = verifySender
    self.comments = comments
  }
}

extension PolicyFields: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: PolicyField.self)
    self.init(
      pattern: try container.decodeIfPresent(String.self, forKey: .pattern),
      patternType: try container.decodeIfPresent(PatternType.self, forKey: .patternType),
      isRegex: try container.decodeIfPresent(Bool.self, forKey: .isRegex),
      isTrustedSender: try container.decodeIfPresent(Bool.self, forKey: .isTrustedSender),
      isAcceptableSender: try container.decodeIfPresent(Bool.self, forKey: .isAcceptableSender),
      isExemptRecipient: try container.decodeIfPresent(Bool.self, forKey: .isExemptRecipient),
      verifySender: try container.decodeIfPresent(Bool.self, forKey: .verifySender),
      comments: try container.decodeIfPresent(String.self, forKey: .comments)
    )
  }

  /// Writes the fields that are there under the API's names.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: PolicyField.self)
    try container.encodeIfPresent(pattern, forKey: .pattern)
    try container.encodeIfPresent(patternType, forKey: .patternType)
    try container.encodeIfPresent(isRegex, forKey: .isRegex)
    try container.encodeIfPresent(isTrustedSender, forKey: .isTrustedSender)
    try container.encodeIfPresent(isAcceptableSender, forKey: .isAcceptableSender)
    try container.encodeIfPresent(isExemptRecipient, forKey: .isExemptRecipient)
    try container.encodeIfPresent(verifySender, forKey: .verifySender)
    try container.encodeIfPresent(comments, forKey: .comments)
  }
}

extension PolicyFields {
  /// The field's value, or nil where it is missing.
  ///
  /// Setting a value of another kind than the field's is ignored.
  package subscript(field: PolicyField) -> FieldValue? {
    get {
      switch field {
      case .pattern: pattern.map(FieldValue.text)
      case .patternType: patternType.map(FieldValue.type)
      case .isRegex: isRegex.map(FieldValue.flag)
      case .isTrustedSender: isTrustedSender.map(FieldValue.flag)
      case .isAcceptableSender: isAcceptableSender.map(FieldValue.flag)
      case .isExemptRecipient: isExemptRecipient.map(FieldValue.flag)
      case .verifySender: verifySender.map(FieldValue.flag)
      case .comments: comments.map(FieldValue.text)
      }
    }
    set {
      switch (field, newValue) {
      case (.pattern, .text(let text)): pattern = text
      case (.pattern, nil): pattern = nil
      case (.patternType, .type(let type)): patternType = type
      case (.patternType, nil): patternType = nil
      case (.isRegex, .flag(let flag)): isRegex = flag
      case (.isRegex, nil): isRegex = nil
      case (.isTrustedSender, .flag(let flag)): isTrustedSender = flag
      case (.isTrustedSender, nil): isTrustedSender = nil
      case (.isAcceptableSender, .flag(let flag)): isAcceptableSender = flag
      case (.isAcceptableSender, nil): isAcceptableSender = nil
      case (.isExemptRecipient, .flag(let flag)): isExemptRecipient = flag
      case (.isExemptRecipient, nil): isExemptRecipient = nil
      case (.verifySender, .flag(let flag)): verifySender = flag
      case (.verifySender, nil): verifySender = nil
      case (.comments, .text(let text)): comments = text
      case (.comments, nil): comments = nil
      case (_, .text), (_, .type), (_, .flag): break
      }
    }
  }

  /// Whether the flag is on.
  ///
  /// A missing flag counts as off, which is how the API treats it; one that cannot be read is not on.
  package func isOn(_ flag: PolicyFlag) -> Bool {
    self[flag.field] == .flag(true)
  }

  /// Whether the flag is on, or cannot be read and may be.
  package func mayBeOn(_ field: PolicyField) -> Bool {
    self[field] == .flag(true) || unread[field] != nil
  }

  /// Whether something that decides what gets through is not known.
  package var isUncertain: Bool {
    // All but the comment; most policies have nothing here.
    !unread.isEmpty && unread.keys.contains { $0 != .comments }
  }

  /// Whether it is not known what it matches.
  package var isPatternUncertain: Bool {
    !unread.isEmpty && [PolicyField.pattern, .patternType, .isRegex].contains { unread[$0] != nil }
  }

  /// The type in lower case, with ` re` where the pattern is a regular expression, and ` re?` where it may be one.
  package var typeLabel: String {
    let isMaybe = unread[.isRegex] != nil
    return (patternType?.label ?? "?") + (isRegex == true ? " re" : isMaybe ? " re?" : "")
  }

  /// The pattern, or a question mark where there is something that cannot be read.
  package var shownPattern: String { pattern ?? (unread[.pattern] == nil ? "" : "?") }

  /// The fields that are there, in their order.
  package var present: [PolicyField] {
    PolicyField.allCases.filter { self[$0] != nil }
  }

  package var isEmpty: Bool { present.isEmpty }

  /// These fields with each field that `changes` holds replaced by its value there.
  package func applying(_ changes: PolicyFields) -> PolicyFields {
    var result = self
    for field in changes.present {
      result[field] = changes[field]
      result.unread[field] = nil
    }
    return result
  }

  /// What `self`, laid over `base`, really changes: the fields whose value differs from the base's.
  ///
  /// A missing comment equals an empty one, as the API lets a comment be null.
  package func changes(against base: PolicyFields) -> PolicyFields {
    var result = PolicyFields()
    for field in present where !base.holds(self[field], in: field) {
      result[field] = self[field]
    }
    return result
  }

  /// Whether the field has that value, a missing comment being the same as an empty one.
  ///
  /// What cannot be read is equal to nothing.
  package func holds(_ value: FieldValue?, in field: PolicyField) -> Bool {
    guard unread[field] == nil else { return false }
    if field == .comments {
      return (self[field] ?? .text("")) == (value ?? .text(""))
    }
    return self[field] == value
  }

  /// The fields in which the two differ, in their order.
  ///
  /// A field that could be read in neither differs where the server's words do.
  package func differences(from other: PolicyFields) -> [PolicyField] {
    PolicyField.allCases.filter { field in
      unread[field] != other.unread[field] || (unread[field] == nil && !holds(other[field], in: field))
    }
  }
}
