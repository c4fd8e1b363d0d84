import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Policies
import Values

@Suite("The table: marks, mouse, filter line, loading")
struct TableTests {
  private func click(_ fixture: inout Fixture, _ kind: MouseEvent.Kind, row: Int, after seconds: Double = 0) {
    fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(seconds)))
    fixture.send(.input(.mouse(MouseEvent(kind, at: Position(row: row, column: 10)))))
  }

  @Test("a range of marks goes from the last mark to the cursor")
  func range() throws {
    var fixture = try Fixture()
    fixture.press("space", "j", "j", "V")
    #expect(fixture.state.browse.marks.count == 4)
    fixture.press("esc")
    #expect(fixture.state.browse.marks.isEmpty)
  }

  @Test("a click selects, a double click edits, two slow clicks do not")
  func doubleClick() throws {
    var fixture = try Fixture()
    click(&fixture, .press(.left), row: 4)
    click(&fixture, .release(.left), row: 4)
    #expect(fixture.state.browse.selection == 1)
    click(&fixture, .press(.left), row: 4, after: 1)
    #expect(fixture.state.layers.isEmpty)
    click(&fixture, .press(.left), row: 4, after: 0.2)
    #expect(fixture.text.contains("Edit policy"))
  }

  @Test("dragging over rows marks them")
  func drag() throws {
    var fixture = try Fixture()
    click(&fixture, .press(.left), row: 3)
    click(&fixture, .release(.left), row: 5)
    #expect(fixture.state.browse.marks.count == 3)
  }

  @Test("m leaves the mouse to the terminal, and a badge says so")
  func mouse() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    fixture.press("m")
    guard !picture(of: fixture.state).wantsMouse else {
      Issue.record("the mouse was not let go")
      return
    }
    #expect(fixture.lines[0].contains("MOUSE OFF"))
    fixture.press("m")
    #expect(!fixture.lines[0].contains("MOUSE OFF"))
  }

  @Test(
    "tab completes keys and values as far as they are certain, and offers the first of several",
    arguments: [
      ("ver", "verify:"), ("type:do", "type:domain "), ("acme fin", "acme finding:"),
      ("rule:trusted-", "rule:trusted-domain"), ("", "type:"),
    ]
  )
  func completion(typed: String, completed: String) throws {
    var fixture = try Fixture()
    fixture.press("/")
    fixture.type(typed)
    fixture.press("tab")
    #expect(fixture.state.browse.filter.text == completed)
  }

  @Test("candidates stand in the footer while one types")
  func candidates() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    fixture.press("/")
    fixture.type("finding:")
    #expect(fixture.lines.last?.contains("danger") == true)
  }

  @Test("a filter that was used can be had again, once however often it was used")
  func history() throws {
    var fixture = try Fixture()
    for text in ["acme", "type:ip", "acme"] {
      fixture.press("/")
      fixture.type(text)
      fixture.press("enter", "esc")
    }
    #expect(fixture.state.browse.filterHistory == ["type:ip", "acme"])
  }

  @Test("esc stops a load, and what was loaded before stays")
  func cancel() throws {
    var fixture = try Fixture()
    fixture.press("R")
    _ = fixture.takeEffects()
    fixture.press("esc")
    guard case .work(.cancelLoad) = fixture.takeEffects().last else {
      Issue.record("the load goes on")
      return
    }
    fixture.send(.load(.progressed(loaded: 3, total: 9)))
    #expect(fixture.state.browse.load == .idle)
    #expect(fixture.state.browse.rows.count == 5)
  }

  @Test("a wait is shown with its reason and the time that is left")
  func wait() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    fixture.press("R")
    fixture.send(.load(.waits(Problem(.rateLimited, what: "Too many requests.", advice: "Wait."), seconds: 12)))
    #expect(fixture.lines[1].contains("rate limited: tries again in 12 s"))
    fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(5)))
    #expect(fixture.lines[1].contains("in 7 s"))
    fixture.send(.load(.progressed(loaded: 100, total: 200)))
    #expect(!fixture.lines[1].contains("rate limited"))
  }

  @Test("a load says how far it is, how fast, and how long the rest will take")
  func progress() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    fixture.press("R")
    fixture.send(.load(.progressed(loaded: 1000, total: 10_000)))
    #expect(fixture.lines[1].contains("loading 1,000 of 10,000…"))
    #expect(!fixture.lines[1].contains("/s"))
    fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(4)))
    #expect(fixture.lines[1].contains("250/s, 36 s left"))
    fixture.send(.load(.progressed(loaded: 9900, total: 10_000)))
    #expect(fixture.lines[1].contains("2,475/s  esc stops"))
    fixture.send(.load(.progressed(loaded: 0, total: nil)))
    #expect(!fixture.lines[1].contains("/s"))
  }

  @Test("an old list is loaded again by itself, but not under somebody's hands")
  func refresh() throws {
    var fixture = try Fixture()
    fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(299)))
    #expect(fixture.takeEffects().isEmpty)
    fixture.press("n")
    fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(10)))
    #expect(fixture.takeEffects().isEmpty)
    fixture.press("esc")
    fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(1)))
    guard case .work(.loadPolicies) = fixture.takeEffects().first else {
      Issue.record("nothing was loaded: \(fixture.state.layers.count) layers, \(fixture.state.browse.load)")
      return
    }
    fixture.send(.load(.failed(Problem(.unreachable, what: "Offline.", advice: "Wait."))))
    fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(60)))
    #expect(fixture.takeEffects().isEmpty, "a failed load is not repeated at once")
  }

  @Test("details stand below, at the right where there is room, in the place of the table, or not at all")
  func details() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 140))
    #expect(fixture.lines[16].contains("──"))
    fixture.press("p")
    #expect(fixture.lines[3].contains("│"))
    fixture.press("p")
    #expect(fixture.lines[2].contains("──"))
    fixture.press("p")
    #expect(!fixture.text.contains("│") && !fixture.text.contains("──"))
  }

  @Test("a filter that is not understood shows more than was meant, so not all that it shows can be marked")
  func halfTypedFilter() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    fixture.press("/")
    fixture.type("finding:d")
    fixture.press("enter", "*")
    #expect(fixture.state.browse.marks.isEmpty)
    #expect(fixture.text.contains("not understood at character 9"))
  }

  @Test("until a person has moved, the cursor stays at the top whatever rows arrive")
  func arriving() throws {
    var fixture = try Fixture()
    let newer = Fixture.policy("p0", "newest@acme.example", .email, [.acceptable], "", "2026-09-01T00:00:00Z")
    func load(_ revision: Int) {
      let list = PolicyList(Fixture.policies + [newer], revision: revision)
      fixture.send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now))))
    }
    load(2)
    #expect(fixture.state.selectedRow?.id == "p0")
    fixture.press("j")
    let chosen = fixture.state.selectedRow?.id
    fixture.send(
      .load(
        .loaded(
          LoadedPolicies(list: PolicyList(Fixture.policies, revision: 3), isComplete: true, loadedAt: fixture.state.now)
        )
      )
    )
    #expect(fixture.state.selectedRow?.id == chosen)
  }
}
