import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("A token is nowhere but in a header")
  struct SecretTests {
    /// With signs that base64, percent escapes and JSON write otherwise.
    private static let token = "pstTok+7/9=Zq%kW~0123456789abcdefXYZ"

    /// Where the program has the token from.
    enum Source: CaseIterable, Sendable {
      case variable
      case file
      case command
    }

    @Test("a whole change leaves the token in no file, output, screen or command line", arguments: Source.allCases)
    func wholeChange(source: Source) async throws {
      let stage = try await Stage(SandboxOptions(policies: 40, seed: 7, token: Self.token))
      let search = SecretSearch(Self.token)
      let vault = try Vault(stage, source)
      let watch = search.watchCommandLines()
      defer { watch.cancel() }

      var printed = try await commands(stage, vault)
      printed += try await failures(stage, vault)
      try await screen(stage, vault)

      watch.cancel()
      let lines = await watch.value
      #expect(lines.looks > 10)
      #expect(lines.found == [])
      #expect(search.isIn(printed) == false, "standard output and standard error")
      #expect(search.files(below: stage.home) == [])

      let files = Set(FileManager.default.enumerator(atPath: stage.home)?.compactMap { $0 as? String } ?? [])
      let state = ".local/state/postern/"
      for name in [state + "state.sqlite", state + "postern.log", "bytes", "editor"] {
        #expect(files.contains(name), "\(name) was searched")
      }
      #expect(files.contains { $0.hasPrefix(".cache/postern/") && $0.hasSuffix(".policies") })
      #expect(stage.server.requests.count > 10)
      await stage.server.stop()
    }

    @Test("the search finds what the log would hold if nothing were blanked, in every form")
    func bypassed() async throws {
      let stage = try await Stage(SandboxOptions(policies: 40, seed: 7, token: Self.token))
      let search = SecretSearch(Self.token)
      #expect(try await stage.run("list", "--log-level", "debug").status == 0)
      let path = stage.home + "/.local/state/postern/postern.log"
      let log = try String(contentsOfFile: path, encoding: .utf8)
      let line = try #require(log.split(separator: "\n").first { $0.contains("Authorization: •••") })
      let basic = Data("x:\(Self.token)".utf8).base64EncodedString()
      let escaped = try #require(Self.token.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      for form in ["Bearer \(Self.token)", "Basic \(basic)", "Bearer \(escaped)"] {
        #expect(search.files(below: stage.home) == [])
        try (log + line.replacing("•••", with: form) + "\n").write(toFile: path, atomically: false, encoding: .utf8)
        #expect(search.files(below: stage.home) == [".local/state/postern/postern.log"], "\(form)")
        try log.write(toFile: path, atomically: false, encoding: .utf8)
      }
      for length in 0..<3 {
        let shifted = Data((String(repeating: "x", count: length) + Self.token + "tail").utf8).base64EncodedString()
        #expect(search.isIn(shifted))
      }
      let watch = search.watchCommandLines()
      let running = try Program.Running("/bin/sh", ["-c", "sleep 1; :", Self.token])
      _ = await running.finish()
      watch.cancel()
      #expect(await watch.value.found.count == 1)
      await stage.server.stop()
    }

    // MARK: - What is done

    private func commands(_ stage: Stage, _ vault: Vault) async throws -> String {
      var printed = ""
      func run(_ arguments: String..., status: Int32 = 0) async throws -> String {
        let result = try await Program.run(arguments + ["--log-level", "debug"], vault.environment)
        #expect(result.status == status, "\(arguments): \(result.error)")
        printed += result.output + result.error
        return result.output
      }
      let id = try #require(try await stage.policy { $0["pattern_type"] as? String == "IP" }["id"] as? String)
      _ = try await run("list")
      _ = try await run("new", "--pattern", "new.example.org", "--type", "domain", "--acceptable", "--verify")
      _ = try await run("edit", id, "--comment", "changed")
      _ = try await run("draft", "show")
      let review = try await run("review", "--format", "json")
      let shown = try JSONSerialization.jsonObject(with: Data(review.utf8)) as? [String: Any]
      _ = try await run("submit", "--accept", try #require(shown?["fingerprint"] as? String))
      let history = try await run("history", "--format", "json")
      let records = try JSONSerialization.jsonObject(with: Data(history.utf8)) as? [[String: Any]]
      _ = try await run("history", "show", try #require(records?.first?["id"] as? String))
      return printed
    }

    private func failures(_ stage: Stage, _ vault: Vault) async throws -> String {
      var printed = ""
      func fail(_ arguments: [String], _ environment: [String: String]) async throws {
        let result = try await Program.run(arguments + ["--log-level", "debug"], environment)
        #expect([1, 75].contains(result.status))
        printed += result.output + result.error
      }
      try await fail(["show", "nobody@nowhere.example"], vault.environment)
      stage.server.setFaults([Fault(.html502, on: .list)])
      try await fail(["list"], vault.environment)
      stage.server.setFaults([Fault(.truncated, on: .list)])
      try await fail(["list"], vault.environment)
      stage.server.setFaults([])
      // Nothing listens at the port that is kept for doing nothing with what comes.
      try await fail(["list"], try vault.environment(baseURL: "http://127.0.0.1:9/client/v4"))
      return printed
    }

    /// Starts the screen, opens a comment in the editor, queues a change and leaves.
    private func screen(_ stage: Stage, _ vault: Vault) async throws {
      let editor = stage.home + "/edit"
      try "#!/bin/sh\nenv > \"$HOME/editor\"\ntr '\\0' ' ' < /proc/$PPID/cmdline >> \"$HOME/editor\"\n"
        .write(toFile: editor, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: editor)
      // The variables come from a file: in the arguments of the terminal they would be for all to read.
      let script = """
        tmux pipe-pane -O "cat >> '$HOME/bytes'"
        set -a; . "$VARIABLES"; set +a
        EDITOR='\(editor)' TERM=xterm-256color '\(Program.path)' --log-level debug; echo "status $?"
        cat
        """
      let bare = Stage.bareEnvironment(home: stage.home).merging(["VARIABLES": vault.variables]) { $1 }
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: bare, script: script)
      await terminal.expect("41 policies")
      await terminal.press("Enter")
      await terminal.expect("Edit policy")
      await terminal.press("C-o")
      let written = stage.home + "/editor"
      #expect(await Self.appears(written))
      await terminal.expect("Edit policy")
      await terminal.press("Escape")
      await terminal.expect("no form") { !$0.contains("Edit policy") }
      await terminal.press("d")
      await terminal.expect("draft -1")
      await terminal.press("L")
      await terminal.expect("Messages")
      await terminal.press("Escape")
      await terminal.expect("the table") { !$0.contains("Messages") }
      await terminal.press("q")
      await terminal.expect("status 0")
      let bytes = stage.home + "/bytes"
      _ = await eventually { FileManager.default.contents(atPath: bytes)?.range(of: Data("status 0".utf8)) != nil }
      #expect(try String(contentsOfFile: written, encoding: .utf8).contains("HOME=\(stage.home)"))
    }

    private static func appears(_ path: String) async -> Bool {
      await eventually { FileManager.default.contents(atPath: path)?.isEmpty == false }
    }
  }
}

