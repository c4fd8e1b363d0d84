import Foundation
import TestSupport
import Testing

@testable import Policies
@testable import PolicyCore
@testable import PolicyFiles
@testable import Values

@Suite("What a person does with the rows of a file")
struct ImportRestTests {
  private static let header = CSVDialect.newest.header

  private static func plan(_ file: PolicyCSV, over policies: [AllowPolicy] = []) -> ImportPlan {
    ImportPlan(file, over: PolicyList(policies), draft: Draft())
  }

  // MARK: - The file as it stands

  private static let encodings: [@Sendable (String) -> Data] = [
    { Data($0.utf8) }, { Data([0xEF, 0xBB, 0xBF] + $0.utf8) },
    { Data([0xFF, 0xFE] + $0.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) },
    { Data([0xFE, 0xFF] + $0.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) },
    { $0.data(using: .windowsCP1252) ?? Data() },
  ]

  @Test("some of the rows are written to the byte, behind the header, in the encoding of the file")
  func original() throws {
    let head = "sep=;\r\n\r\n\(Self.header.replacing(",", with: ";"))\r\n"
    let lines = [
      "a@x.org;EMAIL;false;true;false;false;true;\"für; Müller €\r\nund “Söhne”\"\r\n",
      "b@x.org;DOMIAN;false;true;false;false;true;x  \n", "  c@x.org ; EMAIL;FALSCH;wahr;no;no;ja;Œuvre – ß\r",
      "d@x.org;EMAIL;false;true;false;false;true",
    ]
    for (number, encode) in Self.encodings.enumerated() {
      let file = try PolicyCSV(encode(head + lines.joined(separator: "\r\n")))
      #expect(file.rows.map(\.mistakes.isEmpty) == [true, false, true, false], "\(number)")
      for chosen in [[], [1], [0, 2], [3], [0, 1, 2, 3]] {
        let expected = encode(head + chosen.map { lines[$0] }.joined())
        #expect(file.original(of: Set(chosen)) == expected, "\(number): \(chosen)")
      }
      #expect(file.line(of: 1) == "b@x.org;DOMIAN;false;true;false;false;true;x  ")
      #expect(file.line(of: 9).isEmpty)
    }
  }

  @Test("of a list the notes stay, and the lines that are asked for")
  func list() throws {
    let text = "# SEC-1\r\na@x.org\r\n\r\n  # SEC-2\nb@x.org 7 # own\nc@x.org"
    let file = try PolicyCSV(Data(text.utf8), as: ImportForm(.list, flags: [.acceptable]))
    #expect(file.original(of: [1]) == Data("# SEC-1\r\n  # SEC-2\nb@x.org 7 # own\n".utf8))
    #expect(file.original(of: [0, 2]) == Data("# SEC-1\r\na@x.org\r\n  # SEC-2\nc@x.org".utf8))
    #expect(file.line(of: 0) == "a@x.org")
  }

