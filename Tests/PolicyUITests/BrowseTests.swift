import Canvas
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Theming
import Policies
import PolicyQuery

@Suite("The table")
struct BrowseTests {
  @Test("the newest policy stands first, and moving goes no further than the ends")
  func moving() throws {
    var fixture = try Fixture()
    #expect(fixture.state.selectedRow?.id == PolicyID("p1"))
    fixture.press("k")
    #expect(fixture.state.browse.selection == 0)
    fixture.press("j", "down")
    #expect(fixture.state.browse.selection == 2)
    fixture.press("G", "j")
    #expect(fixture.state.browse.selection == 4)
    fixture.press("g")
    #expect(fixture.state.browse.selection == 0)
  }

  @Test("v turns verify off where it is on, as an intent on that policy alone")
  func flag() throws {
    var fixture = try Fixture()
    fixture.press("v")
    let edit = DraftEdit.FieldEdit(policy: Fixture.policies[0], set: PolicyFields(verifySender: false))
    #expect(fixture.takeEdits() == [.edit([edit])])
  }

  @Test("on several marked policies a flag goes on for all if any has it off, else off for all")
  func bulkFlag() throws {
    var fixture = try Fixture()
    fixture.press("*", "v")
    guard case .edit(let edits) = fixture.takeEdits().first else {
      Issue.record("v gave no edit")
      return
    }
    #expect(edits.count == 5)
    #expect(edits.allSatisfy { $0.set == PolicyFields(verifySender: true) })
  }

  @Test("marked policies that the filter hides are not touched, and counted")
  func hiddenMarks() throws {
    var fixture = try Fixture()
    fixture.press("*", "/")
    fixture.type("billing")
    fixture.press("enter")
    #expect(fixture.state.browse.marks.count == 5)
    #expect(fixture.state.browse.visibleMarks == 1)
    fixture.press("t")
    guard case .edit(let edits) = fixture.takeEdits().first else {
      Issue.record("t gave no edit")
      return
    }
    #expect(edits.map(\.policy.id) == [PolicyID("p1")])
  }

  @Test("d queues a deletion, and on a queued one takes it back")
  func delete() throws {
    var fixture = try Fixture()
    fixture.press("d")
    #expect(fixture.takeEdits() == [.delete([Fixture.policies[0]])])
    var deleted = try Fixture(edits: [.delete([Fixture.policies[0]])])
    deleted.press("d")
    #expect(deleted.takeEdits() == [.restore([PolicyID("p1")])])
  }

  @Test("the filter works while typing, and the selection stays on its policy")
  func filter() throws {
    var fixture = try Fixture()
    fixture.press("G")
    let selected = fixture.state.selectedRow?.id
    fixture.press("/")
    fixture.type("acme")
    #expect(fixture.state.browse.rows.count == 2)
    fixture.press("esc")
    #expect(fixture.state.browse.rows.count == 5)
    #expect(fixture.state.selectedRow?.id == selected)
    #expect(fixture.state.browse.filter.text.isEmpty)
  }

  @Test("marks are kept by id through filter, order and refresh")
  func marks() throws {
    var fixture = try Fixture()
    fixture.press("space", "s")
    #expect(fixture.state.browse.marks == [PolicyID("p1")])
    let list = PolicyList(Fixture.policies.reversed(), revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    #expect(fixture.state.browse.marks == [PolicyID("p1")])
  }

  @Test("rows of an earlier filter are not shown")
  func lateRows() throws {
    var fixture = try Fixture()
    let early = RowsRequest(
      now: fixture.state.now,
      list: fixture.state.browse.list,
      draft: fixture.state.draft,
      filter: "old",
      order: .standard
    )
    fixture.send(.load(.rowsArranged(RowsAnswer(request: early, rows: FilteredRows()))))
    #expect(fixture.state.browse.rows.count == 5)
  }

  @Test("read-only queues nothing and says why", arguments: ["t", "v", "d", "n", "enter", "c"])
  func readOnly(key: String) throws {
    var fixture = try Fixture(isReadOnly: true)
    fixture.press(key)
    #expect(fixture.takeEffects().isEmpty)
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.state.message?.text.contains("--read-only") == true)
  }

  @Test("a draft of another process is shown, an overtaken one is not")
  func draftOfAnother() throws {
    var fixture = try Fixture()
    fixture.send(.draft(.read(try Fixture.snapshot([.delete([Fixture.policies[0]])]))))
    #expect(fixture.state.selectedRow?.isDeleted == true)
    fixture.send(.draft(.read(DraftSnapshot())))
    #expect(fixture.state.selectedRow?.isDeleted == true)
  }

