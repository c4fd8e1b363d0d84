import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Guards from the command line")
  struct GuardsTests {
    private static let configuration = """
      [[guards]]
      name = "nobody passes as us"
      forbid = ["trusted", "acceptable"]
      from = "acme.example"
      """

    @Test("one that the draft breaks is shown with a message, keeps the batch from being sent, and ends with 3")
    func broken() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let folder = URL(filePath: "\(stage.home)/.config/postern")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Self.configuration.write(to: folder.appending(path: "config.toml"), atomically: true, encoding: .utf8)
      #expect(try await stage.run("guards").output.hasPrefix("holds  nobody passes as us"))
      let new = try await stage.run("new", "--pattern", "ceo@acme.example", "--type", "email", "--trusted")
      #expect(new.status == 0, "\(new.error)")
      let guards = try await stage.run("guards", "--format", "json")
      #expect(guards.status == 3)
      let found = try #require(
        try JSONSerialization.jsonObject(with: Data(guards.output.utf8)) as? [[String: Any]]
      )
      #expect(found.map { Set($0.keys) } == [["name", "holds", "example", "policies", "level", "was", "reason"]])
      #expect(found[0]["holds"] as? Bool == false && found[0]["was"] as? Bool == true)
      let example = try #require(found[0]["example"] as? [String: Any])
      #expect(example["from"] as? String == "ceo@acme.example" && example["authenticated"] as? Bool == false)
      let submitted = try await stage.run("submit", "--yes")
      #expect(submitted.status == 3)
      #expect(stage.server.ledger.entries.isEmpty)
      await stage.server.stop()
    }
  }
}
