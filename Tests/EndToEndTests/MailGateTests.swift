import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Malicious mail that would have passed stands against every way of sending")
  struct MailGateTests {
    private static let words = "recorded as MALICIOUS would have passed."

    private func object(_ result: Program.Result) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result)")
    }

    /// Mail that was read, and a sender of some of it that the server had found to be malicious.
    private func stage() async throws -> (stage: Stage, sender: String) {
      let stage = try await Stage(SandboxOptions(policies: 40, messages: 6000, seed: 7))
      let today = Int64(Date().timeIntervalSince1970) / 86_400
      var sender: String?
      for day in (today - 4)...today {
        for text in try await stage.server.allMessages(ofDay: day) {
          let message = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
          let properties = message["properties"] as? [String: Any]
          guard message["final_disposition"] as? String == "MALICIOUS", properties?["allowlisted_pattern"] == nil,
            let from = message["from"] as? String, !from.contains("<")
          else { continue }
          sender = from
        }
      }
      #expect(try await stage.run("mail", "fetch", "--all", "--days", "5").status == 0)
      return (stage, try #require(sender))
    }

    @Test("for a file: plan says so, with what is needed, and apply asks for it")
    func apply() async throws {
      let (stage, sender) = try await stage()
      let file = "\(stage.home)/wanted.csv"
      try "pattern,type,trusted\n\(sender),email,true\n".write(toFile: file, atomically: true, encoding: .utf8)
      let json = try object(try await stage.run("plan", file, "--format", "json"))
      #expect(json["needs"] as? [String] == ["accept"])
      #expect((json["reasons"] as? [String])?.contains { $0.hasSuffix(Self.words) } == true)
      let text = try await stage.run("plan", file)
      #expect(text.output.contains(Self.words) && text.output.contains("--accept"), "\(text)")
      let markdown = try await stage.run("plan", file, "--format", "markdown").output
      #expect(markdown.contains("`--accept` with the fingerprint"))
      let head = try #require(markdown.split(separator: "\n").first { $0.contains("read completely.") })
      #expect(head.contains("An approximation"), "the numbers and how far they are to be trusted stand together")
      let refused = try await stage.run("apply", file, "--yes")
      #expect(refused.status == 6 && refused.error.contains(Self.words), "\(refused)")
      #expect(stage.batches.isEmpty)
      await stage.server.stop()
    }

    @Test("for a report of the draft: it says the same of what is needed as the review")
    func report() async throws {
      let (stage, sender) = try await stage()
      #expect(try await stage.run("new", "--pattern", sender, "--type", "email", "--trusted").status == 0)
      let report = try object(try await stage.run("report", "--review", "--format", "json"))
      let review = try #require(report["review"] as? [String: Any])
      #expect(review["needs"] as? [String] == ["accept"] && review["mail"] is [String: Any])
      #expect((review["reasons"] as? [String])?.contains { $0.hasSuffix(Self.words) } == true)
      await stage.server.stop()
    }

    @Test("for parts: each is replayed by itself, and nothing is sent as long as one of them stands in the way")
    func parts() async throws {
      let (stage, sender) = try await stage()
      try stage.write("[submission]\nmany_operations = 1000\n", to: "config.toml")
      let file = "\(stage.home)/many.csv"
      let rows = (0..<1000).map { "new\($0)@paths.example,EMAIL,true,false,false,true,why\n" }
      let last = "\(sender),EMAIL,false,true,false,false,why\n"
      let header = "Pattern,Pattern Type,Verify Email,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes\n"
      try (header + rows.joined() + last).write(
        toFile: file,
        atomically: true,
        encoding: .utf8
      )
      let applied = try await stage.run("apply", file, "--yes", "--split")
      #expect(applied.status == 6 && applied.error.contains("Part 2 of 2: 1 operation"), "\(applied.error)")
      #expect(applied.error.contains(Self.words), "\(applied.error)")
      let queued = try await stage.run("import", file)
      #expect(queued.status == 0, "\(queued.error.prefix(500))")
      let submitted = try await stage.run("submit", "--yes", "--split")
      #expect(submitted.status == 6 && submitted.error.contains("Part 2 of 2: 1 operation"), "\(submitted.error)")
      #expect(submitted.error.contains(Self.words), "\(submitted.error)")
      #expect(stage.batches.isEmpty)
      await stage.server.stop()
    }
  }
}
