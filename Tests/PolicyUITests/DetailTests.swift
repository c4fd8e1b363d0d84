import Canvas
import Policies
import PolicyCore
import PolicyUI
import TestSupport
import Testing

@Suite("The details of a policy")
struct DetailTests {
  private static let comment = (1...60).map { "reason\($0)" }.joined(separator: " ")
  private static let poor = Fixture.policy(
    "x1",
    "acme.com",
    .domain,
    [.trusted, .exempt],
    comment,
    "2026-09-03T00:00:00Z"
  )

  private func fixture(_ size: Size, edits: [DraftEdit] = []) throws -> Fixture {
    var fixture = try Fixture(size, edits: edits)
    let list = PolicyList([Self.poor] + Fixture.policies, revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.select("x1")
    return fixture
  }

  /// All words of the details, with every key that scrolls down.
  private func read(_ fixture: inout Fixture) -> String {
    var text = fixture.text
    for _ in 0..<60 {
      fixture.press("J")
      text += fixture.text
    }
    return text
  }

  @Test(
    "tell all findings and the whole comment, at every size and place",
    arguments: [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 18, columns: 60)],
    [BrowseLayout.Detail.below, .right, .full]
  )
  func whole(size: Size, place: BrowseLayout.Detail) throws {
    var fixture = try fixture(size)
    fixture.showDetails(place)
    guard fixture.state.browse.detail == place else { return }
    let findings = fixture.state.findings.findings(on: "x1")
    #expect(findings.count > 1)
    let text = read(&fixture)
    for finding in findings { #expect(text.contains(finding.rule.rawValue), "\(finding.rule)") }
    for word in Self.comment.split(separator: " ") { #expect(text.contains(word), "\(word)") }
    #expect(!fixture.text.contains("more below"))
  }

  @Test("say how much is out of sight, and begin at the top with the next policy")
  func scrolling() throws {
    var fixture = try fixture(Size(rows: 24, columns: 80))
    #expect(fixture.text.contains("more below: J"))
    #expect(!fixture.text.contains("more above"))
    fixture.press("J")
    #expect(fixture.text.contains("more above: K"))
    fixture.press("K", "K")
    #expect(!fixture.text.contains("more above"))
    fixture.press("J", "j", "k")
    #expect(fixture.text.contains("more above"))
    fixture.press("j", "J", "k")
    #expect(!fixture.text.contains("more above"))
  }

  @Test("tell what a changed policy does beside what changes")
  func changed() throws {
    let edit = DraftEdit.FieldEdit(policy: Fixture.policies[0], set: PolicyFields(verifySender: false))
    let fixture = try Fixture(Size(rows: 40, columns: 120), edits: [.edit([edit])])
    #expect(fixture.text.contains("on > off"))
    #expect(fixture.text.contains("exempt from Spam, Spoof and Bulk"))
  }

  @Test("take the table's place, one policy after the other, and pages scroll them")
  func full() throws {
    var fixture = try fixture(Size(rows: 18, columns: 60))
    fixture.showDetails(.full)
    #expect(!fixture.text.contains("PATTERN"))
    #expect(fixture.lines.contains { $0.contains("Fix: ") } || fixture.text.contains("more below"))
    fixture.press("pgdn")
    #expect(fixture.state.browse.selection == 0)
    #expect(fixture.text.contains("more above"))
    fixture.press("j")
    #expect(fixture.state.browse.selection == 1)
    #expect(fixture.text.contains(Fixture.policies[0].fields.shownPattern))
    fixture.press("/")
    #expect(fixture.state.browse.isFiltering)
    fixture.type("acme")
    #expect(fixture.text.contains("PATTERN"), "who filters sees rows")
    fixture.press("enter")
    #expect(!fixture.text.contains("PATTERN"))
    fixture.press("esc")
    #expect(fixture.text.contains("PATTERN"))
    #expect(fixture.state.browse.filter.text == "acme", "one thing after the other")
  }

  @Test(
    "stand where p says, and each press of it changes something",
    arguments: [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 10, columns: 40)]
  )
  func places(size: Size) throws {
    var fixture = try fixture(size)
    var seen = fixture.text
    for _ in 0..<4 {
      fixture.press("p")
      #expect(fixture.text != seen)
      seen = fixture.text
    }
  }

  @Test("say why a row is undecided that the filter asks of")
  func undecided() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    let odd = Fixture.policy(
      "x2",
      #"(a)\1@vendor\.example"#,
      .email,
      [.acceptable],
      "why",
      "2026-09-03T00:00:00Z",
      true
    )
    let list = PolicyList(Fixture.policies + [odd], revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.press("/")
    fixture.type("opens:vendor.example")
    fixture.press("enter")
    fixture.select("x2")
    #expect(fixture.state.selectedRow?.id == "x2")
    let line = try #require(fixture.lines.first { $0.contains("? It is undecided") })
    #expect(line.contains("names: ") && line.contains("(at character "), "\(line)")
  }
}
