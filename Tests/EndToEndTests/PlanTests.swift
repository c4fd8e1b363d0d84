import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("A file says what should be")
  struct PlanTests {
    static let header = "id,pattern,type,verify,acceptable,comments,owner\n"

    private func object(_ text: String) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    private func write(_ text: String, to name: String, of stage: Stage) throws -> String {
      let path = stage.home + "/" + name
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    /// A small account: three policies that the file below speaks of.
    private func small() async throws -> (stage: Stage, ids: [String]) {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      var ids: [String] = []
      for name in ["one", "two", "three"] { ids.append(try await stage.create("\(name)@paths.example")) }
      return (stage, ids)
    }

    private static func row(
      _ id: String,
      _ name: String,
      verify: Bool = true,
      _ comment: String = "made by a test"
    ) -> String {
      "\(id),\(name)@paths.example,email,\(verify),true,\(comment),ada\n"
    }

    @Test("what was exported in any form asks for nothing", arguments: ["json", "csv", "toml"])
    func roundTrip(format: String) async throws {
      let stage = try await Stage()
      let path = stage.home + "/policies.\(format)"
      #expect(try await stage.run("export", "--format", format, "--output", path).status == 0)
      let plan = try await stage.run("plan", path, "--format", "json")
      #expect(plan.status == 0, "\(plan.error)")
      let printed = try object(plan.output)
      for member in ["create", "update", "delete"] { #expect(printed[member] as? Int == 0, "\(plan.output)") }
      // CSV cannot say everything that the generator makes.
      if format != "csv" { #expect(printed["not_in_file"] as? Int == 0) }
      let apply = try await stage.run("apply", path, "--yes")
      #expect(apply.status == 0 && apply.error.contains("Nothing to do."), "\(apply.error)")
      #expect(stage.batches.isEmpty)
      await stage.server.stop()
    }

    @Test("a plan shows what it would do, touches no draft, and is the same on another machine")
    func plan() async throws {
      let (stage, ids) = try await small()
      #expect(try await stage.run("edit", ids[0], "--comment", "in the draft").status == 0)
      let file = try write(
        "# ours\n" + Self.header + Self.row(ids[0], "one", verify: false) + Self.row("", "two") + Self.row("", "new"),
        to: "policies.csv",
        of: stage
      )
      let plan = try await stage.run("plan", file)
      #expect(plan.status == 0, "\(plan.error)")
      #expect(plan.output.contains("1 to create, 1 to update, 0 to delete, 1 as it is, 1 not in the file."))
      #expect(plan.output.contains("1 policy is not in this file; --prune would delete it:"))
      #expect(plan.output.contains("verify sender: on > off") && plan.output.contains("Newly let past "))
      #expect(try await stage.run("draft", "show").output.contains("1 operation,"))
      var other = stage.environment
      other["HOME"] = stage.home + "/other"
      let own = try object(try await stage.run("plan", file, "--format", "json").output)
      let theirs = try object(try await Program.run(["plan", file, "--format", "json"], other).output)
      #expect(own["fingerprint"] as? String == theirs["fingerprint"] as? String)
      #expect(
        Set(own.keys) == [
          "account", "create", "update", "delete", "unchanged", "not_in_file", "missing", "renames", "operations",
          "findings", "fingerprint", "needs", "reasons", "remarks",
        ]
      )
      let operations = try #require(own["operations"] as? [[String: Any]])
      #expect(operations.map { $0["line"] as? Int } == [3, 5])
      #expect((own["missing"] as? [[String: Any]])?.map { $0["id"] as? String } == [ids[2]])
      #expect(try await stage.run("plan", file, "--exit-code").status == 7)
      await stage.server.stop()
    }

    @Test("apply does it, and then there is nothing to do; the draft stays")
    func apply() async throws {
      let (stage, ids) = try await small()
      #expect(try await stage.run("edit", ids[1], "--comment", "in the draft").status == 0)
      let file = try write(
        Self.header + Self.row(ids[0], "renamed") + Self.row("", "new"),
        to: "policies.csv",
        of: stage
      )
      let unconfirmed = try await stage.run("apply", file)
      #expect(unconfirmed.status == 6 && unconfirmed.error.contains("--yes"), "\(unconfirmed.error)")
      let done = try await stage.run("apply", file, "--yes", "--reason", "SEC-1", "--wait", "5")
      #expect(done.status == 0, "\(done.output) \(done.error)")
      #expect(try await stage.value(of: ids[0], "pattern") == "renamed@paths.example")
      #expect(try await stage.policies().count == 4)
      let again = try await stage.run("apply", file, "--yes")
      #expect(again.status == 0 && again.error.contains("Nothing to do."))
      #expect(stage.batches.count == 1)
      #expect(try await stage.run("draft", "show").output.contains("1 operation,"))
      // Somebody deletes it, and it is made again: that is no repetition.
      let made = try #require(
        try await stage.policies().first { $0["pattern"] as? String == "new@paths.example" }?["id"] as? String
      )
      #expect(try await stage.run("draft", "clear").status == 0)
      #expect(try await stage.run("delete", made).status == 0)
      #expect(try await stage.run("submit", "--yes").status == 0)
      let third = try await stage.run("apply", file, "--yes")
      #expect(third.status == 0, "\(third.error)")
      #expect(try await stage.policies().count == 4)
      await stage.server.stop()
    }

    @Test("prune deletes what is not in the file, and asks where nothing would be left")
    func prune() async throws {
      let (stage, ids) = try await small()
      let file = try write(Self.header + Self.row(ids[0], "one") + Self.row(ids[1], "two"), to: "two.csv", of: stage)
      let done = try await stage.run("apply", file, "--prune", "--yes")
      #expect(done.status == 0, "\(done.error)")
      #expect(try await stage.policies().map { $0["id"] as? String } == [ids[0], ids[1]])
      let empty = try write("[]", to: "empty.json", of: stage)
      let refused = try await stage.run("apply", empty, "--prune", "--yes")
      #expect(refused.status == 6)
      #expect(refused.error.contains("Nothing would be left") && refused.error.contains("--accept"))
      #expect(stage.batches.count == 1)
      let left = try await stage.run("plan", empty)
      #expect(left.status == 0 && left.output.contains("2 policies are not in this file"))
      await stage.server.stop()
    }

    @Test("a file that lost half of its rows deletes nothing by accident, whatever is accepted")
    func limit() async throws {
      let stage = try await Stage(SandboxOptions(policies: 60, seed: 7))
      let all = try JSONSerialization.jsonObject(with: Data(try await stage.run("export").output.utf8))
      let half = Array(try #require(all as? [[String: Any]]).prefix(30))
      let text = String(decoding: try JSONSerialization.data(withJSONObject: half), as: UTF8.self)
      let file = try write(text, to: "half.json", of: stage)
      let plan = try await stage.run("plan", file, "--prune", "--format", "json", "--output", stage.home + "/p.plan")
      #expect(plan.status == 6, "\(plan.error)")
      #expect(!FileManager.default.fileExists(atPath: stage.home + "/p.plan"))
      let printed = try object(plan.output)
      #expect((printed["needs"] as? [String])?.contains("max-change") == true)
      #expect(printed["delete"] as? Int == 30 && printed["not_in_file"] as? Int == 0)
      let fingerprint = try #require(printed["fingerprint"] as? String)
      let refused = try await stage.run("apply", file, "--prune", "--accept", fingerprint)
      #expect(refused.status == 6 && refused.error.contains("30 deletions of 60 policies"))
      #expect(stage.batches.isEmpty)
      let done = try await stage.run("apply", file, "--prune", "--accept", fingerprint, "--max-change", "50%")
      #expect(done.status == 0, "\(done.error)")
      #expect(try await stage.policies().count == 30)
      await stage.server.stop()
    }

    @Test("a scope keeps the rest out of it, and takes terms of content only")
    func scope() async throws {
      let (stage, ids) = try await small()
      let file = try write(Self.header + Self.row("", "one"), to: "one.csv", of: stage)
      for scope in ["", "rule:stale", "id:\(ids[0])", "age:>1d"] {
        let refused = try await stage.run("plan", file, "--scope", scope)
        #expect(refused.status == 2, "\(scope): \(refused.error)")
      }
      let outside = try await stage.run("plan", file, "--scope", "pattern:two")
      #expect(
        outside.status == 3 && outside.error.contains("one.csv:2:1: The row is about a policy outside of the scope")
      )
      let done = try await stage.run(
        "apply",
        file,
        "--scope",
        "pattern:o -pattern:three",
        "--prune",
        "--yes",
        "--max-change",
        "5"
      )
      #expect(done.status == 0, "\(done.error)")
      #expect(try await stage.policies().map { $0["id"] as? String } == [ids[0], ids[2]])
      await stage.server.stop()
    }

    @Test("a plan in a file is sent to the byte, or what changed meanwhile is told")
    func saved() async throws {
      let (stage, ids) = try await small()
      let file = try write(
        Self.header + Self.row(ids[0], "one", "changed") + Self.row("", "new"),
        to: "policies.csv",
        of: stage
      )
      let path = stage.home + "/policies.plan"
      let planned = try await stage.run("plan", file, "--output", path, "--format", "json")
      #expect(planned.status == 0, "\(planned.error)")
      let fingerprint = try #require(try object(planned.output)["fingerprint"] as? String)
      let review = try await stage.run("review", path, "--format", "json")
      #expect(review.status == 0, "\(review.error)")
      #expect(try object(review.output)["fingerprint"] as? String == fingerprint)

      let stale = stage.home + "/stale.plan"
      #expect(try await stage.run("plan", file, "--output", stale).status == 0)
      let done = try await stage.run("submit", path, "--yes")
      #expect(done.status == 0, "\(done.error)")
      #expect(stage.batches.count == 1)
      #expect(try await stage.value(of: ids[0], "comments") == "changed")
      let again = try await stage.run("submit", stale, "--yes")
      #expect(again.status == 4, "\(again.error)")
      #expect(again.error.contains("changed elsewhere") && again.error.contains("comments: base made by a test"))
      #expect(stage.batches.count == 1)

      let altered = try String(contentsOfFile: stale, encoding: .utf8).replacing("\"changed\"", with: "\"other\"")
      let forged = try write(altered, to: "forged.plan", of: stage)
      let refused = try await stage.run("submit", forged, "--yes")
      #expect(refused.status == 3 && refused.error.contains("not as it was written"), "\(refused.error)")
      await stage.server.stop()
    }

    @Test("rows that cannot be taken are told with file, line and column, and nothing is planned")
    func mistakes() async throws {
      let (stage, ids) = try await small()
      let file = try write(
        Self.header + Self.row(ids[0], "one") + Self.row(ids[0], "two") + ",bad@paths.example,mail,yes,no,,\n",
        to: "bad.csv",
        of: stage
      )
      let plan = try await stage.run("plan", file)
      #expect(plan.status == 3 && plan.output.isEmpty)
      #expect(plan.error.contains("bad.csv:4:20: type must be one of"), "\(plan.error)")
      let twice = try write(Self.header + Self.row(ids[0], "one") + Self.row(ids[0], "two"), to: "twice.csv", of: stage)
      let ambiguous = try await stage.run("plan", twice)
      #expect(ambiguous.status == 3 && ambiguous.error.contains("twice.csv:3:1: The id \(ids[0]) stands in line 2"))
      let invalid = try write(Self.header + ",10.0.0.1,ip,yes,yes,,\n", to: "invalid.csv", of: stage)
      #expect(try await stage.run("plan", invalid, "--exit-code").status == 3)
      await stage.server.stop()
    }

    @Test("more than a batch holds goes out in parts by wish, all of them accepted before the first is sent")
    func split() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let rows = (0..<1500).map { ",new\($0)@paths.example,email,true,true,why,\n" }
      let file = try write(Self.header + rows.joined(), to: "many.csv", of: stage)
      let whole = try await stage.run("apply", file, "--yes")
      #expect(whole.status == 3 && whole.error.contains("one batch takes 1000"), "\(whole.error)")
      let asked = try await stage.run("apply", file, "--yes", "--split")
      #expect(asked.status == 6 && asked.error.contains("not atomic together"), "\(asked.error)")
      func fingerprints(_ text: String) -> [String] {
        text.matches(of: /Part \d of 2: \d+ operations, ([0-9a-f]{64})/).map { String($0.output.1) }
      }
      let both = fingerprints(asked.error)
      try #require(both.count == 2)
      let half = try await stage.run("apply", file, "--split", "--accept", both[0])
      #expect(half.status == 4, "\(half.error)")
      #expect(stage.batches.isEmpty)
      let done = try await Program.run(
        ["apply", file, "--split"] + both.flatMap { ["--accept", $0] },
        stage.environment
      )
      #expect(done.status == 0, "\(done.error)")
      #expect(stage.batches.count == 2)
      #expect(try await stage.policies().count == 1500)
      #expect(try await stage.run("apply", file, "--yes").error.contains("Nothing to do."))
      await stage.server.stop()
    }

    @Test("nothing to submit is no failure")
    func nothing() async throws {
      let stage = try await Stage(SandboxOptions(policies: 2, seed: 7))
      let draft = try await stage.run("submit", "--yes")
      #expect(draft.status == 0 && draft.error.contains("nothing to submit"))
      let file = try write(
        #"{"deletes": [], "patches": [], "puts": [], "posts": []}"#,
        to: "empty.json",
        of: stage
      )
      #expect(try await stage.run("submit", file, "--yes").status == 0)
      await stage.server.stop()
    }

    @Test("Markdown has every text of a policy as code, and is never too long")
    func markdown() async throws {
      let (stage, ids) = try await small()
      let hostile = "@ada ![x](http://x) `code` #12 | \\| <b>"
      let file = try write(
        Self.header + Self.row(ids[0], "one", verify: false, "\"\(hostile)\""),
        to: "policies.csv",
        of: stage
      )
      let plan = try await stage.run("plan", file, "--format", "markdown")
      #expect(plan.status == 0, "\(plan.error)")
      #expect(plan.output.contains(#"``@ada ![x](http://x) `code` #12 \| \\u{7C} <b>``"#), "\(plan.output)")
      #expect(plan.output.contains("2 policies not in this file"))

      let rows = (0..<900).map { ",new\($0)@paths.example,email,true,true,\(String(repeating: "x", count: 300)),\n" }
      let many = try write(Self.header + rows.joined(), to: "many.csv", of: stage)
      let long = try await stage.run("plan", many, "--format", "markdown")
      #expect(long.status == 0 && long.output.unicodeScalars.count <= 60_000)
      #expect(long.output.contains("Cut at 60000 characters"), "\(long.output.suffix(500))")
      await stage.server.stop()
    }
  }
}
