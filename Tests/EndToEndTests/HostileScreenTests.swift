import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Hostile text and the bytes that reach the terminal")
  struct HostileScreenTests {
    /// What would take the terminal over, or deceive whoever looks at it.
    private static let harmful = [
      "\u{1B}]0;PWNED\u{07}", "\u{1B}]52;d;UFdORUQ=\u{07}", "\u{1B}[>4;2m\u{1B}[2Jx\u{1B}[6n", "\u{1B}P+q544e\u{1B}\\",
      "\u{1B}c", "\u{9B}2J", "\u{9D}0;PWNED\u{9C}", "\u{90}q\u{9C}", "\u{85}\u{8D}", "\u{202E}gro.evil",
      "\u{2066}\u{200F}", "nul\u{0}nul", "\u{7F}\u{8}\u{8}\u{8}", "a\rb\nc\td\u{B}\u{C}", "z\u{200B}\u{200D}\u{FEFF}w",
      "👩‍👩‍👧‍👦👍🏽🇩🇪❤️", "\u{E000}\u{2028}\u{AD}", "bell\u{07}", "\u{1B}#8", "\u{1B}",
    ]
    /// What is not seen in the bytes alone, because it is made of what the program sends too, or because it is harmless.
    private static let others = [
      "\u{1B}[31m\u{1B}[2J", "\u{E}\u{F}", "e" + String(repeating: "\u{301}", count: 60), "مرحبا שלום 報告",
    ]

    @Test("what was not made harmless is found in the bytes, each piece alone", arguments: harmful)
    func found(fragment: String) {
      let before = "\u{1B}[1;2H\u{1B}(B\u{1B}[0;7mvendor "
      let after = " x\u{1B}[m\u{1B}]2;postern: Acme\u{07}"
      #expect(TerminalBytes((before + "報告" + after).utf8).faults == [])
      #expect(!TerminalBytes((before + fragment + after).utf8).faults.isEmpty)
    }

    /// As much of it as the API takes in a comment.
    private static func long(_ fragment: String) -> String {
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: String(repeating: fragment + "y", count: 512).unicodeScalars.prefix(1_024))
      return String(scalars)
    }

    private func populate(_ stage: Stage) async throws -> [String] {
      var ids: [String] = []
      for (number, piece) in (Self.harmful + Self.others).enumerated() {
        // The API refuses NUL in every field; it comes in what the server says.
        let fragment = piece.filter { $0 != "\0" }
        let fields: [String: Any] = [
          "pattern": number == 0 ? "aaa@vendor.example" : "\(fragment)@vendor\(number).example",
          "pattern_type": "EMAIL", "is_regex": number % 3 == 2, "is_trusted_sender": number % 2 == 1,
          "is_acceptable_sender": true, "is_exempt_recipient": false, "verify_sender": true,
          "comments": Self.long(fragment),
        ]
        let json = try JSONSerialization.data(withJSONObject: fields)
        ids.append(try await stage.server.create(fields: String(decoding: json, as: UTF8.self)))
      }
      return ids
    }

    /// Two accounts and a theme with names that somebody else may have written.
    private func configure(_ stage: Stage) throws -> [String: String] {
      let folder = stage.home + "/.config/postern"
      try FileManager.default.createDirectory(atPath: folder + "/themes", withIntermediateDirectories: true)
      let account = """
        account_id = "\(stage.server.accountID)"
        token_env = "SANDBOX_TOKEN"
        base_url = "\(stage.server.baseURL)"
        """
      let name = #"Acme\u001B]0;PWNED\u0007\u009B31m\u202E"#
      let text = """
        default_account = "evil"
        [accounts.evil]
        name = "\(name)"
        \(account)
        [accounts.other]
        name = "Other\(name)"
        \(account)
        """
      try text.write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
      let theme = "name = \"night\\u001B]0;PWNED\\u0007\\u202E\"\nvariant = \"dark\"\ninherits = \"default-dark\"\n"
      try theme.write(toFile: folder + "/themes/night\u{1B}]0;PWNED\u{07}.toml", atomically: true, encoding: .utf8)
      var environment = Stage.bareEnvironment(home: stage.home)
      environment["SANDBOX_TOKEN"] = stage.server.token
      environment["POSTERN"] = Program.path
      return environment
    }

    @Test("through all screens, nothing reaches the terminal but what the program itself sends")
    func screens() async throws {
      let refusal = Fault(.refuse, first: 1, pointer: "/patches/0/comments\u{0}\u{1B}]0;PWNED\u{07}\u{202E}")
      let stage = try await Stage(SandboxOptions(policies: 2, seed: 7, faults: [refusal]))
      let ids = try await populate(stage)
      let script = """
        tmux pipe-pane -O "cat >> '$HOME/bytes'"
        TERM=xterm-256color env -u TMUX "$POSTERN"; echo "status $?"
        cat
        """
      let environment = try configure(stage)
      let terminal = try await TmuxTerminal(columns: 120, rows: 40, environment: environment, script: script)
      await terminal.expect("26 policies")
      await lookAround(terminal)
      await submit(terminal, stage, ids)
      await lists(terminal)
      await terminal.press("d")
      await terminal.expect("draft -1")
      await terminal.press("q")
      await terminal.expect("status 0")

      let file = URL(fileURLWithPath: stage.home + "/bytes")
      _ = await eventually { (try? Data(contentsOf: file))?.range(of: Data("status 0".utf8)) != nil }
      let sent = TerminalBytes(try Data(contentsOf: file))
      #expect(sent.faults.prefix(10) == [])
      #expect(sent.text.contains(#"\u{1B}]0;PWNED\u{7}"#), "the escape is to be seen as text")
      #expect(sent.text.contains(#"\u{202E}"#) && sent.text.contains(#"\u{9B}"#))
      #expect(sent.commands.contains { $0.hasPrefix("2;postern: Acme") }, "\(sent.commands)")
      #expect(sent.commands.contains { $0.hasPrefix("52;c;") })
      await stage.server.stop()
    }

    /// The table, the details at all places, and what opens over a policy.
    private func lookAround(_ terminal: TmuxTerminal) async {
      for row in 2...26 {
        await terminal.press("j")
        await terminal.expect("\(row) of 26")
      }
      await terminal.press("p", "g")
      await terminal.expect("│")
      await terminal.press("G", "p")
      await terminal.expect("no table") { !$0.contains("PATTERN") }
      await terminal.press("p", "p")
      await terminal.expect("26 of 26")
      await terminal.press("#")
      await terminal.expect("Frequencies ·")
      await terminal.press("Tab", "Tab", "Escape")
      await terminal.expect("no frequencies") { !$0.contains("┌") }
      for _ in 0..<4 {
        await terminal.press("Enter")
        await terminal.expect("Edit policy")
        await terminal.press("Tab", "Tab", "Tab", "Tab", "Tab", "Tab", "Tab")
        await terminal.press("Escape")
        await terminal.expect("no form") { !$0.contains("Edit policy") }
        await terminal.press("f")
        await terminal.expect("findings") { $0.contains("Findings ·") || $0.contains("Nothing is found") }
        if await terminal.screen.contains("Findings ·") { await terminal.press("Escape") }
        await terminal.expect("no findings") { !$0.contains("┌") }
        await terminal.press("Y")
        await terminal.expect("┌ Copy")
        await terminal.press("j", "j", "Enter")
        await terminal.expect("Sent")
        await terminal.press("k", "k", "k", "k", "k")
      }
      await terminal.press("c")
      await terminal.expect("New policy")
      await terminal.press("Escape")
      await terminal.expect("Leave without queueing?")
      await terminal.press("y")
      await terminal.expect("no form") { !$0.contains("New policy") }
      await terminal.press("Space", "Space", "Enter")
      await terminal.expect("Edit 2 policies")
      await terminal.press("Escape")
      await terminal.expect("no form") { !$0.contains("Edit 2") }
      await terminal.press("Escape")
      await terminal.expect("no marks") { !$0.contains("marked") }
    }

    /// A batch that the server refuses in hostile words, and one in conflict with what somebody else wrote.
    private func submit(_ terminal: TmuxTerminal, _ stage: Stage, _ ids: [String]) async {
      await terminal.press("/")
      await terminal.type("aaa@vendor")
      await terminal.expect("1 shown")
      await terminal.press("Enter", "v")
      await terminal.expect("on>off")
      await terminal.press("r")
      await terminal.expect("patches")
      for (key, text) in [
        ("z", "/patches/0"), ("2", "unverified"), ("3", "No conflicts"), ("4", "\"patches\""), ("1", "~"),
      ] {
        await terminal.press(key)
        await terminal.expect(text)
      }
      await confirm(terminal)
      await terminal.expect("the server refused it")
      await terminal.press("Escape")
      await terminal.expect("1 shown")
      await terminal.press("u")
      await terminal.expect("no changes")
      await terminal.press("d")
      await terminal.expect("draft -1")
      let theirs = #"{"comments":"theirs \u001B]0;PWNED\u0007\u202E\u009B31m"}"#
      _ = try? await stage.server.change(id: ids[0], fields: theirs)
      await terminal.press("r")
      await terminal.expect("deletes")
      await confirm(terminal)
      await terminal.expect("theirs \\u{1B}]0;PWNED")
      await terminal.press("t")
      await terminal.expect("no changes")
      await terminal.press("Escape")
      await terminal.expect("all rows") { !$0.contains("shown") }
    }

    private func confirm(_ terminal: TmuxTerminal) async {
      await terminal.press("S")
      await terminal.expect("Submit 1 operation")
      guard await terminal.screen.contains("Type  1") else {
        await terminal.press("y")
        return
      }
      await terminal.type(#"1 Acme\u{1B}]0;PWNED\u{7}\u{9B}31m\u{202E}"#)
      await terminal.press("Enter")
    }

    private func lists(_ terminal: TmuxTerminal) async {
      await terminal.press("H")
      await terminal.expect("refused")
      await terminal.press("Enter")
      await terminal.expect("fingerprint")
      await terminal.press("j", "Escape")
      await terminal.expect("OUTCOME")
      await terminal.press("Escape")
      await terminal.expect("26 policies")
      let lists = [
        ("L", "Messages"), ("T", "night"), ("A", "Other"), ("?", "Keys"), ("U", "Changes of the draft"),
        (":", "Commands"),
      ]
      for (key, text) in lists {
        await terminal.press(key)
        await terminal.expect(text)
        await terminal.press("Down", "Escape")
        await terminal.expect("the table") { !$0.contains("┌") }
      }
    }

    @Test(
      "what the commands print for people is harmless too",
      arguments: ["list", "lint", "review", "history", "show"]
    )
    func commands(name: String) async throws {
      let stage = try await Stage(SandboxOptions(policies: 2, seed: 7))
      let ids = try await populate(stage)
      let environment = try configure(stage)
      _ = try await Program.run(["delete", ids[3], ids[5]], environment)
      let result = try await Program.run(name == "show" ? [name, ids[6]] : [name], environment)
      #expect(TerminalBytes((result.output + result.error).utf8).faults.prefix(10) == [], "status \(result.status)")
      if name != "history" { #expect(result.output.contains("\\u{")) }
      await stage.server.stop()
    }
  }
}