/// Where a token is kept while a test runs: outside of the home that is searched.
private final class Vault {
  let folder = NSTemporaryDirectory() + "postern-vault-" + UUID().uuidString
  private(set) var environment: [String: String]
  private let source: EndToEnd.SecretTests.Source
  private let stage: Stage

  init(_ stage: Stage, _ source: EndToEnd.SecretTests.Source) throws {
    self.source = source
    self.stage = stage
    environment = stage.environment
    let temporary = stage.home + "/tmp"
    for path in [folder, temporary, stage.home + "/.config/postern"] {
      try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    }
    environment["TMPDIR"] = temporary
    if source != .variable {
      for name in environment.keys where name.hasPrefix("CLOUDFLARE_") { environment[name] = nil }
      try write(stage.server.token + "\n", to: "token")
      try configure(baseURL: stage.server.baseURL)
    }
    let words = environment.map { "\($0.key)='\($0.value)'" }.sorted().joined(separator: "\n")
    try write(words + "\n", to: "variables")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// A shell script that sets the environment.
  var variables: String { folder + "/variables" }

  /// The same account at another address.
  func environment(baseURL: String) throws -> [String: String] {
    guard source == .variable else { return environment.merging(["POSTERN_ACCOUNT": "lost"]) { $1 } }
    return environment.merging(["CLOUDFLARE_BASE_URL": baseURL]) { $1 }
  }

  private func configure(baseURL: String) throws {
    let place = source == .file ? "token_file = \"\(folder)/token\"" : "token_command = [\"cat\", \"\(folder)/token\"]"
    let accounts = [("found", baseURL), ("lost", "http://127.0.0.1:9/client/v4")].map { label, url in
      "[accounts.\(label)]\naccount_id = \"\(stage.server.accountID)\"\n\(place)\nbase_url = \"\(url)\"\n"
    }
    let text = "default_account = \"found\"\n" + accounts.joined()
    try text.write(toFile: stage.home + "/.config/postern/config.toml", atomically: true, encoding: .utf8)
  }

  private func write(_ text: String, to name: String) throws {
    _ = FileManager.default.createFile(
      atPath: "\(folder)/\(name)",
      contents: Data(text.utf8),
      attributes: [.posixPermissions: 0o600]
    )
  }
}
