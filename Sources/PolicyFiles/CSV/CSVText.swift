import Foundation
import Policies

/// The bytes of a CSV file as UTF-8, of a size that can be read, and what separates its fields.
struct CSVText: Equatable, Sendable {
  let bytes: [UInt8]
  /// In which the file is.
  let encoding: CSVEncoding
  /// Where the first row begins: behind the byte order mark, and behind a line such as `sep=;`.
  let start: Int
  /// The number of the line in which it begins.
  let firstLine: Int
  let delimiter: UInt8
  /// The byte order mark of a UTF-16 file, which `bytes` do not have; empty for any other.
  private let mark: [UInt8]

  /// Throws where the file is too large, or in an encoding that cannot be told.
  init(_ data: Data, maximumSize: Int, hasComments: Bool = false) throws(ImportMistake) {
    guard data.count <= maximumSize else {
      throw ImportMistake(
        line: 1,
        column: 1,
        what: "The file has more than the \(maximumSize) bytes that are read.",
        advice: "Split it, and import the parts one after the other."
      )
    }
    let given = [UInt8](data)
    if let offset = CSVEncoding.damage(in: given) { throw Self.damaged(given, at: offset) }
    guard let (bytes, encoding) = CSVEncoding.decoded(given) else {
      throw ImportMistake(
        line: 1,
        column: 1,
        what: "The file is in an encoding that cannot be told: it is neither UTF-8 nor UTF-16 nor Windows-1252.",
        advice: "Save it as UTF-8, which spreadsheets call \"CSV UTF-8\"."
      )
    }
    self.bytes = bytes
    self.encoding = encoding
    mark = encoding == .utf16 ? Array(given.prefix(2)) : []
    let first = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    if let (delimiter, next) = CSVDelimiter.declared(bytes, from: first) {
      (self.delimiter, start, firstLine) = (delimiter, next, 2)
    } else {
      let header = hasComments ? Self.end(ofCommentsIn: bytes, from: first) : first
      (delimiter, start, firstLine) = (CSVDelimiter.likely(bytes, from: header), first, 1)
    }
  }

  /// Where the first line begins that is neither a comment nor empty.
  private static func end(ofCommentsIn bytes: [UInt8], from start: Int) -> Int {
    var place = start
    while place < bytes.count {
      switch bytes[place] {
      case CSVByte.lineFeed, CSVByte.carriageReturn: place += 1
      case CSVByte.hash:
        while place < bytes.count, bytes[place] != CSVByte.lineFeed, bytes[place] != CSVByte.carriageReturn {
          place += 1
        }
      default: return place
      }
    }
    return place
  }

  private static func damaged(_ bytes: [UInt8], at offset: Int) -> ImportMistake {
    var (line, column) = (1, 1)
    for index in (bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0)..<offset {
      switch bytes[index] {
      case CSVByte.carriageReturn where bytes[index + 1] == CSVByte.lineFeed: break
      case CSVByte.lineFeed, CSVByte.carriageReturn: (line, column) = (line + 1, 1)
      // Every byte of a code point but the first is 10xxxxxx.
      default: column += bytes[index] & 0xC0 == 0x80 ? 0 : 1
      }
    }
    return ImportMistake(
      line: line,
      column: column,
      what: "This byte is not UTF-8, as the rest of the file is.",
      advice: "Save the file as UTF-8 again, which spreadsheets call \"CSV UTF-8\"."
    )
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// How the file was read where it is not plain UTF-8 with commas, as a sentence; nil where it is.
  func reading(isList: Bool = false) -> String? {
    let names = [CSVByte.semicolon: "semicolons", CSVByte.tab: "tabs", CSVByte.bar: "bars"]
    let separated = (isList ? nil : names[delimiter]).map { "its fields are separated by \($0)" }
    let encoded = encoding == .utf8 ? nil : "it was read as \(encoding.rawValue)"
    let parts = [encoded, separated].compactMap(\.self)
    return parts.isEmpty ? nil : "The file: \(parts.joined(separator: ", and "))."
  }

  /// A mistake at an offset whose line is known.
  func mistake(
    at offset: Int,
    line: Int,
    _ what: String,
    advice: String,
    field: PolicyField? = nil
  ) -> ImportMistake {
    ImportMistake(line: line, column: column(of: offset), what: what, advice: advice, field: field)
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

  /// A part as it stands in the file, in the file's own encoding and to the byte.
  ///
  /// What begins at 0 has the byte order mark, if the file has one.
  func original(_ part: Range<Int>) -> [UInt8] {
    (part.lowerBound == 0 ? mark : []) + encoding.encoded(bytes[part], isLittleEndian: mark.first == 0xFF)
  }

  /// Where the line that begins at an offset ends, behind its line break.
  func endOfLine(from start: Int) -> Int {
    let last = bytes[start...].indices.first(where: endsLine)
    return last.map { $0 + 1 } ?? bytes.count
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
  static let hash = UInt8(ascii: "#")
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let bar = UInt8(ascii: "|")
}