  @Test("parts of random files, put together, are the files", arguments: 1...5 as ClosedRange<UInt64>)
  func parts(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let ends = ["\n", "\r\n", "\r"]
      let end = ends[Int.random(in: 0..<3, using: &generator)]
      let lines = (0..<Int.random(in: 1...12, using: &generator)).map { number in
        let word = ["", "ü", "\"a,\(end)b\"", "plain", "“x”"][Int.random(in: 0..<5, using: &generator)]
        return "p\(number)@x.org,EMAIL,false,true,false,false,true,\(word)\(end)"
      }
      let encode = Self.encodings[Int.random(in: 0..<Self.encodings.count, using: &generator)]
      let data = encode(Self.header + end + lines.joined())
      let file = try PolicyCSV(data)
      try #require(file.original(of: Set(lines.indices)) == data, "seed \(seed)")
      let some = lines.indices.filter { _ in Bool.random(using: &generator) }
      let expected = encode(Self.header + end + some.map { lines[$0] }.joined())
      try #require(file.original(of: Set(some)) == expected, "seed \(seed)")
    }
  }

  // MARK: - Mended and left out

  @Test("a row that is mended is judged as it says then, and the file stays as it is")
  func mended() throws {
    let text =
      "\(Self.header)\na@x.org,EMIAL,false,ture,false,false,true,x\nb@x.org,EMAIL,false,true,false,false,true,y\n"
    let file = try PolicyCSV(Data(text.utf8))
    #expect(Self.plan(file).counts == ImportPlan.Counts(new: 1, invalid: 1))
    var changes = ImportChanges()
    var fields = file.rows[1].fields
    changes.mended[0] = fields
    // What it says now, the second row says too.
    #expect(Self.plan(file.changed(by: changes)).entries.map(\.outcome) == [.new, .repeated(line: 2)])
    fields.pattern = "a@x.org"
    changes.mended = [0: fields, 7: fields]
    #expect(Self.plan(file.changed(by: changes)).counts == ImportPlan.Counts(new: 2))
    #expect(file.changed(by: changes).original(of: [0, 1]) == Data(text.utf8))
    fields.pattern = "no such address"
    changes.mended[0] = fields
    guard case .invalid(let mistakes) = Self.plan(file.changed(by: changes)).entries[0].outcome else {
      Issue.record("it is taken")
      return
    }
    #expect(mistakes.first?.line == 2)
  }

  @Test("of two rows that contradict each other one is ready when the other is left out")
  func leftOut() throws {
    let row = "a@x.org,EMAIL,false,true,false,false"
    let file = try PolicyCSV(Data("\(Self.header)\n\(row),true,x\n\(row),false,x\nb@x.org,DOMIAN,,,,,,\n".utf8))
    #expect(Self.plan(file).counts.invalid == 3)
    var changes = ImportChanges()
    changes.leftOut = [1, 2]
    let plan = Self.plan(file.changed(by: changes))
    #expect(plan.entries.map(\.outcome) == [.new, .leftOut, .leftOut])
    #expect(plan.counts == ImportPlan.Counts(new: 1, leftOut: 2))
    #expect(plan.refusal(skippingInvalid: false) == nil)
  }

  // MARK: - Columns

  private static func columns(_ text: String) throws -> ImportColumns {
    guard case .columns(let columns) = try ImportReading(Data(text.utf8)) else {
      throw Problem(.invalid, what: "It was understood.", advice: "")
    }
    return columns
  }

  @Test("what another product's columns are is guessed by their names, each field once")
  func guesses() throws {
    let columns = try Self.columns(
      "Value,Action,Modified by,Notes,Comment,Trusted Sendr,Sender\nnews@vendor.example,Allow,ann,SEC-1,,yes,\n"
    )
    #expect(!columns.isList && columns.reason.hasPrefix("The header does not fit"))
    #expect(columns.columns.map(\.guess) == [.pattern, nil, nil, .comments, nil, .isTrustedSender, nil])
    #expect(columns.columns.map(\.example) == ["news@vendor.example", "Allow", "ann", "SEC-1", "", "yes", ""])
  }

  @Test(
    "a file whose first row is a pattern, or a note, seems to be a list",
    arguments: ["a@x.org", "# ours", "x.org"]
  )
  func lists(first: String) throws {
    #expect(try Self.columns("\(first)\nb@x.org\n").isList)
    #expect(try !Self.columns("Owner\nb@x.org\n").isList)
  }

  @Test("what no map would explain is refused as before")
  func refused() throws {
    for bytes in [Data(), Data([0x00, 0xC3, 0x28]), Data("\"Values\nx".utf8)] {
      #expect(throws: Problem.self) { try ImportReading(bytes) }
    }
    let map = ImportForm(map: ImportForm.Map([.comments, nil]), flags: [.acceptable])
    #expect(throws: Problem.self) { try ImportReading(Data("".utf8), as: map) }
    guard case .rows = try ImportReading(Data("\(Self.header)\n".utf8)) else {
      Issue.record("the dashboard's header is asked about")
      return
    }
  }

  @Test("columns are mapped by their places, even where two have one name")
  func places() throws {
    let form = ImportForm(map: ImportForm.Map([nil, .pattern, .comments]), flags: [.acceptable, .verify])
    let file = try PolicyCSV(Data("Name,Name,Name\n1,a@x.org,SEC-1\n".utf8), as: form)
    #expect(file.rows.map(\.fields.pattern) == ["a@x.org"])
    #expect(file.rows.map(\.fields.comments) == ["SEC-1"])
    #expect(file.rows.map(\.fields.verifySender) == [true])
    let far = ImportForm(map: ImportForm.Map([nil, nil, nil, .pattern]), flags: [.acceptable])
    #expect(throws: Problem.self) { try PolicyCSV(Data("a,b\n1,2\n".utf8), as: far) }
  }

  @Test("a paste with the dashboard's header is told from a list of patterns")
  func pastes() {
    #expect(PolicyCSV.hasHeader("\(Self.header)\na@x.org,EMAIL"))
    #expect(PolicyCSV.hasHeader("Pattern\tNotes\tVerify Email\tTrusted Sender\tExempt Recipient\tAcceptable Sender\n"))
    #expect(!PolicyCSV.hasHeader("a@x.org\nb@x.org\n") && !PolicyCSV.hasHeader(""))
  }
}
