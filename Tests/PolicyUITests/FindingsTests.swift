import PolicyQuery
import Canvas
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Policies

@Suite("Findings on the screen")
struct FindingsTests {
  /// A policy inside the domain of `p3`.
  private static let inside = Fixture.policy(
    "p9",
    "Ann@partner.example.org",
    .email,
    [.trusted],
    "known",
    "2026-08-01T00:00:00Z"
  )

  private func fixture(_ size: Size = Size(rows: 40, columns: 120), edits: [DraftEdit] = []) throws -> Fixture {
    var fixture = try Fixture(size, edits: edits)
    let list = PolicyList(Fixture.policies + [Self.inside], revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    return fixture
  }

  private func line(_ fixture: Fixture, with text: String) throws -> String {
    try #require(fixture.lines.first { $0.contains(text) })
  }

  /// Moves to the row with this pattern.
  private func go(_ fixture: inout Fixture, to id: PolicyID) throws {
    let place = try #require(fixture.state.browse.rows.position(of: id))
    fixture.press("g")
    for _ in 0..<place { fixture.press("j") }
  }

  @Test("an untouched row carries the sign of its worst finding, and its sentence stands in the details")
  func signs() throws {
    var fixture = try fixture()
    #expect(try line(fixture, with: "partner.example.org").prefix(4) == "  D ")
    try go(&fixture, to: "p3")
    #expect(fixture.text.contains("D trusted-domain"))
    #expect(fixture.lines[0].contains("2 in danger"))
  }

  @Test("the filter keeps rows by finding and by rule, and follows the draft")
  func filter() throws {
    var fixture = try fixture()
    fixture.press("/")
    fixture.type("rule:trusted-domain")
    fixture.press("enter")
    #expect(fixture.state.browse.rows.count == 1)
    var verified = PolicyFields()
    verified.isTrustedSender = false
    let edit = DraftEdit.FieldEdit(policy: Fixture.policies[2], set: verified)
    fixture.send(.draft(.read(try Fixture.snapshot([.edit([edit])]))))
    // It stays to be seen, until one asks for what matches alone.
    #expect(fixture.state.browse.unmatched == [PolicyID("p3")])
    #expect(fixture.lines[0].contains("0 shown, 1 kept"))
    fixture.press(".")
    #expect(fixture.state.browse.rows.isEmpty)
  }

  @Test("a mistake in the filter is told with its place, and what was typed stays")
  func mistake() throws {
    var fixture = try fixture()
    fixture.press("/")
    fixture.type("acme type:fish")
    #expect(fixture.text.contains("Character 11:"))
    #expect(fixture.state.browse.filter.text == "acme type:fish")
    fixture.press("enter")
    #expect(fixture.text.contains("Character 11:"))
  }

  @Test("f lists what is found on a policy, and f there applies the fix as a draft change")
  func fix() throws {
    var fixture = try fixture()
    try go(&fixture, to: "p9")
    fixture.press("f")
    #expect(fixture.text.contains("Findings · Ann@partner.example.org"))
    let findings = fixture.state.findings.findings(on: "p9")
    let place = try #require(findings.firstIndex { $0.rule == "shadowed" })
    for _ in 0..<place { fixture.press("j") }
    fixture.press("f")
    #expect(fixture.takeEdits() == [.delete([Self.inside])])
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a finding without a fix says so")
  func noFix() throws {
    var fixture = try fixture()
    try go(&fixture, to: "p3")
    fixture.press("f")
    let place = try #require(fixture.state.findings.findings(on: "p3").firstIndex { $0.fix == nil })
    for _ in 0..<place { fixture.press("j") }
    fixture.press("f")
    #expect(fixture.takeEdits().isEmpty)
    #expect(fixture.text.contains("No key can mend it. In the table enter changes the policy and d deletes it."))
    #expect(fixture.text.contains("No fix: "))
  }

  @Test("s silences a finding once a reason is given, and it no longer counts")
  func silence() throws {
    var fixture = try fixture()
    try go(&fixture, to: "p9")
    fixture.press("f", "s", "enter")
    #expect(fixture.text.contains("Say in a few words"))
    fixture.type("SEC-7")
    fixture.press("enter")
    let worst = fixture.state.findings.findings(on: "p9")[0]
    guard case .draft(.suppress(let suppression, on: _)) = fixture.takeEffects().last else {
      Issue.record("nothing was silenced")
      return
    }
    #expect(suppression == Suppression(policyID: "p9", rule: worst.rule, reason: "SEC-7"))
    fixture.suppressions = [suppression]
    fixture.send(.draft(.read(DraftSnapshot(revision: 50))))
    #expect(fixture.state.findings.findings(on: "p9").last?.silencedBy == "SEC-7")
    #expect(fixture.text.contains("Silenced: SEC-7"))
    let count = fixture.state.findings.findings(on: "p9").count
    for _ in 0..<count { fixture.press("j") }
    fixture.press("s")
    guard case .draft(.unsuppress(worst.rule, of: "p9", worst.pattern)) = fixture.takeEffects().last else {
      Issue.record("it was not taken back")
      return
    }
  }

  @Test("the form judges beside the other policies while one types")
  func form() throws {
    var fixture = try fixture()
    fixture.press("n")
    fixture.type("bob@partner.example.org")
    #expect(!fixture.text.contains("shadowed"))
    fixture.press("tab", "e", "tab", "tab", "space")
    #expect(fixture.text.contains("shadowed"))
  }

  @Test(
    "what people paste is offered cleaned",
    arguments: [
      ("Bob <bob@x.org>", "e", "bob@x.org"), ("x[.]org", "d", "x.org"), ("HTTPS://x.org/", "d", "x.org"),
    ]
  )
  func paste(text: String, type: String, cleaned: String) throws {
    var fixture = try fixture()
    fixture.press("n")
    fixture.send(.input(.paste(text)))
    fixture.press("tab", type)
    #expect(fixture.text.contains("ctrl-x"))
    fixture.press("ctrl-x")
    guard case .form(let form) = fixture.state.layers.last else {
      Issue.record("the form is gone")
      return
    }
    #expect(form.pattern.text == cleaned)
  }

  @Test("on the findings tab enter jumps to the operation, and f fixes it")
  func reviewTab() throws {
    let upper = DraftEdit.FieldEdit(
      policy: Fixture.policies[0],
      set: PolicyFields(pattern: "Billing@ACME1.com")
    )
    let edits: [DraftEdit] = [.delete([Fixture.policies[1]]), .edit([upper])]
    var fixture = try fixture(edits: edits)
    let account = fixture.state.account
    let operations = try Fixture.snapshot(edits).draft.operations
    fixture.press("r")
    fixture.send(.review(.reviewed(try Review(of: operations, for: account, draftRevision: 2))))
    fixture.press("2")
    guard case .review(let review) = fixture.state.layers.last,
      let place = review.findings.firstIndex(where: { $0.rule == "not-normalised" })
    else {
      Issue.record("no finding to fix")
      return
    }
    for _ in 0..<place { fixture.press("j") }
    fixture.press("f")
    guard case .edit(let fix) = fixture.takeEdits().last else {
      Issue.record("nothing was fixed")
      return
    }
    #expect(fix[0].set.pattern == "Billing@acme1.com" || fix[0].set.pattern == "billing@acme1.com")
    fixture.press("enter")
    guard case .review(let changed) = fixture.state.layers.last else {
      Issue.record("the review is gone")
      return
    }
    #expect(changed.tab == .changes)
    #expect(changed.selected?.id == "p1")
    #expect(changed.unfolded == ["p1"])
  }

  @Test("an expression that is slow on purpose does not hold the form up", .timeLimit(.minutes(1)))
  func hostile() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    let long = Fixture.policy(
      "long",
      String(repeating: "a", count: 100_000) + "!",
      .email,
      [.acceptable, .verify],
      "known",
      "2026-08-01T00:00:00Z"
    )
    let list = PolicyList(Fixture.policies + [long], revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.press("n")
    fixture.type("(a+)+$")
    fixture.press("tab", "e", "tab", "space", "tab", "tab", "space")
    #expect(fixture.text.contains("regex-backtracking"))
  }
}
