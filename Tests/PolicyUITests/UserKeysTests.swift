import Canvas
import PolicyCore
import PolicyUI
import TestSupport
import Testing

@Suite("The user's keys")
struct UserKeysTests {
  private func mistakes(_ texts: [String: [String]]) -> [String] {
    UserKeys(texts).mistakes.map { "\($0.configurationKey): \($0.what) \($0.advice)" }
  }

  @Test("take the place of a command's keys everywhere, and the old ones are free")
  func override() {
    let keys = UserKeys(["draft.undo": ["ctrl-u", "Z"], "cursor.half-page-up": ["K"]])
    #expect(keys.mistakes.isEmpty)
    for context in [CommandContext.browse, .review] {
      #expect(keys.keymap.command(for: KeyPress("u", .ctrl), in: context) == .draftUndo)
      #expect(keys.keymap.command(for: KeyPress("Z"), in: context) == .draftUndo)
      #expect(keys.keymap.command(for: KeyPress("u"), in: context) == nil)
      #expect(keys.keymap.keys(of: .draftUndo, in: context).text == "ctrl-u  Z")
    }
    #expect(keys.keymap.command(for: KeyPress("K"), in: .history) == .cursorHalfPageUp)
  }

  @Test("no keys at all leave a command to the palette")
  func none() throws {
    let keys = UserKeys(["draft.undo": []])
    #expect(keys.mistakes.isEmpty)
    #expect(keys.keymap.keys(of: .draftUndo, in: .browse).isEmpty)
    var fixture = try Fixture(edits: [.delete([Fixture.policies[0]])])
    fixture.state.keymap = keys.keymap
    fixture.press("u")
    #expect(fixture.takeEffects().isEmpty)
    fixture.press(":")
    fixture.type("undo")
    fixture.press("enter")
    guard case .draft(.undo) = fixture.takeEffects().last else {
      Issue.record("nothing was undone")
      return
    }
  }

  @Test("may take a built-in key from a command that has another there, or was given its own")
  func displacing() {
    let keys = UserKeys(["policy.new": ["j"], "policy.duplicate": ["u"], "draft.undo": ["c"]])
    #expect(keys.mistakes.isEmpty)
    #expect(keys.keymap.command(for: KeyPress("j"), in: .browse) == .policyNew)
    #expect(keys.keymap.command(for: KeyPress("j"), in: .review) == .cursorDown)
    #expect(keys.keymap.keys(of: .cursorDown, in: .browse).text == "down")
    #expect(keys.keymap.keys(of: .cursorDown, in: .review).text == "j  down")
  }

