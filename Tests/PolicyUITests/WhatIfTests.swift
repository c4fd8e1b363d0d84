import Canvas
import Mail
import MailLog
import PolicyCore
import PolicyQuery
import PolicyUI
import TestSupport
import Testing
import Policies
import Values

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

  @Test("what is typed takes the place of the example; a key that moves in it keeps it")
  func proposed() throws {
    var fixture = try fixture("p1")
    fixture.type("bob@x.org")
    #expect(try layer(fixture).texts[.from]?.text == "bob@x.org")
    fixture = try self.fixture("p1")
    fixture.press("end")
    fixture.type(".uk")
    #expect(try layer(fixture).texts[.from]?.text == "billing@acme1.com.uk")
  }

  @Test("an answer to a part of what is typed says so")
  func unread() throws {
    var fixture = try fixture("p1")
    fixture.type("bob@@")
    #expect(fixture.text.contains("Without From, which cannot be read:"))
  }

  @Test("of a message that arrived every address is asked, and it says so, as long as the first stands there")
  func severalAddresses() throws {
    var message = MailMessage()
    message.setIPs(try ["203.0.113.9", "198.51.100.7"].map { try IPAddress.parse($0) }, orUntold: "")
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.state.layers.append(.whatIf(WhatIfState(message)))
    fixture.send(.clockTicked(fixture.state.now))
    #expect(fixture.text.contains("203.0.113.9") && fixture.text.contains("and 1 more"))
    #expect(fixture.text.contains("198.51.100.0/24"), "it matches the second")
    var layer = try layer(fixture)
    layer.texts[.ip] = TextField("203.0.113.10")
    fixture.state.layers[0] = .whatIf(layer)
    fixture.send(.clockTicked(fixture.state.now))
    #expect(!fixture.text.contains("and 1 more"))
    #expect(try self.layer(fixture).answer != layer.answer)
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

  @Test("no key waits for an answer: the last one stays, as old, and an overtaken one is not the newest")
  func old() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.answersWhatIf = false
    fixture.press("w")
    #expect(fixture.text.contains("Working it out"))
    let first = try #require(try question(in: &fixture))
    fixture.send(.draft(first))
    #expect(!fixture.text.contains("orking it out") && fixture.text.contains("The message bypasses"))
    fixture.press("end")
    #expect(try question(in: &fixture) == nil, "the same is not asked twice")
    fixture.type("x")
    let second = try #require(try question(in: &fixture))
    #expect(fixture.text.contains("Old; working it out") && fixture.text.contains("The message bypasses"))
    fixture.type("y")
    let third = try #require(try question(in: &fixture))
    fixture.send(.draft(second))
    #expect(try layer(fixture).isOld && fixture.text.contains("Old; working it out"))
    fixture.send(.draft(third))
    #expect(try !layer(fixture).isOld && !fixture.text.contains("Old; working it out"))
    fixture.press("esc")
    fixture.send(.draft(third))
    #expect(fixture.state.layers.isEmpty)
  }

  /// The answer to what was asked since the last look.
  private func question(in fixture: inout Fixture) throws -> DraftAction? {
    let orders = fixture.takeEffects().compactMap { effect -> DraftAction? in
      guard case .work(.answerWhatIf(let question, let findings)) = effect else { return nil }
      return findings.whatIf.map { .whatIfAnswered(question, $0.answer(to: question.message)) }
    }
    #expect(orders.count <= 1)
    return orders.first
  }

  @Test("it opens while the policies are not known, and is answered once they are, and anew with each draft")
  func unknown() throws {
    var fixture = try Fixture()
    let list = fixture.state.browse.list
    let findings = fixture.state.findings
    fixture.state.findings = AccountFindings()
    fixture.press("w")
    #expect(fixture.text.contains("The policies are not known yet."))
    fixture.send(.draft(.judged(findings)))
    #expect(fixture.text.contains("The message bypasses"))
    let edit = DraftEdit.delete([list[0]])
    fixture.answersWhatIf = false
    fixture.send(.draft(.read(try Fixture.snapshot([edit]))))
    #expect(try layer(fixture).isOld)
  }

  @Test("of many policies that match, the first are shown")
  func many() throws {
    let list = PolicyList((0..<300).map { .brief("vendor.example", .domain, "a", id: "m\($0)") })
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.press("w")
    for _ in 0..<100 { fixture.press("pgdn") }
    #expect(fixture.text.contains("100 more match"))
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
