/// Policies as the API answers them.
///
/// Every member is taken by itself: one that is of another type than the contract's, a text that is no text, or a
/// member that stands twice is *unread*, and hides neither its policy nor the list.
extension AllowPolicy {
  /// Reads the value that begins with this step; nil where it is no object with an id that can be told.
  ///
  /// Missing and null members are missing here too; unknown ones are ignored; an unknown type is kept as its text. An id
  /// that is a number keeps its digits as they stand, however many. Throws where the text is no JSON.
  package static func reading(
    _ first: JSONToken,
    from tokens: inout JSONTokens
  ) throws(JSONSyntaxError) -> AllowPolicy? {
    guard first == .beginObject else {
      try tokens.skip(first)
      return nil
    }
    var members = AnsweredMembers()
    while true {
      let token = try tokens.next()
      if token == .endObject { break }
      let value = try tokens.next()
      try tokens.skip(value)
      if case .name(let name) = token, let key = CodingKeys(stringValue: name) { members.add(value, under: key) }
    }
    return members.policy
  }

  /// Puts together what was said of a policy under the current names and under those past their end of life.
  ///
  /// A deprecated flag counts only where its successor is absent, and is remembered only where the two disagree.
  init(
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
  static func time(_ text: String?) -> String? {
    guard let text, let moment = Instant(rfc3339: text), moment.microseconds > 0 else { return nil }
    return text
  }
}

/// The members of one policy in an answer, before anything is made of them.
private struct AnsweredMembers {
  private typealias Key = AllowPolicy.CodingKeys

  /// Longer than any id; one that is longer is taken for none.
  private static let longestID = 1024

  private var values: [Key: JSONToken] = [:]
  private var repeated: Set<Key> = []

  mutating func add(_ value: JSONToken, under key: AllowPolicy.CodingKeys) {
    // Readers differ in which of two they take, so neither is.
    if values.updateValue(value, forKey: key) != nil { repeated.insert(key) }
  }

  /// Nil without an id that can be told.
  var policy: AllowPolicy? {
    guard let id else { return nil }
    var unread: [PolicyField: String] = [:]
    var fields = PolicyFields()
    fields.pattern = text(.pattern, .pattern, &unread)
    fields.patternType = text(.patternType, .patternType, &unread).map { PatternType(rawValue: $0) }
    fields.isRegex = flag(.isRegex, .isRegex, &unread)
    fields.verifySender = flag(.verifySender, .verifySender, &unread)
    fields.comments = text(.comments, .comments, &unread)
    fields.isTrustedSender = flag(.isTrustedSender, .isTrustedSender, &unread)
    fields.isAcceptableSender = flag(.isAcceptableSender, .isAcceptableSender, &unread)
    fields.isExemptRecipient = flag(.isExemptRecipient, .isExemptRecipient, &unread)
    let deprecated = DeprecatedFlags(
      isSender: former(.isSender, of: .isTrustedSender, fields, &unread),
      isRecipient: former(.isRecipient, of: .isExemptRecipient, fields, &unread),
      isSpoof: former(.isSpoof, of: .isAcceptableSender, fields, &unread)
    )
    fields.unread = unread
    return AllowPolicy(
      id: id,
      successors: fields,
      deprecated: deprecated,
      createdAt: time(.createdAt),
      modifiedAt: time(.modifiedAt),
      lastModified: time(.lastModified)
    )
  }

  private var id: PolicyID? {
    guard !repeated.contains(.id) else { return nil }
    let text: String? =
      switch values[.id] {
      case .string(let text), .number(let text): text
      default: nil
      }
    guard let text, !text.isEmpty, text.utf8.count <= Self.longestID else { return nil }
    return PolicyID(text)
  }

  private func text(_ key: Key, _ field: PolicyField, _ unread: inout [PolicyField: String]) -> String? {
    if case .string(let text) = values[key], !repeated.contains(key) { return text }
    unread[field] = oddity(of: key)
    return nil
  }

  private func flag(_ key: Key, _ field: PolicyField, _ unread: inout [PolicyField: String]) -> Bool? {
    if case .bool(let flag) = values[key], !repeated.contains(key) { return flag }
    unread[field] = oddity(of: key)
    return nil
  }

  /// A deprecated flag, which can make the field unread only where it would decide.
  private func former(
    _ key: Key,
    of field: PolicyField,
    _ fields: PolicyFields,
    _ unread: inout [PolicyField: String]
  ) -> Bool? {
    if case .bool(let flag) = values[key], !repeated.contains(key) { return flag }
    if fields[field] == nil, unread[field] == nil, let oddity = oddity(of: key) {
      unread[field] = "\(oddity) (as \(key.rawValue))"
    }
    return nil
  }

  private func time(_ key: Key) -> String? {
    guard case .string(let text) = values[key], !repeated.contains(key) else { return nil }
    return AllowPolicy.time(text)
  }

  /// What stands there in words; nil where nothing does.
  private func oddity(of key: Key) -> String? {
    guard !repeated.contains(key) else { return "two values" }
    guard let value = values[key], value != .null else { return nil }
    return value.shown
  }
}
