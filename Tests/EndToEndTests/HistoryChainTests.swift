import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The history for an auditor")
  struct HistoryChainTests {
    @Test("is verified, exported, imported elsewhere, and refused where it was altered")
    func chain() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let words = ["new", "--pattern", "a@paths.example", "--type", "email", "--acceptable", "--verify", "on"]
      #expect(try await Program.run(words, stage.environment).status == 0)
      #expect(try await stage.run("submit", "--yes", "--reason", "SEC-1").status == 0)
      let verified = try await stage.run("history", "verify")
      #expect(verified.status == 0 && verified.error.contains("order only"), "\(verified)")
      let head = try #require(verified.output.split(whereSeparator: \.isWhitespace).last.map(String.init))
      #expect(try await stage.run("history", "verify", "--head", head).status == 0)
      let wrong = try await stage.run("history", "verify", "--head", String(repeating: "0", count: 64))
      #expect(wrong.status == 3 && wrong.error.contains("No event has that head"))
      #expect(try await stage.run("history", "verify", "--head", "abc").status == 2)

      let path = stage.home + "/history.jsonl"
      let export = try await stage.run("history", "export", "--full", "--output", path)
      #expect(export.status == 0 && export.error.contains("addresses"), "\(export)")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains("SEC-1") && text.contains(#""request":"#))
      #expect(try await !stage.run("history", "export").output.contains(#""request":"#))

      // An auditor has no account.
      let home = stage.home + "/auditor"
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      let auditor = Stage.bareEnvironment(home: home)
      let imported = try await Program.run(["history", "import", path], auditor)
      #expect(imported.status == 0 && imported.error.contains("2 events, 1 new chain"), "\(imported)")
      #expect(try await Program.run(["history", "import", path], auditor).error.contains("Nothing new."))
      #expect(try await Program.run(["history", "export", "--full"], auditor).output == text)
      #expect(try await Program.run(["history", "verify", "--head", head], auditor).status == 0)
      for format in ["table", "json", "jsonl", "csv"] {
        let list = try await Program.run(["history", "--imported", "--format", format], auditor)
        #expect(list.status == 0 && list.output.contains("SEC-1") && list.output.contains("applied"), "\(list)")
      }
      try text.replacing("SEC-1", with: "SEC-2").write(toFile: path + "2", atomically: true, encoding: .utf8)
      let altered = try await Program.run(["history", "import", path + "2"], auditor)
      #expect(altered.status == 3 && altered.error.contains("event 1 of chain"), "\(altered)")
      await stage.server.stop()
    }
  }
}
