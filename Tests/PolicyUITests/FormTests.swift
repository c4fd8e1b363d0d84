import Canvas
import PolicyCore
import PolicyUI
import Testing

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

  @Test("a new policy is queued with everything that the form holds")
  func new() throws {
    var fixture = try Fixture()
    fixture.press("n")
    fixture.type("door.example.org")
    fixture.press("tab", "d", "tab", "tab", "tab", "space", "enter")
    let effects = fixture.takeEffects()
    guard case .createPolicy(let fields) = effects.first else {
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
    fixture.type("door.example.org")
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
    fixture.send(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now)))
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
}
