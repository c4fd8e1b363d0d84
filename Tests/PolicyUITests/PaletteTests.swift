import Canvas
import PolicyCore
import PolicyUI
import Testing
import Theming

@Suite("The palette")
struct PaletteTests {
  /// The commands that the palette shows, by what they do.
  private func listed(_ fixture: Fixture) throws -> [String] {
    let lines = fixture.lines
    let top = try #require(lines.firstIndex { $0.contains(" Commands ") })
    return lines[(top + 2)...].prefix { !$0.contains("└") && !$0.contains("+-") }.dropLast().map { line in
      line.trimmingPrefix { "│ ".contains($0) || $0 == "─" }.description
    }
  }

  private func first(_ typed: String, in fixture: Fixture) throws -> String {
    var fixture = fixture
    fixture.press(":")
    fixture.type(typed)
    return try #require(try listed(fixture).first)
  }

  @Test(
    "finds a command by a few letters of its name, its hint or what it does",
    arguments: [
      ("undo", "undo"), ("und", "undo"), ("colour", "theme"), ("clipboard", "copy"), ("submissions", "history"),
      ("oldest", "sort"), ("redo", "redo"), ("r", "redo"), ("rev", "review"), ("verify", "verify"),
      ("del", "delete"), ("new", "new"), ("DETAILS", "details"), ("mrkall", "mark all"), ("delete policy", "delete"),
      ("mi", "invert marks"), ("spf", "suspend"), ("load again", "refresh"), ("q", "quit"), ("history", "history"),
      ("hist", "history"), ("theme", "themes"), ("sort", "sort"), ("page up", "page"),
    ]
  )
  func finds(typed: String, hint: String) throws {
    let fixture = try Fixture(Size(rows: 40, columns: 120), edits: [.delete([Fixture.policies[0]])])
    #expect(try first(typed, in: fixture).hasPrefix(hint))
  }

