import Foundation
import Glibc
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The command doctor")
  struct DoctorTests {
    private static let names = [
      "terminal", "term", "size", "colors", "locale", "configuration", "keys", "themes", "state-folder", "cache-folder",
      "state", "history", "account", "credentials", "connection", "permission",
    ]

    /// What a run with `--format json` printed.
    private struct Report {
      let checks: [[String: Any]]

      init(_ run: Program.Result) throws {
        let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        checks = try #require(object?["checks"] as? [[String: Any]], "\(run.error)")
        #expect(run.error.isEmpty)
        for check in checks { #expect(Set(check.keys) == ["name", "status", "found", "advice"]) }
        var names = checks.compactMap { $0["name"] as? String }
        names = names.indices.filter { $0 == 0 || names[$0] != names[$0 - 1] }.map { names[$0] }
        #expect(names == DoctorTests.names, "each check has a place, whatever is broken")
        let summary = try #require(object?["summary"] as? [String: Int])
        for (status, count) in summary { #expect(checks.count { $0["status"] as? String == status } == count) }
        #expect(Set(summary.keys) == ["ok", "warning", "failed", "skipped"])
        let hasNoAccount = checks.contains {
          $0["name"] as? String == "account" && $0["status"] as? String == "warning"
        }
        #expect(run.status == (summary["failed"] != 0 ? 1 : hasNoAccount ? 2 : 0))
      }

      func text(of name: String, _ member: String) -> String {
        checks.filter { $0["name"] as? String == name }.map { $0[member] as? String ?? "" }.joined(separator: "\n")
      }

      func names(_ status: String) -> Set<String> {
        Set(checks.filter { $0["status"] as? String == status }.compactMap { $0["name"] as? String })
      }
    }

    private func examine(_ environment: [String: String], _ arguments: String...) async throws -> Report {
      let run = try await Program.run(["doctor", "--format", "json"] + arguments, environment)
      for secret in ["sandbox-token", "wrong-token-text", "token-in-a-file", "token-on-output"] {
        #expect(!run.output.contains(secret) && !run.error.contains(secret))
      }
      return try Report(run)
    }

    @Test("without a terminal and without an account nothing has failed, and nothing is made")
    func bare() async throws {
      let stage = try await Stage()
      let report = try await examine(Stage.bareEnvironment(home: stage.home))
      #expect(report.names("failed").isEmpty)
      #expect(report.names("skipped") == ["size", "colors", "credentials", "connection", "permission"])
      #expect(report.text(of: "account", "advice").contains("postern demo"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: stage.home).isEmpty)
      await stage.server.stop()
    }

    @Test("with a working account everything is asked once; offline the network is left alone")
    func account() async throws {
      let stage = try await Stage(SandboxOptions(policies: 17, seed: 7))
      _ = try await stage.run("new", "--pattern", "new.example.org", "--type", "domain")
      let folder = stage.home + "/.local/state/postern"
      let before = try FileManager.default.contentsOfDirectory(atPath: folder)
      let asked = stage.server.requests.count
      var environment = stage.environment
      environment["TERM"] = "xterm-256color"
      environment["LANG"] = "xx_YY.ISO-8859-1"
      let report = try await examine(environment)
      #expect(report.names("failed").isEmpty)
      #expect(report.names("warning") == ["terminal", "locale"])
      #expect(report.text(of: "permission", "found").contains("17 policies"))
      #expect(report.text(of: "state", "found").contains("state.sqlite is sound"))
      #expect(stage.server.requests.count == asked + 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before.sorted())

      let offline = try await examine(environment, "--offline")
      #expect(offline.names("skipped").isSuperset(of: ["connection", "permission"]))
      #expect(offline.text(of: "credentials", "found").contains("CLOUDFLARE_API_TOKEN"))
      #expect(stage.server.requests.count == asked + 1)
      environment["TERM"] = "bad\n\u{1B}[31mterm"
      let text = try await Program.run(["doctor", "--offline"], environment)
      #expect(text.status == 0)
      #expect(!text.output.contains("\u{1B}") && !text.output.contains("bad\n"))
      #expect(text.output.split(separator: "\n").last?.hasSuffix(" skipped.") == true)
      await stage.server.stop()
    }

    @Test("a wrong token, a server that is away, and a command that fails are each told apart")
    func network() async throws {
      let stage = try await Stage()
      var environment = stage.environment
      environment["CLOUDFLARE_API_TOKEN"] = "wrong-token-text"
      let wrong = try await examine(environment)
      #expect(wrong.names("failed") == ["permission"])
      #expect(wrong.text(of: "connection", "found").contains("401"))
      environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:\(try ClosedPort().number)/client/v4"
      let away = try await examine(environment)
      #expect(away.names("failed") == ["connection"])
      #expect(away.names("skipped").contains("permission"))
      try stage.write(
        """
        [accounts.locked]
        account_id = "\(stage.server.accountID)"
        base_url = "\(stage.server.baseURL)"
        token_command = ["sh", "-c", "echo token-on-output; echo it is locked >&2; exit 3"]
        [accounts.open]
        account_id = "\(stage.server.accountID)"
        base_url = "\(stage.server.baseURL)"
        token_file = "open.token"
        """,
        to: "config.toml"
      )
      try stage.write("token-in-a-file\n", to: "open.token", mode: 0o640)
      let locked = try await examine(environment, "--account", "locked")
      #expect(locked.names("failed") == ["credentials"])
      #expect(locked.text(of: "credentials", "found").contains("failed with status 3 and wrote 13 bytes"))
      let open = try await examine(environment, "--account", "open")
      #expect(open.text(of: "credentials", "advice").contains("chmod 600"))
      let unknown = try await examine(environment, "--account", "lokked")
      #expect(unknown.names("failed") == ["account"])
      #expect(unknown.text(of: "account", "advice").contains("Did you mean locked?"))
      stage.server.setFaults([Fault(.html502, on: .list)])
      let html = try await examine(stage.environment)
      #expect(html.names("failed") == ["connection"])
      #expect(html.text(of: "connection", "found").contains("502"))
      await stage.server.stop()
    }

    @Test("every mistake of a broken configuration is told with its line, and what needs it is skipped")
    func configuration() async throws {
      let stage = try await Stage()
      try stage.write("theme = 7\nmouse = true\n", to: "config.toml")
      let broken = try await examine(stage.environment)
      #expect(broken.names("failed") == ["configuration"])
      #expect(broken.text(of: "configuration", "found").contains("config.toml:1: theme:"))
      #expect(broken.text(of: "configuration", "found").contains("config.toml:2: mouse:"))
      #expect(broken.names("skipped").isSuperset(of: ["keys", "account", "credentials", "connection", "permission"]))
      try stage.write("", to: "config.toml", mode: 0o666)
      let open = try await examine(stage.environment)
      #expect(open.names("failed") == ["configuration"])
      #expect(open.text(of: "configuration", "advice").contains("chmod go-w"))

      try stage.write("theme = \"mine\"\n[keys]\n\"no.such\" = \"x\"\n", to: "config.toml")
      try FileManager.default.createDirectory(
        atPath: stage.home + "/.config/postern/themes",
        withIntermediateDirectories: true
      )
      try stage.write("name = ", to: "themes/mine.toml")
      let keys = try await examine(stage.environment)
      #expect(keys.names("failed") == ["keys", "themes"])
      #expect(keys.text(of: "keys", "found").contains("no.such"))
      #expect(keys.text(of: "themes", "found").contains("mine.toml"))
      #expect(keys.names("ok").contains("permission"))
      await stage.server.stop()
    }

    @Test("open folders, a folder that cannot be made and a damaged state file are told, and nothing is mended")
    func folders() async throws {
      let stage = try await Stage()
      _ = try await stage.run("new", "--pattern", "new.example.org", "--type", "domain")
      let folder = stage.home + "/.local/state/postern"
      let file = folder + "/state.sqlite"
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
      var environment = stage.environment
      _ = FileManager.default.createFile(atPath: stage.home + "/a-file", contents: nil)
      environment["XDG_CACHE_HOME"] = stage.home + "/a-file"
      let open = try await examine(environment)
      #expect(open.names("failed") == ["cache-folder"])
      #expect(open.text(of: "state-folder", "advice").contains("chmod 700"))
      #expect(open.text(of: "state-folder", "found").contains("state.sqlite"))
      try Data("no database".utf8).write(to: URL(fileURLWithPath: file))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      let damaged = try await examine(stage.environment)
      #expect(damaged.names("failed") == ["state"])
      #expect(damaged.names("skipped").contains("history"))
      #expect(damaged.text(of: "state", "found").contains("is damaged"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == names.sorted())
      #expect(FileManager.default.contents(atPath: file) == Data("no database".utf8))
      environment["HOME"] = nil
      let homeless = try await examine(environment)
      #expect(homeless.names("failed") == ["configuration"])
      await stage.server.stop()
    }

    @Test("a submission whose outcome is unknown is named with the command that settles it")
    func history() async throws {
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3, faults: [Fault(.neverAnswers, on: .batch)]))
      let new = ["new", "--pattern", "lost.example.org", "--type", "domain", "--acceptable", "--verify"]
      #expect(try await Program.run(new, stage.environment).status == 0)
      let submit = try Program.Running(Program.path, ["submit", "--yes"], stage.environment)
      #expect(await eventually { !stage.batches.isEmpty })
      let running = try await examine(stage.environment)
      #expect(running.text(of: "history", "found").contains("is just being sent"))
      submit.kill(SIGKILL)
      _ = await submit.finish()
      let killed = try await examine(stage.environment)
      #expect(killed.names("warning").contains("history"))
      #expect(killed.text(of: "history", "advice").contains("postern history"))
      #expect(killed.names("failed").isEmpty)
      await stage.server.stop()
    }

    @Test("in a terminal that is unknown or too small it says so, and fails")
    func terminal() async throws {
      let stage = try await Stage()
      var environment = stage.environment
      environment["POSTERN"] = Program.path
      let script = """
        TERM=xterm-kitty TERMINFO_DIRS=/lib/terminfo "$POSTERN" doctor --offline | grep -A1 term; echo shown; read -r _
        clear
        TERM=unknown "$POSTERN" doctor --offline; echo "status $?"; read -r _
        "$POSTERN" doctor --offline | cut -c 1-38; read -r _
        cat
        """
      let terminal = try await TmuxTerminal(columns: 150, rows: 40, environment: environment, script: script)
      await terminal.expect("shown")
      #expect(await terminal.screen.contains("kitty-terminfo"))
      await terminal.press("Enter")
      await terminal.expect("status 1")
      let screen = await terminal.screen
      #expect(screen.contains("failed   term           There is no description of the terminal \"unknown\""))
      #expect(screen.contains("ok       size           The terminal has 150 columns and 40 rows."))
      await terminal.resize(columns: 39, rows: 40)
      await terminal.press("Enter")
      await terminal.expect("failed   size")
      await stage.server.stop()
    }
  }
}

/// A port of this machine on which nobody listens: it was taken, and let go of.
struct ClosedPort {
  let number: Int

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
      }
    }
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EINVAL) }
    number = Int(UInt16(bigEndian: address.sin_port))
  }
}
