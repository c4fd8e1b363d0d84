/// Looks for the mistakes that must not reach the parser.
///
/// toml++ 3.4 takes some things for granted that a text need not keep: a debug build of it ends the program at `[=]` or
/// `a = [}`, and what an optimised one does is not defined.
enum ParserHazards {
  struct Hazard {
    /// Where the line with the header, the key or the value begins; in bytes.
    let offset: Int
    let mistake: TOMLMistake
  }

  /// The first one; nil for a text that the parser can be given.
  static func first(in text: String) -> Hazard? {
    var scan = HazardScan(bytes: Array(text.utf8))
    return scan.first()
  }
}

/// Goes through a text as far as it is TOML; behind its first other mistake the parser does not look at anything.
private struct HazardScan {
  let bytes: [UInt8]
  private var place = 0
  /// The brackets that are open in a value.
  private var open: [UInt8] = []
  private var found: String?

  init(bytes: [UInt8]) {
    self.bytes = bytes
    // a byte order mark
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  private var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func first() -> ParserHazards.Hazard? {
    while place < bytes.count {
      let start = place
      skipBlanks()
      if byte == UInt8(ascii: "[") { checkHeader() }
      if found == nil { skipLine() }
      if let found { return ParserHazards.Hazard(offset: start, mistake: mistake(found)) }
    }
    return nil
  }

  private func mistake(_ what: String) -> TOMLMistake {
    let line = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return TOMLMistake(
      line: bytes[..<line].count { $0 == UInt8(ascii: "\n") } + 1,
      column: String(decoding: bytes[line..<place], as: UTF8.self).unicodeScalars.count + 1,
      what: what
    )
  }

  /// The parser takes for granted that a key follows the brackets.
  private mutating func checkHeader() {
    place += 1
    skipBlanks()
    if byte == UInt8(ascii: "[") {
      place += 1
      skipBlanks()
    }
    if let byte, byte != UInt8(ascii: "]"), !Self.beginsKey(byte) {
      found = "a table's name begins with a letter, a digit, - or _, or it stands in quotation marks"
    }
  }

  private static func beginsKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_\"'".utf8.contains(byte)
    }
  }

  private mutating func skipBlanks() {
    while let byte, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { place += 1 }
  }

  /// Goes on to the next line that is not inside a value.
  ///
  /// The parser takes for granted that a time follows a date and a blank; and as nothing that this program reads is a
  /// date, none reaches it.
  private mutating func skipLine() {
    open.removeAll()
    var isValue = false
    while let byte, found == nil {
      switch byte {
      case UInt8(ascii: "\n"):
        place += 1
        if open.isEmpty { return }
      case UInt8(ascii: "#"):
        while let byte = self.byte, byte != UInt8(ascii: "\n") { place += 1 }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        skipString(byte)
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        open.append(byte)
        place += 1
      case UInt8(ascii: "}") where open.last == UInt8(ascii: "["):
        found = "a } closes what no { has opened"
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        _ = open.popLast()
        place += 1
      case UInt8(ascii: "="):
        isValue = true
        place += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9") where isValue && beginsDate:
        found = "dates and times mean nothing here: put it in quotation marks"
      case UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x20..<0x7F:
        place += 1
      default:
        found = "this character can stand in quotation marks or in a comment only"
      }
    }
  }

  /// Whether `1979-` or `07:` stands here, as only dates and times have it.
  private var beginsDate: Bool {
    func isDigit(_ offset: Int) -> Bool {
      place + offset < bytes.count && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place + offset])
    }
    func stands(_ sign: Unicode.Scalar, _ offset: Int) -> Bool {
      place + offset < bytes.count && bytes[place + offset] == UInt8(ascii: sign)
    }
    return (isDigit(1) && stands(":", 2)) || ((1...3).allSatisfy(isDigit) && stands("-", 4))
  }

  private mutating func skipString(_ quote: UInt8) {
    let isLong = bytes[place...].starts(with: [quote, quote, quote])
    place += isLong ? 3 : 1
    while let byte {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        place = min(place + 2, bytes.count)
      } else if byte == quote, !isLong {
        place += 1
        return
      } else if byte == quote, bytes[place...].starts(with: [quote, quote, quote]) {
        // Up to two of them may belong to the text, directly before the end.
        var count = 0
        while count < 5, self.byte == quote {
          place += 1
          count += 1
        }
        return
      } else if byte == UInt8(ascii: "\n"), !isLong {
        return
      } else {
        place += 1
      }
    }
  }
}
