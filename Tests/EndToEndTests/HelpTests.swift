import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Help, version and completions")
  struct HelpTests {
    private let home = NSTemporaryDirectory() + "postern-help-" + UUID().uuidString

    private func run(_ arguments: [String]) async throws -> Program.Result {
      try await Program.run(arguments, Stage.bareEnvironment(home: home))
    }

    /// The names below `SUBCOMMANDS:`.
    private static func subcommands(of help: String) -> [String] {
      let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
      guard let start = lines.firstIndex(of: "SUBCOMMANDS:") else { return [] }
      return lines[(start + 1)...].prefix { !$0.isEmpty }.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        .map { String($0.split(separator: " ")[0]) }.filter { $0 != "help" }
    }

    private static func examples(in help: String) -> [Substring] {
      let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
      guard let start = lines.firstIndex(where: { $0.hasSuffix("EXAMPLES") }) else { return [] }
      return lines[(start + 1)...].prefix { !$0.isEmpty }.filter { $0.contains("postern") }
    }

    @Test("every command shows two examples, on standard output and within 80 columns")
    func examples() async throws {
      var waiting: [[String]] = [[]]
      var seen = 0
      while let path = waiting.popLast() {
        let help = try await run(path + ["--help"])
        #expect(help.status == 0 && help.error.isEmpty, "\(path)")
        #expect(Self.examples(in: help.output).count >= 2, "\(path)")
        waiting += Self.subcommands(of: help.output).map { path + [$0] }
        seen += 1
      }
      #expect(seen > 30, "there are \(seen)")
    }

    @Test("the version is one line")
    func version() async throws {
      let result = try await run(["--version"])
      #expect(result.status == 0)
      #expect(result.output.wholeMatch(of: /postern \d+\.\d+\.\d+( \([0-9a-f]+(-changed)?\))?\n/) != nil)
    }

    @Test(
      "an unknown word is exit status 2, on standard error alone",
      arguments: [["lisst"], ["list", "--formt", "json"]]
    )
    func unknown(arguments: [String]) async throws {
      let result = try await run(arguments)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.error.contains(arguments[arguments.count > 1 ? 1 : 0]))
    }

    @Test("the shells take the completion scripts", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async throws {
      let result = try await run(["--generate-completion-script", shell])
      #expect(result.status == 0)
      #expect(result.output.contains("several-actions") && !result.output.contains("\\u{9}"))
      guard shell == "bash" else { return }
      let path = NSTemporaryDirectory() + "postern-completion-" + UUID().uuidString
      try result.output.write(toFile: path, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(atPath: path) }
      let check = try Program.Running("/bin/bash", ["-n", path])
      #expect(await check.finish().status == 0)
    }

    /// What bash offers for the last of some words.
    private func completions(of words: String..., environment: [String: String]) async throws -> [String] {
      let script = #"""
        eval "$("$POSTERN" --generate-completion-script bash)"
        postern() { "$POSTERN" "$@"; }
        COMP_WORDS=(postern "$@")
        COMP_CWORD=$#
        COMP_LINE="postern $*"
        COMP_POINT=${#COMP_LINE}
        _postern postern "${COMP_WORDS[$#]}" "${COMP_WORDS[$# - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
        """#
      var environment = environment
      environment["POSTERN"] = Program.path
      let result = await (try Program.Running("/bin/bash", ["-c", script, "bash"] + words, environment)).finish()
      return result.output.split(separator: "\n").map { String($0).trimmingCharacters(in: .whitespaces) }
    }

    @Test("bash completes patterns, drafts, submissions, accounts, rules, themes and views")
    func names() async throws {
      let stage = try await Stage()
      _ = try await stage.create("completes@paths.example")
      #expect(try await stage.run("list").status == 0)
      let words = ["new", "--pattern", "a@paths.example", "--type", "email", "--acceptable", "--verify"]
      #expect(try await Program.run(words + ["--draft", "onboarding"], stage.environment).status == 0)
      #expect(try await Program.run(words, stage.environment).status == 0)
      #expect(try await stage.run("submit", "--yes").status == 0)
      let history = try await stage.run("history", "--format", "csv").output
      let id = try #require(history.split(separator: "\n").dropFirst().first?.split(separator: ",").first)
      await stage.server.stop()
      let folder = stage.home + "/.config/postern"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let config = """
        [accounts.acme]
        account_id = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d"
        token_env = "CLOUDFLARE_API_TOKEN"
        """
      try config.write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
      try "dangers = \"finding:danger\"\n".write(toFile: folder + "/views.toml", atomically: true, encoding: .utf8)
      let environment = stage.environment
      #expect(try await completions(of: "edit", "compl", environment: environment) == ["completes@paths.example"])
      #expect(try await completions(of: "submit", "--draft", "on", environment: environment) == ["onboarding"])
      #expect(try await completions(of: "history", "show", "", environment: environment).contains(String(id)))
      #expect(try await completions(of: "list", "--account", "a", environment: environment) == ["acme"])
      #expect(try await completions(of: "list", "--view", "d", environment: environment) == ["dangers"])
      #expect(try await completions(of: "themes", "show", "nor", environment: environment) == ["nord"])
      #expect(try await completions(of: "browse", "--theme", "nor", environment: environment) == ["nord"])
      #expect(try await completions(of: "fix", "no-rea", environment: environment) == ["no-reason"])
      #expect(try await completions(of: "lint", "--explain", "no-rea", environment: environment) == ["no-reason"])
    }
  }
}
