import CTLS
import Foundation
import FoundationNetworking
import Sandbox
import Testing

extension EndToEnd {
  @Suite("The command line, over a sandbox")
  struct CommandLineTests {
    private func json(_ text: String) throws -> Any {
      try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
    }

    @Test("list and show print the policies as the API has them")
    func listAndShow() async throws {
      let stage = try await Stage()
      let list = try await stage.run("list", "--format", "json")
      let printed = try #require(try json(list.output) as? [[String: Any]])
      let kept = try await stage.policies()
      #expect(list.status == 0)
      #expect(printed.map { $0["id"] as? String } == kept.map { $0["id"] as? String })
      for (policy, original) in zip(printed, kept) {
        for field in ["pattern", "pattern_type", "created_at"] {
          #expect(policy[field] as? String == original[field] as? String)
        }
      }
      let id = try #require(kept.first?["id"] as? String)
      let show = try await stage.run("show", id, "--format", "json")
      #expect((try json(show.output) as? [String: Any])?["id"] as? String == id)
      let table = try await stage.run("list", "--filter", "type:ip")
      #expect(table.output.split(separator: "\n").dropFirst().allSatisfy { $0.contains("  ip") })
      let none = try await stage.run("show", "nobody@nowhere.example")
      #expect(none.status == 1)
      #expect(none.error.contains("There is no policy"))
      await stage.server.stop()
    }

    @Test(
      "new, edit, delete, review, submit and history do a whole change in either encoding",
      arguments: [AcceptedEncoding.documented, .lean]
    )
    func wholeChange(accept: AcceptedEncoding) async throws {
      let stage = try await Stage(SandboxOptions(policies: 40, seed: 7, accept: accept))
      var environment = stage.environment
      environment["POSTERN_ENCODING"] = accept == .lean ? "lean" : "documented"
      func run(_ arguments: String...) async throws -> Program.Result { try await Program.run(arguments, environment) }

      let safe = try await stage.policy {
        $0["is_acceptable_sender"] as? Bool == true && $0["verify_sender"] as? Bool == true
          && $0["is_trusted_sender"] as? Bool == false && $0["pattern_type"] as? String == "EMAIL"
      }
      let edited = try #require(safe["id"] as? String)
      let deleted = try #require(try await stage.policy { $0["pattern_type"] as? String == "IP" }["id"] as? String)
      #expect(try await run("edit", edited, "--verify", "off").status == 0)
      #expect(try await run("delete", deleted).status == 0)
      let new = try await run("new", "--pattern", "new.example.org", "--type", "domain", "--acceptable", "--verify")
      #expect(new.status == 0)
      #expect(new.output.isEmpty, "standard output is for data")

      let review = try await run("review", "--format", "json")
      let shown = try #require(try json(review.output) as? [String: Any])
      let operations = try #require(shown["operations"] as? [[String: Any]])
      #expect(operations.map { $0["kind"] as? String } == ["delete", "patch", "post"])
      #expect(operations.map { $0["pointer"] as? String } == ["/deletes/0", "/patches/0", "/posts/0"])
      let export = try await run("draft", "export").output
      #expect(review.output.contains(export), "the review shows the very bytes")
      let fingerprint = try #require(shown["fingerprint"] as? String)
      let hashed = Data("\(stage.server.baseURL)\n\(stage.server.accountID)\n\(export)\n".utf8)
      var digest = [UInt8](repeating: 0, count: 32)
      CTLS.SHA256(Array(hashed), hashed.count, &digest)
      #expect(fingerprint == digest.map { String(format: "%02x", $0) }.joined())

      #expect(try await run("submit", "--dry-run").status == 6, "it ends as sending would begin")
      #expect(try await run("submit", "--dry-run", "--accept", fingerprint).status == 0)
      let unconfirmed = try await run("submit")
      #expect(unconfirmed.status == 6)
      let other = try await run("submit", "--accept", String(repeating: "0", count: 64))
      #expect(other.status == 4)
      #expect(stage.batches.isEmpty)
      let submit = try await run("submit", "--accept", fingerprint, "--reason", "SEC-1201", "--format", "json")
      #expect(submit.status == 0, "\(submit.error)")
      let report = try #require(try json(submit.output) as? [String: Any])
      #expect(report["outcome"] as? String == "applied")
      #expect(stage.batches.map { String(decoding: $0.body, as: UTF8.self) } == [export])
      #expect(try await stage.policy(id: edited)?["verify_sender"] as? Bool == false)
      #expect(try await stage.policy(id: deleted) == nil)
      #expect(try await stage.policies().contains { $0["pattern"] as? String == "new.example.org" })

      let history = try #require(try await json(run("history", "--format", "json").output) as? [[String: Any]])
      #expect(history.count == 1)
      #expect(history.first?["outcome"] as? String == "applied")
      #expect(history.first?["fingerprint"] as? String == fingerprint)
      #expect(history.first?["id"] as? String == report["submission"] as? String)
      #expect((try await json(run("draft", "export").output) as? [String: [Any]])?.values.allSatisfy(\.isEmpty) == true)
      await stage.server.stop()
    }

