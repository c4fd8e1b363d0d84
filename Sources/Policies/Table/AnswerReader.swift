package import Foundation
package import JSONText

/// That bytes are no JSON text (RFC 8259).
package struct NoJSON: Error {
  /// In bytes.
  package let offset: Int
}

/// An answer of the API about policies: its frame, and the one policy or the rows of the list in it.
///
/// Read in one pass straight into a table. Every member of a policy is taken by itself: one that is of another type
/// than the contract's, a text that is no text, or a member that stands twice is *unread*, and hides neither its policy
/// nor the list. An id that is a number keeps its digits as they stand, however many.
package struct AnsweredPolicies: Sendable {
  package enum Result: Sendable {
    case nothing
    /// Nil where it has no id that can be told.
    case one(AllowPolicy?)
    /// `leftOut` counts the rows without an id that can be told.
    case list(PolicyTable, leftOut: Int)
  }

  package private(set) var success = false
  package private(set) var result = Result.nothing
  package private(set) var totalCount: Int?
  package private(set) var perPage: Int?
  /// What of a whole JSON text is not what the contract says; nil where all that matters is.
  package private(set) var oddity: String?

  /// Throws where the bytes are no whole JSON text.
  package init(_ body: Data) throws(NoJSON) {
    let read = body.withUnsafeBytes { bytes -> Swift.Result<AnsweredPolicies, NoJSON> in
      var answer = AnsweredPolicies()
      do throws(NoJSON) {
        var reader = AnswerReader(bytes.bindMemory(to: UInt8.self))
        try reader.read(into: &answer)
      } catch {
        return .failure(error)
      }
      return .success(answer)
    }
    self = try read.get()
  }

  private init() {}

  fileprivate mutating func take(_ flag: Bool) { success = flag }
  fileprivate mutating func take(_ result: Result) { self.result = result }
  fileprivate mutating func take(total: Int?, perPage: Int?) { (totalCount, self.perPage) = (total, perPage) }
  fileprivate mutating func note(_ what: String) { oddity = oddity ?? what }
}

