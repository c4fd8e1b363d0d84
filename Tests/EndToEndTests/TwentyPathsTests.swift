import Foundation
import Sandbox
import Testing

extension EndToEnd {
  /// The ways that people take most, from the keys to what the screen shows and the server has.
  @Suite("The twenty most used paths")
  struct TwentyPathsTests {
    private func open(
      _ stage: Stage,
      columns: Int = 120,
      before: String = "",
      kind: String = "tmux-256color"
    ) async throws -> TmuxTerminal {
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      // The next start waits for enter, or it would be over the status before anybody has seen it.
      let script =
        "\(before)\nexport TERM=\(kind)\n\"$POSTERN\"; echo \"status $?\"; read -r; \"$POSTERN\"; echo \"again $?\"; cat"
      return try await TmuxTerminal(columns: columns, rows: 40, environment: environment, script: script)
    }

    @Test("edit in the form, new, delete and undo, flags and a form on marks; submitted; taken back from the history")
    func draft() async throws {
      let stage = try await Stage(SandboxOptions(policies: 10, seed: 7))
      var ids: [String] = []
      for name in ["one", "two", "three", "four"] { ids.append(try await stage.create("\(name)@paths.example")) }
      let before = try await stage.policies()
      let terminal = try await open(stage)
      await terminal.expect("14 policies")

      // the form
      await terminal.filter("one@paths", shows: 1)
      await terminal.press("Enter")
      await terminal.expect("Edit policy")
      await terminal.press("BTab", "BTab")
      await terminal.type(", SEC-1")
      await terminal.expect("made by a test, SEC-1")
      await terminal.press("Enter")
      await terminal.expect("draft ~1")

      // a new policy
      await terminal.press("n")
      await terminal.expect("New policy")
      await terminal.type("new.paths.example")
      await terminal.press("Tab", "d", "Tab", "Tab", "Tab", "Space", "Tab", "Tab", "Tab")
      await terminal.type("SEC-2")
      await terminal.press("Enter")
      await terminal.expect("draft ~1 +1")

      // a deletion, and undo
      await terminal.filter("two@paths", shows: 1)
      await terminal.press("d")
      await terminal.expect("draft -1 ~1 +1")
      await terminal.press("u")
      await terminal.expect("Undone: delete two@paths.example")
      await terminal.press("d")
      await terminal.expect("draft -1 ~1 +1")

      // a flag, and then the form, on marks
      await terminal.filter("paths made -one -two", shows: 2)
      await terminal.press("*")
      await terminal.expect("2 marked")
      await terminal.press("x")
      await terminal.expect("off>on")
      await terminal.expect("draft -1 ~3 +1")
      await terminal.press("Enter")
      await terminal.expect("Edit 2 policies")
      await terminal.press("BTab")
      await terminal.type("SEC-3")
      await terminal.expect("2 change")
      await terminal.press("Enter")
      await terminal.expect("form gone") { !$0.contains("Edit 2") }

      // all of it, without the marks
      await terminal.press("Escape")
      await terminal.expect("no filter") { !$0.contains(" shown") }
      await terminal.press("Escape")
      await terminal.expect("no marks") { !$0.contains("marked") }
      await terminal.submit(stage, operations: 5)
      #expect(try await stage.value(of: ids[0], "comments") == "made by a test, SEC-1")
      #expect(try await stage.policy(id: ids[1]) == nil)
      for id in ids[2...] {
        #expect(try await stage.value(of: id, "is_exempt_recipient") == "true")
        #expect(try await stage.value(of: id, "comments") == "SEC-3")
      }
      let made = try await stage.policies().first { $0["pattern"] as? String == "new.paths.example" }
      #expect(made?["comments"] as? String == "SEC-2")
      #expect(stage.server.ledger.applied == 1)

      // the history, and what takes it back
      await terminal.press("H")
      await terminal.expect("applied")
      await terminal.press("Enter")
      await terminal.expect("deletes (1)")
      await terminal.press("U")
      await terminal.expect("Queued what takes it back")
      await terminal.submit(stage, operations: 5)
      let after = try await stage.policies()
      func told(_ policies: [[String: any Sendable]]) -> Set<String> {
        Set(policies.map { "\($0["pattern"] ?? "") \($0["comments"] ?? "") \($0["is_exempt_recipient"] ?? "")" })
      }
      #expect(told(after) == told(before))
      #expect(stage.server.ledger.entries.count == 2 && stage.server.ledger.applied == 2)
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }

    @Test("sort, columns, palette, help, themes, refresh and resize")
    func table() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      for name in ["bbb", "aaa", "ccc"] { _ = try await stage.create("\(name)@paths.example") }
      let terminal = try await open(stage)
      await terminal.expect("3 policies")

      await terminal.press("s")
      await terminal.expect("Sort by")
      await terminal.press("g", "Enter")
      await terminal.expect("PATTERN ▲")
      await terminal.expect("the order of the patterns") { screen in
        let found = screen.split(separator: "\n").compactMap { line in
          ["aaa@", "bbb@", "ccc@"].first { line.hasPrefix("     \($0)") }
        }
        return found == ["aaa@", "bbb@", "ccc@"]
      }
      await terminal.press("S")
      await terminal.expect("PATTERN ▼")

      await terminal.press(",")
      await terminal.expect("always shown")
      await terminal.press("j", "Space", "Escape")
      await terminal.expect("no column of types") { !$0.contains("TYPE") && !$0.contains("always shown") }

