import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Lists, and what is queued once")
  struct ListCommandTests {
    @Test("columns and order are chosen, in every form")
    func columns() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      for name in ["b", "c", "a"] { _ = try await stage.create("\(name)@paths.example") }
      let csv = try await stage.run("list", "--columns", "pattern,verify", "--sort", "-pattern", "--format", "csv")
      #expect(csv.output == "pattern,verify\nc@paths.example,true\nb@paths.example,true\na@paths.example,true\n")
      let table = try await stage.run("list", "--columns", "pattern,type", "--sort", "pattern")
      #expect(table.output.hasPrefix("PATTERN          TYPE\na@paths.example  email\n"))
      let json = try await stage.run("list", "--columns", "id,pattern", "--format", "json")
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
      #expect(rows.map { Set($0.keys) } == [["id", "pattern"], ["id", "pattern"], ["id", "pattern"]])
      for wrong in [["--columns", "colour"], ["--columns", "id,id"], ["--sort", "id"], ["--columns", ""]] {
        #expect(try await Program.run(["list"] + wrong, stage.environment).status == 2, "\(wrong)")
      }
      let none = try await stage.run("list", "--filter", "nobody")
      #expect(none.status == 0 && none.error.contains("keeps no policy"))
      await stage.server.stop()
    }

    @Test("a saved filter of the screen is used by its name, beside another or alone")
    func view() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      for name in ["ann", "ben"] { _ = try await stage.create("\(name)@paths.example") }
      let folder = stage.home + "/.config/postern"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try "ours = \"paths.example\"\n".write(toFile: folder + "/views.toml", atomically: true, encoding: .utf8)
      let all = try await stage.run("list", "--view", "ours", "--columns", "pattern", "--format", "csv")
      #expect(all.output == "pattern\nann@paths.example\nben@paths.example\n", "\(all)")
      let both = try await stage.run("export", "--view", "ours", "--filter", "ben")
      #expect(both.output.contains("ben@") && !both.output.contains("ann@"), "\(both)")
      let wrong = try await stage.run("list", "--view", "our")
      #expect(wrong.status == 2 && wrong.error.contains("Did you mean “ours”?"), "\(wrong)")
      await stage.server.stop()
    }

    @Test("the list as CSV has ids and dates, asks for nothing when it is planned, and says one line at most")
    func csv() async throws {
      let stage = try await Stage(SandboxOptions(policies: 200, seed: 7))
      let list = try await stage.run("list", "--format", "csv")
      #expect(
        list.output.hasPrefix("id,pattern,type,regex,trusted,acceptable,exempt,verify,comments,created,modified\n")
      )
      #expect(list.error.split(separator: "\n").count <= 1)
      let path = stage.home + "/list.csv"
      try list.output.write(toFile: path, atomically: true, encoding: .utf8)
      let plan = try await stage.run("plan", path, "--exit-code")
      #expect(plan.status == 0, "\(plan.output) \(plan.error)")
      await stage.server.stop()
    }

    @Test("new and edit take the same words, and the same new policy is queued once")
    func new() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let words = ["new", "--pattern", "a@b.example", "--type", "email", "--acceptable", "--verify", "on"]
      #expect(try await Program.run(words, stage.environment).status == 0)
      let again = try await Program.run(words + ["--trusted", "off"], stage.environment)
      #expect(again.status == 0 && again.error.contains("queued already"), "\(again.error)")
      #expect(try await stage.run("draft", "show").output.contains("1 operation,"))
      let other = try await Program.run(words + ["--comments", "SEC-1"], stage.environment)
      #expect(other.error.contains("2 operations"), "\(other.error)")
      #expect(try await stage.run("edit", "--verify", "--trusted", "off", "--filter", "x").status != 2)
      await stage.server.stop()
    }

    @Test("a snapshot can be imported, and imported again", arguments: ["json", "toml"])
    func snapshot(format: String) async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let id = try await stage.create("a@paths.example")
      _ = try await stage.create("b@paths.example")
      let path = stage.home + "/snapshot.\(format)"
      #expect(try await stage.run("export", "--format", format, "--output", path).status == 0)
      let same = try await stage.run("import", path)
      #expect(same.status == 0 && same.error.contains("nothing to queue"), "\(same.error)")
      try await stage.server.change(id: id, fields: #"{"comments":"theirs"}"#)
      #expect(try await stage.run("delete", "b@paths.example").status == 0)
      #expect(try await stage.run("submit", "--yes").status == 0)
      for _ in 0..<2 {
        let imported = try await stage.run("import", path)
        #expect(imported.status == 0, "\(imported.error)")
        #expect(try await stage.run("draft", "show").output.contains("2 operations,"))
      }
      await stage.server.stop()
    }

    @Test("the history says who, where from and why, since when, and by the beginning of an id")
    func history() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      _ = try await stage.create("one@paths.example")
      #expect(try await stage.run("edit", "one@paths.example", "--comment", "mine").status == 0)
      #expect(try await stage.run("submit", "--yes", "--reason", "SEC-1, \"x\"", "--actor", "ada").status == 0)
      let json = try await stage.run("history", "--format", "json")
      let records = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
      let record = try #require(records.first)
      #expect(record["actor"] as? String == "ada" && record["reason"] as? String == "SEC-1, \"x\"")
      #expect(record["version"] as? String == "0.1.0" && (record["host"] as? String)?.isEmpty == false)
      #expect(record["account_id"] as? String == stage.server.accountID)
      let id = try #require(record["id"] as? String)
      let shown = try await stage.run("history", "show", String(id.prefix(8)))
      #expect(shown.status == 0 && shown.output.contains("actor ada"), "\(shown)")
      #expect(try await stage.run("history", "show", "zzzz").status == 1)
      let csv = try await stage.run("history", "--format", "csv", "--since", "1h")
      #expect(csv.output.split(separator: "\n").count == 2 && csv.output.contains("\"SEC-1, \"\"x\"\"\""), "\(csv)")
      #expect(
        try await stage.run("history", "--format", "csv", "--since", "2999-01-01").output.split(separator: "\n").count
          == 1
      )
      #expect(try await stage.run("history", "--since", "yesterday").status == 2)
      let lines = try await stage.run("history", "--format", "jsonl", "--full").output.split(separator: "\n")
      #expect(lines.count == 1)
      let full = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
      #expect(full?["request"] is [String: Any])
      await stage.server.stop()
    }
  }
}
