import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyFiles
import PolicyUI
import Testing
import Values

@Suite("Import on the screen")
struct ImportTests {
  private func opened(_ text: String = FileSample.rows, _ size: Size = Size(rows: 40, columns: 120)) throws -> Fixture {
    var fixture = try Fixture(size)
    try fixture.openImport(text)
    return fixture
  }

  private func rows(_ fixture: Fixture) throws -> ImportState {
    for layer in fixture.state.layers {
      if case .importing(let rows) = layer { return rows }
    }
    throw Problem(.invalid, what: "No rows are shown.", advice: "")
  }

  // MARK: - The name

  @Test("a name is completed as far as all agree, and again goes through them")
  func completion() throws {
    var fixture = try Fixture()
    fixture.press("I")
    fixture.type("~/pa")
    fixture.press("tab")
    #expect(fixture.takeEffects() == [.files(.listNames("~/pa"))])
    fixture.send(.files(.namesListed(FileNames(typed: "~/pa", names: ["~/partners.csv", "~/partners.old/"]))))
    #expect(fixture.text.contains("~/partners.old/"))
    fixture.press("tab", "tab", "enter")
    #expect(
      fixture.takeEffects().first
        == .files(.read(.file("~/partners.old/"), ImportForm(), over: fixture.state.browse.list))
    )
    #expect(fixture.text.contains("Reading partners.old"))
    fixture.send(.files(.readFailed(Problem(.usage, what: "It is a folder.", advice: "Check the name."))))
    #expect(fixture.text.contains("It is a folder.") && fixture.text.contains("File ~/partners.old/"))
    // What was listed for another text is not taken.
    fixture.type("x")
    fixture.send(.files(.namesListed(FileNames(typed: "~/", names: ["~/other"]))))
    #expect(fixture.text.contains("~/partners.old/x"))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("rows that are pasted where the name goes, or with the header into the table, are taken for the file")
  func pasted() throws {
    for opens in [true, false] {
      var fixture = try Fixture(Size(rows: 40, columns: 120))
      if opens { fixture.press("I") }
      fixture.send(.input(.paste(FileSample.rows)))
      let list = fixture.state.browse.list
      #expect(fixture.effects == [.files(.read(.pasted(FileSample.rows), ImportForm(), over: list))])
      try fixture.answerFiles(FileSample.rows)
      #expect(try rows(fixture).rows?.plan.counts.invalid == 3)
      fixture.press("esc")
      #expect(fixture.state.layers.isEmpty)
    }
  }

  @Test("nothing can be imported read-only, or before the policies are there")
  func unavailable() throws {
    var fixture = try Fixture(isReadOnly: true)
    fixture.press("I")
    #expect(fixture.state.layers.isEmpty && fixture.text.contains("--read-only"))
    fixture = try Fixture()
    fixture.state.browse.loadedAt = nil
    fixture.press("I")
    #expect(fixture.state.layers.isEmpty && fixture.text.contains("still being loaded"))
  }

  // MARK: - Rows

  @Test("the rows are searched, and what is found in them is counted and gone to")
  func search() throws {
    var fixture = try opened()
    #expect(fixture.text.contains("1 with a warning"))
    fixture.press("/")
    fixture.type("new@")
    fixture.press("enter")
    guard case .importing(let imported) = fixture.state.layers.last, let rows = imported.rows,
      case .row(let row) = rows.order[imported.selection]
    else {
      Issue.record("the cursor is on no row")
      return
    }
    #expect(rows.plan.entries[row].fields.pattern?.hasPrefix("new@") == true)
    #expect(fixture.text.contains("1 found"))
  }

  @Test("mistakes come first, then what would be queued with before and after, then what is there")
  func order() throws {
    let fixture = try opened()
    let text = fixture.text
    #expect(text.contains("3 mistakes") && text.contains("1 new") && text.contains("1 changed"))
    // The row that turns verification off stands before the one without a finding.
    let places = try ["typo@", "odd@", " vendor.example ", "billing@", "new@", "198.51.100.0/24"].map { word in
      try #require(fixture.lines.dropFirst(3).firstIndex { $0.contains(word) }, "\(word)")
    }
    #expect(places == places.sorted())
    #expect(text.contains("verify sender on > off") && text.contains("WIDENS"))
    #expect(text.contains("Did you mean EMAIL?") && text.contains("typo@vendor.example,EMIAL,false,true"))
  }