  @Test("q leaves with a word on what is kept")
  func quit() throws {
    var fixture = try Fixture(edits: [.delete([Fixture.policies[0]])])
    fixture.press("q")
    guard case .terminal(.quit(let farewell)) = fixture.takeEffects().first else {
      Issue.record("q did not quit")
      return
    }
    #expect(farewell?.contains("1 operation") == true)
  }

  @Test("q asks once where nothing keeps the draft, and any other key stays")
  func quitTemporary() throws {
    var fixture = try Fixture(edits: [.delete([Fixture.policies[0]])])
    fixture.state.isTemporary = true
    fixture.press("q")
    #expect(fixture.takeEffects().isEmpty && fixture.text.contains("1 queued operation would be gone. q again quits."))
    fixture.press("j", "q")
    #expect(!fixture.takeEffects().contains { if case .terminal(.quit) = $0 { true } else { false } })
    fixture.press("q")
    #expect(fixture.takeEffects().contains { if case .terminal(.quit) = $0 { true } else { false } })
  }

  @Test("what is queued with a danger says so in its answer, and how it goes on")
  func answer() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 160))
    let fields = Fixture.policy("n1", "gmail.com", .domain, [.trusted], "", "").fields
    let new = NewPolicy(placeholderID: "n1", queuedAt: "2026-11-01T00:00:00Z", fields: fields)
    var draft = Draft()
    let change = try draft.apply(.create([new]))
    let snapshot = DraftSnapshot(draft: draft, revision: 1, undoTitle: change.title, redoTitle: nil)
    fixture.send(.draft(.changed(DraftOutcome(change: change, snapshot: snapshot), .did)))
    #expect(fixture.text.contains("widens, with a danger. u takes it back, r reviews what is queued."))
  }

  @Test("a narrow screen loses words before numbers, and marks and dangers last", arguments: 40...140)
  func header(columns: Int) throws {
    let edit = DraftEdit.FieldEdit(policy: Fixture.policies[0], set: PolicyFields(verifySender: false))
    var fixture = try Fixture(Size(rows: 24, columns: columns), edits: [.edit([edit])])
    fixture.press("space", "space", "/")
    fixture.type("a")
    fixture.press("enter")
    let line = fixture.lines[0]
    let shown = fixture.state.browse.rows.count
    #expect(line.contains("LIVE"))
    #expect(line.contains("~1"), "\(columns): \(line)")
    if columns >= 45 { #expect(line.contains("2 marked"), "\(columns): \(line)") }
    if columns >= 50 { #expect(line.contains("1 in danger") || line.contains("1D"), "\(columns): \(line)") }
    if columns >= 60 { #expect(line.contains("\(shown)/5") || line.contains("\(shown) shown"), "\(columns): \(line)") }
  }

  @Test("the figures of the header are the same at every width", arguments: ["", "acme"], [false, true])
  func figures(filter: String, isMarked: Bool) throws {
    let new = (0..<7).map { number in
      NewPolicy(
        placeholderID: PolicyID("n\(number)"),
        queuedAt: "2026-05-06T07:08:09Z",
        fields: PolicyFields(pattern: "acme\(number).example", patternType: .domain, isAcceptableSender: true)
      )
    }
    var fixture = try Fixture(Size(rows: 24, columns: 160), edits: [.create(new)])
    if isMarked { fixture.press("space") }
    fixture.press("/")
    fixture.type(filter)
    fixture.press("enter")
    func figures() -> [Int] {
      let line = fixture.lines[0].drop { $0 != "E" }.split { !$0.isNumber }
      return line.compactMap { Int($0) }
    }
    let whole = figures()
    #expect(whole.first == 12)
    for columns in 60..<160 {
      fixture.send(.input(.resize(Size(rows: 24, columns: columns))))
      #expect(Set(figures()).isSubset(of: whole), "\(columns): \(fixture.lines[0])")
    }
  }

  @Test("a flag stands out where a danger lies in it, and only there")
  func risky() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    let rows = [
      Fixture.policy("x1", "acme.example", .domain, [.exempt], "why", "2026-09-03T00:00:00Z"),
      Fixture.policy("x2", "abuse@acme.example", .email, [.exempt], "why", "2026-09-02T00:00:00Z"),
      Fixture.policy("x3", "ann@acme.example", .email, [.trusted], "why", "2026-09-01T00:00:00Z"),
    ]
    let list = PolicyList(rows, revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.press("G")
    for (pattern, isRisky) in [("  acme.example", true), ("abuse@acme.example", false), ("ann@acme.example", true)] {
      let row = try #require(fixture.lines.firstIndex { $0.contains(pattern) })
      let flag = try #require(view(fixture.state).styleRuns(row: row).first { $0.text.contains("on") })
      let risky = fixture.state.theme[.flagRisky].attributes
      #expect(flag.style.attributes.isSuperset(of: risky) == isRisky, "\(pattern): \(flag)")
    }
  }
}
