extension AllowPolicy: Codable {
  enum CodingKeys: String, CodingKey {
    case id
    case pattern
    case patternType = "pattern_type"
    case isRegex = "is_regex"
    case isTrustedSender = "is_trusted_sender"
    case isAcceptableSender = "is_acceptable_sender"
    case isExemptRecipient = "is_exempt_recipient"
    case verifySender = "verify_sender"
    case comments
    case createdAt = "created_at"
    case modifiedAt = "modified_at"
    case lastModified = "last_modified"
    case isSender = "is_sender"
    case isRecipient = "is_recipient"
    case isSpoof = "is_spoof"
  }

  /// Reads a policy as the API returns it, and demands nothing but the id.
  ///
  /// Missing and null fields are missing here too; unknown fields are ignored; an unknown pattern type is kept as its
  /// text. A deprecated flag is read only where its successor is absent, and remembered only where the two disagree.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let trusted = try container.decodeIfPresent(Bool.self, forKey: .isTrustedSender)
    let acceptable = try container.decodeIfPresent(Bool.self, forKey: .isAcceptableSender)
    let exempt = try container.decodeIfPresent(Bool.self, forKey: .isExemptRecipient)
    let isSender = try container.decodeIfPresent(Bool.self, forKey: .isSender)
    let isRecipient = try container.decodeIfPresent(Bool.self, forKey: .isRecipient)
    let isSpoof = try container.decodeIfPresent(Bool.self, forKey: .isSpoof)
    let modifiedAt = container.time(.modifiedAt)
    var lastModified = container.time(.lastModified)
    var createdAt = container.time(.createdAt)
    // Mostly the three are the same text: sharing one storage saves two allocations a policy.
    if lastModified == modifiedAt { lastModified = modifiedAt }
    if createdAt == modifiedAt { createdAt = modifiedAt }

    self.init(
      id: try container.decode(PolicyID.self, forKey: .id),
      fields: PolicyFields(
        pattern: try container.decodeIfPresent(String.self, forKey: .pattern),
        patternType: try container.decodeIfPresent(PatternType.self, forKey: .patternType),
        isRegex: try container.decodeIfPresent(Bool.self, forKey: .isRegex),
        isTrustedSender: trusted ?? isSender,
        isAcceptableSender: acceptable ?? isSpoof,
        isExemptRecipient: exempt ?? isRecipient,
        verifySender: try container.decodeIfPresent(Bool.self, forKey: .verifySender),
        comments: try container.decodeIfPresent(String.self, forKey: .comments)
      ),
      createdAt: createdAt,
      modifiedAt: modifiedAt,
      lastModified: lastModified
    )
    if disagree(isSender, trusted) || disagree(isRecipient, exempt) || disagree(isSpoof, acceptable) {
      deprecatedFlags = DeprecatedFlags(isSender: isSender, isRecipient: isRecipient, isSpoof: isSpoof)
    }
  }

  /// Writes the policy under the API's current field names; a missing field is left out.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encodeIfPresent(fields.pattern, forKey: .pattern)
    try container.encodeIfPresent(fields.patternType, forKey: .patternType)
    try container.encodeIfPresent(fields.isRegex, forKey: .isRegex)
    try container.encodeIfPresent(fields.isTrustedSender, forKey: .isTrustedSender)
    try container.encodeIfPresent(fields.isAcceptableSender, forKey: .isAcceptableSender)
    try container.encodeIfPresent(fields.isExemptRecipient, forKey: .isExemptRecipient)
    try container.encodeIfPresent(fields.verifySender, forKey: .verifySender)
    try container.encodeIfPresent(fields.comments, forKey: .comments)
    try container.encodeIfPresent(createdAt, forKey: .createdAt)
    try container.encodeIfPresent(modifiedAt, forKey: .modifiedAt)
    try container.encodeIfPresent(lastModified, forKey: .lastModified)
    try container.encodeIfPresent(deprecatedFlags?.isSender, forKey: .isSender)
    try container.encodeIfPresent(deprecatedFlags?.isRecipient, forKey: .isRecipient)
    try container.encodeIfPresent(deprecatedFlags?.isSpoof, forKey: .isSpoof)
  }
}

extension KeyedDecodingContainer<AllowPolicy.CodingKeys> {
  /// The time as the server wrote it; nil where it is none that could be meant.
  ///
  /// A server that knows no time may send an empty text, or one from before computers such as that of the year 1: to
  /// echo that, or to reckon with it, would only mislead.
  fileprivate func time(_ key: Key) -> String? {
    guard let text = try? decodeIfPresent(String.self, forKey: key), let moment = Instant(rfc3339: text) else {
      return nil
    }
    return moment.microseconds > 0 ? text : nil
  }
}

private func disagree(_ deprecated: Bool?, _ successor: Bool?) -> Bool {
  guard let deprecated, let successor else { return false }
  return deprecated != successor
}
