import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The command accounts")
  struct AccountsTests {
    private static let members: Set<String> = [
      "label", "name", "environment", "host", "base_url", "account_id", "origin", "token", "current", "default",
      "check",
    ]
    private static let secrets = ["sandbox-token", "wrong-token-text", "token-in-a-file", "token-on-output"]

    private func rows(_ text: String) throws -> [[String: Any]] {
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
      for row in rows { #expect(Set(row.keys) == Self.members) }
      return rows
    }

    private func expectNoSecret(_ runs: Program.Result...) {
      for text in runs.flatMap({ [$0.output, $0.error] }) {
        for secret in Self.secrets { #expect(!text.contains(secret), "\(secret)") }
      }
    }

    /// A configuration with an account for everything that can become of a check.
    private func write(_ stage: Stage) throws {
      let nobody = try ClosedPort().number
      let id = stage.server.accountID
      let url = stage.server.baseURL
      try stage.write(
        """
        default_account = "wrong"
        [accounts.good]
        name = "Good Corp"
        account_id = "\(id)"
        base_url = "\(url)"
        token_command = ["printf", "sandbox-token"]
        [accounts.wrong]
        account_id = "\(id)"
        base_url = "\(url)"
        token_env = "WRONG_TOKEN"
        [accounts.other]
        account_id = "00112233445566778899aabbccddeeff"
        base_url = "\(url)"
        token_command = ["printf", "sandbox-token"]
        [accounts.away]
        account_id = "\(id)"
        base_url = "http://127.0.0.1:\(nobody)/client/v4"
        token_env = "WRONG_TOKEN"
        [accounts.locked]
        account_id = "\(id)"
        base_url = "\(url)"
        token_command = ["sh", "-c", "echo token-on-output; echo it is locked: token-on-output >&2; exit 3"]
        [accounts.open]
        account_id = "\(id)"
        base_url = "\(url)"
        token_file = "open.token"
        """,
        to: "config.toml"
      )
      try stage.write("token-in-a-file\n", to: "open.token", mode: 0o644)
    }

    @Test("lists the environment and the file, says which is current and default, and asks nobody")
    func list() async throws {
      let stage = try await Stage()
      try write(stage)
      let run = try await stage.run("accounts", "--format", "json")
      let rows = try rows(run.output)
      #expect(run.status == 0, "\(run.error)")
      #expect(run.error.isEmpty)
      #expect(rows.map { $0["label"] as? String } == [nil, "away", "good", "locked", "open", "other", "wrong"])
      #expect(rows.map { $0["current"] as? Bool } == [true] + Array(repeating: false, count: 6))
      #expect(rows.filter { $0["default"] as? Bool == true }.map { $0["label"] as? String } == ["wrong"])
      #expect(rows.allSatisfy { $0["check"] is NSNull && $0["environment"] as? String == "sandbox" })
      #expect(rows.first?["origin"] as? String == "environment")
      #expect(
        rows.map { ($0["token"] as? [String: String])?["kind"] }[1...4] == [
          "token_env", "token_command", "token_command", "token_file",
        ]
      )
      #expect(stage.server.requests.isEmpty)

      var environment = stage.environment
      environment["CLOUDFLARE_ACCOUNT_ID"] = nil
      environment["CLOUDFLARE_BASE_URL"] = nil
      environment["POSTERN_ACCOUNT"] = "good"
      let table = try await Program.run(["accounts"], environment)
      let lines = table.output.split(separator: "\n")
      #expect(lines.first?.hasPrefix("LABEL   USED     NAME") == true, "\(table.output)")
      #expect(lines.filter { $0.contains("  current  ") }.map { $0.prefix(4) } == ["good"])
      #expect(lines.filter { $0.contains("  default  ") }.map { $0.prefix(5) } == ["wrong"])
      expectNoSecret(run, table)
      await stage.server.stop()
    }

    @Test("each check says what came of it, whatever becomes of the others, and no draft or cache is made")
    func check() async throws {
      let stage = try await Stage(SandboxOptions(policies: 17, seed: 7))
      try write(stage)
      var environment = stage.environment
      environment["WRONG_TOKEN"] = "wrong-token-text"
      let run = try await Program.run(["accounts", "--check", "--format", "json"], environment)
      #expect(run.status == 1)
      var statuses: [String: String] = [:]
      for row in try rows(run.output) {
        let check = try #require(row["check"] as? [String: Any])
        #expect(Set(check.keys) == ["status", "policies", "what", "advice"])
        let isGood = check["status"] as? String == "ok"
        #expect(check["policies"] as? Int == (isGood ? 17 : nil))
        #expect((check["what"] is NSNull) == isGood && (check["advice"] is NSNull) == isGood)
        statuses[row["label"] as? String ?? ""] = check["status"] as? String
      }
      #expect(
        statuses == [
          "": "ok", "good": "ok", "wrong": "unauthorized", "other": "unauthorized", "away": "unreachable",
          "locked": "no_token", "open": "no_token",
        ]
      )
      #expect(stage.server.requests.allSatisfy { $0.method == "GET" && $0.path.contains("per_page=1&") })
      #expect(stage.server.requests.count == 4, "one request for each that has a token and a server")

      let table = try await Program.run(["accounts", "--check"], environment)
      #expect(table.status == 1)
      #expect(table.output.split(separator: "\n").count == 8)
      for words in [
        "wrong: The API does not accept", "away: Nothing answers at", "open: The token file",
        "failed with status 3 and wrote",
      ] {
        #expect(table.error.contains(words), "\(words)")
      }
      #expect(table.error.contains("chmod 600"))
      expectNoSecret(run, table)
      for folder in ["/.local", "/.cache"] { #expect(!FileManager.default.fileExists(atPath: stage.home + folder)) }
      await stage.server.stop()
    }

    @Test("all good is exit status 0, and a server that never answers is left after the time-out")
    func timeout() async throws {
      let stage = try await Stage()
      let good = try await stage.run("accounts", "--check")
      #expect(good.status == 0, "\(good.error)")
      #expect(good.error.isEmpty)
      #expect(good.output.contains("ok\n"))
      stage.server.setFaults([Fault(.neverAnswers, on: .list)])
      let silent = try await stage.run("accounts", "--check", "--timeout", "1", "--format", "json")
      #expect(silent.status == 1)
      let check = try rows(silent.output).first?["check"] as? [String: Any]
      #expect(check?["status"] as? String == "unreachable")
      #expect((check?["what"] as? String)?.contains("within 1 s") == true)
      stage.server.setFaults([Fault(.html502, on: .list)])
      let failed = try await stage.run("accounts", "--check", "--format", "json")
      #expect(failed.status == 1)
      #expect((try rows(failed.output).first?["check"] as? [String: Any])?["status"] as? String == "failed")
      #expect(try await stage.run("accounts", "--timeout", "0").status == 2)
      await stage.server.stop()
    }

    @Test("no account, and one of the environment that is not complete, are said")
    func none() async throws {
      let stage = try await Stage()
      let bare = Stage.bareEnvironment(home: stage.home)
      let none = try await Program.run(["accounts", "--format", "json"], bare)
      #expect(none.status == 0)
      #expect(try rows(none.output).isEmpty)
      #expect(none.error.contains("There is no account"))
      #expect(try await Program.run(["accounts", "--check"], bare).status == 1)
      var environment = stage.environment
      environment["CLOUDFLARE_API_TOKEN"] = nil
      let incomplete = try await Program.run(["accounts", "--check"], environment)
      #expect(incomplete.status == 1)
      #expect(incomplete.error.components(separatedBy: "CLOUDFLARE_API_TOKEN is not").count == 2)
      try stage.write("accounts = 7", to: "config.toml")
      #expect(try await stage.run("accounts").status == 2)
      await stage.server.stop()
    }
  }
}

extension Stage {
  /// Writes a file into the folder of the configuration.
  func write(_ text: String, to name: String, mode: Int = 0o600) throws {
    let folder = home + "/.config/postern"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }
}