  @Test(
    "in the review it finds the review's commands",
    arguments: [("rs", "submit"), ("undo", "undo"), ("unall", "all"), ("request", "request"), ("mine", "keep mine")]
  )
  func findsInReview(typed: String, hint: String) throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120), edits: [.delete([Fixture.policies[0]])])
    try fixture.openReview()
    #expect(try first(typed, in: fixture).hasPrefix(hint))
  }

  @Test("runs a command as its key would")
  func runs() throws {
    var fixture = try Fixture()
    fixture.press(":")
    fixture.type("trusted")
    fixture.press("enter")
    #expect(fixture.state.layers.isEmpty)
    let edits = fixture.takeEdits()
    fixture.press("t")
    #expect(edits == fixture.takeEdits())
    #expect(edits.count == 1)
  }

  @Test("a command that cannot be used now is dimmed with the reason, and enter says it and stays")
  func disabled() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    fixture.press(":")
    fixture.type("undo")
    #expect(try listed(fixture).first?.contains("There is nothing to undo.") == true)
    fixture.press("enter")
    #expect(fixture.takeEffects() == [.work(.readViews)])
    #expect(fixture.state.message?.text == "There is nothing to undo.")
    #expect(fixture.text.contains(" Commands "))
    let row = try #require(fixture.lines.firstIndex { $0.contains("ake the last change") })
    let styles = Set(view(fixture.state).styleRuns(row: row).filter { $0.text.contains("take") }.map(\.style))
    #expect(styles.count == 1)
    #expect(styles != [fixture.state.theme[.text]])
  }

  @Test("the letters by which a command was found stand out")
  func highlights() throws {
    var fixture = try Fixture()
    fixture.press(":")
    fixture.type("refr")
    let row = try #require(fixture.lines.firstIndex { $0.contains("refresh") })
    let match = fixture.state.theme[.match]
    let marked = view(fixture.state).styleRuns(row: row).filter { $0.style.attributes.isSuperset(of: match.attributes) }
    #expect(marked.contains { $0.text.hasSuffix("refr") || $0.text == "refr" })
  }

  @Test("commands used before come first while nothing is typed, the last one at the top")
  func recent() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    for name in ["invert", "verify", "invert"] {
      fixture.press(":")
      fixture.type(name)
      fixture.press("enter")
    }
    fixture.press(":")
    let shown = try listed(fixture)
    #expect(shown[0].hasPrefix("invert marks"))
    #expect(shown[1].hasPrefix("verify"))
    #expect(!shown[2].hasPrefix("down"))
  }

  @Test("arrows, ctrl-n and ctrl-p choose, and what is typed afterwards begins at the top again")
  func moving() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press(":")
    fixture.type("mark")
    #expect(try listed(fixture)[2].hasPrefix("mark all"))
    fixture.press("down", "ctrl-n", "down", "up", "down", "ctrl-p", "enter")
    #expect(fixture.state.browse.marks.count == Fixture.policies.count)
    fixture.press(":")
    fixture.press("down", "down")
    fixture.type("x")
    fixture.press("ctrl-u")
    fixture.press("up")
    guard case .palette(let palette) = fixture.state.layers.last else {
      Issue.record("the palette is gone")
      return
    }
    #expect(palette.selection == 0)
    #expect(palette.field.text.isEmpty)
  }

  @Test("a paste goes into the field")
  func paste() throws {
    var fixture = try Fixture()
    fixture.press(":", "down")
    fixture.send(.input(.paste("mark\nall")))
    #expect(try listed(fixture).first?.hasPrefix("mark all") == true)
    fixture.press("enter")
    #expect(fixture.state.browse.marks.count == Fixture.policies.count)
  }

  @Test("what stands for nothing says so, and enter does nothing", arguments: ["zzzz", "undo xyzzy"])
  func nothing(typed: String) throws {
    var fixture = try Fixture()
    fixture.press(":")
    fixture.type(typed)
    fixture.press("enter", "down", "enter")
    #expect(fixture.takeEffects() == [.work(.readViews)])
    #expect(fixture.text.contains("No command here is called that."))
  }

  @Test("esc closes it and leaves everything as it was", arguments: ["esc", "ctrl-c", "ctrl-g"])
  func closes(key: String) throws {
    var fixture = try Fixture()
    let before = fixture.text
    fixture.press(":")
    fixture.type("undo")
    fixture.press(key)
    #expect(fixture.text == before)
    #expect(fixture.takeEffects() == [.work(.readViews)])
  }

  @Test("over a list it offers the list's commands and works on what is chosen there")
  func overHistory() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 120))
    fixture.press("H")
    fixture.send(.history(.read([])))
    _ = fixture.takeEffects()
    fixture.press(":")
    fixture.type("undo")
    fixture.press("enter")
    #expect(fixture.state.message?.text == "Nothing has been submitted from here yet.")
    fixture.press("esc", ":")
    fixture.type("go back")
    fixture.press("enter")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a list that arrives while the palette lies over it is shown")
  func arriving() throws {
    var fixture = try Fixture(Size(rows: 30, columns: 100))
    fixture.press("H", ":")
    fixture.send(.history(.read([])))
    fixture.press("esc")
    #expect(fixture.text.contains("Nothing has been submitted from here yet."))
  }

  @Test("it opens over every place but itself, over text fields by a key that types nothing")
  func everywhere() {
    let keymap = Keymap()
    for context in CommandContext.allCases where context != .palette {
      #expect(keymap.keys(of: .paletteOpen, in: context).last?.description == "alt-x", "\(context)")
    }
  }

  @Test(
    "it is drawn whole in the smallest terminal",
    arguments: [Size(rows: 10, columns: 40), Size(rows: 24, columns: 80)]
  )
  func small(size: Size) throws {
    var fixture = try Fixture(size)
    fixture.press(":")
    fixture.type("u")
    #expect(fixture.lines.contains { $0.contains("└") && $0.contains("┘") })
    #expect(view(fixture.state).cursor != nil)
  }
}
