/// Which form of a request the sandbox takes: Cloudflare's reference and its own SDKs disagree.
package enum AcceptedEncoding: String, CaseIterable, Sendable {
  /// Every field that the reference marks as required has to be there, also the ones that only the server can know.
  case documented
  /// The fields that the server owns must not be there: `created_at`, `last_modified`, `modified_at`, and `id` in posts.
  case lean
  /// Both forms are taken.
  case either
}

/// What is asked for one item of a request.
enum ItemKind: String, Sendable {
  case delete = "deletes"
  case patch = "patches"
  case put = "puts"
  case post = "posts"
  /// The body of a stand-alone POST, which creates one policy.
  case create
  /// The body of a stand-alone PATCH, whose id is in the path.
  case edit
}

/// The fields of an item, as the API's reference names them.
enum Field: String, CaseIterable, Sendable {
  case id
  case createdAt = "created_at"
  case lastModified = "last_modified"
  case modifiedAt = "modified_at"
  case pattern
  case patternType = "pattern_type"
  case isRegex = "is_regex"
  case isTrustedSender = "is_trusted_sender"
  case isAcceptableSender = "is_acceptable_sender"
  case isExemptRecipient = "is_exempt_recipient"
  case verifySender = "verify_sender"
  case comments

  static let times: Set<Field> = [.createdAt, .lastModified, .modifiedAt]

  /// The fields whose end of life was 1 July 2026, and what replaced each.
  static let retired: [String: Field] = [
    "is_sender": .isTrustedSender, "is_spoof": .isAcceptableSender, "is_recipient": .isExemptRecipient,
  ]
}

/// The rules of the API's reference, as tables.
enum Contract {
  static let itemsPerArray = 1000
  static let patternLength = 1...1024
  static let commentsLength = 1024
  static let perPage = 1...1000
  static let patternTypes = ["EMAIL", "DOMAIN", "IP"]
  /// The type that is still served for old entries and may not be written.
  static let retiredPatternType = "UNKNOWN"
  static let documentation =
    "https://developers.cloudflare.com/api/resources/email_security/subresources/settings/subresources/allow_policies/"

  /// The fields that the reference lists for a kind of item; any other is refused.
  static func fields(of kind: ItemKind) -> Set<Field> {
    switch kind {
    case .delete: [.id]
    case .patch, .put, .post, .create: Set(Field.allCases)
    case .edit: Set(Field.allCases).subtracting([.id])
    }
  }

  static func required(in kind: ItemKind, _ encoding: AcceptedEncoding) -> Set<Field> {
    let owned: Set<Field> = encoding == .documented ? [.id, .createdAt, .lastModified] : []
    return switch kind {
    case .delete: [.id]
    case .patch, .put: owned.union([.id])
    case .post: owned.union(essential)
    case .create: essential
    case .edit: []
    }
  }

  static func forbidden(in kind: ItemKind, _ encoding: AcceptedEncoding) -> Set<Field> {
    guard encoding == .lean else { return [] }
    return switch kind {
    case .delete, .patch, .put, .edit: Field.times
    case .post, .create: Field.times.union([.id])
    }
  }

  /// What a new policy cannot be without.
  private static let essential: Set<Field> = [
    .pattern, .patternType, .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender,
  ]
}
