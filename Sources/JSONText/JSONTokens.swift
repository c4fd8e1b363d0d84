/// One step through a JSON text.
package enum JSONToken: Hashable {
  case beginObject
  case endObject
  case beginArray
  case endArray
  /// The name of a member, whose value comes next.
  case name(String)
  case string(String)
  /// As it is written.
  case number(String)
  case bool(Bool)
  case null
  /// The text is over.
  case end
}

extension JSONToken {
  /// What stands there, in words.
  package var shown: String {
    switch self {
    case .beginObject: "an object"
    case .beginArray: "an array"
    case .name(let text), .string(let text): text.isEmpty ? "an empty text" : "the text \"\(text.shortened)\""
    case .number(let text): "the number \(text.shortened)"
    case .bool(let flag): flag ? "true" : "false"
    case .null: "null"
    case .endObject, .endArray, .end: "nothing"
    }
  }
}

/// Goes through a JSON text step by step, and holds it against RFC 8259 on the way.
///
/// Members come in their order and as often as they are there, which Foundation's readers hide. Nothing that was passed
/// is kept, so that a text needs no more memory than its longest string, and its depth none of the call stack.
package struct JSONTokens {
  /// Nothing that this program reads is nested nearly as deep.
  package static let maximumDepth = 64

  private enum Container {
    case object
    case array
  }

  private enum Expected {
    case value
    /// A value, or the end of an array without any.
    case firstValue
    case name
    /// A name, or the end of an object without any.
    case firstName
    /// A comma, or the end of the container.
    case separator
    case end
  }

  private var scanner: JSONScanner
  private var open: [Container] = []
  private var expected = Expected.value
  /// Where the last step began, in bytes.
  package private(set) var offset = 0

  /// Throws where the bytes are not UTF-8, or begin with a byte order mark.
  package init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
    scanner = try JSONScanner(bytes)
  }

  /// The next step; after the last one `end`, again and again.
  package mutating func next() throws(JSONSyntaxError) -> JSONToken {
    scanner.skipWhiteSpace()
    if expected == .separator, scanner.take(",") {
      expected = open.last == .object ? .name : .value
      scanner.skipWhiteSpace()
    }
    offset = scanner.offset
    switch expected {
    case .value: return try value()
    case .firstValue: return scanner.take("]") ? close() : try value()
    case .name: return try name()
    case .firstName: return scanner.take("}") ? close() : try name()
    case .separator:
      let isObject = open.last == .object
      guard scanner.take(isObject ? "}" : "]") else {
        throw scanner.missing(isObject ? "a comma or }" : "a comma or ]")
      }
      return close()
    case .end:
      guard scanner.next == nil else { throw JSONSyntaxError(what: "nothing may follow the value", offset: offset) }
      return .end
    }
  }

  /// Goes past the rest of the value that began with this step.
  package mutating func skip(_ token: JSONToken) throws(JSONSyntaxError) {
    guard token == .beginObject || token == .beginArray else { return }
    let depth = open.count
    while open.count >= depth { _ = try next() }
  }

  // MARK: - The steps

  private mutating func name() throws(JSONSyntaxError) -> JSONToken {
    guard scanner.next == UInt8(ascii: "\"") else { throw scanner.missing("a member's name in double quotation marks") }
    let name = try scanner.string()
    scanner.skipWhiteSpace()
    guard scanner.take(":") else { throw scanner.missing("a colon") }
    expected = .value
    return .name(name)
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONToken {
    switch scanner.next {
    case UInt8(ascii: "{"): return try begin(.object)
    case UInt8(ascii: "["): return try begin(.array)
    default: break
    }
    let token = try scalar()
    expected = open.isEmpty ? .end : .separator
    return token
  }

  private mutating func scalar() throws(JSONSyntaxError) -> JSONToken {
    switch scanner.next {
    case UInt8(ascii: "\"")?: return .string(try scanner.string())
    case let byte? where byte == UInt8(ascii: "-") || JSONScanner.digits.contains(byte):
      return .number(try scanner.number())
    default: break
    }
    if scanner.take(word: "true") { return .bool(true) }
    if scanner.take(word: "false") { return .bool(false) }
    if scanner.take(word: "null") { return .null }
    throw scanner.missing("a value")
  }

  private mutating func begin(_ container: Container) throws(JSONSyntaxError) -> JSONToken {
    guard open.count < Self.maximumDepth else {
      throw JSONSyntaxError(what: "this is nested more than \(Self.maximumDepth) deep", offset: offset)
    }
    _ = scanner.take(container == .object ? "{" : "[")
    open.append(container)
    expected = container == .object ? .firstName : .firstValue
    return container == .object ? .beginObject : .beginArray
  }

  private mutating func close() -> JSONToken {
    let container = open.removeLast()
    expected = open.isEmpty ? .end : .separator
    return container == .object ? .endObject : .endArray
  }
}
