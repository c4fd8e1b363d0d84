/// Takes a CSV file apart, row by row and in one pass.
///
/// Reads what RFC 4180 describes, and what spreadsheets and people make of it: fields may be separated by semicolons,
/// tabs or bars, lines may end in any of the three ways,
/// blanks may stand around a field, a quotation mark in the middle of a field without quotation marks is a character
/// like others, and empty rows are left out. The one library that could be used reports no positions and takes a
/// quotation mark that is never closed for the end of the file. In files that people keep, a line that begins with `#` is a
/// comment, unless that stands inside of a field.
struct CSVReader {
  /// No table has more columns; a file that has is none, and must not fill the memory.
  static let maximumFields = 1000

  let text: CSVText
  private let delimiter: UInt8
  private let readsCurlyQuotes: Bool
  private let hasComments: Bool
  /// Where the next row begins; behind the last one, the end.
  private(set) var offset: Int
  private var line: Int
  /// The lines of comments that look like rows, as where a pattern begins with `#` and has no quotation marks.
  private(set) var rowlikeComments: [Int] = []

  init(_ text: CSVText, readsCurlyQuotes: Bool = false, hasComments: Bool = false) {
    self.init(
      text,
      from: text.start,
      line: text.firstLine,
      readsCurlyQuotes: readsCurlyQuotes,
      hasComments: hasComments
    )
  }

  /// Begins again with a row that was read before.
  init(_ text: CSVText, from offset: Int, line: Int, readsCurlyQuotes: Bool = false, hasComments: Bool = false) {
    self.text = text
    delimiter = text.delimiter
    self.readsCurlyQuotes = readsCurlyQuotes
    self.hasComments = hasComments
    self.offset = offset
    self.line = line
  }

  /// The next row that is not blank; nil at the end.
  ///
  /// Throws where nobody can say what the rest of the file means.
  mutating func next() throws(ImportMistake) -> CSVRow? {
    while offset < text.bytes.count {
      let byte = text.bytes[offset]
      if byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn {
        skipLineEnd()
        continue
      }
      if hasComments, byte == CSVByte.hash {
        skipComment()
        continue
      }
      let row = try readRow()
      if !row.isBlank { return row }
    }
    return nil
  }

  private mutating func skipComment() {
    let start = offset
    while offset < text.bytes.count, !text.endsLine(at: offset) { offset += 1 }
    // A sentence has a comma or two.
    if text.bytes[start..<offset].count(where: { $0 == delimiter }) > 4 { rowlikeComments.append(line) }
    skipLineEnd()
  }

  private mutating func readRow() throws(ImportMistake) -> CSVRow {
    var row = CSVRow(line: line, offset: offset)
    row.fields.reserveCapacity(8)
    row.fields.append(try readField())
    while offset < text.bytes.count, text.bytes[offset] == delimiter {
      offset += 1
      guard row.fields.count < Self.maximumFields else {
        throw text.mistake(
          at: offset,
          line: line,
          "The row has more than \(Self.maximumFields) fields.",
          advice: "Check that this is a file of allow policies."
        )
      }
      row.fields.append(try readField())
    }
    skipLineEnd()
    return row
  }

  /// Goes past the line break that comes next, if it is not the end of the file.
  private mutating func skipLineEnd() {
    guard offset < text.bytes.count else { return }
    if !text.endsLine(at: offset) { offset += 1 }
    offset += 1
    line += 1
  }

  /// Stops at the comma or line break behind the field, or at the end of the file.
  private mutating func readField() throws(ImportMistake) -> CSVField {
    skipBlanks()
    if offset < text.bytes.count, text.bytes[offset] == CSVByte.quote { return try readQuotedField() }
    if readsCurlyQuotes, let field = readCurlyField() { return field }
    let bytes = text.bytes
    let start = offset
    var index = start
    var end = start
    scan: while index < bytes.count {
      switch bytes[index] {
      case delimiter, CSVByte.lineFeed, CSVByte.carriageReturn: break scan
      case CSVByte.null: throw nullByte(at: index)
      case CSVByte.space, CSVByte.tab: index += 1
      default:
        index += 1
        end = index
      }
    }
    offset = index
    return CSVField(
      text: String(decoding: bytes[start..<end], as: UTF8.self),
      isQuoted: false,
      line: line,
      offset: start
    )
  }

