import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Commands as processes: pipes, signals, and those without an account")
  struct ProcessTests {
    @Test("a reader that goes away is no error")
    func pipe() async throws {
      let stage = try await Stage(SandboxOptions(policies: 3_000, seed: 7))
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let script = #""$POSTERN" list --format json | head -n 1; echo "${PIPESTATUS[0]}""#
      let result = await (try Program.Running("/bin/bash", ["-c", script], environment)).finish()
      #expect(result.output.hasPrefix("[\n"))
      // Ended by the signal, as other programs are, or done: never a complaint.
      #expect(
        ["0", "141"].contains(result.output.split(separator: "\n").last.map(String.init) ?? ""),
        "\(result.output)"
      )
      #expect(result.error.isEmpty)
      await stage.server.stop()
    }

    @Test(
      "what standard output does not take is no success: the status and the words say so",
      arguments: [
        "list", "list --format json", "export", "export --format csv", "lint", "review", "draft export", "history",
        "keys", "themes list", "--help", "help list", "--version",
      ]
    )
    func full(command: String) async throws {
      let stage = try await Stage(SandboxOptions(policies: 300, seed: 7))
      _ = try await stage.run("new", "--pattern", "a@b.example", "--type", "email", "--acceptable")
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let script = "\"$POSTERN\" \(command) > /dev/full"
      let result = await (try Program.Running("/bin/sh", ["-c", script], environment)).finish()
      #expect(result.status == 1)
      #expect(result.error.contains("Standard output could not be written: No space left on device."))
      #expect(!result.error.contains("Trying again is safe"))
      await stage.server.stop()
    }

    @Test("an empty filter changes nothing", arguments: ["", "  ", #""""#, #"" ""#])
    func emptyFilter(filter: String) async throws {
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 7))
      for command in [["delete"], ["edit", "--verify", "on"]] {
        let result = try await Program.run(command + ["--filter", filter, "--yes"], stage.environment)
        #expect(result.status == 2, "\(result.error)")
      }
      #expect(try await stage.run("draft", "export").output.contains(#""deletes": []"#))
      await stage.server.stop()
    }

    @Test("a filter that begins with a minus is taken, and one that is not understood is exit status 2")
    func filters() async throws {
      let stage = try await Stage(SandboxOptions(policies: 200, seed: 7))
      let all = try await stage.run("list", "--format", "csv").output.split(separator: "\n").count
      let some = try await stage.run("list", "--format", "csv", "--filter", "-trusted:yes").output.split(
        separator: "\n"
      ).count
      #expect(some > 1 && some < all)
      let named = try await stage.run("list", "--format", "csv", "--filter", "is_trusted_sender:true").output
      #expect(named.split(separator: "\n").count == all - some + 1)
      for wrong in ["trustd:yes", #""unclosed"#, "type:"] {
        let result = try await stage.run("list", "--filter", wrong)
        #expect(result.status == 2 && result.output.isEmpty, "\(wrong): \(result.error)")
      }
      await stage.server.stop()
    }

    @Test("a file can be a pipe or a process substitution")
    func pipes() async throws {
      let stage = try await Stage(SandboxOptions(policies: 3, seed: 7))
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      environment["ROWS"] =
        "Values,Rule Type,Is Regex,Sender Verification,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes\n"
        + "a@b.example,EMAIL,false,true,false,false,true,x\n"
      for script in [
        #""$POSTERN" import --dry-run <(printf %s "$ROWS")"#,
        #"printf %s "$ROWS" | "$POSTERN" import --dry-run /dev/stdin"#,
      ] {
        let result = await (try Program.Running("/bin/bash", ["-c", script], environment)).finish()
        #expect(result.status == 0 && result.output.contains("1 new"), "\(result.output)\(result.error)")
      }
      await stage.server.stop()
    }

    @Test("a person who waits is told how far it is, and why it takes longer; the line is gone in the end")
    func progress() async throws {
      let faults = [
        Fault(.slow, on: .list, delay: .milliseconds(1_300)), Fault(.rateLimited, on: .list, after: 2, first: 1),
      ]
      let stage = try await Stage(SandboxOptions(policies: 4_000, seed: 7, faults: faults))
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let script = #""$POSTERN" list > "$HOME/list"; echo "status $?"; cat"#
      let terminal = try await TmuxTerminal(columns: 100, rows: 10, environment: environment, script: script)
      await terminal.expect("how far") { $0.contains(/Reading policies: [0-9,]+ of 4,000/) }
      await terminal.expect("Trying again in")
      await terminal.expect("status 0", within: 60)
      await terminal.expect("no line of progress") { !$0.contains("Reading") && !$0.contains("Trying") }
      let list = try String(contentsOfFile: stage.home + "/list", encoding: .utf8)
      #expect(list.split(separator: "\n").count == 4_001)
      await stage.server.stop()
    }

    @Test("ctrl-c ends a command that waits, with 130", arguments: [SIGINT, SIGTERM])
    func interrupt(signal: Int32) async throws {
      let stage = try await Stage(SandboxOptions(policies: 5, seed: 7, faults: [Fault(.neverAnswers)]))
      let running = try Program.Running(Program.path, ["list"], stage.environment)
      #expect(await eventually { !stage.server.requests.isEmpty })
      running.kill(signal)
      let result = await running.finish()
      #expect(result.status == 128 + signal)
      #expect(result.output.isEmpty)
      await stage.server.stop()
    }

    @Test("the sandbox says where it listens, serves, and ends at ctrl-c")
    func sandbox() async throws {
      let home = NSTemporaryDirectory() + "postern-sandbox-" + UUID().uuidString
      var environment = Stage.bareEnvironment(home: home)
      let file = home + "/url"
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: home) }
      environment["POSTERN"] = Program.path
      environment["FILE"] = file
      let script = #"exec "$POSTERN" sandbox --policies 12 > "$FILE""#
      let server = try Program.Running("/bin/sh", ["-c", script], environment)
      #expect(await eventually { (try? String(contentsOfFile: file, encoding: .utf8))?.hasSuffix("\n") == true })
      let url = try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .newlines)
      environment["CLOUDFLARE_BASE_URL"] = url
      environment["CLOUDFLARE_ACCOUNT_ID"] = SandboxOptions.defaultAccountID
      environment["CLOUDFLARE_API_TOKEN"] = SandboxOptions.defaultToken
      let list = try await Program.run(["list"], environment)
      #expect(list.output.split(separator: "\n").count == 13, "\(list.error)")
      server.kill(SIGINT)
      #expect(await server.finish().status == 130)
      let wrong = try await Program.run(["sandbox", "--fault", "nonsense"], environment)
      #expect(wrong.status == 2 && wrong.error.contains("nonsense"))
    }

    @Test("the demo needs nothing, and leaves nothing behind")
    func demo() async throws {
      let home = NSTemporaryDirectory() + "postern-demo-" + UUID().uuidString
      for folder in [home, home + "/tmp"] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      defer { try? FileManager.default.removeItem(atPath: home) }
      var environment = Stage.bareEnvironment(home: home)
      environment["POSTERN"] = Program.path
      environment["TMPDIR"] = home + "/tmp"
      let script = #""$POSTERN" demo --policies 30; echo "status $?"; cat"#
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: environment, script: script)
      await terminal.expect("30 policies")
      await terminal.expect("SANDBOX")
      await terminal.press("v")
      await terminal.expect("draft ~1")
      await terminal.press("q")
      await terminal.expect("1 queued operation would be gone")
      await terminal.press("q")
      await terminal.expect("status 0")
      #expect(try FileManager.default.subpathsOfDirectory(atPath: home) == ["tmp"])
    }

    @Test("keys and themes are printed for people and for programs")
    func keysAndThemes() async throws {
      let home = NSTemporaryDirectory() + "postern-keys-" + UUID().uuidString
      let folder = home + "/.config/postern"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: home) }
      try "[keys]\ndraft.undo = [\"Z\"]\n".write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
      let environment = Stage.bareEnvironment(home: home)
      func objects(_ arguments: [String]) async throws -> [[String: Any]] {
        let result = try await Program.run(arguments + ["--format", "json"], environment)
        #expect(result.status == 0, "\(result.error)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
      }
      let keys = try await objects(["keys"])
      #expect(keys.count > 60)
      for key in keys { #expect(Set(key.keys) == ["command", "keys", "summary", "contexts"]) }
      #expect(keys.first { $0["command"] as? String == "draft.undo" }?["keys"] as? [String] == ["Z"])
      let table = try await Program.run(["keys"], environment)
      #expect(table.output.split(separator: "\n").contains { $0.contains("draft.undo") && $0.contains("Z") })

      let themes = try await objects(["themes", "list"])
      #expect(themes.count == 16)
      for theme in themes { #expect(Set(theme.keys) == ["name", "variant", "contrast", "source", "license"]) }
      for role in try await objects(["themes", "show", "nord"]) {
        #expect(Set(role.keys) == ["role", "foreground", "background", "attributes"])
      }
      #expect(try await Program.run(["themes", "show", "nord"], environment).output.contains("lowest contrast"))
      let unknown = try await Program.run(["themes", "show", "nrod"], environment)
      #expect(unknown.status == 2 && unknown.error.contains("Did you mean nord?"))
      let good = folder + "/good.toml"
      try "name = \"good\"\nvariant = \"dark\"\ninherits = \"default-dark\"\n"
        .write(toFile: good, atomically: true, encoding: .utf8)
      #expect(try await Program.run(["themes", "check", good], environment).status == 0)
      let bad = folder + "/bad.toml"
      try "name = \"bad\"\n[=]\n".write(toFile: bad, atomically: true, encoding: .utf8)
      let checked = try await Program.run(["themes", "check", bad], environment)
      #expect(checked.status == 3 && (checked.output + checked.error).contains("bad.toml:2:2"), "\(checked)")
    }
  }
}
