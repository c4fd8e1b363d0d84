import JSONText
import Policies

/// Reads an answer about messages value by value.
struct MessageReader {
  private var cursor: JSONCursor
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var answer = AnsweredMessages()

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    cursor = JSONCursor(bytes)
  }

  mutating func read() throws(NoJSON) {
    guard try cursor.begins(with: "{") else {
      try cursor.skipValue()
      try cursor.end()
      return answer.note("its body")
    }
    var seen: Set<String> = []
    try readMembers { (reader, name) throws(NoJSON) in
      guard ["success", "result", "result_info"].contains(name) else { return try reader.cursor.skipValue() }
      // Of two results one reader takes the first and another the last.
      guard seen.insert(name).inserted else {
        reader.answer.note(name)
        return try reader.cursor.skipValue()
      }
      switch name {
      case "success":
        if case .flag(let flag) = try reader.value() { reader.answer.success = flag } else { reader.answer.note(name) }
      case "result": try reader.readResult()
      default: try reader.readInfo()
      }
    }
    try cursor.end()
    if !seen.contains("success") { answer.note("success") }
  }

  private mutating func readResult() throws(NoJSON) {
    guard try cursor.begins(with: "[") else { return try cursor.skipValue() }
    var messages: [LoggedMessage] = []
    try readItems { (reader) throws(NoJSON) in
      guard try reader.cursor.begins(with: "{"), messages.count < AnsweredMessages.mostMessages else {
        reader.answer.leftOut += 1
        return try reader.cursor.skipValue()
      }
      if let message = try reader.message() { messages.append(message) } else { reader.answer.leftOut += 1 }
    }
    answer.messages = messages
  }

  private mutating func readInfo() throws(NoJSON) {
    guard try cursor.begins(with: "{") else { return try cursor.skipValue() }
    try readMembers { (reader, name) throws(NoJSON) in
      let value = try reader.value()
      guard name == "cursor", case .text(let text?) = value, !text.isEmpty else { return }
      guard text.utf8.count <= AnsweredMessages.longestCursor else { return reader.answer.note("its cursor") }
      reader.answer.cursor = text
    }
  }

  // MARK: - One message

  private mutating func message() throws(NoJSON) -> LoggedMessage? {
    var told = ToldMessage()
    try readMembers { (reader, name) throws(NoJSON) in
      switch name {
      case "validation", "properties":
        guard try reader.cursor.begins(with: "{") else { return try reader.cursor.skipValue() }
        try reader.readMembers { (reader, inner) throws(NoJSON) in
          told.set("\(name).\(inner)", try reader.value())
        }
      case "envelope_to", "to", "client_recipients":
        told.set(name, try reader.texts())
      default:
        told.set(name, try reader.value())
      }
    }
    return told.message
  }

  /// The texts of an array, or of one that should be an array and is a text.
  private mutating func texts() throws(NoJSON) -> ToldMessage.Value {
    guard try cursor.begins(with: "[") else {
      guard case .text(let text?) = try value() else { return .other }
      return .texts([text])
    }
    var texts: [String] = []
    var isWhole = true
    try readItems { (reader) throws(NoJSON) in
      guard case .text(let text?) = try reader.value() else {
        isWhole = false
        return
      }
      if texts.count < LoggedMessage.mostRecipients { texts.append(text) }
    }
    return isWhole ? .texts(texts) : .other
  }

  // MARK: - Values

  private mutating func value() throws(NoJSON) -> ToldMessage.Value {
    switch try cursor.next() {
    case UInt8(ascii: "\""): return .text(text(try cursor.string()))
    case UInt8(ascii: "t"):
      try cursor.word("true")
      return .flag(true)
    case UInt8(ascii: "f"):
      try cursor.word("false")
      return .flag(false)
    case UInt8(ascii: "n"):
      try cursor.word("null")
      return .null
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      try cursor.skipValue()
      return .other
    default:
      let (start, end) = try cursor.number()
      return .number(String(decoding: bytes[start..<end], as: UTF8.self))
    }
  }

  /// Nil for what stands between quotation marks and is no text.
  private func text(_ text: JSONCursor.Text) -> String? {
    guard text.needsCare else { return String(decoding: bytes[text.start..<text.end], as: UTF8.self) }
    var scanner = JSONScanner(unchecked: Array(bytes[(text.start - 1)...text.end]))
    return try? scanner.stringOrFault().get()
  }

  /// Goes through an object whose brace comes next; the body reads each member's value.
  private mutating func readMembers(
    _ body: (inout MessageReader, String) throws(NoJSON) -> Void
  ) throws(NoJSON) {
    try cursor.take("{")
    if try cursor.took("}") { return }
    repeat {
      let name = text(try cursor.string()) ?? ""
      try cursor.take(":")
      try body(&self, name)
    } while try cursor.took(",")
    try cursor.take("}")
  }

  private mutating func readItems(_ body: (inout MessageReader) throws(NoJSON) -> Void) throws(NoJSON) {
    try cursor.take("[")
    if try cursor.took("]") { return }
    repeat { try body(&self) } while try cursor.took(",")
    try cursor.take("]")
  }
}
