import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The command report")
  struct ReportTests {
    private func object(_ text: String) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("of the account: its numbers are those of the lists, its fingerprint that of the export")
    func account() async throws {
      let stage = try await Stage(SandboxOptions(policies: 60, messages: 900, seed: 7))
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "5").status == 0)
      let result = try await stage.run("report", "--format", "json")
      #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
      let report = try object(result.output)
      #expect(report["subject"] as? String == "account" && report["policies"] as? Int == 60)
      for section in try #require(report["sections"] as? [[String: Any]])
      where section["counts"] as? String == "policies" {
        for bar in try #require(section["bars"] as? [[String: Any]]) {
          let filter = try #require(bar["filter"] as? String)
          // Ages and levels: the list judges and reckons anew.
          let listed = try await stage.run("list", "--filter", filter, "--format", "json")
          let all = try #require(
            try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [Any],
            "\(filter)"
          )
          #expect(all.count == bar["count"] as? Int, "\(filter)")
        }
      }
      let mail = try #require(report["mail"] as? [String: Any])
      let days = try #require(mail["days"] as? [[String: Any]])
      #expect(days.count == 5)
      #expect(
        days.reduce(0) { $0 + ($1["let_through"] as? Int ?? 0) } + (mail["without_day"] as? Int ?? 0)
          == mail["let_through"] as? Int
      )
      let path = "\(stage.home)/export.json"
      #expect(try await stage.run("export", "--output", path).status == 0)
      #expect(try sum(of: path) == report["fingerprint"] as? String)
      await stage.server.stop()
    }

    /// What `sha256sum` says of a file.
    private func sum(of path: String) throws -> String {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/sha256sum")
      process.arguments = [path]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: data.prefix(64), as: UTF8.self)
    }

    @Test("of the draft: the fingerprint is that of the review; a file is new, for its owner alone, of the named kind")
    func draft() async throws {
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 7))
      let new = try await stage.run("new", "--pattern", "<b>@x.example.org", "--type", "email", "--trusted")
      let other = try await stage.run("new", "--pattern", "x.example.org", "--type", "domain", "--trusted")
      #expect(other.status == 0, "\(new.error) \(other.error)")
      let review = try object(try await stage.run("review", "--format", "json").output)
      let report = try object(try await stage.run("report", "--review", "--format", "json").output)
      #expect(report["subject"] as? String == "draft")
      #expect(report["fingerprint"] as? String == review["fingerprint"] as? String)
      let path = "\(stage.home)/draft.html"
      let written = try await stage.run("report", "--review", "--output", path)
      #expect(written.status == 0 && written.output.isEmpty && written.error.contains("Wrote \(path)."))
      let page = try String(contentsOfFile: path, encoding: .utf8)
      #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("x.example.org") && page.hasSuffix("</html>\n"))
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
      let again = try await stage.run("report", "--review", "--output", path)
      #expect(again.status == 1 && again.error.contains("there already"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == page)
      let markdown = try await stage.run("report")
      #expect(markdown.status == 0 && markdown.output.hasPrefix("# Allow policies of "))
      #expect(try await stage.run("report", "--format", "pdf").status == 2)
      await stage.server.stop()
    }
  }
}
