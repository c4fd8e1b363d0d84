/// Reads one item of a request and notes everything that is wrong with it, each with a pointer to the place.
struct ItemReader {
  let kind: ItemKind
  let encoding: AcceptedEncoding
  /// The JSON pointer of the item: `/patches/0`, or empty where the item is the whole body.
  let pointer: String
  private(set) var problems: [ErrorItem] = []

  init(_ kind: ItemKind, at pointer: String, _ encoding: AcceptedEncoding) {
    self.kind = kind
    self.pointer = pointer
    self.encoding = encoding
  }

  /// Reads the fields, which are for use only when no problem was noted.
  mutating func read(_ value: JSONValue) -> PolicyFields {
    guard case .object(let members) = value else {
      note(.wrongType, "expected an object, not \(value.typeName)", nil)
      return PolicyFields()
    }
    refuseStrangers(members)
    refuseMissing(members)
    for field in Field.times { _ = time(members, field) }
    var fields = PolicyFields()
    fields.id = identifier(members)
    fields.pattern = pattern(members)
    fields.patternType = patternType(members)
    fields.isRegex = flag(members, .isRegex)
    fields.isTrustedSender = flag(members, .isTrustedSender)
    fields.isAcceptableSender = flag(members, .isAcceptableSender)
    fields.isExemptRecipient = flag(members, .isExemptRecipient)
    fields.verifySender = flag(members, .verifySender)
    fields.comments = comments(members)
    return fields
  }

  // MARK: - Which fields are there

  private mutating func refuseStrangers(_ members: [String: JSONValue]) {
    let known = Contract.fields(of: kind)
    let forbidden = Contract.forbidden(in: kind, encoding)
    for name in members.keys.sorted() {
      if let successor = Field.retired[name] {
        note(.fieldNotAccepted, "\(name) reached its end of life on 2026-07-01; send \(successor.rawValue)", name)
      } else if let field = Field(rawValue: name), known.contains(field) {
        guard forbidden.contains(field) else { continue }
        note(.fieldNotAccepted, "\(name) is set by the server and is not accepted in a request", name)
      } else {
        note(.fieldNotAccepted, "\(name) is not a field of \(kind.rawValue)", name)
      }
    }
  }

  private mutating func refuseMissing(_ members: [String: JSONValue]) {
    let missing = Contract.required(in: kind, encoding).map(\.rawValue).filter { members[$0] == nil }
    for name in missing.sorted() { note(.missingField, "\(name) is required", name) }
  }

  // MARK: - What they hold

  private mutating func identifier(_ members: [String: JSONValue]) -> String? {
    guard let id = string(members, .id) else { return nil }
    if id.isEmpty { note(.invalidValue, "id must not be empty", Field.id.rawValue) }
    return id
  }

  private mutating func pattern(_ members: [String: JSONValue]) -> String? {
    guard let pattern = string(members, .pattern) else { return nil }
    if !Contract.patternLength.contains(pattern.unicodeScalars.count) {
      note(.invalidValue, "pattern must be 1 to 1024 characters long", Field.pattern.rawValue)
    }
    return pattern
  }

  private mutating func patternType(_ members: [String: JSONValue]) -> String? {
    guard let type = string(members, .patternType) else { return nil }
    if type == Contract.retiredPatternType {
      note(
        .invalidValue,
        "pattern_type UNKNOWN cannot be used to create or update a policy",
        Field.patternType.rawValue
      )
    } else if !Contract.patternTypes.contains(type) {
      note(.invalidValue, "pattern_type must be one of EMAIL, DOMAIN, IP", Field.patternType.rawValue)
    }
    return type
  }

  private mutating func comments(_ members: [String: JSONValue]) -> String?? {
    guard let value = members[Field.comments.rawValue] else { return nil }
    if value == .null { return .some(nil) }
    guard let text = string(members, .comments) else { return nil }
    if text.unicodeScalars.count > Contract.commentsLength {
      note(.invalidValue, "comments must be at most 1024 characters long", Field.comments.rawValue)
    }
    return .some(text)
  }

  private mutating func time(_ members: [String: JSONValue], _ field: Field) -> String? {
    guard let text = string(members, field) else { return nil }
    if !Timestamp.isWellFormed(text) {
      note(.invalidValue, "\(field.rawValue) must be an RFC 3339 date and time", field.rawValue)
    }
    return text
  }

  private mutating func flag(_ members: [String: JSONValue], _ field: Field) -> Bool? {
    guard let value = members[field.rawValue] else { return nil }
    if case .bool(let flag) = value { return flag }
    note(.wrongType, "\(field.rawValue) must be a boolean, not \(value.typeName)", field.rawValue)
    return nil
  }

  private mutating func string(_ members: [String: JSONValue], _ field: Field) -> String? {
    guard let value = members[field.rawValue] else { return nil }
    guard case .string(let text) = value else {
      note(.wrongType, "\(field.rawValue) must be a string, not \(value.typeName)", field.rawValue)
      return nil
    }
    // SQLite would keep only what stands before it.
    if text.utf8.contains(0) { note(.invalidValue, "\(field.rawValue) must not contain U+0000", field.rawValue) }
    return text
  }

  private mutating func note(_ code: ErrorItem.Code, _ message: String, _ member: String?) {
    let place = member.map { pointer + "/" + Self.escaped($0) } ?? pointer
    problems.append(
      ErrorItem(code: code, message: message, pointer: place, documentationURL: Contract.documentation)
    )
  }

  /// Escapes a member's name for a JSON pointer (RFC 6901, section 3).
  private static func escaped(_ name: String) -> String {
    var text = ""
    for character in name {
      switch character {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.append(character)
      }
    }
    return text
  }
}
