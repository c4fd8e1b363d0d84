/// An allow policy as the server keeps it.
///
/// This is the sandbox's own reading of the API. It shares nothing with the rest of the program, so that a field which
/// is misread there is not misread here in the same way.
struct PolicyRecord: Sendable, Equatable {
  var id: String
  var pattern: String
  /// One of EMAIL, DOMAIN, IP and, for old entries only, UNKNOWN.
  var patternType: String
  var isRegex = false
  var isTrustedSender = false
  var isAcceptableSender = false
  var isExemptRecipient = false
  var verifySender = false
  /// Nil is served as `null`: a policy without comments is not one with empty comments.
  var comments: String?
  var createdAt: String
  /// Nil leaves the member out of what is served, as the API does for some old entries.
  var lastModified: String?
  /// Nil leaves the member out of what is served.
  var modifiedAt: String?
  /// The time of creation in microseconds since 1970, because the text does not sort: its fraction may be missing.
  var createdMicros: Int64

  /// Gives the policy as the API shows it: one JSON object, without line breaks.
  func rendered() -> String {
    var text = "{\"id\":" + JSONText.literal(id)
    text += ",\"pattern\":" + JSONText.literal(pattern)
    text += ",\"pattern_type\":" + JSONText.literal(patternType)
    text += isRegex ? ",\"is_regex\":true" : ",\"is_regex\":false"
    text += isTrustedSender ? ",\"is_trusted_sender\":true" : ",\"is_trusted_sender\":false"
    text += isAcceptableSender ? ",\"is_acceptable_sender\":true" : ",\"is_acceptable_sender\":false"
    text += isExemptRecipient ? ",\"is_exempt_recipient\":true" : ",\"is_exempt_recipient\":false"
    text += verifySender ? ",\"verify_sender\":true" : ",\"verify_sender\":false"
    text += ",\"comments\":" + JSONText.literal(comments)
    text += ",\"created_at\":" + JSONText.literal(createdAt)
    if let lastModified { text += ",\"last_modified\":" + JSONText.literal(lastModified) }
    if let modifiedAt { text += ",\"modified_at\":" + JSONText.literal(modifiedAt) }
    return text + "}"
  }
}
