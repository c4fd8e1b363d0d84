import Canvas
import PolicyUI
import Testing

@Suite("The keymap")
struct KeymapTests {
  @Test("every command has a key in each of its contexts, and no key means two commands")
  func everyCommandHasAKey() {
    let keymap = Keymap()
    for command in CommandCatalogue.all {
      #expect(!command.keys.isEmpty, "\(command.id.rawValue)")
      for context in command.contexts {
        let keys = keymap.keys(of: command.id, in: context)
        #expect(!keys.isEmpty && keys.allSatisfy(command.keys.contains), "\(command.id.rawValue) in \(context)")
        for key in keys {
          let meant =
            key.second.map { keymap.command(for: $0, after: key.first, in: context) }
            ?? keymap.command(for: key.first, in: context)
          #expect(meant == command.id, "\(key) in \(context)")
        }
      }
    }
  }

  @Test("every command id stands in the catalogue exactly once")
  func everyIDHasACommand() {
    #expect(CommandCatalogue.all.map(\.id.rawValue).sorted() == CommandID.allCases.map(\.rawValue).sorted())
  }

  @Test(
    "a sequence is read from the names of one or two keys",
    arguments: [
      ("G", "G"), ("  ctrl-R ", "ctrl-r"), ("g g", "g g"), ("z  c", "z c"), ("space p", "space p"),
      ("ctrl-x shift-tab", "ctrl-x shift-tab"),
    ]
  )
  func reading(text: String, name: String) throws {
    #expect(try KeySequence(reading: text).description == name)
  }

  @Test(
    "what names no sequence says why",
    arguments: [
      ("", KeySequence.Mistake.notAKey("")), ("crtl-x", .notAKey("crtl-x")), ("g foo", .notAKey("foo")),
      ("a b c", .tooLong), ("g esc", .endsInEscape),
    ]
  )
  func notRead(text: String, mistake: KeySequence.Mistake) {
    #expect(throws: mistake) { try KeySequence(reading: text) }
  }

  // MARK: - Two strokes

  /// `z c` clears the filter and the marks, `z z` shows the changes; `z` alone is nothing in the table.
  private func fixture(_ size: Size = Size(rows: 24, columns: 80)) throws -> Fixture {
    var fixture = try Fixture(size)
    fixture.state.keymap =
      UserKeys(["policy.new": ["z c", "n"], "detail.toggle": ["z z"], "policy.copy": ["z y"]]).keymap
    return fixture
  }

  @Test("after the first stroke a box shows what may follow, and the second runs the command")
  func twoStrokes() throws {
    var fixture = try fixture()
    fixture.press("z")
    #expect(fixture.state.layers.isEmpty)
    let box = try #require(fixture.lines.firstIndex { $0.contains("z and then") })
    #expect(fixture.lines[box + 1].contains("c  Queue a new policy"))
    #expect(fixture.lines[box...].contains { $0.contains("y  Copy the pattern") })
    #expect(fixture.text.contains("esc gives up"))
    fixture.press("c")
    #expect(!fixture.text.contains("and then"))
    #expect(fixture.text.contains("New policy"))
  }

  @Test("esc ends a sequence without a word, and does not do what it does elsewhere")
  func escape() throws {
    var fixture = try fixture()
    fixture.press("space", "z", "esc")
    #expect(fixture.state.browse.marks.count == 1)
    #expect(fixture.state.message == nil)
    #expect(!fixture.text.contains("and then"))
  }

  @Test("a key that does not follow ends the sequence, and is not taken for itself")
  func unknown() throws {
    var fixture = try fixture()
    fixture.press("z", "q")
    #expect(fixture.takeEffects().isEmpty)
    #expect(fixture.text.contains("z q means nothing here."))
    fixture.press("n")
    #expect(fixture.text.contains("New policy"))
  }

  @Test("a paste, a click, or another place ends a sequence")
  func ended() throws {
    var fixture = try fixture()
    fixture.press("z")
    fixture.send(.input(.paste("c")))
    #expect(!fixture.text.contains("and then"))
    fixture.press("c")
    #expect(fixture.text.contains("New policy"))
    fixture.state.layers = []
    fixture.press("z")
    fixture.state.layers.append(.help(HelpState(openedFrom: .browse)))
    #expect(!fixture.text.contains("and then"))
    fixture.press("esc")
    #expect(fixture.state.layers.isEmpty)
  }

  @Test("a sequence works from the review too, where its first stroke had another meaning")
  func otherContext() throws {
    let keys = UserKeys(["policy.copy": ["z y"], "review.unfold-all": ["Z"]])
    #expect(keys.mistakes.isEmpty)
    #expect(keys.keymap.command(for: KeyPress("z"), in: .review) == nil)
    #expect(keys.keymap.command(for: KeyPress("y"), after: KeyPress("z"), in: .review) == .policyCopy)
    #expect(keys.keymap.command(for: KeyPress("Z"), in: .review) == .reviewUnfoldAll)
  }

  @Test("the box counts what it has no room for")
  func manyContinuations() throws {
    var fixture = try Fixture(Size(rows: 12, columns: 60))
    let names = ["policy.new", "policy.edit", "policy.delete", "policy.copy", "flag.trusted", "flag.verify"]
    let keys = names.enumerated().map { number, name in (name, ["z \(number)"]) }
    fixture.state.keymap = UserKeys(Dictionary(uniqueKeysWithValues: keys)).keymap
    fixture.press("z")
    #expect(fixture.text.contains("and 3 more"))
  }
}
