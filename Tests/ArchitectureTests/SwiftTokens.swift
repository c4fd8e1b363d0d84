/// The words, symbols and string literals of a Swift text, comments and regular expressions left out.
///
/// It knows just enough of the language that a rule about code is not misled by a comment or by the text of a string;
/// the code inside a string's interpolation counts as code. A regular expression between bare slashes is recognised by
/// the token before it, which is a guess that holds for formatted code.
struct SwiftTokens: Sendable {
  struct Token: Equatable, Sendable {
    enum Kind: Sendable { case word, symbol, string }

    let kind: Kind
    let text: String
    let line: Int
    /// Nothing stands between this token and the one before.
    let touchesPrevious: Bool
  }

  private(set) var tokens: [Token] = []
  /// The lines, counted from 1, that hold a comment or a part of one.
  private(set) var commentedLines: Set<Int> = []

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var touching = false

  init(_ text: String) {
    bytes = Array(text.utf8)
    readCode(insideInterpolation: false)
  }

  // MARK: - Code

  private mutating func readCode(insideInterpolation: Bool) {
    var depth = 0
    while let byte = byte() {
      switch byte {
      case _ where isSpace(byte):
        skip()
        touching = false
      case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "/"):
        readLineComment()
      case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"):
        readBlockComment()
      case UInt8(ascii: "/") where regexEnd != nil:
        readRegex()
      case UInt8(ascii: "\""), UInt8(ascii: "#"):
        if !readLiteral() { readSymbol() }
      case _ where isWordByte(byte):
        readWord()
      default:
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if insideInterpolation, depth < 0 { return skip() }
        readSymbol()
      }
    }
  }

  private mutating func readWord() {
    let start = position
    while let byte = byte(), isWordByte(byte) { skip() }
    append(.word, String(decoding: bytes[start..<position], as: UTF8.self), line: line)
  }

  private mutating func readSymbol() {
    append(.symbol, String(decoding: bytes[position...position], as: UTF8.self), line: line)
    skip()
  }

  private mutating func append(_ kind: Token.Kind, _ text: String, line: Int) {
    tokens.append(Token(kind: kind, text: text, line: line, touchesPrevious: touching))
    touching = true
  }

  // MARK: - Comments

  private mutating func readLineComment() {
    commentedLines.insert(line)
    while let byte = byte(), byte != UInt8(ascii: "\n") { skip() }
    touching = false
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      commentedLines.insert(line)
      if matches("/*") {
        depth += 1
        skip(2)
      } else if matches("*/") {
        depth -= 1
        skip(2)
      } else {
        skip()
      }
    } while depth > 0 && byte() != nil
    touching = false
  }

  // MARK: - Literals

  /// Reads a string or an extended regular expression, with any number of `#` around it; false when there is none here.
  private mutating func readLiteral() -> Bool {
    var pounds = 0
    while byte(pounds) == UInt8(ascii: "#") { pounds += 1 }
    switch byte(pounds) {
    case UInt8(ascii: "\""): readString(pounds: pounds)
    case UInt8(ascii: "/") where pounds > 0: readExtendedRegex(pounds: pounds)
    default: return false
    }
    return true
  }

  private mutating func readString(pounds: Int) {
    let hashes = String(repeating: "#", count: pounds)
    let start = line
    let quote = matches(hashes + "\"\"\"") ? "\"\"\"" : "\""
    let isMultiline = quote.utf8.count == 3
    skip(pounds + quote.utf8.count)
    var content: [UInt8] = []
    while let byte = byte(), isMultiline || byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "\""), matches(quote + hashes) { break }
      guard byte == UInt8(ascii: "\\"), matches("\\" + hashes) else {
        content.append(byte)
        skip()
        continue
      }
      let isInterpolation = self.byte(pounds + 1) == UInt8(ascii: "(")
      skip(pounds + 2)
      if isInterpolation { readCode(insideInterpolation: true) }
    }
    skip(quote.utf8.count + pounds)
    append(.string, String(decoding: content, as: UTF8.self), line: start)
  }

  private mutating func readExtendedRegex(pounds: Int) {
    let end = "/" + String(repeating: "#", count: pounds)
    skip(pounds + 1)
    while byte() != nil, !matches(end) { skip() }
    skip(end.utf8.count)
    touching = false
  }

  private mutating func readRegex() {
    if let end = regexEnd { skip(end + 1 - position) }
    touching = false
  }

  /// Where the regular expression that begins at this slash ends; nil when the slash is an operator.
  private var regexEnd: Int? {
    let beforeExpressions: Set = [
      "(", "[", "{", ",", ":", ";", "=", "!", "&", "|", "?", ">", "return", "case", "in", "if", "while", "try", "await",
    ]
    guard let next = byte(1), !isSpace(next), tokens.last.map({ beforeExpressions.contains($0.text) }) ?? true
    else { return nil }
    var index = position + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
      if bytes[index] == UInt8(ascii: "/") { return index }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  // MARK: - Bytes

  private func byte(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private func matches(_ text: String) -> Bool {
    bytes[min(position, bytes.count)...].starts(with: text.utf8)
  }

  private mutating func skip(_ count: Int = 1) {
    for _ in 0..<count where position < bytes.count {
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...: true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "$"): true
    default: false
    }
  }
}
