/// The form in which this program writes policies down and prints them: the API's names, and `unread` beside them.
///
/// What the API itself answers is read by ``AnsweredPolicies``, which forgives more.
extension AllowPolicy: Codable {
  package enum CodingKeys: String, CodingKey, CaseIterable {
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
    case unread
  }

  /// Demands nothing but the id: missing and null fields are missing here too, and unknown members are ignored.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    var fields = PolicyFields(
      pattern: try container.decodeIfPresent(String.self, forKey: .pattern),
      patternType: try container.decodeIfPresent(PatternType.self, forKey: .patternType),
      isRegex: try container.decodeIfPresent(Bool.self, forKey: .isRegex),
      isTrustedSender: try container.decodeIfPresent(Bool.self, forKey: .isTrustedSender),
      isAcceptableSender: try container.decodeIfPresent(Bool.self, forKey: .isAcceptableSender),
      isExemptRecipient: try container.decodeIfPresent(Bool.self, forKey: .isExemptRecipient),
      verifySender: try container.decodeIfPresent(Bool.self, forKey: .verifySender),
      comments: try container.decodeIfPresent(String.self, forKey: .comments)
    )
    for (name, said) in try container.decodeIfPresent([String: String].self, forKey: .unread) ?? [:] {
      if let field = PolicyField(rawValue: name), fields[field] == nil { fields.unread[field] = said }
    }
    func time(_ key: CodingKeys) -> String? {
      Self.time(try? container.decodeIfPresent(String.self, forKey: key))
    }
    self.init(
      id: try container.decode(PolicyID.self, forKey: .id),
      successors: fields,
      deprecated: DeprecatedFlags(
        isSender: try container.decodeIfPresent(Bool.self, forKey: .isSender),
        isRecipient: try container.decodeIfPresent(Bool.self, forKey: .isRecipient),
        isSpoof: try container.decodeIfPresent(Bool.self, forKey: .isSpoof)
      ),
      createdAt: time(.createdAt),
      modifiedAt: time(.modifiedAt),
      lastModified: time(.lastModified)
    )
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
    guard !fields.unread.isEmpty else { return }
    let unread = fields.unread.map { ($0.key.rawValue, $0.value) }
    try container.encode(Dictionary(uniqueKeysWithValues: unread), forKey: .unread)
  }
}
