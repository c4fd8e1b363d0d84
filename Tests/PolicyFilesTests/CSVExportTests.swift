import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies
import PolicyFiles
import Values

@Suite("CSV, written")
struct CSVExportTests {
  private static func text(_ policies: AllowPolicy...) -> String {
    String(decoding: CSVExport(policies).data, as: UTF8.self)
  }

  @Test("the newest dialect, the header as the dashboard has it")
  func plain() {
    let text = Self.text(
      .sample(comments: "vendor"),
      .sample("p2", pattern: "partner.example", type: .domain, acceptable: false, exempt: true, verify: false)
    )
    #expect(
      text == """
        Values,Rule Type,Is Regex,Sender Verification,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes
        billing@partner.example,EMAIL,false,true,false,false,true,vendor
        partner.example,DOMAIN,false,false,false,true,false,

        """
    )
  }

  @Test(
    "a text is quoted where it has to be, and guarded where a spreadsheet would calculate",
    arguments: [
      ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), (" a", "\" a\""),
      ("a\t", "\"a\t\""), ("=1+1", "'=1+1"), ("+a", "'+a"), ("-a", "'-a"), ("@a", "'@a"), ("\ta", "'\ta"),
      ("\ra", "\"'\ra\""), ("'=a", "''=a"), ("'a", "'a"), ("=a,\"", "\"'=a,\"\"\""), ("a=b", "a=b"), ("é日", "é日"),
    ]
  )
  func cells(text: String, cell: String) {
    let last = Self.text(.sample(comments: text)).split(separator: "true,", maxSplits: 2).last
    #expect(last.map { Array($0.utf8) } == Array((cell + "\n").utf8))
  }

  @Test("written in pieces it is the same as in one, and says the same of what is left out")
  func pieces() async {
    let policies = (0..<2 * Pieces.size + 3).map { number in
      AllowPolicy.sample("p\(number)", pattern: number.isMultiple(of: 1000) ? "" : "a\(number)@partner.example")
    }
    let whole = CSVExport(policies)
    var data = Data()
    let written = await CSVExport.write(ListedRows(PolicyList(policies))) { data += $0 }
    #expect(data == whole.data)
    #expect(written.count == whole.count && written.count < policies.count)
    #expect(written.remarks == whole.remarks)
  }

  @Test("what the dialect cannot say is reported, and left out only where the row would be a lie")
  func remarks() {
    var unflagged = AllowPolicy.sample("flags", trusted: nil, verify: nil)
    unflagged.fields.isRegex = nil
    var expression = AllowPolicy.sample("expression", pattern: "2001:db8:.*", type: .ip)
    expression.fields.isRegex = true
    let policies: [AllowPolicy] = [
      .sample("fine"),
      expression,
      .sample("empty", pattern: ""),
      .sample("untyped", type: nil),
      .sample("hash", type: PatternType(rawValue: "HASH")),
      .sample("null", comments: "a\0"),
      .sample("unknown", type: .unknown),
      unflagged,
      .sample("guarded", pattern: "+news@b.example"),
      .sample("network", pattern: "198.51.100.0/24", type: .ip),
    ]
    let export = CSVExport(policies)
    #expect(export.count == 6)
    #expect(
      export.remarks.map(\.matter) == [
        .noPattern, .noType(nil), .noType(PatternType(rawValue: "HASH")), .nullCharacter, .unknownType,
        .missingFlags([.isRegex, .verifySender, .isTrustedSender]), .guardedPattern, .notIPv4,
      ]
    )
    #expect(
      export.remarks.filter(\.isLeftOut).map(\.policyID) == ["empty", "untyped", "hash", "null"]
    )
    #expect(
      export.remarks.first { $0.policyID == "hash" }?.description
        == "billing@partner.example (hash) is left out: its type HASH has no name in such a file."
    )
    #expect(Set(export.remarks.map(\.description)).count == export.remarks.count)
  }

  // MARK: - Parts

  @Test("parts end with a row, begin with the header and stay within the limit", arguments: [180, 200, 500, 150_000])
  func parts(limit: Int) throws {
    let policies = (0..<40).map {
      AllowPolicy.sample("p\($0)", comments: String(repeating: "x\n", count: $0 % 5))
    }
    let export = CSVExport(policies)
    let parts = export.parts(limit: limit)
    #expect(parts.remarks.isEmpty)
    #expect(parts.files.allSatisfy { $0.count <= limit })
    let rows = try parts.files.flatMap { try PolicyCSV($0).rows }
    #expect(rows.map(\.fields.comments) == policies.map(\.fields.comments))
    // Each part but the last is as full as it can be: the first row of the next would not have fitted.
    for (part, next) in zip(parts.files, parts.files.dropFirst()) {
      let first = try PolicyCSV(next).rows[0].fields
      let row = CSVExport([AllowPolicy(id: "x", fields: first)]).data.count - CSVPolicyTests.newest.utf8.count
      #expect(part.count + row > limit)
    }
    if limit > export.data.count { #expect(parts.files == [export.data]) }
  }

  @Test("a row that fits in no part is reported, and the others are written")
  func tooLong() throws {
    let long = AllowPolicy.sample("long", comments: String(repeating: "é", count: 500))
    let parts = CSVExport([.sample("a"), long, .sample("b")]).parts(limit: 400)
    #expect(parts.remarks.map(\.policyID) == ["long"])
    #expect(parts.remarks.map(\.matter) == [.tooLong(limit: 400)])
    #expect(try parts.files.map { try PolicyCSV($0).rows.count } == [2])
    #expect(CSVExport([long]).parts(limit: 10).files.isEmpty)
  }

  @Test("a part may have just as many bytes as the limit")
  func exactly() {
    let export = CSVExport((0..<5).map { AllowPolicy.sample("p\($0)") })
    #expect(export.parts(limit: export.data.count).files == [export.data])
    #expect(export.parts(limit: export.data.count - 1).files.count == 2)
  }

  @Test("no policies make a file with the header alone")
  func empty() throws {
    let export = CSVExport([AllowPolicy]())
    #expect(export.parts().files == [export.data])
    #expect(try PolicyCSV(export.data).rows.isEmpty)
  }
}
