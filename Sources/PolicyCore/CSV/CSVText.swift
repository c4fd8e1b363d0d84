import Foundation

/// The bytes of a CSV file, known to be UTF-8 of a size that can be read.
struct CSVText: Sendable {
  let bytes: [UInt8]
  /// Where the first line begins: behind the byte order mark, if there is one.
  let start: Int

  /// Throws where the file is too large, or in another encoding than UTF-8.
  init(_ data: Data, maximumSize: Int) throws(ImportMistake) {
    guard data.count <= maximumSize else {
      throw ImportMistake(
        line: 1,
        column: 1,
        what: "The file has \(data.count) bytes, and at most \(maximumSize) are read.",
        advice: "Split it, and import the parts one after the other."
      )
    }
    bytes = [UInt8](data)
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw ImportMistake(
        line: 1,
        column: 1,
        what: "The file is in UTF-16: it begins with the byte order mark of that encoding.",
        advice: "Save it as UTF-8, which spreadsheets call \"CSV UTF-8\"."
      )
    }
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      let offset = error.byteOffsets.lowerBound
      throw mistake(
        at: offset,
        line: line(of: offset),
        "This byte is not UTF-8.",
        advice: "Save the file as UTF-8, which spreadsheets call \"CSV UTF-8\"."
      )
    }
  }

  /// A mistake at an offset whose line is known.
  func mistake(at offset: Int, line: Int, _ what: String, advice: String) -> ImportMistake {
    ImportMistake(line: line, column: column(of: offset), what: what, advice: advice)
  }

  /// Looks back to the beginning of the line only, so that it is cheap for any row of a long file.
  private func column(of offset: Int) -> Int {
    var index = offset
    var codePoints = 0
    while index > start, bytes[index - 1] != CSVByte.lineFeed, bytes[index - 1] != CSVByte.carriageReturn {
      index -= 1
      // Every byte of a code point but the first is 10xxxxxx.
      if bytes[index] & 0xC0 != 0x80 { codePoints += 1 }
    }
    return codePoints + 1
  }

  private func line(of offset: Int) -> Int {
    var line = 1
    for index in start..<offset where endsLine(at: index) { line += 1 }
    return line
  }

  /// Whether a line ends with this byte: a line feed, or a carriage return that none follows.
  func endsLine(at index: Int) -> Bool {
    switch bytes[index] {
    case CSVByte.lineFeed: true
    case CSVByte.carriageReturn: index + 1 == bytes.count || bytes[index + 1] != CSVByte.lineFeed
    default: false
    }
  }
}

/// The bytes that mean something in a CSV file.
enum CSVByte {
  static let null: UInt8 = 0
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let quote = UInt8(ascii: "\"")
  static let comma = UInt8(ascii: ",")
}
