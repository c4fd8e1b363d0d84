import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import PolicyFiles
@testable import Values

@Suite("Files that are not just the dashboard's")
struct ImportFormTests {
  private static let header = CSVDialect.newest.header

  private static func plan(
    _ text: String,
    as form: ImportForm = ImportForm(),
    over policies: [AllowPolicy] = []
  ) throws -> ImportPlan {
    ImportPlan(try PolicyCSV(Data(text.utf8), as: form), over: PolicyList(policies), draft: Draft())
  }

  private static func mistakes(_ plan: ImportPlan) -> [String] {
    plan.entries.flatMap { entry in
      if case .invalid(let mistakes) = entry.outcome { mistakes.map(\.what) } else { [] as [String] }
    }
  }

  // MARK: - Curly quotes, headers in the middle

  @Test("curly quotes that split a text are named, and read as straight ones where that is asked for")
  func curlyQuotes() throws {
    let text = "\(Self.header)\na@x.org,EMAIL,false,true,false,false,true,“Newsletter, asked for by “Ann””\n"
    let plain = try Self.plan(text)
    #expect(plain.counts.invalid == 1)
    #expect(Self.mistakes(plain).first?.contains("curly quotation marks") == true)
    let read = try Self.plan(text, as: ImportForm(readsCurlyQuotes: true))
    #expect(read.entries.map(\.fields.comments) == ["Newsletter, asked for by “Ann”"])
    let within = "\(Self.header)\na@x.org,EMAIL,false,true,false,false,true,so-called “news”\n"
    #expect(
      try Self.plan(within, as: ImportForm(readsCurlyQuotes: true)).entries[0].fields.comments == "so-called “news”"
    )
    let open = "\(Self.header)\na@x.org,EMAIL,false,true,false,false,true,“news\n"
    #expect(try Self.plan(open, as: ImportForm(readsCurlyQuotes: true)).entries[0].fields.comments == "“news")
  }

  @Test("a header that stands again is passed over and said; one with other columns is a mistake")
  func secondHeader() throws {
    let row = "EMAIL,false,true,false,false,true,x"
    let joined = "\u{FEFF}\(Self.header)\r\na@x.org,\(row)\r\n\u{FEFF}\(Self.header)\r\nb@x.org,\(row)\r\n"
    let plan = try Self.plan(joined)
    #expect(plan.counts.new == 2 && plan.counts.invalid == 0)
    #expect(plan.remarks.map(\.line) == [3])
    let swapped = Self.header.replacing(
      "Trusted Sender,Exempt Recipient,Acceptable Sender",
      with: "Acceptable Sender,Exempt Recipient,Trusted Sender"
    )
    for second in [CSVDialect.withoutType.header, swapped, Self.header + ",Owner"] {
      let other = try Self.plan("\(Self.header)\na@x.org,\(row)\n\(second)\nb@x.org,\(row)\n")
      // Under which of the two the rest is to be read nobody can say.
      #expect(other.broken?.line == 3, "\(second)")
      #expect(other.entries.count == 1)
      #expect(other.refusal(skippingInvalid: true) != nil)
    }
    let map = ImportForm(map: try ImportForm.Map("Value=pattern,Tr=trusted,Ver=verify"))
    let mapped = try Self.plan("Value,Tr,Ver\na@x.org,no,yes\nValue,Ver,Tr\nb@x.org,yes,no\n", as: map)
    #expect(mapped.broken?.line == 3)
  }

  @Test("what stands before a break is judged too, and nothing of such a file is queued")
  func broken() throws {
    let plan = try Self.plan("\(Self.header)\na@x.org,EMAIL,maybe,true,false,false,true,x\n\"never closed\n")
    #expect(plan.counts.invalid == 1)
    #expect(plan.broken?.line == 3)
    #expect(plan.refusal(skippingInvalid: true) != nil)
    #expect(throws: Problem.self) {
      try plan.edit(skippingInvalid: true) { NewPolicy(placeholderID: "n", queuedAt: "", fields: $0) }
    }
  }

  // MARK: - Lists

  private static let acceptable = ImportForm(.list, flags: [.acceptable, .verify])

  @Test("a list is one pattern a line, with notes behind # and above, and what else stands there named")
  func list() throws {
    let plan = try Self.plan(
      "# partners\n\nbank.example\npay.example both:1.0\r\na@x.org # SEC-1\n#\n198.51.100.7\n",
      as: Self.acceptable
    )
    #expect(plan.entries.map(\.line) == [3, 4, 5, 7])
    #expect(plan.entries.map(\.fields.pattern) == ["bank.example", "pay.example", "a@x.org", "198.51.100.7"])
    #expect(plan.entries.map(\.fields.comments) == ["partners", "partners", "SEC-1", nil])
    #expect(plan.entries.map(\.fields.patternType) == [.domain, .domain, .email, .ip])
    #expect(
      plan.entries.allSatisfy { $0.fields.isOn(.acceptable) && $0.fields.isOn(.verify) && !$0.fields.isOn(.trusted) }
    )
    #expect(plan.remarks.map(\.line) == [4])
    #expect(plan.remarks[0].what.contains("both:1.0"))
  }

  @Test("a line that is no pattern is refused, with what was probably meant")
  func badLine() throws {
    let plan = try Self.plan("https://x.example/login\n.*@x\\.org\nok.example", as: Self.acceptable)
    #expect(plan.counts.invalid == 2 && plan.counts.new == 1)
    guard case .invalid(let mistakes) = plan.entries[0].outcome else { throw Stop() }
    #expect(mistakes[0].line == 1 && mistakes[0].advice.contains("write x.example"))
  }

  @Test("a list leaves the comments of policies that are there as they are")
  func comments() throws {
    let there = AllowPolicy.brief("x.example", .domain, "av", comments: "SEC-9")
    #expect(try Self.plan("# new\nx.example\n", as: Self.acceptable, over: [there]).counts.duplicate == 1)
    let trusted = try Self.plan("# new\nx.example\n", as: ImportForm(.list, flags: [.trusted]), over: [there])
    guard case .changed(let change) = trusted.entries[0].outcome else { throw Stop() }
    #expect(change.changes.present == [.isTrustedSender, .isAcceptableSender, .verifySender])
  }

  // MARK: - Maps

  @Test("another product's file is taken by a map; a row that allows nothing is left out, and said")
  func map() throws {
    let text = "Value,Action,Modified by,Notes\na@x.org,Allow,me,SEC-1\nx.org,Block,me,\n"
    let map = try ImportForm.Map(" value = pattern, Notes=notes")
    let plan = try Self.plan(text, as: ImportForm(map: map, flags: [.acceptable]))
    #expect(plan.entries.map(\.fields.pattern) == ["a@x.org"])
    #expect(plan.entries[0].fields.comments == "SEC-1")
    #expect(plan.entries[0].fields.isOn(.acceptable) && plan.entries[0].fields.verifySender == false)
    #expect(plan.remarks == [ImportRemark(line: 3, what: "left out, as it says Block and not Allow")])
    let own = try Self.plan(
      "Entry,Check\na@x.org,yes\nb@x.org,no\n",
      as: ImportForm(map: try ImportForm.Map("Entry=pattern,Check=verify"), flags: [.acceptable])
    )
    #expect(own.entries.map(\.fields.verifySender) == [true, false])
  }

  @Test("without a map it is said how to give one")
  func adviceOnMap() {
    let text = "Value,Action,Modified by,Notes\na@x.org,Allow,me,SEC-1\n"
    let problem = #expect(throws: Problem.self) { try Self.plan(text) }
    #expect(problem?.advice.contains(#"--map "Value=pattern,Notes=notes""#) == true)
    #expect(
      #expect(throws: Problem.self) { try Self.plan("x.example\ny.example\n") }?.advice.contains("--as list") == true
    )
  }

  @Test(
    "a map that does not fit is said",
    arguments: ["Value", "Value=patern", "Notes=notes", "Value=pattern,Other=pattern", "=pattern", ""]
  )
  func wrongMap(text: String) {
    #expect(#expect(throws: Problem.self) { try ImportForm.Map(text) }?.kind == .usage)
  }

  @Test("a column that is not there, or stands there twice, is said", arguments: ["Vale=pattern", "Note=pattern"])
  func wrongColumn(map: String) {
    let problem = #expect(throws: Problem.self) {
      try Self.plan("Value,Note,note\na@x.org,,\n", as: ImportForm(map: ImportForm.Map(map)))
    }
    #expect(problem?.what.contains("header") == true)
  }

  private struct Stop: Error {}
}
