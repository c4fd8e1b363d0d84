import Canvas
import PolicyCore
import PolicyUI
import Testing
import Policies

@Suite("The form")
struct FormTests {
  @Test("only what was changed is queued")
  func edit() throws {
    var fixture = try Fixture()
    fixture.press("enter")
    #expect(fixture.text.contains("Edit policy"))
    fixture.press("tab", "tab", "tab", "space", "enter")
    let edit = DraftEdit.FieldEdit(
      policy: Fixture.policies[0],
      set: PolicyFields(isTrustedSender: true),
      replacesWhole: false
    )
    #expect(fixture.takeEdits() == [.edit([edit])])
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a form that changed nothing queues nothing")
  func unchanged() throws {
    var fixture = try Fixture()
    fixture.press("enter", "enter")
    #expect(fixture.takeEffects().isEmpty)
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("what is queued for deletion is not edited, and the screen says what to do", arguments: ["enter", "t"])
  func deletion(key: String) throws {
    var fixture = try Fixture()
    let deletion = DraftOperation(intent: .delete(base: Fixture.policies[0], suspended: nil), position: 0)
    fixture.send(.draft(.read(DraftSnapshot(draft: Draft([deletion]), revision: 1))))
    fixture.press(key)
    #expect(fixture.state.layers.isEmpty)
    #expect(fixture.takeEdits().isEmpty)
    #expect(fixture.text.contains("The policy is queued for deletion. d takes that back."))
  }

  @Test("a new policy is queued with everything that the form holds")
  func new() throws {
    var fixture = try Fixture()
    fixture.press("n")
    fixture.type("door.example.org")
    fixture.press("tab", "d", "tab", "tab", "tab", "space", "enter")
    let effects = fixture.takeEffects()
    guard case .draft(.create(let fields, _)) = effects.first else {
      Issue.record("nothing was created: \(effects)")
      return
    }
    #expect(fields.pattern == "door.example.org")
    #expect(fields.patternType == .domain)
    #expect(fields.isAcceptableSender == true && fields.isTrustedSender == false)
  }

  @Test("with an error the form cannot be queued, and says why")
  func error() throws {
    var fixture = try Fixture()
    fixture.press("n")
    fixture.type("door to nowhere")
    fixture.press("enter")
    #expect(fixture.takeEffects().isEmpty)
    #expect(fixture.state.layers.count == 1)
    #expect(fixture.text.contains("No type is chosen."))
  }

  @Test("leaving a changed form asks, and staying keeps what was typed")
  func leaving() throws {
    var fixture = try Fixture()
    fixture.press("n")
    fixture.type("x")
    fixture.press("esc")
    #expect(fixture.text.contains("Leave without queueing?"))
    fixture.press("n")
    guard case .form(let form) = fixture.state.layers.last else {
      Issue.record("the form was left")
      return
    }
    #expect(form.pattern.text == "x")
    fixture.press("esc", "y")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a policy of a type that may not be sent opens with no type chosen, and its flags can be patched")
  func unknownType() throws {
    var fixture = try Fixture()
    let unknown = Fixture.policy("p9", "old.example", .unknown, [.acceptable], "", "2030-01-01T00:00:00Z")
    let list = PolicyList(Fixture.policies + [unknown], revision: 2)
    fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    fixture.press("g", "enter", "tab", "tab", "tab", "space", "enter")
    let edit = DraftEdit.FieldEdit(policy: unknown, set: PolicyFields(isTrustedSender: true), replacesWhole: false)
    #expect(fixture.takeEdits() == [.edit([edit])])
  }

  @Test("a paste goes into the field, not into commands")
  func paste() throws {
    var fixture = try Fixture()
    fixture.press("n")
    fixture.send(.input(.paste("d@x.example\n")))
    guard case .form(let form) = fixture.state.layers.last else {
      Issue.record("the form is gone")
      return
    }
    #expect(form.pattern.text == "d@x.example")
  }

  @Test("an error of the type stands beside the type, on a narrow screen too")
  func typeError() throws {
    for columns in [80, 120] {
      var fixture = try Fixture(Size(rows: 40, columns: columns))
      fixture.press("n")
      fixture.type("acme example")
      fixture.press("tab")
      let line = try #require(fixture.lines.first { $0.contains("Type  ") })
      #expect(line.contains("E pattern-type-unknown") || line.contains("E choose one"), "\(columns): \(line)")
      #expect(line.contains("reg"), "the box keeps its name")
    }
  }

  @Test("what is pasted is offered cleaned before a type is chosen")
  func cleaned() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("n")
    fixture.send(.input(.paste("Bob <bob@x.example>")))
    #expect(fixture.text.contains("ctrl-x write bob@x.example"))
    fixture.press("ctrl-x")
    guard case .form(let form) = fixture.state.layers.last else { return }
    #expect(form.pattern.text == "bob@x.example" && form.type == .email)
    #expect(!fixture.text.contains("ctrl-x"))
  }

  @Test("the change stands first, beside its effect, and what was stays beside its field")
  func verdict() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("enter", "tab", "tab", "tab", "space", "tab", "tab", "tab", "space")
    let lines = fixture.lines
    let change = try #require(lines.firstIndex { $0.contains("trusted sender      off > on") })
    let finding = try #require(lines.firstIndex { $0.contains("D trusted-unverified  ") && $0.contains("without") })
    #expect(change < finding && lines[change].contains("WIDENS"))
    #expect(lines.contains { $0.contains("Sender must pass") && $0.contains("was on") })
  }

  @Test("what cannot be queued is not called neutral")
  func invalid() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("n")
    fixture.type("no such address")
    fixture.press("tab", "e")
    #expect(fixture.text.contains("INVALID"))
    #expect(!fixture.text.contains("neutral"))
  }

