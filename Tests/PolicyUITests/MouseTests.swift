import Canvas
import Policies
import PolicyCore
import PolicyQuery
import PolicyUI
import TestSupport
import Testing

/// A click means what is drawn under it.
@Suite("The mouse")
struct MouseTests {
  /// The place of a text on the screen.
  private func place(of text: String, in fixture: Fixture) throws -> Position {
    let row = try #require(fixture.lines.firstIndex { $0.contains(text) }, "\(text) is not to be seen")
    let line = fixture.lines[row]
    let start = try #require(line.firstRange(of: text)?.lowerBound)
    return Position(row: row, column: line.distance(from: line.startIndex, to: start))
  }

  private func click(_ text: String, in fixture: inout Fixture) throws {
    fixture.send(.input(.mouse(MouseEvent(.press(.left), at: try place(of: text, in: fixture)))))
  }

  private func wheel(_ kind: MouseEvent.Kind, in fixture: inout Fixture) {
    fixture.send(.input(.mouse(MouseEvent(kind, at: Position(row: 5, column: 5)))))
  }

  @Test("a hint is a key")
  func hint() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    try click("? help", in: &fixture)
    #expect(fixture.text.contains("┌ Keys"))
    try click("esc close", in: &fixture)
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a title sorts, and again turns the order around")
  func title() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    try click("PATTERN", in: &fixture)
    #expect(fixture.text.contains("PATTERN ▲"))
    try click("PATTERN", in: &fixture)
    #expect(fixture.text.contains("PATTERN ▼"))
  }

  @Test("in a list the first click chooses, the next does what enter would, and the wheel moves")
  func list() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    fixture.press("s")
    try click("comments", in: &fixture)
    #expect(!fixture.state.layers.isEmpty)
    try click("comments", in: &fixture)
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.state.browse.order.keys.map(\.column) == [.comments])
    fixture.press("s", "g")
    wheel(.wheelDown, in: &fixture)
    guard case .picker(let picker) = fixture.state.layers.last else {
      Issue.record("the list is gone")
      return
    }
    #expect(picker.selection == 3)
  }

  @Test("in a form a click goes to the field, and again changes the box")
  func form() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    fixture.press("n")
    try click("Acceptable", in: &fixture)
    try click("Acceptable", in: &fixture)
    guard case .form(let form) = fixture.state.layers.last else {
      Issue.record("the form is gone")
      return
    }
    #expect(form.focus == .acceptable)
    #expect(form.flags == [.acceptable, .verify])
  }

  @Test("what lies under a box is not clicked through it")
  func covered() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 100))
    fixture.press("?")
    fixture.send(.input(.mouse(MouseEvent(.press(.left), at: Position(row: 12, column: 40)))))
    #expect(fixture.state.browse.selection == 0)
    #expect(!fixture.state.layers.isEmpty)
  }

  @Test("a tab of the review is opened by a click, and an operation chosen")
  func review() throws {
    var fixture = try Fixture(
      Size(rows: 24, columns: 100),
      edits: [.delete([Fixture.policies[0]]), .delete([Fixture.policies[1]])]
    )
    try fixture.openReview()
    try click("4 Request", in: &fixture)
    #expect(fixture.text.contains("[4 Request]"))
    try click("1 Changes", in: &fixture)
    try click("198.51.100.0/24", in: &fixture)
    guard case .review(let review) = fixture.state.layers.last else {
      Issue.record("the review is gone")
      return
    }
    #expect(review.selected?.id == Fixture.policies[1].id)
  }

  @Test("a figure of the header leads to what it counts, whatever lies over it does not")
  func header() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120), edits: [.delete([Fixture.policies[0]])])
    try click("5 policies", in: &fixture)
    #expect(fixture.state.browse.isFiltering)
    fixture.press("esc")
    try click("Acme Corp", in: &fixture)
    #expect(fixture.text.contains("There is only this account"))
    try click("draft", in: &fixture)
    #expect(!fixture.state.layers.isEmpty)
    fixture.press("esc", "n")
    let layers = fixture.state.layers
    try click("5 policies", in: &fixture)
    #expect(fixture.state.layers == layers, "nothing is typed into the form")
  }

  @Test("the wheel moves what is under it")
  func details() throws {
    var fixture = try Fixture(Size(rows: 16, columns: 60))
    let long = Fixture.policy(
      "x1",
      "acme.com",
      .domain,
      [.trusted],
      String(repeating: "why ", count: 100),
      "2026-09-03T00:00:00Z"
    )
    let list = PolicyList(Fixture.policies + [long], revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.select("x1")
    let row = fixture.state.browse.selection
    fixture.send(.input(.mouse(MouseEvent(.wheelDown, at: Position(row: 13, column: 5)))))
    #expect(fixture.state.browse.selection == row)
    #expect(fixture.text.contains("more above"))
    let finding = try #require(fixture.state.findings.findings(on: "x1").first)
    fixture.press("K", "K")
    fixture.showDetails(.full)
    try click(finding.rule.rawValue, in: &fixture)
    guard case .findings = fixture.state.layers.last else {
      Issue.record("the findings are not there")
      return
    }
  }
}
