import Foundation
import Testing

@testable import PolicyCore
@testable import PolicyFiles

@Suite("CSV, taken apart")
struct CSVReaderTests {
  static func rows(_ bytes: some Sequence<UInt8>) throws(ImportMistake) -> [CSVRow] {
    var reader = CSVReader(try CSVText(Data(bytes), maximumSize: 1000))
    var rows: [CSVRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  @Test(
    "fields are what stands between the commas",
    arguments: [
      ("", []),
      ("a", [["a"]]),
      ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
      ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
      ("a,b\rc,d", [["a", "b"], ["c", "d"]]),
      ("a,", [["a", ""]]),
      (",a,,", [["", "a", "", ""]]),
      // Blanks count only between quotation marks.
      ("  a b\t, \tc ", [["a b", "c"]]),
      ("\" a \" ,  \"b\"\t\n", [[" a ", "b"]]),
      ("\u{A0}a,b", [["\u{A0}a", "b"]]),
      // What separates means nothing between quotation marks.
      ("\"a,b\",c", [["a,b", "c"]]),
      ("\"a\nb\r\nc\rd\",e", [["a\nb\r\nc\rd", "e"]]),
      ("\"\"\"a\"\"b\"\"\"", [["\"a\"b\""]]),
      ("\"\"\"\"", [["\""]]),
      ("\"\"", [[""]]),
      // A quotation mark inside of a plain field is a character.
      ("a\"b\"c,d\"", [["a\"b\"c", "d\""]]),
      // Empty rows are left out, however they are written.
      ("\n\r\n a \n\n ,\t, \n,,\nb\n\n", [["a"], ["b"]]),
      ("\u{FEFF}a,b", [["a", "b"]]),
      ("\u{FEFF}\"a\",b", [["a", "b"]]),
      ("é,日本,☂️\n", [["é", "日本", "☂️"]]),
    ] as [(String, [[String]])]
  )
  func fields(file: String, expected: [[String]]) throws {
    let rows = try Self.rows(file.utf8)
    #expect(rows.map { $0.fields.map(\.text) } == expected)
  }

  @Test("line breaks between quotation marks are kept byte for byte, and count as lines")
  func lines() throws {
    let rows = try Self.rows("a\r\n\"b\r\nc\rd\ne\",f\n\ng,\n".utf8)
    #expect(rows.map(\.line) == [1, 2, 7])
    #expect(rows[1].fields.map(\.line) == [2, 5])
    #expect(Array(rows[1].fields[0].text.utf8) == Array("b\r\nc\rd\ne".utf8))
  }

  @Test("a row can be read again from where it stands")
  func again() throws {
    let file = "a,b\n\"c\nd\",e\nf,\"g\"\n"
    let text = try CSVText(Data(file.utf8), maximumSize: 1000)
    for row in try Self.rows(file.utf8) {
      var reader = CSVReader(text, from: row.offset, line: row.line)
      let other = try #require(try reader.next())
      #expect(other.fields.map(\.text) == row.fields.map(\.text))
      #expect(other.fields.map(\.line) == row.fields.map(\.line))
    }
  }

  @Test(
    "what cannot be read is refused with its place",
    arguments: [
      ("a,\"b", 1, 3, "never closed"),
      ("a\n  \"b\n\n", 2, 3, "never closed"),
      ("é日,\"b\"\"", 1, 4, "never closed"),
      ("\"a\"b,c", 1, 4, "Text follows the quotation mark that closes the field begun in line 1."),
      ("\"a\nbé\"  \"c\"", 2, 6, "Text follows the quotation mark that closes the field begun in line 1."),
      ("\u{FEFF}\"a\"b", 1, 4, "Text follows"),
      ("a\r\nb,c\0", 2, 4, "zero"),
      ("a\n\"b\n\0\"", 3, 1, "zero"),
      ("\"a\"\0", 1, 4, "zero"),
      (String(repeating: ",", count: 1000), 1, 1001, "more than 1000 fields"),
      (String(repeating: "x", count: 1001), 1, 1, "more than the 1000 bytes"),
    ] as [(String, Int, Int, String)]
  )
  func mistakes(file: String, line: Int, column: Int, what: String) throws {
    let mistake = try #require(throws: ImportMistake.self) { try Self.rows(file.utf8) }
    #expect(mistake.line == line)
    #expect(mistake.column == column)
    #expect(mistake.what.contains(what), "\(mistake)")
    #expect(!mistake.advice.isEmpty)
  }

  @Test(
    "what is no text, or UTF-8 with a broken place, is told",
    arguments: [
      ([0x61, 0x00, 0x62, 0x00], 1, 2, "UTF-16"),
      // A code point that is cut off, after one that is whole: in another encoding all of it would come out wrong.
      ([0xC3, 0xA9, 0xE2, 0x98], 1, 2, "not UTF-8"),
      ([0x61, 0x0D, 0x0A, 0xC3, 0xA9, 0x2C, 0xE9, 0x2C], 2, 3, "not UTF-8"),
      ([0xEF, 0xBB, 0xBF, 0x61, 0xE9], 1, 2, "not UTF-8"),
      // A surrogate, before one that is whole.
      ([0x0D, 0x0D, 0x0A, 0xED, 0xA0, 0x80, 0xC3, 0xA9], 3, 1, "not UTF-8"),
    ] as [([UInt8], Int, Int, String)]
  )
  func encodings(bytes: [UInt8], line: Int, column: Int, what: String) throws {
    let mistake = try #require(throws: ImportMistake.self) { try Self.rows(bytes) }
    #expect(mistake.line == line)
    #expect(mistake.column == column)
    #expect(mistake.what.contains(what), "\(mistake)")
  }
}
