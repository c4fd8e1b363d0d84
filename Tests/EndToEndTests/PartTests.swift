import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("A part of the draft, and what is written where")
  struct PartTests {
    private func queue(_ pattern: String, _ stage: Stage) async throws {
      let new = [
        "new", "--pattern", pattern, "--type", "domain", "--acceptable", "--verify", "--comment",
        "SEC-1 expires:2030-01-01",
      ]
      #expect(try await Program.run(new, stage.environment).status == 0)
    }

    @Test("a filter chooses what is reviewed and sent; the rest stays queued, and the fingerprint is the part's")
    func only() async throws {
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3))
      try await queue("one.example.org", stage)
      try await queue("two.example.org", stage)
      let whole = try await Program.run(["review", "--format", "json"], stage.environment)
      let part = try await Program.run(["review", "--only", "pattern:one", "--format", "json"], stage.environment)
      func fingerprint(_ result: Program.Result) throws -> String? {
        try (JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])?["fingerprint"] as? String
      }
      let accepted = try #require(try fingerprint(part))
      #expect(try fingerprint(whole) != accepted)
      let other = try await Program.run(["submit", "--only", "pattern:two", "--accept", accepted], stage.environment)
      #expect(other.status == 4)
      let submit = try await Program.run(["submit", "--only", "pattern:one", "--accept", accepted], stage.environment)
      #expect(submit.status == 0, "\(submit.error)")
      let left = try await Program.run(["draft", "export"], stage.environment).output
      #expect(left.contains("two.example.org") && !left.contains("one.example.org"))
      for filter in ["", "  ", #""""#] {
        #expect(try await Program.run(["submit", "--only", filter, "--yes"], stage.environment).status == 2)
        #expect(try await Program.run(["review", "--only", filter], stage.environment).status == 2)
      }
      #expect(try await Program.run(["submit", "--only", "pattern:nobody", "--yes"], stage.environment).status == 0)
      #expect(stage.batches.count == 1)
      await stage.server.stop()
    }

    @Test("an export to - goes to standard output, and makes no file of that name")
    func dash() async throws {
      let stage = try await Stage(SandboxOptions(policies: 3, seed: 3))
      for arguments in [["--output", "-"], ["-o", "-"], ["--format", "csv", "--output", "-"]] {
        let export = try await Program.run(["export"] + arguments, stage.environment)
        #expect(export.status == 0, "\(export.error)")
        #expect(export.output.utf8.count > 100)
      }
      #expect(!FileManager.default.fileExists(atPath: "-"))
      await stage.server.stop()
    }

    @Test("what was copied along with an account id or a token is left out", arguments: [true, false])
    func copied(isQuoted: Bool) async throws {
      let stage = try await Stage(SandboxOptions(policies: 3, seed: 3))
      var environment = stage.environment
      for name in ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN"] {
        let value = environment[name] ?? ""
        environment[name] = isQuoted ? " \"\(value)\"\n" : "export \(name)='\(value)' "
      }
      #expect(try await Program.run(["list"], environment).status == 0)
      await stage.server.stop()
    }

    @Test("the items of a batch file are judged beside each other, each at its own place")
    func fileAlone() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 3))
      func post(_ pattern: String, _ type: String) -> String {
        """
        {"id":"same","pattern":"\(pattern)","pattern_type":"\(type)","is_regex":false,"is_trusted_sender":false,\
        "is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true,"comments":"SEC-1"}
        """
      }
      let posts = [post("a.example.org", "DOMAIN"), post("A.example.org", "DOMAIN"), post("x@a.example.org", "EMAIL")]
      let body = """
        {"deletes":[{"id":"d"}],"patches":[{"id":"d","verify_sender":true}],"puts":[],"posts":[\(posts.joined(separator: ","))]}
        """
      let file = "\(stage.home)/batch.json"
      try Data(body.utf8).write(to: URL(filePath: file))
      let lint = try await Program.run(["lint", file, "--format", "json"], Stage.bareEnvironment(home: stage.home))
      let json = try JSONSerialization.jsonObject(with: Data(lint.output.utf8)) as? [String: Any]
      let findings = json?["findings"] as? [[String: Any]] ?? []
      func places(_ rule: String) -> Set<String> {
        Set(
          findings.filter { $0["rule"] as? String == rule }.compactMap { ($0["pointer"] as? String)?.prefix(8) }.map(
            String.init
          )
        )
      }
      #expect(places("duplicate") == ["/posts/0", "/posts/1"])
      #expect(places("shadowed") == ["/posts/2"])
      #expect(places("batch-contradiction") == ["/patches"])
      await stage.server.stop()
    }
  }
}
