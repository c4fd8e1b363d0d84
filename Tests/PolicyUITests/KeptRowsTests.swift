import Canvas
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import TestSupport
import Testing

/// What was changed stays put, so that the next key means the row that is to be seen.
@Suite("Rows that were changed")
struct KeptRowsTests {
  /// A screen whose orders are carried out at once.
  private struct Desk {
    var fixture: Fixture
    private var revision = 0

    init(_ size: Size = Size(rows: 24, columns: 100)) throws { fixture = try Fixture(size) }

    /// Presses keys, and gives the edits that they ordered.
    @discardableResult
    mutating func press(_ names: String...) throws -> [DraftEdit] {
      var edits: [DraftEdit] = []
      for name in names {
        fixture.press(name)
        for edit in fixture.takeEdits() {
          edits.append(edit)
          var draft = fixture.state.draft.draft
          let change = try draft.apply(edit)
          revision += 1
          let snapshot = DraftSnapshot(draft: draft, revision: revision, undoTitle: change.title, redoTitle: nil)
          fixture.send(.draft(.changed(DraftOutcome(change: change, snapshot: snapshot), .did)))
        }
      }
      return edits
    }

    mutating func filter(_ text: String) throws {
      try press("/")
      fixture.type(text)
      try press("enter")
    }

    /// The policies that edits are about.
    static func subjects(of edits: [DraftEdit]) -> Set<PolicyID> {
      var ids: Set<PolicyID> = []
      for edit in edits {
        switch edit {
        case .delete(let policies): ids.formUnion(policies.map(\.id))
        case .restore(let restored): ids.formUnion(restored)
        case .edit(let fields): ids.formUnion(fields.map(\.policy.id))
        case .create, .drop, .clear, .rebase, .group: break
        }
      }
      return ids
    }
  }

  @Test("t a v on a row that no longer matches after t mean that row")
  func sameRow() throws {
    var desk = try Desk()
    try desk.filter("trusted:yes")
    let shown = try #require(desk.fixture.state.selectedRow?.id)
    let edits = try desk.press("t", "a", "v")
    #expect(edits.count == 3)
    #expect(Desk.subjects(of: edits) == [shown])
    #expect(desk.fixture.lines[0].contains("0 shown, 1 kept"))
    #expect(desk.fixture.state.selectedRow?.id == shown)
    try desk.press(".")
    #expect(desk.fixture.state.browse.rows.isEmpty)
  }

  @Test("in a narrow window the counter tells what is kept, and the answer its effect and the way back")
  func narrow() throws {
    var desk = try Desk(Size(rows: 24, columns: 60))
    try desk.filter("acceptable:yes")
    try desk.press("a")
    #expect(desk.fixture.lines[0].contains("2/5  1 kept"))
    let answer = try #require(desk.fixture.lines.last)
    #expect(answer.contains("narrows") && answer.contains("u"), "\(answer)")
  }

  @Test("d d d on one row queues, takes back and queues its deletion, and no other")
  func deletions() throws {
    var desk = try Desk()
    try desk.filter("-op:any")
    let shown = try #require(desk.fixture.state.selectedRow?.id)
    #expect(Desk.subjects(of: try desk.press("d", "d", "d")) == [shown])
    #expect(desk.fixture.state.draft.draft.operations.map(\.kind) == [.delete])
  }

  @Test("marked rows stay in sight with their marks, and - takes the marks alone")
  func marks() throws {
    var desk = try Desk()
    try desk.filter("acceptable:yes")
    try desk.press("*")
    let marked = desk.fixture.state.browse.marks
    #expect(marked.count == 3)
    #expect(Desk.subjects(of: try desk.press("a")) == marked)
    #expect(desk.fixture.state.browse.visibleMarks == 3)
    #expect(Desk.subjects(of: try desk.press("v")) == marked)
    try desk.press("-")
    #expect(desk.fixture.state.browse.marks.isEmpty)
    #expect(desk.fixture.state.browse.filter.text == "acceptable:yes")
  }

  @Test("* and i take matching rows only")
  func matchingOnly() throws {
    var desk = try Desk()
    try desk.filter("acceptable:yes")
    try desk.press("a", "*")
    #expect(desk.fixture.state.browse.marks.count == 2)
    try desk.press("i")
    #expect(desk.fixture.state.browse.marks.isEmpty)
  }

  @Test("a new policy gets the cursor, though the filter hides it")
  func created() throws {
    var desk = try Desk()
    try desk.filter("type:ip")
    let fields = PolicyFields(
      pattern: "new@vendor.example",
      patternType: .email,
      isRegex: false,
      isTrustedSender: false,
      isAcceptableSender: true,
      isExemptRecipient: false,
      verifySender: true,
      comments: "SEC-1"
    )
    let policy = NewPolicy(placeholderID: PolicyID("n"), queuedAt: "2026-11-27T10:00:00Z", fields: fields)
    var draft = desk.fixture.state.draft.draft
    let change = try draft.apply(.create([policy]))
    let snapshot = DraftSnapshot(draft: draft, revision: 9, undoTitle: change.title, redoTitle: nil)
    desk.fixture.send(.draft(.changed(DraftOutcome(change: change, snapshot: snapshot), .did)))
    #expect(desk.fixture.state.selectedRow?.id == PolicyID("n"))
    #expect(desk.fixture.state.browse.unmatched == [PolicyID("n")])
    #expect(desk.fixture.text.contains("new new@vendor.example"))
  }