      await terminal.press(":")
      await terminal.expect("a few letters")
      await terminal.type("mark all")
      await terminal.expect("Mark all that the filter shows")
      await terminal.press("Enter")
      await terminal.expect("3 marked")
      await terminal.press("Escape")
      await terminal.expect("no marks") { !$0.contains("marked") }

      await terminal.press("?")
      await terminal.expect("Queue a new policy")
      await terminal.press("/")
      await terminal.type("undo")
      await terminal.expect("only what was found") { $0.contains("take the last change") && !$0.contains("new policy") }
      await terminal.press("Escape")
      await terminal.expect("Queue a new policy")
      await terminal.press("Escape")
      await terminal.expect("no help") { !$0.contains("Queue a new policy") }

      await terminal.press("T")
      await terminal.expect("high-contrast-dark")
      await terminal.press("j", "j", "Enter")
      await terminal.expect("Theme ")

      _ = try await stage.create("ddd@paths.example")
      await terminal.press("R")
      await terminal.expect("4 policies")
      await terminal.resize(columns: 80, rows: 24)
      await terminal.expect("ddd@paths.example")
      await terminal.expect("80 columns") { !$0.contains("COMMENTS") }
      await terminal.resize(columns: 130, rows: 30)
      await terminal.expect("COMMENTS")

      // and the looks are kept
      await terminal.press("q")
      await terminal.expect("status 0")
      await terminal.press("Enter")
      await terminal.expect("PATTERN ▼")
      await terminal.expect("no column of types") { $0.contains("4 policies") && !$0.contains("TYPE") }
      await terminal.press("q")
      await terminal.expect("again 0")
      await stage.server.stop()
    }

    @Test("a finding fixed and one silenced, pasted lines, a conflict; left, and gone on with at the next start")
    func findings() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let both = try await stage.create("fix@paths.example", isTrusted: true)
      let conflict = try await stage.create("both@paths.example")
      _ = try await stage.create("quiet@paths.example", comments: "")
      let terminal = try await open(stage)
      await terminal.expect("3 policies")

      // a fix
      await terminal.filter("fix@paths", shows: 1)
      await terminal.press("f")
      await terminal.expect("several-actions")
      await terminal.press("f")
      await terminal.expect("draft ~1")

      // silenced with a reason
      await terminal.filter("quiet@paths", shows: 1)
      await terminal.press("f")
      await terminal.expect("no-reason")
      await terminal.press("s")
      await terminal.expect("Accepted because")
      await terminal.type("SEC-7")
      await terminal.press("Enter")
      await terminal.expect("Silenced: SEC-7")
      await terminal.press("Escape")
      await terminal.expect("no list") { !$0.contains("Findings ·") }

      // pasted lines
      await terminal.press("-l", "\u{1B}[200~ann@lines.example\nBob <bob@lines.example>\u{1B}[201~")
      await terminal.expect("2 new policies of 2 lines")
      await terminal.press("a")
      await terminal.press("Enter")
      await terminal.expect("draft ~1 +2")

      // an edit of what somebody else edits too
      await terminal.filter("both@paths", shows: 1)
      await terminal.press("Enter")
      await terminal.expect("Edit policy")
      await terminal.press("BTab", "BTab")
      await terminal.type(" mine")
      await terminal.press("Enter")
      await terminal.expect("draft ~2 +2")

      // left and come back
      try await stage.server.change(id: conflict, fields: #"{"comments":"theirs"}"#)
      await terminal.press("q")
      await terminal.expect("is kept: 4 operations")
      await terminal.press("Enter")
      await terminal.expect("draft ~2 +2")
      await terminal.expect("r shows the conflicts")
      await terminal.press("r")
      await terminal.expect("4 operations")
      await terminal.press("3")
      await terminal.expect("m keeps mine")
      await terminal.press("m")
      await terminal.expect("No conflicts")
      await terminal.press("1")
      await terminal.press("Escape")
      await terminal.expect("5 policies")
      await terminal.submit(stage, operations: 4)
      #expect(try await stage.value(of: conflict, "comments") == "made by a test mine")
      #expect(try await stage.value(of: both, "is_acceptable_sender") == "false")
      let patterns = Set(try await stage.policies().compactMap { $0["pattern"] as? String })
      #expect(patterns.isSuperset(of: ["ann@lines.example", "bob@lines.example"]))
      #expect(stage.server.ledger.applied == 1)
      await terminal.press("q")
      await terminal.expect("again 0")
      await stage.server.stop()
    }

    @Test("a pattern that is copied reaches the terminal's clipboard", arguments: ["xterm-256color", "tmux-256color"])
    func copy(kind: String) async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      _ = try await stage.create("copied@paths.example")
      // Inside tmux it would go to tmux's buffer.
      let before = "tmux pipe-pane -O \"cat >> '$HOME/bytes'\"\nunset TMUX"
      let terminal = try await open(stage, before: before, kind: kind)
      await terminal.expect("1 policy")
      await terminal.press("y")
      await terminal.expect("Sent 20 bytes to the terminal's clipboard")
      let file = URL(fileURLWithPath: stage.home + "/bytes")
      let copied = "52;c;" + Data("copied@paths.example".utf8).base64EncodedString()
      let arrives = await eventually {
        ((try? Data(contentsOf: file)).map { TerminalBytes($0) })?.commands.contains(copied) == true
      }
      #expect(arrives)
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }
  }
}
