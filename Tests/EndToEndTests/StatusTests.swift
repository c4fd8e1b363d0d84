import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("What a script can decide by")
  struct StatusTests {
    private func write(_ text: String, to name: String, of stage: Stage) throws -> String {
      let path = stage.home + "/" + name
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    /// The one error object on the last line of standard error.
    private func error(_ result: Program.Result) throws -> [String: Any] {
      let line = try #require(result.error.split(separator: "\n").last, "\(result)")
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: [String: Any]]
      return try #require(object?["error"], "\(line)")
    }

    private func check(_ result: Program.Result, _ code: String, retryable: Bool = false, sent: String = "no") throws {
      let error = try error(result)
      #expect(Set(error.keys) == ["code", "message", "advice", "pointer", "retryable", "sent"])
      #expect(error["code"] as? String == code && error["sent"] as? String == sent, "\(error)")
      #expect(error["retryable"] as? Bool == retryable, "\(error)")
    }

    @Test("done, failed, usage, invalid, confirmation and difference: 0, 1, 2, 3, 6 and 7")
    func permanent() async throws {
      let stage = try await Stage(SandboxOptions(policies: 3, seed: 7))
      #expect(try await stage.run("list").status == 0)
      let kept = try await stage.run("delete", "--filter", "nobody@nowhere.example", "--yes", "--formatless")
      #expect(kept.status == 2)
      let none = try await stage.run("delete", "--filter", "nobody@nowhere.example", "--yes")
      #expect(none.status == 0 && none.error.contains("keeps no policy"))
      #expect(try await stage.run("delete", "--filter", "nobody@nowhere.example", "--yes", "--quiet").error.isEmpty)

      let missing = try await stage.run("show", "nobody@nowhere.example", "--format", "json")
      #expect(missing.status == 1)
      try check(missing, "not_found")
      let unknown = try await stage.run("list", "--format=json", "--filter", "colour:red")
      #expect(unknown.status == 2)
      try check(unknown, "usage")
      let parsed = try await stage.run("list", "--format", "json", "--fillter", "x")
      #expect(parsed.status == 2)
      try check(parsed, "usage")
      let bare = Stage.bareEnvironment(home: stage.home + "/bare")
      #expect(try await Program.run(["list"], bare).status == 2)
      #expect(try await Program.run(["doctor", "--offline"], bare).status != 0)
      var half = bare
      half["CLOUDFLARE_ACCOUNT_ID"] = stage.server.accountID
      half["CLOUDFLARE_BASE_URL"] = stage.server.baseURL
      #expect(try await Program.run(["list"], half).status == 2)
      half["CLOUDFLARE_API_TOKEN"] = "wrong"
      let refused = try await Program.run(["list", "--format", "json"], half)
      #expect(refused.status == 1)
      try check(refused, "unauthorized")

      let bad = try write("pattern,type\n10.0.0.1,ip\n", to: "bad.csv", of: stage)
      #expect(try await stage.run("lint", bad).status == 3)
      let good = try write("pattern,type,acceptable,verify\na@b.example,email,yes,yes\n", to: "good.csv", of: stage)
      #expect(try await stage.run("plan", good, "--exit-code").status == 7)
      let asked = try await stage.run("apply", good, "--format", "json")
      #expect(asked.status == 6)
      try check(asked, "confirmation_needed")
      await stage.server.stop()
    }

    @Test("a conflict is 4, and an unknown outcome 5, which is said to have been sent perhaps")
    func outcomes() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let id = try await stage.create("one@paths.example")
      #expect(try await stage.run("edit", id, "--comment", "mine").status == 0)
      try await stage.server.change(id: id, fields: #"{"comments":"theirs"}"#)
      let conflict = try await stage.run("submit", "--yes", "--format", "json")
      #expect(conflict.status == 4)
      try check(conflict, "conflict")
      #expect(try await stage.run("draft", "clear").status == 0)
      #expect(try await stage.run("edit", id, "--comment", "mine").status == 0)
      stage.server.setFaults([Fault(.cutBeforeApply, on: .batch)])
      var environment = stage.environment
      environment["POSTERN_LOOK_SECONDS"] = "0"
      let unknown = try await Program.run(["submit", "--yes", "--format", "json"], environment)
      #expect(unknown.status == 5, "\(unknown)")
      try check(unknown, "outcome_unknown", sent: "unknown")
      await stage.server.stop()
    }

    @Test("what may pass by itself, and changed nothing, is 75")
    func temporary() async throws {
      let stage = try await Stage(SandboxOptions(policies: 3, seed: 7))
      _ = try await stage.create("one@paths.example")
      #expect(try await stage.run("edit", "one@paths.example", "--comment", "mine").status == 0)
      stage.server.setFaults([Fault(.error500, on: .list)])
      let failing = try await stage.run("list", "--format", "json", "--timeout", "5")
      #expect(failing.status == 75, "\(failing)")
      try check(failing, "bad_answer", retryable: true)
      stage.server.setFaults([Fault(.neverAnswers, on: .list)])
      let mute = try await stage.run("--timeout", "1", "list")
      #expect(mute.status == 75 && mute.error.contains("within 1 s"), "\(mute)")
      stage.server.setFaults([Fault(.refuse, on: .batch)])
      let refused = try await stage.run("submit", "--yes", "--format", "json")
      #expect(refused.status == 1)
      try check(refused, "refused", sent: "yes")
      await stage.server.stop()
      let gone = try await stage.run("submit", "--yes", "--format", "json")
      #expect(gone.status == 75, "\(gone)")
      try check(gone, "unreachable", retryable: true)
    }

    @Test("while another process submits, it is 75, or waited for")
    func locked() async throws {
      let stage = try await Stage(SandboxOptions(policies: 3, seed: 7))
      _ = try await stage.create("one@paths.example")
      #expect(try await stage.run("edit", "one@paths.example", "--comment", "mine").status == 0)
      stage.server.setFaults([Fault(.answerLate, delay: .seconds(3))])
      let first = try Program.Running(Program.path, ["submit", "--yes"], stage.environment)
      #expect(await eventually { !stage.batches.isEmpty })
      let file = try write("pattern,type,acceptable,verify\na@b.example,email,yes,yes\n", to: "a.csv", of: stage)
      let locked = try await stage.run("apply", file, "--yes", "--format", "json")
      #expect(locked.status == 75, "\(locked)")
      try check(locked, "locked", retryable: true)
      let waited = try await stage.run("apply", file, "--yes", "--wait", "60")
      #expect(waited.status == 0, "\(waited)")
      #expect(await first.finish().status == 0)
      #expect(stage.batches.count == 2)
      await stage.server.stop()
    }

    @Test("a configuration file can be named, before the command too")
    func configuration() async throws {
      let stage = try await Stage(SandboxOptions(policies: 3, seed: 7))
      let path = try write(
        "[accounts.box]\naccount_id = \"\(stage.server.accountID)\"\nbase_url = \"\(stage.server.baseURL)\"\n"
          + "token_env = \"BOX_TOKEN\"\n",
        to: "own.toml",
        of: stage
      )
      var bare = Stage.bareEnvironment(home: stage.home)
      bare["BOX_TOKEN"] = stage.server.token
      for arguments in [
        ["--config", path, "list"], ["list", "--config", path], ["--account=box", "--config", path, "list"],
      ] {
        let result = try await Program.run(arguments, bare)
        #expect(result.status == 0, "\(arguments): \(result)")
      }
      bare["POSTERN_CONFIG"] = path
      #expect(try await Program.run(["--account", "box", "draft", "show"], bare).status == 0)
      bare["POSTERN_CONFIG"] = path + ".none"
      let missing = try await Program.run(["list"], bare)
      #expect(missing.status == 2 && missing.error.contains("There is no configuration file"))
      await stage.server.stop()
    }
  }
}
