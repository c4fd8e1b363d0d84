/// What makes a text no JSON, and where.
package struct JSONSyntaxError: Error, Hashable {
  package let what: String
  /// In bytes from the beginning.
  package let offset: Int
}

/// Reads the smallest parts of a JSON text: white space, strings, numbers and words.
///
/// Strict as RFC 8259 has it.
package struct JSONScanner {
  package static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")

  package let bytes: [UInt8]
  /// Where the next part begins.
  package private(set) var offset = 0

  /// Whether the bytes are known to be UTF-8.
  private let isValidated: Bool

  /// Takes bytes of which nothing is known; a text among them that is not UTF-8 is a syntax error where it is read.
  package init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
    isValidated = false
  }

  /// Throws where the bytes are not UTF-8, or begin with a byte order mark.
  package init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
    self.bytes = bytes
    isValidated = true
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONSyntaxError(what: "this byte is not UTF-8", offset: error.byteOffsets.lowerBound)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw JSONSyntaxError(what: "JSON that is sent must not begin with a byte order mark", offset: 0)
    }
  }

  /// The next byte, which stays; nil at the end.
  package var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// Goes past the byte if it is the next one.
  package mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    offset += 1
    return true
  }

  package mutating func skipWhiteSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  /// Goes past the word if it comes next.
  package mutating func take(word: String) -> Bool {
    guard bytes[offset...].starts(with: word.utf8) else { return false }
    offset += word.utf8.count
    return true
  }

  /// An error at the next part that says what must stand there.
  package func missing(_ what: String) -> JSONSyntaxError {
    JSONSyntaxError(
      what: next == nil ? "the file ends where \(what) must stand" : "\(what) must stand here",
      offset: offset
    )
  }

  // MARK: - Numbers

  /// The number's text; its value is nobody's business here, so none is too large.
  package mutating func number() throws(JSONSyntaxError) -> String {
    let start = offset
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return text(from: start)
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = offset
    while let byte = next, Self.digits.contains(byte) { offset += 1 }
    if offset == start { throw missing("a digit") }
  }

  // MARK: - Strings

  /// The text between the quotation marks, the first of which comes next.
  package mutating func string() throws(JSONSyntaxError) -> String {
    let opening = offset
    offset += 1
    var start = offset
    var unescaped: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let text =
          unescaped.isEmpty ? text(from: start) : String(decoding: unescaped + bytes[start..<offset], as: UTF8.self)
        // A text that had to be repaired is another one.
        guard isValidated || String(validating: bytes[opening..<offset], as: UTF8.self) != nil else {
          throw JSONSyntaxError(what: "this text is not UTF-8", offset: opening)
        }
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        unescaped += bytes[start..<offset]
        unescaped += String(try escape()).utf8
        start = offset
      case ..<0x20:
        throw JSONSyntaxError(
          what: #"a control character in a text must be written as an escape, such as \n"#,
          offset: offset
        )
      default:
        offset += 1
      }
    }
    throw JSONSyntaxError(what: "the text that begins here has no closing quotation mark", offset: opening)
  }

  /// The text between the quotation marks, the first of which comes next, or what makes it none; goes past it in both
  /// cases.
  ///
  /// Throws where the text has no end.
  package mutating func stringOrFault() throws(JSONSyntaxError) -> Result<String, JSONSyntaxError> {
    let opening = offset
    do throws(JSONSyntaxError) {
      return .success(try string())
    } catch {
      offset = opening + 1
      while let byte = next, byte != UInt8(ascii: "\"") {
        offset += byte == UInt8(ascii: "\\") ? 2 : 1
      }
      guard take("\"") else {
        throw JSONSyntaxError(what: "the text that begins here has no closing quotation mark", offset: opening)
      }
      return .failure(error)
    }
  }

  /// The character that an escape stands for; its backslash comes next.
  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = offset
    offset += 1
    guard let letter = next else { throw missing("an escape") }
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint(from: start)
    default: throw JSONSyntaxError(what: "JSON has no such escape", offset: start)
    }
  }

  /// Reads four hexadecimal digits, and the second half of a surrogate pair where they are the first.
  private mutating func codePoint(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if UTF16.isLeadSurrogate(first), take("\\"), take("u") {
      let second = try codeUnit()
      if UTF16.isTrailSurrogate(second) { return UTF16.decode(UTF16.EncodedScalar([first, second])) }
    }
    throw JSONSyntaxError(what: "half of a surrogate pair stands for no character", offset: start)
  }

  private mutating func codeUnit() throws(JSONSyntaxError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw missing("a hexadecimal digit")
      }
      offset += 1
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private func text(from start: Int) -> String {
    String(decoding: bytes[start..<offset], as: UTF8.self)
  }
}
