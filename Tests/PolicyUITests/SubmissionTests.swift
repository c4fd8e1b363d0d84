import Canvas
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Policies
import Values

@Suite("Review and submission")
struct SubmissionTests {
  private func reviewing(_ edits: [DraftEdit]) throws -> Fixture {
    var fixture = try Fixture(edits: edits)
    fixture.press("r")
    guard case .work(.review(let only, _)) = fixture.takeEffects().first else {
      Issue.record("r ordered no review")
      return fixture
    }
    #expect(only == nil)
    fixture.send(.review(.reviewed(try review(fixture))))
    return fixture
  }

  private func review(_ fixture: Fixture) throws -> Review {
    try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account)
  }

  private func set(_ index: Int, _ fields: PolicyFields) -> DraftEdit {
    .edit([DraftEdit.FieldEdit(policy: Fixture.policies[index], set: fields)])
  }

  /// What it matches is not decided.
  private static let undecided = PolicyFields(pattern: "(a)\\1@else\\.example", isRegex: true)

  private func submitted(_ fixture: inout Fixture) -> Bool {
    fixture.takeEffects().contains { if case .work(.submit) = $0 { true } else { false } }
  }

  @Test("what is neutral is confirmed by enter")
  func enter() throws {
    var fixture = try reviewing([set(0, PolicyFields(comments: "why"))])
    fixture.press("S", "y")
    #expect(!submitted(&fixture))
    fixture.press("enter")
    #expect(submitted(&fixture))
  }

  @Test("what widens or narrows, and any deletion, is confirmed by y")
  func yes() throws {
    for edit in [set(0, PolicyFields(verifySender: false)), .delete([Fixture.policies[0]])] {
      var fixture = try reviewing([edit])
      fixture.press("S", "S", "enter")
      #expect(!submitted(&fixture), "neither the key that opened the question nor enter confirms")
      fixture.press("y")
      #expect(submitted(&fixture))
    }
  }

  @Test("letters outside of a field are not lost without a word, and in the reason the keys are those of a text")
  func letters() throws {
    var fixture = try reviewing([set(0, PolicyFields(verifySender: false))])
    fixture.press("S", "b")
    #expect(fixture.text.contains("That was not taken: tab goes to the reason, y submits."))
    fixture.press("tab")
    #expect(fixture.text.contains("enter reason done") && !fixture.text.contains("y submit"))
    fixture.press("y", "enter")
    #expect(!submitted(&fixture) && fixture.text.contains("y submit"))
  }

  @Test("an unclear effect has to be typed out: the count and the account's name")
  func typed() throws {
    var fixture = try reviewing([set(0, Self.undecided)])
    fixture.press("S")
    #expect(fixture.text.contains("1 Acme Corp"))
    fixture.press("y", "enter")
    #expect(!submitted(&fixture))
    fixture.press("backspace")
    fixture.type("1 Acme Corp")
    fixture.press("enter")
    #expect(submitted(&fixture))
  }

  @Test("a pasted confirmation is no confirmation")
  func pasted() throws {
    var fixture = try reviewing([set(0, Self.undecided)])
    fixture.press("S")
    fixture.send(.input(.paste("1 Acme Corp")))
    #expect(fixture.text.contains("Type it: a paste is not taken."))
    fixture.press("enter")
    #expect(!submitted(&fixture))
    #expect(fixture.text.contains("Not the same yet: type 1 Acme Corp"))
    fixture.type("1")
    #expect(!fixture.text.contains("Not the same yet"), "it goes with the next key")
  }

  @Test("the reason goes with the submission, and typing it confirms nothing")
  func reason() throws {
    var fixture = try reviewing([set(0, PolicyFields(verifySender: false))])
    fixture.press("S", "tab")
    fixture.type("yes SEC-7")
    fixture.press("enter")
    #expect(!submitted(&fixture))
    fixture.press("y")
    guard case .work(.submit(_, let reason)) = fixture.takeEffects().last else {
      Issue.record("nothing was submitted")
      return
    }
    #expect(reason == "yes SEC-7")
  }

  @Test("every reason for typing is told, the dangers with their number and the first of them")
  func reasons() throws {
    let many = (0..<26).map { number in
      Fixture.policy("n\(number)", "n\(number).example", .domain, [.acceptable, .verify], "", "2026-01-01T00:00:00Z")
    }
    let edit = DraftEdit.edit([
      DraftEdit.FieldEdit(policy: Fixture.policies[0], set: PolicyFields(isTrustedSender: true, verifySender: false)),
      DraftEdit.FieldEdit(policy: Fixture.policies[1], set: Self.undecided),
    ])
    var fixture = try reviewing([edit, .delete(many)])
    fixture.press("S")
    #expect(fixture.text.contains("trusted-unverified on billing@acme1.com."))
    #expect(fixture.text.contains("it cannot be said whether"))
    #expect(fixture.text.contains("28 operations are sent at once."))
  }

  @Test("a batch is ordered once, however often the key is pressed")
  func once() throws {
    var fixture = try reviewing([set(0, PolicyFields(verifySender: false))])
    fixture.press("S", "y", "y", "y", "enter", "S", "y")
    let count = fixture.takeEffects().count { if case .work(.submit) = $0 { true } else { false } }
    #expect(count == 1)
  }

  @Test("it can be cancelled until the request has left, and then says that it is too late")
  func cancel() throws {
    var fixture = try reviewing([set(0, PolicyFields(verifySender: false))])
    fixture.press("S", "y")
    fixture.effects = []
    fixture.send(.submission(.stepped(.checking(done: 0, total: 1))))
    fixture.press("esc")
    #expect(fixture.takeEffects().contains { if case .work(.cancelSubmission) = $0 { true } else { false } })
    fixture.send(.submission(.stepped(.sending)))
    fixture.press("esc")
    #expect(fixture.takeEffects().isEmpty)
    #expect(fixture.text.contains("too late"))
  }

  @Test("a refusal goes back to the review, with the server's words beside the operation that its pointer names")
  func refusal() throws {
    var fixture = try reviewing([set(0, PolicyFields(verifySender: false)), set(1, PolicyFields(comments: "x"))])
    fixture.press("S", "y")
    let error = ServerError(code: 11_001, message: "pattern is not allowed", pointer: "patches[1].pattern")
    let problem = Problem(.refused, what: "The server refused it.", advice: "Mend it.", serverErrors: [error])
    fixture.send(.submission(.ended(SubmissionReport(outcome: .refused, problem: problem))))
    let lines = fixture.lines
    let refused = try #require(lines.firstIndex { $0.contains("pattern is not allowed") })
    #expect(lines[refused - 1].contains("198.51.100.0/24"))
    #expect(!fixture.state.draft.draft.isEmpty)
  }

  @Test("after an applied batch one key leads back to the table")
  func applied() throws {
    var fixture = try reviewing([set(0, PolicyFields(verifySender: false))])
    fixture.press("S", "y")
    let draft = DraftSnapshot(draft: Draft(), revision: 9)
    fixture.send(.submission(.ended(SubmissionReport(outcome: .applied, draft: draft))))
    #expect(fixture.text.contains("┌ Applied · 1 operation to Acme Corp"))
    #expect(fixture.text.contains("H, then U takes it back"))
    #expect(fixture.state.draft.draft.isEmpty)
    fixture.press("enter")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("errors keep a batch from being submitted")
  func errors() throws {
    var fixture = try Fixture()
    let broken = DraftOperation(
      intent: .create(
        NewPolicy(
          placeholderID: PolicyID("n"),
          queuedAt: "2026-01-01T00:00:00Z",
          fields: .init(
            pattern: "",
            patternType: .domain
          )
        )
      ),
      position: 0
    )
    fixture.send(.draft(.read(DraftSnapshot(draft: Draft([broken]), revision: 5))))
    fixture.press("r")
    fixture.send(.review(.reviewed(try review(fixture))))
    fixture.press("S")
    #expect(fixture.state.layers.count == 1)
    #expect(fixture.state.message?.text.contains("1 error stands") == true)
  }

  @Test("by danger, the most dangerous operation comes first and is selected; it stays so in the order of execution")
  func byDanger() throws {
    let edits = [
      DraftEdit.delete([Fixture.policies[4]]), set(0, PolicyFields(comments: "why")),
      set(1, PolicyFields(isTrustedSender: true)), set(3, PolicyFields(isTrustedSender: true, verifySender: false)),
    ]
    var fixture = try reviewing(edits)
    fixture.press("j")
    guard case .review(let before) = fixture.state.layers.last else { return }
    #expect(before.shown == [0, 1, 2, 3] && before.selection == 1)
    fixture.press("s")
    guard case .review(let after) = fixture.state.layers.last else { return }
    #expect(after.shown.first == 3)
    #expect(after.selection == 3 && after.scroll.top == 0)
    fixture.press("s")
    guard case .review(let again) = fixture.state.layers.last else { return }
    #expect(again.shown == [0, 1, 2, 3] && again.selection == 3)
  }

  @Test("E writes the very request to a file that the person names")
  func export() throws {
    var fixture = try reviewing([set(0, PolicyFields(comments: "why"))])
    let body = try review(fixture).request.body
    fixture.press("E", "ctrl-u")
    fixture.type("batch.json")
    fixture.press("enter")
    guard case .work(.export(let data, "batch.json")) = fixture.takeEffects().last else {
      Issue.record("nothing was written")
      return
    }
    #expect(data == body)
    fixture.send(.outside(.exported(to: "batch.json")))
    #expect(fixture.text.contains("Written to batch.json"))
  }
  @Test("where the configuration asks for a reason, nothing is submitted without one")
  func requiredReason() throws {
    var fixture = try reviewing([set(0, PolicyFields(comments: "why"))])
    fixture.state.requiresReason = true
    fixture.press("S", "enter")
    #expect(!submitted(&fixture))
    #expect(fixture.text.contains("asks for one"))
    fixture.type("SEC-1")
    fixture.press("enter", "enter")
    #expect(submitted(&fixture))
  }

  @Test("Y copies the review as text")
  func copyText() throws {
    var fixture = try reviewing([set(0, PolicyFields(comments: "why"))])
    fixture.press("Y", "enter")
    guard case .terminal(.copy(let text)) = fixture.takeEffects().last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.contains("billing@acme1.com  email  neutral\n    comments: vendor acme, approved > why\n"))
  }
}
