import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Drafts with names")
  struct NamedDraftTests {
    private func queue(_ pattern: String, _ stage: Stage, _ more: [String] = []) async throws -> Program.Result {
      let words = ["new", "--pattern", pattern, "--type", "email", "--acceptable", "--verify"]
      return try await Program.run(words + more, stage.environment)
    }

    @Test("each has its own operations; the history says from which one was submitted")
    func apart() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      #expect(try await queue("own@paths.example", stage).status == 0)
      #expect(try await queue("named@paths.example", stage, ["--draft", "onboarding"]).status == 0)
      var environment = stage.environment
      environment["POSTERN_DRAFT"] = "onboarding"
      let named = try await Program.run(["draft", "export"], environment)
      #expect(named.output.contains("named@") && !named.output.contains("own@"), "\(named)")
      // An option wins over the variable, and may stand before the command.
      let own = try await Program.run(["--draft", "default", "draft", "export"], environment)
      #expect(own.output.contains("own@") && !own.output.contains("named@"), "\(own)")

      let list = try await stage.run("draft", "list", "--format", "json")
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
      #expect(rows.map { $0["name"] as? String } == ["default", "onboarding"])
      #expect(rows.map { $0["operations"] as? Int } == [1, 1])
      #expect(rows.map { $0["current"] as? Bool } == [true, false])
      #expect(rows.allSatisfy { $0["changed_at"] is String })

      #expect(try await stage.run("submit", "--draft", "onboarding", "--yes").status == 0)
      #expect(try await stage.policies().compactMap { $0["pattern"] as? String } == ["named@paths.example"])
      #expect(try await stage.run("draft", "export").output.contains("own@"))
      let history = try await stage.run("history", "--format", "csv")
      #expect(history.output.contains(",onboarding,"), "\(history)")
      let table = try await stage.run("draft", "list")
      #expect(table.output.contains("default") && !table.output.contains("onboarding"), "\(table)")
      await stage.server.stop()
    }

    @Test("a name that is none is a mistake of usage")
    func names() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      for name in ["", "a b", "a/b", String(repeating: "x", count: 65)] {
        let result = try await stage.run("draft", "show", "--draft", name)
        #expect(result.status == 2 && result.error.contains("1 to 64 letters"), "\(result)")
      }
      var environment = stage.environment
      environment["POSTERN_DRAFT"] = "a/b"
      let result = try await Program.run(["draft", "show"], environment)
      #expect(result.status == 2 && result.error.contains("POSTERN_DRAFT"), "\(result)")
      environment["POSTERN_DRAFT"] = ""
      #expect(try await Program.run(["draft", "show"], environment).status == 0)
      await stage.server.stop()
    }
  }
}
