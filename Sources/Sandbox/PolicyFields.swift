/// The fields that one item of a request gives; nil means that the request does not name the field.
struct PolicyFields: Sendable, Equatable {
  var id: String?
  var pattern: String?
  var patternType: String?
  var isRegex: Bool?
  var isTrustedSender: Bool?
  var isAcceptableSender: Bool?
  var isExemptRecipient: Bool?
  var verifySender: Bool?
  /// Some(nil) is an explicit `null`, which takes the comments away.
  var comments: String??

  /// Tells whether these fields can change what a pattern means, so that the pattern has to be judged again.
  var touchPattern: Bool { pattern != nil || patternType != nil || isRegex != nil }

  /// Gives a policy with the fields that are named changed, and all others as they were.
  func patching(_ policy: PolicyRecord) -> PolicyRecord {
    var policy = policy
    if let pattern { policy.pattern = pattern }
    if let patternType { policy.patternType = patternType }
    if let isRegex { policy.isRegex = isRegex }
    if let isTrustedSender { policy.isTrustedSender = isTrustedSender }
    if let isAcceptableSender { policy.isAcceptableSender = isAcceptableSender }
    if let isExemptRecipient { policy.isExemptRecipient = isExemptRecipient }
    if let verifySender { policy.verifySender = verifySender }
    if let comments { policy.comments = comments }
    return policy
  }

  /// Gives a policy with these fields alone: what is left out is blank, whatever the policy held before.
  ///
  /// The reference does not say what a replacement does with a field that is left out. Blanking is the harsher of the
  /// two readings, so a client that relies on the milder one is found out here.
  func replacing(_ policy: PolicyRecord) -> PolicyRecord {
    PolicyRecord(
      id: policy.id,
      pattern: pattern ?? "",
      patternType: patternType ?? Contract.retiredPatternType,
      isRegex: isRegex ?? false,
      isTrustedSender: isTrustedSender ?? false,
      isAcceptableSender: isAcceptableSender ?? false,
      isExemptRecipient: isExemptRecipient ?? false,
      verifySender: verifySender ?? false,
      comments: comments ?? "",
      createdAt: policy.createdAt,
      createdMicros: policy.createdMicros
    )
  }

  /// Gives a new policy, with an id and a time that the server chose.
  func creating(id: String, createdMicros: Int64) -> PolicyRecord {
    var policy = PolicyRecord(
      id: id,
      pattern: "",
      patternType: Contract.retiredPatternType,
      createdAt: Timestamp.text(createdMicros),
      createdMicros: createdMicros
    )
    policy = patching(policy)
    policy.lastModified = policy.createdAt
    policy.modifiedAt = policy.createdAt
    return policy
  }
}
