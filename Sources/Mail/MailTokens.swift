/// One token of a structured header field.
struct MailToken: Hashable {
  enum Kind: Hashable {
    /// Letters, digits and signs that mean nothing by themselves.
    case word
    /// Between quotation marks; the text is without them, and without the backslashes.
    case quoted
    /// Between square brackets; the text is without them.
    case literal
    /// Between parentheses; the text is without them, and may have comments in it.
    case comment
    case sign(UInt8)
  }

  let kind: Kind
  let text: ArraySlice<UInt8>
  /// Whether nothing stands between it and the token before it.
  let touchesPrevious: Bool

  func isSign(_ character: Character) -> Bool { character.asciiValue.map { kind == .sign($0) } ?? false }

  /// Whether it is a word, in upper or lower case.
  func isWord(_ word: String) -> Bool { kind == .word && MailBytes.areEqual(text, word) }
}

/// Cuts a structured header field into tokens, as RFC 5322 section 3.2 and its obsolete forms have them.
///
/// What is not closed ends with the field.
struct MailTokens: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private let signs: Set<UInt8>
  private var index = 0

  /// Signs are the characters that stand for themselves, besides those that begin a quotation, a comment or a literal.
  init(_ bytes: [UInt8], signs: String) {
    self.bytes = bytes
    self.signs = Set(signs.utf8)
  }

  mutating func next() -> MailToken? {
    let start = index
    while index < bytes.count, MailBytes.isBlank(bytes[index]) { index += 1 }
    guard index < bytes.count else { return nil }
    let isTouching = index == start && start > 0
    switch bytes[index] {
    case UInt8(ascii: "\""): return MailToken(kind: .quoted, text: quoted()[...], touchesPrevious: isTouching)
    case UInt8(ascii: "("): return MailToken(kind: .comment, text: comment(), touchesPrevious: isTouching)
    case UInt8(ascii: "["): return MailToken(kind: .literal, text: literal(), touchesPrevious: isTouching)
    case let sign where signs.contains(sign):
      index += 1
      return MailToken(kind: .sign(sign), text: bytes[index - 1..<index], touchesPrevious: isTouching)
    default: return MailToken(kind: .word, text: word(), touchesPrevious: isTouching)
    }
  }

  private mutating func quoted() -> [UInt8] {
    var content: [UInt8] = []
    index += 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
      content.append(bytes[index])
      index += 1
    }
    index += 1
    return content
  }

  private mutating func comment() -> ArraySlice<UInt8> {
    let start = index + 1
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { return bytes[start..<index - 1] }
    }
    index = bytes.count
    return bytes[start...]
  }

  private mutating func literal() -> ArraySlice<UInt8> {
    let start = index + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
    defer { index += 1 }
    return bytes[start..<index]
  }

  private mutating func word() -> ArraySlice<UInt8> {
    let start = index
    while index < bytes.count, !isEnd(bytes[index]) { index += 1 }
    return bytes[start..<index]
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    MailBytes.isBlank(byte) || signs.contains(byte) || "\"([".utf8.contains(byte)
  }
}

/// Questions about bytes of a message that are asked in several places.
enum MailBytes {
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }

  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

  static func lower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 0x20 : byte
  }

  /// Whether bytes are a word in lower case, or the same in upper case.
  static func areEqual(_ bytes: some Collection<UInt8>, _ word: String) -> Bool {
    bytes.count == word.utf8.count && bytes.lazy.map(lower).elementsEqual(word.utf8)
  }

  /// A text of bytes that are UTF-8 without control characters; nil for others.
  static func text(_ bytes: some Collection<UInt8>) -> String? {
    guard !bytes.contains(where: isControl) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