  @Test("a row with a mistake opens in the form, is mended there and then ready; one key queues all that is")
  func mend() throws {
    var fixture = try opened()
    fixture.press("enter")
    #expect(fixture.text.contains("Line 5 of partners.csv") && fixture.text.contains("must be one of"))
    // The type is that of the pattern, as the file's makes no sense.
    fixture.press("enter")
    #expect(fixture.state.layers.count == 1)
    try fixture.answerFiles("")
    #expect(fixture.text.contains("2 mistakes") && fixture.text.contains("2 new") && fixture.text.contains("mended"))
    #expect(try rows(fixture).selection == 0)

    fixture.press("N", "enter", "enter")
    #expect(fixture.text.contains("The row does not say verify sender"))
    fixture.press("space", "space", "enter")
    try fixture.answerFiles("")
    #expect(fixture.text.contains("1 mistake ") && fixture.text.contains("3 new"))
    let mended = try #require(try rows(fixture).rows?.changes.mended)
    #expect(mended[3]?.patternType == .email && mended[3]?.verifySender == true && mended[4]?.verifySender == false)

    fixture.press("Q")
    guard case .draft(.importRows(let order)) = fixture.takeEffects().first else {
      Issue.record("nothing was ordered")
      return
    }
    try fixture.carryOut(order)
    #expect(fixture.state.draft.draft.count == 4)
    #expect(fixture.text.contains("import 3 new, 1 changed"))
    try fixture.answerFiles("")
    // What is left is to be seen, and nothing is asked when it is left.
    #expect(try rows(fixture).rest == [5] && fixture.text.contains("1 mistake "))
    fixture.press("u")
    #expect(fixture.takeEffects() == [.draft(.undo)])
    fixture.press("Q")
    #expect(fixture.takeEffects().isEmpty && fixture.text.contains("No row is ready"))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("when all is taken, the rows close with the answer of the draft")
  func whole() throws {
    var fixture = try opened(FileSample.header + "new@vendor.example,EMAIL,false,true,false,false,true,SEC-1\n")
    fixture.press("Q")
    guard case .draft(.importRows(let order)) = fixture.takeEffects().first else {
      Issue.record("nothing was ordered")
      return
    }
    try fixture.carryOut(order)
    #expect(fixture.state.layers.isEmpty && fixture.text.contains("import 1 new"))
  }

  @Test("leaving with rows that were mended and not queued is asked about")
  func leave() throws {
    var fixture = try opened()
    fixture.press("enter", "enter")
    try fixture.answerFiles("")
    fixture.press("esc")
    #expect(fixture.text.contains("1 mended row is not queued"))
    fixture.press("j", "esc", "y")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("what was queued is told from what is there, and r reviews it over the rows")
  func queuedRows() throws {
    var fixture = try opened()
    fixture.press("Q")
    for effect in fixture.takeEffects() {
      if case .draft(.importRows(let order)) = effect { try fixture.carryOut(order) }
    }
    try fixture.answerFiles("")
    #expect(fixture.text.contains("2 in the draft") && fixture.text.contains("1 there already"))
    fixture.press("r")
    #expect(fixture.takeEffects().contains(.work(.review(only: nil))))
    fixture.press("esc")
    #expect(try rows(fixture).rows != nil)
  }

  @Test("the row as it stands in the file is there while it is mended")
  func rawRow() throws {
    var fixture = try opened(FileSample.header + "a@vendor.example,EMAIL,false,true\n")
    fixture.press("enter")
    #expect(fixture.lines.contains { $0.contains("the file:  a@vendor.example,EMAIL,false,true") && $0.contains("│") })
  }

  @Test("a mistake is told until the form says what the row does not, and no advice for the file is given there")
  func toldUntilMended() throws {
    var fixture = try opened(FileSample.header + "acme.example,DOMIAN,false,true,maybe,false,false,SEC-1\n")
    fixture.press("enter")
    // The pattern says the type; nobody can say what "maybe" meant.
    #expect(fixture.text.contains("was  Rule Type must be one of"))
    #expect(fixture.text.contains("E  Trusted Sender must be true or false") && !fixture.text.contains("Write true"))
    #expect(fixture.text.contains("space says on, and again off"))
    fixture.press("space")
    #expect(fixture.text.contains("was  Trusted Sender must be true or false"))
  }

  @Test("a mend that is given up changes nothing, and asks only where something was changed")
  func cancel() throws {
    var fixture = try opened()
    fixture.press("enter", "esc")
    #expect(fixture.state.layers.count == 1)
    fixture.press("enter")
    fixture.type("x")
    fixture.press("esc")
    #expect(fixture.text.contains("Leave without mending?"))
    fixture.press("y")
    #expect(fixture.state.layers.count == 1 && fixture.takeEffects().isEmpty)
  }

  @Test("a row is left out and taken in again; a line that changes nothing is not opened")
  func leaveOut() throws {
    var fixture = try opened()
    fixture.press("N", "N", "j", "space")
    try fixture.answerFiles("")
    #expect(fixture.text.contains("1 left out") && fixture.text.contains("queue 1"))
    fixture.press("k", "space")
    try fixture.answerFiles("")
    #expect(!fixture.text.contains("left out  ") && fixture.text.contains("queue 2"))
    fixture.press("G", "enter")
    #expect(fixture.state.layers.count == 1 && fixture.text.contains("nothing to do with this row"))
  }

  @Test("what is not taken is written beside the file, with its name said before and after")
  func rest() throws {
    var fixture = try opened()
    #expect(fixture.text.contains("write 3 to partners.rest.csv"))
    fixture.press("w")
    guard case .files(.writeRest(let file, let rows, let path)) = fixture.takeEffects().first else {
      Issue.record("nothing was ordered")
      return
    }
    #expect(path == "/srv/partners.csv" && rows == [3, 4, 5])
    let lines = FileSample.rows.split(separator: "\n").map { $0 + "\n" }
    #expect(file.original(of: rows) == Data(([lines[0]] + lines[4...6]).joined().utf8))
    fixture.send(.files(.restWritten(to: "/srv/partners.rest-2.csv", rows: 3)))
    #expect(fixture.text.contains("written to /srv/partners.rest-2.csv"))
  }

  @Test(
    "the name of the rest is that of the file, and never its own",
    arguments: [
      ("/srv/a.b/partners.csv", 1, "/srv/a.b/partners.rest.csv"), ("partners", 1, "partners.rest.csv"),
      ("x/.hidden", 2, "x/.hidden.rest-2.csv"), ("senders.txt", 3, "senders.rest-3.txt"),
    ]
  )
  func restName(path: String, number: Int, name: String) {
    #expect(RestName.name(beside: path, number: number) == name)
  }

  @Test("what changed meanwhile is shown, and nothing was queued")
  func changedMeanwhile() throws {
    var fixture = try opened()
    fixture.press("Q")
    guard case .draft(.importRows(let order)) = fixture.takeEffects().first else {
      Issue.record("nothing was ordered")
      return
    }
    let now = ImportPlan(order.file, over: PolicyList([], revision: 9), draft: Draft())
    fixture.send(.files(.planChanged(now)))
    #expect(fixture.text.contains("nothing was queued: look at the rows"))
    fixture.press("j")
    #expect(fixture.text.contains("queue 3"))
  }

  @Test("a file that cannot be read to its end is shown, and never queued in part")
  func broken() throws {
    var fixture = try opened(FileSample.rows + "x@vendor.example,\"EMAIL\n")
    #expect(fixture.text.contains("never closed"))
    fixture.press("Q")
    #expect(fixture.takeEffects().isEmpty && fixture.text.contains("nothing can be queued"))
  }

  // MARK: - Columns

  @Test("of another product's file it is asked what the columns are, with a guess")
  func columns() throws {
    var fixture = try opened(FileSample.foreign)
    let text = fixture.text
    #expect(text.contains("What the columns of partners.csv are") && text.contains("news@vendor.example"))
    #expect(text.contains("only Allow is taken"))
    fixture.press("t", "enter")
    guard case .files(.read(.file(_), let form, _)) = fixture.effects.first else {
      Issue.record("nothing was ordered")
      return
    }
    #expect(form.flags == [.trusted, .acceptable, .verify])
    #expect(form.map?.pairs.map(\.field) == [.pattern, .comments])
    try fixture.answerFiles(FileSample.foreign)
    #expect(fixture.state.layers.count == 1)
    #expect(fixture.text.contains("1 new") && fixture.text.contains("1 line passed over"))
    #expect(fixture.text.contains("says Block and not Allow"))
  }

  @Test("a choice of columns that allows nothing, or has no pattern, says so; esc leaves the file")
  func columnMistakes() throws {
    var fixture = try opened(FileSample.foreign)
    fixture.press("a", "enter")
    #expect(fixture.takeEffects().isEmpty && fixture.text.contains("would allow nothing"))
    fixture.press("a", "up", "left", "enter")
    #expect(fixture.takeEffects().isEmpty && fixture.text.contains("No column is the pattern"))
    // A field that another column is moves here.
    fixture.press("tab", "right")
    guard case .columns(let columns) = fixture.state.layers.last else {
      Issue.record("no columns are asked for")
      return
    }
    #expect(columns.fields[1] == .pattern)
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a plain list is read as one, with the flags of all its lines")
  func list() throws {
    let text = "# SEC-7\nann@vendor.example\nvendor.example\n"
    var fixture = try opened(text)
    #expect(fixture.text.contains("(•) a list"))
    fixture.press("enter")
    try fixture.answerFiles(text)
    #expect(fixture.text.contains("2 new") && fixture.text.contains("“SEC-7”"))
  }
}

@Suite("Export on the screen")
struct ExportTests {
  private func request(_ fixture: inout Fixture) throws -> ExportRequest {
    guard case .files(.export(let request)) = fixture.takeEffects().last else {
      throw Problem(.invalid, what: "nothing was ordered", advice: "")
    }
    return request
  }

  @Test("what is shown, or marked, is written as the name says, and what is there is replaced only when asked again")
  func export() throws {
    var fixture = try Fixture(edits: [.delete([Fixture.policies[1]])])
    fixture.press("/")
    fixture.type("acme")
    fixture.press("enter", "E")
    #expect(fixture.text.contains("Export 2 policies, all that are shown"))
    _ = fixture.takeEffects()
    fixture.press("enter")
    let first = try request(&fixture)
    #expect(first.rows.map(\.id.text).sorted() == ["p1", "p5"] && first.format == .csv && !first.overwrites)
    fixture.send(.files(.exportExists(first)))
    #expect(fixture.text.contains("policies.csv is there already"))
    fixture.press("enter")
    #expect(try request(&fixture).overwrites)
    fixture.send(.files(.exported(ExportReport(path: "policies.csv", count: 2, remarks: ["a is left out.", "b"]))))
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.text.contains("2 policies written to policies.csv. a is left out. And so on for 1 more."))
  }

  @Test("another name is another file: what was there under the first does not matter")
  func otherName() throws {
    var fixture = try Fixture(edits: [.delete([Fixture.policies[1]])])
    fixture.press("space", "E")
    #expect(fixture.text.contains("Export 1 policy, marked"))
    fixture.press("enter")
    fixture.send(.files(.exportExists(try request(&fixture))))
    fixture.press("ctrl-u")
    fixture.type("all.txt")
    fixture.press("enter")
    #expect(fixture.takeEffects().isEmpty && fixture.text.contains(".csv or .json"))
    fixture.press("ctrl-u")
    fixture.type("all.JSON")
    fixture.press("enter")
    let other = try request(&fixture)
    #expect(other.format == .json && !other.overwrites && other.rows.count == 1)
    fixture.send(.files(.failed(Problem(.storage, what: "No room.", advice: "Make some."))))
    #expect(fixture.text.contains("No room.") && fixture.state.layers.count == 1)
  }

  @Test("a list that is not whole is not exported")
  func incomplete() throws {
    var fixture = try Fixture()
    fixture.state.browse.isComplete = false
    fixture.press("E")
    #expect(fixture.state.layers.isEmpty && fixture.text.contains("may lack rows"))
  }
}

@Suite("How long something takes")
struct PaceTests {
  @Test(
    "the rest takes as long as what is done would have it",
    arguments: [
      (100, 1_000, 0.5, nil), (0, 1_000, 5, nil), (100, 1_000, 1, "9 s left"), (900, 1_000, 9, ""),
      (100, nil, 2, ""), (10, 100_000, 1, "167 min left"), (5, 3, 1, ""), (1, Int.max, 1, "9,999 min left"),
    ] as [(Int, Int?, Double, String?)]
  )
  func left(done: Int, total: Int?, seconds: Double, left: String?) {
    #expect(Pace(done: done, of: total, after: seconds)?.left == left)
  }
}
