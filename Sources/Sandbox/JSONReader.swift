/// A strict reader of JSON (RFC 8259).
///
/// Foundation's decoder takes texts that the API refuses, such as a comma after the last item, and a mistake of the
/// client's that the sandbox overlooks is one that is found in production. Of two members with one name the last counts.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  /// No request nests deeper than a few levels; a bound keeps a hostile text from using up the stack.
  private static let deepest = 64

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the one value that the text consists of; nil when it is not JSON, or when more follows.
  mutating func readDocument() -> JSONValue? {
    guard let value = readValue() else { return nil }
    skipSpace()
    return position == bytes.count ? value : nil
  }

  private mutating func readValue() -> JSONValue? {
    skipSpace()
    switch peek() {
    case UInt8(ascii: "{"): return nested { reader in reader.readObject() }
    case UInt8(ascii: "["): return nested { reader in reader.readArray() }
    case UInt8(ascii: "\""): return readString().map(JSONValue.string)
    case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return take("null") ? .null : nil
    default: return readNumber()
    }
  }

  private mutating func nested(_ read: (inout JSONReader) -> JSONValue?) -> JSONValue? {
    guard depth < Self.deepest else { return nil }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return read(&self)
  }

  private mutating func readObject() -> JSONValue? {
    var members: [String: JSONValue] = [:]
    if takeMark("}") { return .object(members) }
    repeat {
      skipSpace()
      guard let name = readString(), takeMark(":"), let value = readValue() else { return nil }
      members[name] = value
    } while takeMark(",")
    return takeMark("}") ? .object(members) : nil
  }

  private mutating func readArray() -> JSONValue? {
    var items: [JSONValue] = []
    if takeMark("]") { return .array(items) }
    repeat {
      guard let item = readValue() else { return nil }
      items.append(item)
    } while takeMark(",")
    return takeMark("]") ? .array(items) : nil
  }

  // MARK: - Strings

  private mutating func readString() -> String? {
    guard peek() == UInt8(ascii: "\"") else { return nil }
    position += 1
    var text: [UInt8] = []
    while let byte = peek() {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = readEscape() else { return nil }
        text += Array(String(scalar).utf8)
      case 0..<0x20: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func readEscape() -> Unicode.Scalar? {
    guard let byte = peek() else { return nil }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return readUnicodeEscape()
    default: return nil
    }
  }

  /// Reads the digits behind `\u`, and a second escape where the first is half of a surrogate pair.
  private mutating func readUnicodeEscape() -> Unicode.Scalar? {
    guard let unit = readHex() else { return nil }
    guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
    guard take("\\u"), let low = readHex(), (0xDC00..<0xE000).contains(low) else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
  }

  private mutating func readHex() -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }

  // MARK: - Numbers and marks

  private mutating func readNumber() -> JSONValue? {
    let start = position
    _ = takeOne("-")
    if !takeOne("0") {
      guard takeDigits() else { return nil }
    }
    if takeOne(".") {
      guard takeDigits() else { return nil }
    }
    if takeOne("e") || takeOne("E") {
      if !takeOne("+") { _ = takeOne("-") }
      guard takeDigits() else { return nil }
    }
    return Double(String(decoding: bytes[start..<position], as: UTF8.self)).map(JSONValue.number)
  }

  private mutating func takeDigits() -> Bool {
    let start = position
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position > start
  }

  private mutating func takeMark(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    return takeOne(mark)
  }

  private mutating func takeOne(_ mark: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count, word.withUTF8Buffer({ bytes[position..<end].elementsEqual($0) }) else { return false }
    position = end
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }
}
