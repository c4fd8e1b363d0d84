import Canvas
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Policies

@Suite("Several policies at once")
struct BulkTests {
  private func marked() throws -> Fixture {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("*", "enter")
    return fixture
  }

  @Test("enter on marks opens a form that says how many have each flag")
  func open() throws {
    let fixture = try marked()
    #expect(fixture.text.contains("Edit 5 policies"))
    #expect(fixture.text.contains("as it is: on for 1"))
    #expect(fixture.text.contains("mixed: typing sets all"))
  }

  @Test("only what is set is queued, and on all of them in one change")
  func queue() throws {
    var fixture = try marked()
    fixture.press("enter")
    #expect(fixture.text.contains("Nothing is set"))
    fixture.press("down", "down", "down", "space", "down", "down")
    fixture.type("SEC-9")
    #expect(fixture.text.contains("5 change"))
    fixture.press("enter")
    let edits = fixture.takeEdits()
    guard edits.count == 1, case .edit(let fields) = edits[0] else {
      Issue.record("it is not one change: \(edits)")
      return
    }
    #expect(fields.count == 5)
    #expect(fields.allSatisfy { $0.set == PolicyFields(verifySender: true, comments: "SEC-9") })
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a flag goes from as it is to on, to off, and back; a comment can be left alone again")
  func undo() throws {
    var fixture = try marked()
    fixture.press("space", "space", "space", "tab", "tab", "tab", "tab", "tab")
    fixture.type("x")
    fixture.press("alt-r", "enter")
    #expect(fixture.takeEdits().isEmpty)
    #expect(fixture.text.contains("Nothing is set"))
  }

  @Test("policies that are queued for deletion are left out")
  func deleted() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120), edits: [.delete([Fixture.policies[1]])])
    fixture.press("*", "enter")
    #expect(fixture.text.contains("Edit 4 of 5 policies: 1 is queued for deletion"))
  }

  @Test("a ticket is put behind every comment, and an expression changes a part of each")
  func comments() throws {
    for (keys, typed, after) in [
      (["right", "right"], "SEC-9", { (before: String) in before.isEmpty ? "SEC-9" : before + " SEC-9" }),
      (["right", "right", "right", "tab", "tab"], "e", { $0.replacing("e", with: "E") }),
    ] {
      var fixture = try marked()
      fixture.press("shift-tab")
      fixture.type(typed)
      fixture.press("shift-tab")
      for key in keys { fixture.press(key) }
      if keys.last == "tab" { fixture.type("E") }
      #expect(fixture.text.contains("  >  "))
      fixture.press("enter")
      guard case .edit(let edits) = fixture.takeEdits().first else {
        Issue.record("nothing was queued")
        return
      }
      for edit in edits {
        let before = edit.policy.fields.comments ?? ""
        #expect(edit.set.comments ?? before == after(before))
      }
      #expect(edits.contains { $0.set.comments != nil })
    }
  }

  @Test("what is no expression cannot be queued, and says why")
  func mistake() throws {
    var fixture = try marked()
    fixture.press("shift-tab")
    fixture.type("(")
    fixture.press("shift-tab", "right", "right", "right", "enter")
    #expect(fixture.takeEdits().isEmpty && fixture.text.contains("That is no expression"))
  }

  @Test("lines pasted into the table become new policies, looked at before they are queued")
  func paste() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.send(
      .input(
        .paste("ann@vendor.example\nBob <bob@vendor.example>\n\nnot a pattern!\n198.51.100.9\nann@vendor.example\n")
      )
    )
    #expect(fixture.text.contains("3 new policies of 4 lines"))
    #expect(fixture.text.contains("was Bob <bob@vendor.example>"))
    #expect(fixture.text.contains("line 4: not a pattern!"))
    fixture.press("space", "v")
    fixture.send(.input(.paste("SEC-3")))
    #expect(fixture.text.contains("SEC-3"), "the one text that is asked for here")
    // They open nothing yet, and nothing else says so.
    fixture.press("enter", "enter")
    #expect(fixture.takeEffects().isEmpty && fixture.text.contains("They would let nothing in"))
    fixture.press("a", "enter")
    guard case .draft(.createAll(let policies)) = fixture.takeEffects().last else {
      Issue.record("nothing was queued")
      return
    }
    #expect(policies.map(\.pattern) == ["bob@vendor.example", "198.51.100.9"])
    #expect(policies.map(\.patternType) == [.email, .ip])
    #expect(policies.allSatisfy { $0.isAcceptableSender == true && $0.verifySender == false && $0.comments == "SEC-3" })
  }

  @Test("a new policy begins verified and with no action, whichever way it comes")
  func startingFlags() throws {
    var flags: [Set<PolicyFlag>] = []
    for way in ["typed", "one", "several"] {
      var fixture = try Fixture()
      switch way {
      case "typed": fixture.press("n")
      case "one": fixture.send(.input(.paste("a@x.example\n")))
      default: fixture.send(.input(.paste("a@x.example\nb@x.example\n")))
      }
      switch fixture.state.layers.last {
      case .form(let form): flags.append(form.flags)
      case .bulkNew(let lines): flags.append(lines.flags)
      default: Issue.record("nothing was opened: \(way)")
      }
    }
    #expect(flags == [[.verify], [.verify], [.verify]])
  }

  @Test("esc in the list of patterns that were typed goes back to them; queueing closes both")
  func backToForm() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.press("n")
    fixture.type("a@x.example, b@x.example")
    fixture.press("tab")
    #expect(fixture.text.contains("2 new policies"))
    fixture.press("esc")
    #expect(fixture.text.contains("New policy") && fixture.text.contains("a@x.example, b@x.example"))
    fixture.press("tab", "a", "enter")
    guard case .draft(.createAll(let policies)) = fixture.takeEffects().last else {
      Issue.record("nothing was queued")
      return
    }
    #expect(policies.count == 2 && fixture.state.layers.isEmpty)
  }

  @Test("one pasted line becomes a form")
  func oneLine() throws {
    var fixture = try Fixture()
    fixture.send(.input(.paste("x[.]vendor.example\n")))
    #expect(fixture.text.contains("New policy") && fixture.text.contains("x[.]vendor.example"))
  }

  @Test("with --read-only nothing that is pasted can be queued")
  func readOnly() throws {
    var fixture = try Fixture(isReadOnly: true)
    fixture.send(.input(.paste("a@x.example\nb@x.example\n")))
    #expect(fixture.state.layers.isEmpty)
  }
}
