import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Manners of a screen in tmux")
  struct TerminalMannersTests {
    private func open(
      _ stage: Stage,
      kind: String = "tmux-256color",
      options: String = "",
      variables: [String: String] = [:]
    ) async throws -> TmuxTerminal {
      let environment = stage.environment.merging(variables) { $1 }.merging(["POSTERN": Program.path]) { $1 }
      let script = """
        tmux pipe-pane -O "cat >> '$HOME/bytes'"
        TERM=\(kind) "$POSTERN" \(options); echo "status $?"
        tmux show-buffer
        cat
        """
      return try await TmuxTerminal(columns: 120, rows: 30, environment: environment, script: script)
    }

    private func leave(_ terminal: TmuxTerminal, _ stage: Stage) async {
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }

    @Test("commands work on another layout, and a key that means nothing is told")
    func layout() async throws {
      let stage = try await Stage()
      let terminal = try await open(stage)
      await terminal.expect("1 of 40")
      await terminal.type("оо")
      await terminal.expect("3 of 40")
      await terminal.type("ξ")
      await terminal.expect("4 of 40")
      await terminal.type("日")
      await terminal.expect("日 means nothing here")
      await leave(terminal, stage)
    }

    @Test("what is copied is in tmux's buffer, and that is said")
    func copied() async throws {
      let stage = try await Stage()
      let id = try await stage.create("copied@manners.example")
      #expect(!id.isEmpty)
      let terminal = try await open(stage)
      await terminal.expect("41 policies")
      await terminal.filter("copied@manners", shows: 1)
      await terminal.press("y")
      await terminal.expect("bytes to tmux's buffer.")
      await terminal.press("q")
      await terminal.expect("status 0")
      await terminal.expect("the copied text") { $0.components(separatedBy: "copied@manners.example").count > 1 }
      await stage.server.stop()
    }

    @Test(
      "the end of a submission rings where the window has not the focus, and nowhere else",
      arguments: [true, false]
    )
    func bell(isAway: Bool) async throws {
      let stage = try await Stage(SandboxOptions(policies: 10, seed: 7))
      let terminal = try await open(stage)
      await terminal.expect("10 policies")
      await terminal.press("d")
      await terminal.expect("draft -1")
      await terminal.press("r")
      await terminal.expect("1 operation")
      await terminal.press("S")
      await terminal.expect("esc back")
      if isAway { await terminal.send(bytes: Array("\u{1B}[O".utf8)) }
      await terminal.press("y")
      await terminal.expect("Applied: 1 operation")
      await terminal.press("Enter")
      await leave(terminal, stage)
      let path = stage.home + "/bytes"
      #expect(await eventually { FileManager.default.contents(atPath: path)?.range(of: Data("status 0".utf8)) != nil })
      let bytes = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      // What ends a title or a question is no bell.
      let bells = bytes.replacing(/\u{1B}\][^\u{07}\u{1B}]*\u{07}/, with: "").filter { $0 == "\u{07}" }.count
      #expect(bells == (isAway ? 1 : 0))
    }

    @Test("the title is there after fg as before")
    func title() async throws {
      let stage = try await Stage()
      let terminal = try await TmuxTerminal.shell(stage)
      await terminal.type("$POSTERN")
      await terminal.press("Enter")
      await terminal.expect("40 policies")
      let title = await terminal.title
      #expect(title.hasPrefix("postern: "))
      await terminal.press("C-z")
      await terminal.expect("Stopped")
      #expect(await eventually(within: 20) { await terminal.title != title })
      await terminal.type("fg")
      await terminal.press("Enter")
      await terminal.expect("40 policies")
      #expect(await eventually(within: 20) { await terminal.title == title })
      await terminal.press("q")
      await terminal.expect("shell>")
      await stage.server.stop()
    }

    @Test("where the theme follows the terminal, it goes over to light and back with it")
    func appearance() async throws {
      let stage = try await Stage()
      let terminal = try await open(stage, variables: ["NO_COLOR": ""])
      await terminal.expect("1 of 40")
      await terminal.send(bytes: Array("\u{1B}[?997;1n".utf8))
      await terminal.press("j")
      await terminal.expect("2 of 40")
      let dark = await terminal.backgrounds
      await terminal.send(bytes: Array("\u{1B}[?997;2n".utf8))
      #expect(await eventually(within: 20) { await terminal.backgrounds != dark })
      await terminal.send(bytes: Array("\u{1B}[?997;1n".utf8))
      #expect(await eventually(within: 20) { await terminal.backgrounds == dark })
      await leave(terminal, stage)
    }

    @Test("a terminal without a description is drawn on, and that is said")
    func unknown() async throws {
      let stage = try await Stage()
      let terminal = try await open(stage, kind: "xterm-ghostty")
      await terminal.expect("This machine has no description of xterm-ghostty")
      await terminal.expect("1 of 40")
      await terminal.press("j")
      await terminal.expect("2 of 40")
      await leave(terminal, stage)
    }

    @Test("with --ascii, or by the configuration, every byte is ASCII", arguments: [true, false])
    func ascii(byOption: Bool) async throws {
      let stage = try await Stage()
      _ = try await stage.create("ascii@manners.example", comments: "Z\u{F6}e \u{2013} 報告 “quoted” 👍")
      if !byOption {
        let folder = stage.home + "/.config/postern"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "[ui]\nascii = true\n".write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
      }
      let terminal = try await open(stage, options: byOption ? "--ascii" : "")
      await terminal.expect("41 policies")
      await terminal.filter("ascii@manners", shows: 1)
      await terminal.expect("Z\\u{F6}e - \\u{5831}")
      await terminal.press("Enter")
      await terminal.expect("Edit policy")
      await terminal.press("Escape")
      await terminal.expect("the table") { !$0.contains("Edit policy") }
      await terminal.press("?")
      await terminal.expect("Queue a new policy")
      await terminal.press("Escape")
      await terminal.expect("the table") { !$0.contains("Queue a new policy") }
      await leave(terminal, stage)
      let path = stage.home + "/bytes"
      #expect(await eventually { FileManager.default.contents(atPath: path)?.range(of: Data("status 0".utf8)) != nil })
      let bytes = FileManager.default.contents(atPath: path) ?? Data()
      #expect(bytes.allSatisfy { $0 < 0x80 })
    }
  }
}
