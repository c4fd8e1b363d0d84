import Canvas
import PolicyCore
import PolicyUI
import Testing

@Suite("The help")
struct HelpTests {
  private func fixture(_ rows: Int = 40) throws -> Fixture {
    try Fixture(Size(rows: rows, columns: 100), edits: [.delete([Fixture.policies[0]])])
  }

  private func place(of text: String, in fixture: Fixture) -> Int? {
    fixture.lines.firstIndex { $0.contains(text) }
  }

  @Test("shows the keys of the place it was opened from first, and what is common once")
  func order() throws {
    var fixture = try fixture(120)
    fixture.press("?")
    let policies = try #require(place(of: "│ Policies", in: fixture))
    let common = try #require(place(of: "│ In most places", in: fixture))
    let review = try #require(place(of: "│ Review", in: fixture))
    #expect(policies < common && common < review)
    #expect(fixture.lines.count { $0.contains("Move down a page") } == 1)
    fixture.press("esc")
    try fixture.openReview()
    fixture.press("?")
    let first = try #require(place(of: "│ Review", in: fixture))
    #expect(try #require(place(of: "│ Policies", in: fixture)) > first)
  }

  @Test("tab goes to the keys of the next place, shift-tab back")
  func places() throws {
    var fixture = try fixture(30)
    fixture.press("?")
    func first() -> String? {
      fixture.lines.first { $0.contains("│ /") }.flatMap { line in
        fixture.lines.firstIndex(of: line).map { fixture.lines[$0 + 1] }
      }
    }
    let start = first()
    #expect(start?.contains("│ Policies") == true)
    fixture.press("tab")
    #expect(first()?.contains("│ In most places") == true)
    fixture.press("tab", "shift-tab", "shift-tab")
    #expect(first() == start)
  }

  @Test("can be asked for over any place but itself")
  func everywhere() {
    let keymap = Keymap()
    for context in CommandContext.allCases where context != .help {
      #expect(keymap.keys(of: .help, in: context).last?.description == "f1", "\(context)")
    }
  }

  @Test(
    "the search finds by a word of what a command does, by its name and by its key",
    arguments: [
      ("undo", "Undo: take the last change of the draft back", "Queue a new policy"),
      ("draft.redo", "carry out again", "ake the last change"),
      ("ctrl-r", "carry out again", "Queue a new policy"),
      ("u", "ake the last change", "Queue a new policy"),
      ("U", "List the changes", "ake the last change"),
      ("COPY pattern", "Copy the pattern", "Queue a new policy"),
      ("space", "Mark the policy", "Queue a new policy"),
    ]
  )
  func finds(typed: String, shown: String, hidden: String) throws {
    var fixture = try fixture()
    fixture.press("?", "/")
    fixture.type(typed)
    #expect(fixture.text.contains(shown))
    #expect(!fixture.text.contains(hidden))
  }

  @Test("follows while one types, keeps the search with enter, and esc goes back step by step")
  func steps() throws {
    var fixture = try fixture()
    fixture.press("?", "/")
    fixture.type("redo")
    #expect(!fixture.text.contains("Queue a new policy"))
    fixture.press("backspace", "backspace", "backspace", "backspace")
    #expect(fixture.text.contains("Queue a new policy"))
    fixture.type("redo")
    fixture.press("enter", "j")
    #expect(fixture.text.contains("/ redo"))
    #expect(!fixture.text.contains("Queue a new policy"))
    fixture.press("esc")
    #expect(fixture.text.contains("Queue a new policy"))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("esc while typing shows everything again, and q types a q")
  func typing() throws {
    var fixture = try fixture()
    fixture.press("?", "/", "q")
    #expect(fixture.text.contains("/ q"))
    fixture.press("esc")
    #expect(fixture.text.contains("Queue a new policy"))
    #expect(fixture.state.layers.count == 1)
  }

  @Test("a paste goes into the search, and only there")
  func paste() throws {
    var fixture = try fixture()
    fixture.press("?")
    fixture.send(.input(.paste("redo")))
    #expect(fixture.text.contains("Queue a new policy"))
    fixture.press("/")
    fixture.send(.input(.paste("redo")))
    #expect(!fixture.text.contains("Queue a new policy"))
  }

  @Test("a search that finds nothing says so")
  func nothing() throws {
    var fixture = try fixture()
    fixture.press("?", "/")
    fixture.type("xyzzy")
    #expect(fixture.text.contains("No key, command, term or sign here is called that."))
  }

  @Test("scrolls to its very end, where the last line is the last one, and back")
  func scrolling() throws {
    var fixture = try fixture(24)
    fixture.press("?")
    let top = fixture.text
    fixture.press("G")
    #expect(fixture.text != top)
    #expect(!fixture.text.contains("│ Policies"))
    let end = fixture.text
    fixture.press("j", "pgdn")
    #expect(fixture.text == end)
    fixture.press("g")
    #expect(fixture.text == top)
  }
}

extension Fixture {
  /// Opens the review of the draft.
  mutating func openReview() throws {
    press("r")
    send(.review(.reviewed(try Review(of: state.draft.draft.operations, for: state.account))))
  }
}
