import Foundation
import PolicyCore
import Testing
import Policies
import PolicyFiles
import Values

@Suite("Files as spreadsheets of many countries write them")
struct CSVDialectTests {
  private static let header =
    "Values,Rule Type,Is Regex,Sender Verification,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes"
  private static let row = "müller@partner.example,EMAIL,FALSCH,WAHR,FALSCH,FALSCH,WAHR,für Ä & Ö – 5 €"

  private func expectRow(_ data: Data, _ reading: String?, comment: Comment? = nil) throws {
    let csv = try PolicyCSV(data)
    #expect(csv.reading == reading, comment)
    let row = try #require(csv.rows.first, comment)
    #expect(row.mistakes.isEmpty, comment)
    #expect(
      row.fields
        == PolicyFields(
          pattern: "müller@partner.example",
          patternType: .email,
          isRegex: false,
          isTrustedSender: false,
          isAcceptableSender: true,
          isExemptRecipient: false,
          verifySender: true,
          comments: "für Ä & Ö – 5 €"
        ),
      comment
    )
  }

  private func text(_ delimiter: String = ",") -> String {
    [Self.header, Self.row].map { $0.replacing(",", with: delimiter) + "\r\n" }.joined()
  }

  @Test(
    "the delimiter is told from the first row",
    arguments: [(",", nil), (";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
  )
  func delimiters(delimiter: String, name: String?) throws {
    try expectRow(Data(text(delimiter).utf8), name.map { "The file: its fields are separated by \($0)." })
  }

  @Test("a line sep= is obeyed, with quotation marks too", arguments: ["sep=;", "\"sep=;\"", "SEP=;"])
  func declared(line: String) throws {
    let csv = try PolicyCSV(Data("\(line)\r\n\(text(";"))".utf8))
    #expect(csv.rows.map(\.line) == [3])
    try expectRow(Data("\(line)\r\n\(text(";"))".utf8), "The file: its fields are separated by semicolons.")
  }

  @Test("UTF-16 of both orders, and Windows-1252, are read as what they are")
  func encodings() throws {
    let units = Array(text("\t").utf16)
    let little = Data([0xFF, 0xFE]) + Data(units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    let big = Data([0xFE, 0xFF]) + Data(units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    for data in [little, big] {
      try expectRow(data, "The file: it was read as UTF-16, and its fields are separated by tabs.")
    }
    let western = text(";").unicodeScalars.flatMap { scalar -> [UInt8] in
      switch scalar {
      case "€": [0x80]
      case "–": [0x96]
      default: [UInt8(scalar.value)]
      }
    }
    try expectRow(Data(western), "The file: it was read as Windows-1252, and its fields are separated by semicolons.")
  }

  @Test(
    "what is in no encoding is refused",
    arguments: [[0x41, 0x81, 0x0A], [0xFF, 0xFE, 0x00], [0x41, 0, 0xFC]] as [[UInt8]]
  )
  func noEncoding(bytes: [UInt8]) {
    let problem = #expect(throws: Problem.self) { try PolicyCSV(Data(bytes)) }
    #expect(problem?.what.contains("encoding that cannot be told") == true)
  }

  @Test(
    "flags are read in six languages",
    arguments: [
      ("WAHR", "FALSCH"), ("Ja", "Nein"), ("VRAI", "FAUX"), ("oui", "non"), ("VERO", "FALSO"), ("VERDADERO", "FALSO"),
      ("sí", "no"), ("VERDADEIRO", "FALSO"), ("sim", "não"), ("yes", "no"), ("y", "n"), ("1", "0"), ("on", "off"),
      ("TRUE", "FALSE"),
    ]
  )
  func flags(yes: String, no: String) throws {
    let row = "a@b.example,EMAIL,\(no),\(yes),\(no),\(no),\(yes),x"
    let fields = try #require(try PolicyCSV(Data("\(Self.header)\n\(row)\n".utf8)).rows.first)
    #expect(fields.mistakes.isEmpty)
    #expect(fields.fields.verifySender == true && fields.fields.isAcceptableSender == true)
    #expect(fields.fields.isRegex == false && fields.fields.isTrustedSender == false)
  }
}