  @Test("are wrong where they take the last key of another command")
  func lastKey() {
    #expect(
      mistakes(["policy.new": ["u"]]) == [
        "keys.\"policy.new\": “u” takes the last key of draft.undo (in: policies). "
          + "Choose another key, or give draft.undo one of its own."
      ]
    )
  }

  @Test("are wrong where two commands claim one key in one place, and both are named")
  func conflict() {
    #expect(
      mistakes(["policy.new": ["Z"], "draft.redo": ["Z"]]) == [
        "keys.\"draft.redo\": “Z” is also the key of policy.new (in: policies). Give one of the two another key."
      ]
    )
    #expect(mistakes(["policy.new": ["Z"], "review.edit": ["Z"]]).isEmpty, "these are in different places")
  }

  @Test("are wrong where one cannot be told from the beginning of another")
  func prefix() {
    #expect(
      mistakes(["policy.new": ["Z"], "policy.edit": ["Z Z"]]) == [
        "keys.\"policy.new\": “Z” cannot be told from “Z Z”, the key of policy.edit (in: policies). "
          + "Give one of the two another key."
      ]
    )
    #expect(
      mistakes(["policy.edit": ["z z"], "policy.copy": ["z y"]]) == [
        "keys.\"policy.copy\": “z y” takes the last key of review.unfold-all (in: review). "
          + "Choose another key, or give review.unfold-all one of its own."
      ]
    )
    #expect(mistakes(["policy.edit": ["g e"]]).isEmpty, "home is left to go to the first row")
  }

  @Test(
    "a command that does not exist is told, with what was probably meant",
    arguments: [
      ("draft.udno", "Did you mean draft.undo?"), ("undo.draft", "Did you mean draft.undo?"),
      ("review.tab-request ", "Did you mean review.tab-request?"), ("quits", "Did you mean quit?"),
      ("frobnicate", "`postern keys` lists the commands."), ("", "`postern keys` lists the commands."),
    ]
  )
  func unknownCommand(name: String, advice: String) {
    #expect(mistakes([name: ["u"]]) == ["keys.\"\(name)\": There is no such command. \(advice)"])
  }

  @Test("a text that is no key is told, and the other keys stay")
  func unknownKey() {
    let keys = UserKeys(["draft.undo": ["crtl-z", "Z", "a b c", "g esc"]])
    #expect(
      keys.mistakes.map(\.what) == [
        "“a b c” has more than two strokes.", "“crtl-z” is not the name of a key.",
        "“g esc” cannot be pressed: esc gives up what was begun.",
      ]
    )
    #expect(keys.keymap.keys(of: .draftUndo, in: .browse).text == "Z")
  }

  @Test("all mistakes are told at once, by the command's name")
  func many() {
    let found = UserKeys(["quit": ["Q", "?!"], "nothing": ["x"], "draft.undo": ["Q"]]).mistakes
    #expect(found.map(\.command) == ["nothing", "quit", "quit"])
  }

  @Test("cannot lock anybody in")
  func locked() {
    #expect(mistakes(["interrupt": [], "quit": []]).count == 1)
    #expect(mistakes(["interrupt": []]).isEmpty)
    #expect(mistakes(["interrupt": [], "cancel": []]).count == 1)
    #expect(
      mistakes(["interrupt": [], "back": []]).first?.hasPrefix("keys.\"interrupt\": There is no key left") == true
    )
  }

  @Test("are what the hint bar, the help and the table of keys show")
  func shown() throws {
    var fixture = try Fixture(Size(rows: 40, columns: 120))
    fixture.state.keymap = UserKeys(["review.open": ["ctrl-o"], "policy.new": []]).keymap
    let hints = try #require(fixture.lines.last)
    #expect(hints.contains("ctrl-o review"))
    #expect(!hints.contains(" new"))
    fixture.press("?")
    #expect(fixture.lines.contains { $0.contains("ctrl-o") && $0.contains("Review the draft") })
    #expect(fixture.lines.contains { $0.contains("no key") && $0.contains("Queue a new policy") })
    let row = try #require(fixture.state.keymap.table.first { $0.command.id == .reviewOpen })
    #expect(row.keys.text == "ctrl-o")
    #expect(row.contexts == [.browse, .importing])
  }

  @Test("the table of keys has a row for each set of keys of a command")
  func table() {
    let rows = UserKeys(["policy.new": ["j"]]).keymap.table.filter { $0.command.id == .cursorDown }
    #expect(rows.map(\.keys.text) == ["down", "j  down"])
    #expect(rows.first?.contexts == [.browse])
    #expect(Set(rows.flatMap(\.contexts)) == CommandCatalogue.command(.cursorDown)?.contexts)
    #expect(Set(Keymap().table.map(\.command.id)) == Set(CommandID.allCases))
  }

  @Test("whatever they are, a key that is shown for a command means it, and no command is lost without a word")
  func random() {
    let keys = ["a", "j", "G", "z", "ctrl-r", "esc", "space", "Q", "z z", "z c", "g g", "esc a", "ctrl-c", "q q"]
    for seed in UInt64(1)...200 {
      var generator = SeededGenerator(seed: seed)
      var texts: [String: [String]] = [:]
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let command = CommandID.allCases.randomElement(using: &generator)?.rawValue ?? ""
        texts[command] = Array(keys.shuffled(using: &generator).prefix(Int.random(in: 0...2, using: &generator)))
      }
      let user = UserKeys(texts)
      for command in CommandCatalogue.all {
        for context in command.contexts {
          let shown = user.keymap.keys(of: command.id, in: context)
          for key in shown {
            let meant =
              key.second.map { user.keymap.command(for: $0, after: key.first, in: context) }
              ?? user.keymap.command(for: key.first, in: context)
            #expect(meant == command.id, "seed \(seed): \(key) in \(context)")
          }
          let isTold = !user.mistakes.isEmpty || texts[command.id.rawValue] == []
          #expect(!shown.isEmpty || isTold, "seed \(seed): \(command.id.rawValue) in \(context)")
        }
      }
    }
  }

  @Test("to suspend and to redraw work in a text field, unless their key types")
  func everywhere() throws {
    var fixture = try Fixture()
    fixture.state.keymap = UserKeys(["screen.suspend": ["ctrl-p"], "screen.redraw": ["W"]]).keymap
    fixture.press("/", "ctrl-p")
    guard case .terminal(.suspend) = fixture.takeEffects().first else {
      Issue.record("not suspended")
      return
    }
    fixture.press("W", "ctrl-z")
    #expect(fixture.takeEffects().isEmpty)
    #expect(fixture.state.browse.filter.text == "W")
  }
}