    @Test("undo and redo walk through the draft, across processes")
    func undo() async throws {
      let stage = try await Stage()
      _ = try await stage.run("new", "--pattern", "one.example.org", "--type", "domain")
      _ = try await stage.run("new", "--pattern", "two.example.org", "--type", "domain")
      #expect(try await stage.run("draft", "undo").error.contains("two.example.org"))
      #expect(try await !stage.run("draft", "export").output.contains("two.example.org"))
      #expect(try await stage.run("draft", "redo").error.contains("two.example.org"))
      #expect(try await stage.run("draft", "clear").error.contains("2 operations"))
      #expect(try await stage.run("draft", "undo").status == 0)
      let export = try await stage.run("draft", "export").output
      #expect(export.contains("one.example.org") && export.contains("two.example.org"))
      await stage.server.stop()
    }

    @Test("a policy that was changed elsewhere is not overwritten: exit status 4, and nothing is sent")
    func conflict() async throws {
      let stage = try await Stage()
      let policy = try await stage.policy { $0["pattern_type"] as? String == "EMAIL" }
      let id = try #require(policy["id"] as? String)
      #expect(try await stage.run("edit", id, "--comment", "mine").status == 0)
      try await change(id, ["comments": "theirs"], on: stage)
      let fingerprint = try await fingerprint(stage)
      let submit = try await stage.run("submit", "--accept", fingerprint, "--format", "json")
      #expect(submit.status == 4)
      #expect((try json(submit.output) as? [String: Any])?["outcome"] as? String == "conflict")
      #expect(stage.batches.isEmpty)
      #expect(try await stage.run("draft", "export").output.contains("mine"), "the draft is intact")
      await stage.server.stop()
    }

    @Test("a change elsewhere in another field is taken up, and has to be reviewed again")
    func rebased() async throws {
      let stage = try await Stage()
      let policy = try await stage.policy { $0["pattern_type"] as? String == "EMAIL" }
      let id = try #require(policy["id"] as? String)
      #expect(try await stage.run("edit", id, "--comment", "mine").status == 0)
      let isVerified = policy["verify_sender"] as? Bool ?? false
      let before = try await fingerprint(stage)
      try await change(id, ["verify_sender": !isVerified], on: stage)
      #expect(try await stage.run("submit", "--accept", before).status == 4)
      #expect(stage.batches.isEmpty)
      let after = try await fingerprint(stage)
      #expect(after != before)
      #expect(try await stage.run("submit", "--accept", after).status == 0)
      #expect(try await stage.policy(id: id)?["comments"] as? String == "mine")
      #expect(try await stage.policy(id: id)?["verify_sender"] as? Bool == !isVerified)
      await stage.server.stop()
    }

    @Test("an outcome that cannot be known is looked for, never sent again")
    func cutAfterCommit() async throws {
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3, faults: [Fault(.applyThenCut)]))
      var environment = stage.environment
      environment["POSTERN_LOOK_SECONDS"] = "2"
      let new = ["new", "--pattern", "cut.example.org", "--type", "domain", "--acceptable", "--verify"]
      #expect(try await Program.run(new, environment).status == 0)
      let submit = try await Program.run(["submit", "--yes", "--format", "json"], environment)
      #expect(submit.status == 0, "\(submit.error)")
      #expect((try json(submit.output) as? [String: Any])?["outcome"] as? String == "applied")
      #expect(stage.batches.count == 1)
      #expect(try await stage.server.policyCount() == 21)
      await stage.server.stop()
    }

    // MARK: - What another admin does

    private func fingerprint(_ stage: Stage) async throws -> String {
      let review = try await json(stage.run("review", "--format", "json").output) as? [String: Any]
      return try #require(review?["fingerprint"] as? String)
    }

    private func change(_ id: String, _ fields: [String: any Sendable], on stage: Stage) async throws {
      let path = "/accounts/\(stage.server.accountID)/email-security/settings/allow_policies/\(id)"
      var request = URLRequest(url: try #require(URL(string: stage.server.baseURL + path)))
      request.httpMethod = "PATCH"
      request.httpBody = try JSONSerialization.data(withJSONObject: fields)
      request.setValue("Bearer \(stage.server.token)", forHTTPHeaderField: "Authorization")
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      let (_, response) = try await URLSession.shared.data(for: request)
      #expect((response as? HTTPURLResponse)?.statusCode == 200)
    }
  }
}