  /// A field that begins with a curly quotation mark and ends, in its line, with one before a delimiter; nil if this is
  /// none.
  private mutating func readCurlyField() -> CSVField? {
    let bytes = text.bytes
    guard let length = CSVCurlyQuote.length(in: bytes, at: offset) else { return nil }
    var index = offset + length
    while index < bytes.count, bytes[index] != CSVByte.lineFeed, bytes[index] != CSVByte.carriageReturn {
      guard let closing = CSVCurlyQuote.length(in: bytes, at: index) else {
        index += 1
        continue
      }
      var ahead = self
      ahead.offset = index + closing
      ahead.skipBlanks()
      let next = ahead.offset < bytes.count ? bytes[ahead.offset] : delimiter
      if next == delimiter || next == CSVByte.lineFeed || next == CSVByte.carriageReturn {
        let content = String(decoding: bytes[(offset + length)..<index], as: UTF8.self)
        defer { offset = ahead.offset }
        return CSVField(text: content, isQuoted: true, line: line, offset: offset)
      }
      index += closing
    }
    return nil
  }

  private mutating func readQuotedField() throws(ImportMistake) -> CSVField {
    let bytes = text.bytes
    let (opening, firstLine) = (offset, line)
    var content: [UInt8] = []
    var start = opening + 1
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case CSVByte.quote where index + 1 < bytes.count && bytes[index + 1] == CSVByte.quote:
        // One of the two stays, at the end of what is copied.
        content += bytes[start...index]
        index += 2
        start = index
      case CSVByte.quote:
        let end = index
        offset = index + 1
        try checkEnd(ofFieldAt: opening, in: firstLine)
        let text =
          content.isEmpty
          ? String(decoding: bytes[start..<end], as: UTF8.self)
          : String(decoding: content + bytes[start..<end], as: UTF8.self)
        return CSVField(text: text, isQuoted: true, line: firstLine, offset: opening)
      case CSVByte.null:
        throw nullByte(at: index)
      default:
        if text.endsLine(at: index) { line += 1 }
        index += 1
      }
    }
    throw text.mistake(
      at: opening,
      line: firstLine,
      "The quotation mark that opens here is never closed.",
      advice: "Close it, and write each quotation mark inside of such a field twice."
    )
  }

  /// Behind the closing quotation mark only blanks may follow.
  private mutating func checkEnd(ofFieldAt opening: Int, in firstLine: Int) throws(ImportMistake) {
    skipBlanks()
    guard offset < text.bytes.count else { return }
    switch text.bytes[offset] {
    case delimiter, CSVByte.lineFeed, CSVByte.carriageReturn: return
    case CSVByte.null: throw nullByte(at: offset)
    default:
      throw text.mistake(
        at: offset,
        line: line,
        "Text follows the quotation mark that closes the field begun in line \(firstLine).",
        advice: "Put a comma between fields, and write each quotation mark inside of such a field twice."
      )
    }
  }

  private mutating func skipBlanks() {
    let bytes = text.bytes
    while offset < bytes.count, bytes[offset] != delimiter,
      bytes[offset] == CSVByte.space || bytes[offset] == CSVByte.tab
    { offset += 1 }
  }

  private func nullByte(at offset: Int) -> ImportMistake {
    text.mistake(
      at: offset,
      line: line,
      "A byte of zero stands here, as in files that are UTF-16 or no text at all.",
      advice: "Save the file as UTF-8, which spreadsheets call \"CSV UTF-8\"."
    )
  }
}
