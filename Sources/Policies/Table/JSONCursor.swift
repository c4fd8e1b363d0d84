/// Goes over the bytes of a JSON text (RFC 8259) without making anything of them.
///
/// What a text between quotation marks says is left to who asks: one that may be none is only marked, so that it spoils
/// nothing around it. Every read is held against the end.
package struct JSONCursor {
  /// A text between quotation marks.
  package struct Text {
    /// Behind the opening mark.
    package let start: Int
    /// At the closing mark.
    package let end: Int
    /// Whether it has escapes, control characters, or bytes that may be no UTF-8.
    package let needsCare: Bool
  }

  /// Nothing that this program reads is nested nearly as deep.
  private static let maximumDepth = 64

  private let bytes: UnsafeBufferPointer<UInt8>
  private let isUTF8: Bool
  package private(set) var offset = 0

  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    isUTF8 = (try? UTF8Span(validating: bytes.span)) != nil
  }

  private var fault: NoJSON { NoJSON(offset: offset) }

  private mutating func skipBlanks() {
    while offset < bytes.count, bytes[offset] == 0x20 || (bytes[offset] < 0x0E && Self.isBreak(bytes[offset])) {
      offset += 1
    }
  }

  private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// The byte with which the next part begins.
  package mutating func next() throws(NoJSON) -> UInt8 {
    skipBlanks()
    guard offset < bytes.count else { throw fault }
    return bytes[offset]
  }

  package mutating func begins(with sign: Unicode.Scalar) throws(NoJSON) -> Bool { try next() == UInt8(ascii: sign) }

  package mutating func take(_ sign: Unicode.Scalar) throws(NoJSON) {
    guard try took(sign) else { throw fault }
  }

  /// Goes past the sign if it comes next.
  package mutating func took(_ sign: Unicode.Scalar) throws(NoJSON) -> Bool {
    guard try begins(with: sign) else { return false }
    offset += 1
    return true
  }

  /// Throws where anything but blanks follows.
  package mutating func end() throws(NoJSON) {
    skipBlanks()
    guard offset == bytes.count else { throw fault }
  }

  package mutating func word(_ word: StaticString) throws(NoJSON) {
    let count = word.utf8CodeUnitCount
    guard offset + count <= bytes.count else { throw fault }
    for index in 0..<count where bytes[offset + index] != word.utf8Start[index] { throw fault }
    offset += count
  }

  package mutating func string() throws(NoJSON) -> Text {
    guard try next() == UInt8(ascii: "\"") else { throw fault }
    let start = offset + 1
    var index = start
    var needsCare = false
    while true {
      index = plainEnd(from: index)
      guard index < bytes.count else { break }
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        offset = index + 1
        return Text(start: start, end: index, needsCare: needsCare)
      }
      if byte == UInt8(ascii: "\\") {
        needsCare = true
        index += 2
      } else {
        if byte < 0x20 || (byte >= 0x80 && !isUTF8) { needsCare = true }
        index += 1
      }
    }
    throw fault
  }

  /// Past the bytes that only stand for themselves, eight at a time; not necessarily past all of them.
  private func plainEnd(from start: Int) -> Int {
    var index = start
    let (ones, highs) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080) as (UInt64, UInt64)
    while index + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
      )
      // The highest bit of each byte tells: zero bytes of the differences, what is below a blank, what is no ASCII. After
      // the first that is told, more may be told in vain.
      let (quote, backslash) = (word ^ (ones &* 0x22), word ^ (ones &* 0x5C))
      let told = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- ones &* 0x20) & ~word | word
      let first = told & highs
      guard first == 0 else { return index + first.trailingZeroBitCount / 8 }
      index += 8
    }
    return index
  }

  package mutating func number() throws(NoJSON) -> (start: Int, end: Int) {
    let start = offset
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "0") { offset += 1 } else { try digits() }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      try digits()
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
      try digits()
    }
    return (start, offset)
  }

  private mutating func digits() throws(NoJSON) {
    let start = offset
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
    if offset == start { throw fault }
  }

  /// Goes past the value that comes next, whatever it is.
  package mutating func skipValue(depth: Int = 0) throws(NoJSON) {
    guard depth < Self.maximumDepth else { throw fault }
    switch try next() {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"):
      offset += 1
      if try took("}") { return }
      repeat {
        _ = try string()
        try take(":")
        try skipValue(depth: depth + 1)
      } while try took(",")
      try take("}")
    case UInt8(ascii: "["):
      offset += 1
      if try took("]") { return }
      repeat { try skipValue(depth: depth + 1) } while try took(",")
      try take("]")
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    default: _ = try number()
    }
  }
}