  @Test("a new policy that is taken back leaves the cursor in its place, and nothing is called gone")
  func takenBack() throws {
    var desk = try Desk()
    try desk.press("j")
    let policy = NewPolicy(placeholderID: PolicyID("n"), queuedAt: "2026-11-27T10:00:00Z", fields: PolicyFields())
    let change = DraftChange(
      title: "new",
      steps: [
        DraftChange.Step(id: PolicyID("n"), before: nil, after: DraftOperation(intent: .create(policy), position: 0))
      ]
    )
    var draft = desk.fixture.state.draft.draft
    draft.apply(change, reversed: false)
    let made = DraftSnapshot(draft: draft, revision: 9, undoTitle: "new", redoTitle: nil)
    desk.fixture.send(.draft(.changed(DraftOutcome(change: change, snapshot: made), .did)))
    #expect(desk.fixture.state.selectedRow?.id == PolicyID("n"))
    draft.apply(change, reversed: true)
    let undone = DraftSnapshot(draft: draft, revision: 10, undoTitle: nil, redoTitle: "new")
    desk.fixture.send(.draft(.changed(DraftOutcome(change: change.reversed, snapshot: undone), .undid)))
    #expect(desk.fixture.text.contains("Undone: new"))
    #expect(!desk.fixture.state.browse.isCursorLost)
  }

  @Test("a refresh keeps the cursor with its policy; where that is gone, edit keys act on nothing until one has moved")
  func gone() throws {
    var desk = try Desk()
    try desk.press("j")
    let chosen = try #require(desk.fixture.state.selectedRow?.id)
    let rest = Fixture.policies.filter { $0.id != chosen }
    let list = PolicyList(rest, revision: 2)
    desk.fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: desk.fixture.state.now))))
    #expect(desk.fixture.text.contains("The policy that the cursor was on is gone."))
    #expect(try desk.press("t", "d", "v").isEmpty)
    #expect(desk.fixture.text.contains("Move the cursor to choose another."))
    #expect(try desk.press("j", "t").count == 1)
  }

  @Test("what another process queued is said; what a submission or a load does to the draft is not called another's")
  func others() throws {
    var fixture = try Fixture()
    fixture.send(.draft(.drifted(nil)))
    fixture.send(.draft(.read(try Fixture.snapshot([.delete([Fixture.policies[0], Fixture.policies[1]])]))))
    #expect(fixture.text.contains("Another process queued 2 operations."))
    let list = PolicyList(Fixture.policies, revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.press("g")
    fixture.send(.draft(.read(DraftSnapshot(revision: 7))))
    #expect(!fixture.text.contains("Another process"))
    #expect(fixture.state.draft.draft.isEmpty)
  }

  @Test("a policy that was changed elsewhere stays where it stands while somebody works")
  func changedElsewhere() throws {
    var desk = try Desk()
    try desk.press("j")
    let first = desk.fixture.state.browse.rows
    let before = first.indices.map { first.id(at: $0) }
    var policies = Fixture.policies
    policies[4].modifiedAt = "2026-11-01T00:00:00Z"
    policies[4].lastModified = "2026-11-01T00:00:00Z"
    let list = PolicyList(policies, revision: 2)
    desk.fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: desk.fixture.state.now))))
    let rows = desk.fixture.state.browse.rows
    #expect(rows.indices.map { rows.id(at: $0) } == before)
    try desk.press(".")
    #expect(desk.fixture.state.browse.rows.id(at: 0) == policies[4].id)
  }

  @Test(
    "each edit hits the row that was under the cursor, or those that were marked, whatever the filter and the order"
  )
  func property() throws {
    var generator = SeededGenerator.announced("edits under filters")
    let filters = [
      "trusted:yes", "acceptable:yes", "verify:no", "-op:any", "op:any", "finding:danger", "rule:duplicate", "",
      "type:email",
    ]
    let orders = [["S"], ["s", "j", "enter"], ["s", "j", "j", "space", "esc"]]
    for _ in 0..<60 {
      var desk = try Desk()
      for _ in 0..<40 {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0:
          try desk.press("esc", "esc")
          try desk.filter(filters.randomElement(using: &generator) ?? "")
        case 1: for key in orders.randomElement(using: &generator) ?? [] { try desk.press(key) }
        case 2: try desk.press(["space", "-", "*", "i", "."].randomElement(using: &generator) ?? ".")
        case 3: try desk.press(["j", "k", "G", "g"].randomElement(using: &generator) ?? "j")
        default:
          // What the screen shows when the key is pressed: the marked rows, or the one that the cursor is on.
          let state = desk.fixture.state
          let marked = Set(state.browse.marks.filter { state.browse.rows.position(of: $0) != nil })
          let cursor = state.selectedRow.map { [$0.id] } ?? []
          let meant = state.browse.marks.isEmpty ? Set(cursor) : marked
          let hit = Desk.subjects(
            of: try desk.press(["t", "a", "v", "x", "d"].randomElement(using: &generator) ?? "t")
          )
          #expect(hit.isSubset(of: meant))
          // And it is still there to be seen.
          #expect(meant.allSatisfy { desk.fixture.state.browse.rows.position(of: $0) != nil })
          #expect(state.browse.marks.isEmpty ? desk.fixture.state.selectedRow?.id == state.selectedRow?.id : true)
        }
      }
    }
  }
}
