import Canvas
import Mail
import PolicyCore
import PolicyQuery
import PolicyUI
import TestSupport
import Testing
import Policies

@Suite("What-if on the screen")
struct WhatIfTests {
  private func fixture(_ id: PolicyID, edits: [DraftEdit] = []) throws -> Fixture {
    var fixture = try Fixture(Size(rows: 40, columns: 120), edits: edits)
    let place = try #require(fixture.state.browse.rows.position(of: id))
    fixture.press("g")
    for _ in 0..<place { fixture.press("j") }
    fixture.press("w")
    return fixture
  }

  private func layer(_ fixture: Fixture) throws -> WhatIfState {
    guard case .whatIf(let layer) = fixture.state.layers.last else { throw TestFailure() }
    return layer
  }

  /// What stands in the window, without its frame and its line breaks.
  private func words(_ fixture: Fixture) -> String {
    fixture.lines.map { line in
      let inside = line.drop { $0 != "│" }.dropFirst().prefix { $0 != "│" }
      return inside.split(separator: " ").joined(separator: " ")
    }.joined(separator: " ")
  }

  private struct TestFailure: Error {}

  @Test(
    "it begins with something that the policy under the cursor matches",
    arguments: [
      ("p1", .from, "billing@acme1.com"), ("p2", .ip, "198.51.100.0"), ("p3", .from, "x@partner.example.org"),
      ("p5", .to, "abuse@acme.example"),
    ] as [(String, MailMessage.Field, String)]
  )
  func example(id: String, field: MailMessage.Field, text: String) throws {
    let layer = try layer(try fixture(PolicyID(id)))
    #expect(layer.focus == field)
    #expect(layer.texts[field]?.text == text)
  }

  @Test("the answer follows while one types")
  func following() throws {
    var fixture = try fixture("p3")
    #expect(fixture.text.contains("partner.example.org") && fixture.text.contains("all"))
    fixture.press("home")
    fixture.type("y")
    #expect(try layer(fixture).texts[.from]?.text == "yx@partner.example.org")
    fixture.press("ctrl-u", "ctrl-k")
    fixture.type("x@mail.partner.example.org")
    #expect(fixture.text.contains("undecided"))
    #expect(words(fixture).contains("only if a domain covers the names below it"))
    fixture.press("ctrl-u", "ctrl-k")
    fixture.type("x@other.example")
    #expect(fixture.text.contains("No policy matches."))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("authentication is turned with a key, and decides where a policy wants it")
  func authentication() throws {
    var fixture = try fixture("p1")
    #expect(words(fixture).contains("whether this does is not given"))
    fixture.press("shift-tab")
    #expect(try layer(fixture).focus == .authentication)
    fixture.press("space")
    #expect(try layer(fixture).passes == true)
    #expect(words(fixture).contains("and this does."))
    fixture.press("right")
    #expect(try layer(fixture).passes == false)
    #expect(words(fixture).contains("spam-spoof-bulk, not"))
    fixture.press("left", "left")
    #expect(try layer(fixture).passes == nil)
  }

  @Test("the draft is seen beside today")
  func draft() throws {
    var fields = PolicyFields()
    fields.isTrustedSender = true
    let edit = DraftEdit.FieldEdit(policy: Fixture.policies[1], set: fields)
    let fixture = try fixture("p2", edits: [.edit([edit])])
    #expect(fixture.text.contains("The draft lets it past more."))
    #expect(
      fixture.lines.contains { $0.contains("198.51.100.0/24") && $0.contains("spam-spoof-bulk") && $0.contains("all") }
    )
  }

  @Test("what is no part of a message is said, and counts as not given")
  func mistake() throws {
    var fixture = try fixture("p2")
    fixture.type("x")
    #expect(fixture.text.contains("is no IP address"))
    #expect(fixture.text.contains("No policy matches."))
  }

  @Test("a long answer is scrolled, and typing shows its beginning again")
  func scrolling() throws {
    var fixture = try Fixture(Size(rows: 12, columns: 50))
    fixture.press("w", "pgdn")
    #expect(try layer(fixture).scroll.top > 0)
    fixture.press("pgup", "pgup")
    #expect(try layer(fixture).scroll.top == 0)
    fixture.press("pgdn")
    fixture.type("x")
    #expect(try layer(fixture).scroll.top == 0)
  }
}