  @Test("a usual policy takes four keys beside its text, and its type follows the pattern")
  func usual() throws {
    var fixture = try Fixture()
    fixture.press("n")
    fixture.type("payroll@vendor.example")
    fixture.press("alt-a", "shift-tab")
    fixture.type("SEC-7")
    fixture.press("enter")
    guard case .draft(.create(let fields, _)) = fixture.takeEffects().first else {
      Issue.record("nothing was created")
      return
    }
    #expect(fields.patternType == .email && fields.isRegex == false && fields.comments == "SEC-7")
    #expect(fields.isAcceptableSender == true && fields.verifySender == true)
    #expect(fields.isTrustedSender == false && fields.isExemptRecipient == false)
  }

  @Test("what is half typed is no mistake, and a type that was chosen is kept")
  func halfTyped() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("n")
    for (text, type) in [("payroll", nil), ("@vendor.example", PatternType.email)] {
      fixture.type(text)
      guard case .form(let form) = fixture.state.layers.last else { return }
      #expect(form.type == type)
      #expect(!fixture.text.contains("INVALID") && !fixture.text.contains("E pattern"))
    }
    fixture.press("tab", "d", "shift-tab", "backspace")
    guard case .form(let form) = fixture.state.layers.last else { return }
    #expect(form.type == .domain)
    #expect(fixture.text.contains("INVALID"))
  }

  @Test(
    "several patterns become a list of policies, each with its type",
    arguments: [
      ("ann@a.example, b.example,198.51.100.7", [PatternType.email, .domain, .ip]),
      ("ann@a.example\nnothing at all\nb.example\n", [.email, .domain]),
    ]
  )
  func several(text: String, types: [PatternType]) throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("n", "alt-t")
    fixture.send(.input(.paste(text)))
    #expect(fixture.text.contains("patterns, each a policy of its own"))
    fixture.press("tab")
    #expect(fixture.text.contains("new policies of"))
    fixture.press("enter")
    guard case .draft(.createAll(let policies)) = fixture.takeEffects().last else {
      Issue.record("nothing was queued")
      return
    }
    #expect(policies.map(\.patternType) == types)
    #expect(policies.allSatisfy { $0.isTrustedSender == true && $0.verifySender == true && $0.isRegex == false })
  }

  @Test("one pattern with a comma in it, and an expression, stay one")
  func one() throws {
    for text in [#""a,b"@x.example"#, "a@x.example, no pattern"] {
      var fixture = try Fixture()
      fixture.press("n")
      fixture.type(text)
      fixture.press("tab")
      guard case .form = fixture.state.layers.last else {
        Issue.record("\(text) became several")
        return
      }
    }
  }

  @Test("the last comment is offered and never filled in")
  func lastComment() throws {
    let policy = Fixture.policies[0]
    let edit = DraftEdit.FieldEdit(
      policy: policy,
      set: PolicyFields(comments: "SEC-8 for the audit"),
      replacesWhole: false
    )
    var fixture = try Fixture(Size(rows: 40, columns: 120), edits: [.edit([edit])])
    fixture.press("n")
    fixture.type("d@x.example")
    fixture.press("shift-tab")
    guard case .form(let before) = fixture.state.layers.last else { return }
    #expect(before.comments.text.isEmpty && fixture.text.contains("alt-c last comment"))
    fixture.press("alt-c")
    guard case .form(let after) = fixture.state.layers.last else { return }
    #expect(after.comments.text == "SEC-8 for the audit")
  }

  @Test("an expression says what it opens, and a text is held against it one field before the pattern")
  func expression() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("n")
    fixture.type(#".*@mail.vendor\.com$"#)
    fixture.press("tab", "e")
    #expect(!fixture.text.contains("Opens"))
    fixture.press("tab", "space")
    let opens = try #require(fixture.lines.first { $0.contains("Opens  ") })
    #expect(opens.contains("mail.vendor.com, and 37 others by its loose dots; no other policy inside"))
    fixture.press("shift-tab", "shift-tab", "shift-tab")
    fixture.type("q@mailxvendor.com")
    let trial = try #require(fixture.lines.first { $0.contains("Try  ") })
    #expect(trial.contains("q@mailxvendor.com ") && trial.contains("  matches"))
    fixture.press("backspace")
    #expect(try #require(fixture.lines.first { $0.contains("Try  ") }).contains("does not match"))
    guard case .form(let form) = fixture.state.layers.last else {
      Issue.record("the form is gone")
      return
    }
    #expect(form.focus == .trial && form.values.pattern == #".*@mail.vendor\.com$"#)
  }

  @Test("the part of the pattern that a finding is about is marked, and nothing else of it")
  func marked() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("n")
    fixture.type(#".*@mail.vendor\.com$"#)
    fixture.press("tab", "e", "tab", "space", "tab")
    let buffer = view(fixture.state)
    let row = try #require(fixture.lines.firstIndex { $0.contains("Pattern  ") })
    let line = Array(fixture.lines[row])
    let start = try #require(line.indices.first { line[$0...].starts(with: ".*@mail") })
    // Without colours a field is underlined as a whole.
    let marked = (start..<start + 20).filter { buffer[row, $0].style.attributes.contains(.bold) }
    #expect(marked == [start + 7])
  }

  @Test("what is found on a policy stands in its form before anything is changed")
  func opened() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("g")
    let dangerous = try #require(
      Fixture.policies.first { fixture.state.findings.level(of: $0.id) == .danger && !$0.pattern.isEmpty }
    )
    fixture.press("/")
    fixture.type(dangerous.pattern)
    fixture.press("enter", "enter")
    let rule = try #require(fixture.state.findings.findings(on: dangerous.id).first?.rule)
    guard case .form(let form) = fixture.state.layers.last else { throw Absent() }
    #expect(form.verdict(judgedBy: fixture.state.findings).findings.first?.rule == rule)
    #expect(fixture.text.contains(rule.rawValue))
  }

  private struct Absent: Error {}
}