/// Reads an answer value by value; what is made of a policy's members stands beside it.
package struct AnswerReader {
  private var cursor: JSONCursor
  private let bytes: UnsafeBufferPointer<UInt8>

  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    cursor = JSONCursor(bytes)
  }

  package mutating func read(into answer: inout AnsweredPolicies) throws(NoJSON) {
    guard try cursor.begins(with: "{") else {
      try cursor.skipValue()
      try cursor.end()
      return answer.note("its body")
    }
    var seen: Set<String> = []
    try readMembers { (reader, name) throws(NoJSON) in
      let name = reader.text(name) ?? ""
      guard ["success", "result", "result_info"].contains(name) else { return try reader.cursor.skipValue() }
      // Of two results one reader takes the first and another the last.
      guard seen.insert(name).inserted else {
        answer.note(name)
        return try reader.cursor.skipValue()
      }
      switch name {
      case "success":
        switch try reader.value().kind {
        case .yes: answer.take(true)
        case .no: answer.take(false)
        default: answer.note(name)
        }
      case "result": answer.take(try reader.readResult())
      default: try reader.readInfo(into: &answer)
      }
    }
    try cursor.end()
    if !seen.contains("success") { answer.note("success") }
  }

  /// Goes through an object whose brace comes next; the body reads each member's value.
  private mutating func readMembers(
    _ body: (inout AnswerReader, JSONCursor.Text) throws(NoJSON) -> Void
  ) throws(NoJSON) {
    try cursor.take("{")
    if try cursor.took("}") { return }
    repeat {
      let name = try cursor.string()
      try cursor.take(":")
      try body(&self, name)
    } while try cursor.took(",")
    try cursor.take("}")
  }

  private mutating func readResult() throws(NoJSON) -> AnsweredPolicies.Result {
    var builder = PolicyTableBuilder()
    guard try cursor.begins(with: "[") else {
      guard try cursor.begins(with: "{") else {
        return try value().kind == .null ? .nothing : .one(nil)
      }
      let isThere = try readPolicy(into: &builder)
      return .one(isThere ? PolicyTable(builder)[0] : nil)
    }
    // A row has some four hundred bytes.
    builder.reserve(min(bytes.count / 300, 1000), bytes: min(bytes.count / 6, 1 << 17))
    var leftOut = 0
    try cursor.take("[")
    if try !cursor.took("]") {
      repeat {
        if try !readPolicy(into: &builder) { leftOut += 1 }
      } while try cursor.took(",")
      try cursor.take("]")
    }
    return .list(PolicyTable(builder), leftOut: leftOut)
  }

  private mutating func readInfo(into answer: inout AnsweredPolicies) throws(NoJSON) {
    guard try cursor.begins(with: "{") else { return try cursor.skipValue() }
    var (total, perPage): (Int?, Int?)
    try readMembers { (reader, name) throws(NoJSON) in
      let value = try reader.value()
      guard value.kind == .number, let name = reader.text(name) else { return }
      switch name {
      case "total_count": total = Int(reader.raw(value))
      case "per_page": perPage = Int(reader.raw(value))
      default: break
      }
    }
    answer.take(total: total, perPage: perPage)
  }

  // MARK: - One policy

  /// A value as it stands in the bytes, before anything is made of it.
  package struct Value {
    package enum Kind: UInt8 {
      case absent, null, no, yes, number, text, array, object
    }

    package var kind = Kind.absent
    /// Of a text or a number; of a text without its quotation marks.
    package var start = 0
    package var end = 0
    /// Whether a text has escapes, or what may be none.
    package var needsCare = false
    package var isRepeated = false
  }

  package enum Member: Int, CaseIterable {
    case id, pattern, comments, isRegex, isSpoof, isSender, createdAt, modifiedAt, isRecipient, patternType
    case lastModified, verifySender, isTrustedSender, isExemptRecipient, isAcceptableSender

    package var name: StaticString {
      switch self {
      case .id: "id"
      case .pattern: "pattern"
      case .comments: "comments"
      case .isRegex: "is_regex"
      case .isSpoof: "is_spoof"
      case .isSender: "is_sender"
      case .createdAt: "created_at"
      case .modifiedAt: "modified_at"
      case .isRecipient: "is_recipient"
      case .patternType: "pattern_type"
      case .lastModified: "last_modified"
      case .verifySender: "verify_sender"
      case .isTrustedSender: "is_trusted_sender"
      case .isExemptRecipient: "is_exempt_recipient"
      case .isAcceptableSender: "is_acceptable_sender"
      }
    }

    /// Most names have a length of their own, and so few bytes are compared.
    package static func named(_ name: UnsafeBufferPointer<UInt8>) -> Member? {
      switch name.count {
      case 2: equals(name, .id)
      case 7: equals(name, .pattern)
      case 8: equals(name, .comments) ?? equals(name, .isRegex) ?? equals(name, .isSpoof)
      case 9: equals(name, .isSender)
      case 10: equals(name, .createdAt)
      case 11: equals(name, .modifiedAt)
      case 12: equals(name, .isRecipient) ?? equals(name, .patternType)
      case 13: equals(name, .lastModified) ?? equals(name, .verifySender)
      case 17: equals(name, .isTrustedSender)
      case 19: equals(name, .isExemptRecipient)
      case 20: equals(name, .isAcceptableSender)
      default: nil
      }
    }

    private static func equals(_ name: UnsafeBufferPointer<UInt8>, _ member: Member) -> Member? {
      // Of the same length already.
      guard let start = name.baseAddress, memcmp(start, member.name.utf8Start, name.count) == 0 else { return nil }
      return member
    }
  }

  package typealias Values = InlineArray<15, Value>

  /// False where the value is no object with an id that can be told.
  private mutating func readPolicy(into builder: inout PolicyTableBuilder) throws(NoJSON) -> Bool {
    guard try cursor.begins(with: "{") else {
      try cursor.skipValue()
      return false
    }
    var values = Values(repeating: Value())
    try readMembers { (reader, name) throws(NoJSON) in
      var value = try reader.value()
      guard let member = reader.member(name) else { return }
      // Readers differ in which of two they take, so neither is.
      value.isRepeated = values[member.rawValue].kind != .absent
      values[member.rawValue] = value
    }
    return add(values, to: &builder)
  }

  private func member(_ name: JSONCursor.Text) -> Member? {
    guard name.needsCare else { return Member.named(part(name.start, name.end)) }
    guard var name = text(name) else { return nil }
    return name.withUTF8 { Member.named($0) }
  }

  private mutating func value() throws(NoJSON) -> Value {
    var value = Value()
    switch try cursor.next() {
    case UInt8(ascii: "\""):
      let text = try cursor.string()
      (value.kind, value.start, value.end, value.needsCare) = (.text, text.start, text.end, text.needsCare)
    case UInt8(ascii: "{"):
      value.kind = .object
      try cursor.skipValue()
    case UInt8(ascii: "["):
      value.kind = .array
      try cursor.skipValue()
    case UInt8(ascii: "t"):
      value.kind = .yes
      try cursor.word("true")
    case UInt8(ascii: "f"):
      value.kind = .no
      try cursor.word("false")
    case UInt8(ascii: "n"):
      value.kind = .null
      try cursor.word("null")
    default:
      value.kind = .number
      (value.start, value.end) = try cursor.number()
    }
    return value
  }

  package func part(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  package func raw(_ value: Value) -> String { String(decoding: part(value.start, value.end), as: UTF8.self) }

  private func text(_ text: JSONCursor.Text) -> String? {
    text.needsCare
      ? try? careful(text.start, text.end).get() : String(decoding: part(text.start, text.end), as: UTF8.self)
  }

  /// A text with escapes, or with what may make it none.
  package func careful(_ start: Int, _ end: Int) -> Swift.Result<String, JSONSyntaxError> {
    var scanner = JSONScanner(unchecked: Array(bytes[(start - 1)...end]))
    do throws(JSONSyntaxError) {
      return try scanner.stringOrFault()
    } catch {
      return .failure(error)
    }
  }
}
