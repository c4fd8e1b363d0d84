import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The command lint")
  struct LintTests {
    private static let fields: Set<String> = [
      "rule", "level", "pointer", "policy_id", "pattern", "field", "message", "why", "fix",
      "example", "pattern_type", "is_regex", "line", "column",
    ]

    private struct Printed {
      let findings: [[String: Any]]
      let summary: [String: Int]

      init(_ text: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        findings = try #require(object?["findings"] as? [[String: Any]])
        summary = try #require(object?["summary"] as? [String: Int])
      }

      func pointers(of rule: String) -> [String?] {
        findings.filter { $0["rule"] as? String == rule }.map { $0["pointer"] as? String }
      }
    }

    private func write(_ text: String, to home: String) throws -> String {
      let path = home + "/batch.json"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    private static func post(_ pattern: String, _ type: String, trusted: Bool = false) -> String {
      """
      {"pattern": "\(pattern)", "pattern_type": "\(type)", "is_regex": false, "is_trusted_sender": \(trusted), \
      "is_acceptable_sender": \(!trusted), "is_exempt_recipient": false, "verify_sender": \(!trusted), "comments": "SEC-1"}
      """
    }

    @Test("a batch file needs no account, and each finding points into the body")
    func file() async throws {
      let home = NSTemporaryDirectory() + "postern-lint-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: home) }
      let path = try write(
        """
        {"deletes": [{"id": "d1"}], "patches": [{"id": "p1", "is_trusted_sender": true, "verify_sender": false}],
        "puts": [], "posts": [\(Self.post("a@x.example", "EMAIL")), \(Self.post("10.0.0.1", "IP")),
        \(Self.post("mail.example", "DOMAIN", trusted: true))]}
        """,
        to: home
      )
      let run = try await Program.run(["lint", path, "--format", "json"], Stage.bareEnvironment(home: home))
      #expect(run.status == 3, "\(run.error)")
      let printed = try Printed(run.output)
      for finding in printed.findings { #expect(Set(finding.keys) == Self.fields) }
      #expect(printed.pointers(of: "ip-not-public") == ["/posts/1/pattern"])
      #expect(printed.pointers(of: "trusted-domain").contains("/posts/2/is_trusted_sender"))
      #expect(printed.pointers(of: "trusted-unverified").contains { $0?.hasPrefix("/patches/0/") == true })
      let post = printed.findings.first { $0["pointer"] as? String == "/posts/1/pattern" }
      #expect(post?["line"] as? Int == 2 && (post?["column"] as? Int ?? 0) > 100)
      #expect(printed.summary["error"] == 1)
      #expect(printed.summary.keys.sorted() == ["danger", "error", "notice", "warning"])

      let text = try await Program.run(["lint", path], Stage.bareEnvironment(home: home))
      #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(text.output.hasPrefix("error ip-not-public (1)\n"))
    }

    @Test("a file that is no batch is refused with the place of the mistake")
    func broken() async throws {
      let home = NSTemporaryDirectory() + "postern-lint-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: home) }
      let path = try write(#"{"deletes": [], "patches": [{"id": 7}], "puts": [], "posts": []}"#, to: home)
      let run = try await Program.run(["lint", path], Stage.bareEnvironment(home: home))
      #expect(run.status == 3)
      #expect(run.output.isEmpty)
      #expect(run.error.contains("/patches/0/id"))
      let missing = try await Program.run(["lint", home + "/none.json"], Stage.bareEnvironment(home: home))
      #expect(missing.status == 2)
    }

    @Test("without a file the server's policies are judged, and the filter of list finds the same ones")
    func account() async throws {
      let stage = try await Stage(SandboxOptions(policies: 300, seed: 11))
      let run = try await stage.run("lint", "--format", "json")
      let printed = try Printed(run.output)
      let dangerous = Set(
        printed.findings.filter { $0["level"] as? String == "danger" }.compactMap { $0["policy_id"] as? String }
      )
      #expect(!dangerous.isEmpty)
      let list = try await stage.run("list", "--filter", "finding:danger", "--format", "json")
      let listed = try #require(
        try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
      )
      #expect(Set(listed.compactMap { $0["id"] as? String }) == dangerous)
      await stage.server.stop()
    }

    @Test("levels and own domains of the configuration count")
    func configuration() async throws {
      let home = NSTemporaryDirectory() + "postern-lint-" + UUID().uuidString
      let folder = home + "/.config/postern"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: home) }
      try "own_domains = [\"corp.example\"]\n[findings]\nno-reason = \"off\"\n"
        .write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
      let item = Self.post("corp.example", "DOMAIN").replacing("SEC-1", with: "")
      let path = try write(#"{"deletes": [], "patches": [], "puts": [], "posts": [\#(item)]}"#, to: home)
      let run = try await Program.run(["lint", path, "--format", "json"], Stage.bareEnvironment(home: home))
      let printed = try Printed(run.output)
      #expect(printed.pointers(of: "own-domain") == ["/posts/0/pattern"])
      #expect(printed.pointers(of: "no-reason").isEmpty)
      #expect(run.status == 0)
    }

    @Test("a rule is explained with its source")
    func explain() async throws {
      let environment = Stage.bareEnvironment(home: NSTemporaryDirectory())
      let run = try await Program.run(["lint", "--explain", "trusted-unverified"], environment)
      #expect(run.status == 0)
      #expect(run.output.contains("Source: ") && run.output.contains("https://"))
      let unknown = try await Program.run(["lint", "--explain", "no-such"], environment)
      #expect(unknown.status == 2)
    }
  }
}
