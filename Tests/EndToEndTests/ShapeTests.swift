import Foundation
import Sandbox
import Testing

extension EndToEnd {
  /// What `Shapes.md` promises to scripts.
  @Suite("The shapes of JSON")
  struct ShapeTests {
    private static let policy: Set = [
      "id", "pattern", "pattern_type", "is_regex", "is_trusted_sender", "is_acceptable_sender", "is_exempt_recipient",
      "verify_sender", "comments", "created_at", "modified_at", "last_modified",
    ]
    private static let finding: Set = [
      "rule", "level", "pointer", "policy_id", "pattern", "field", "message", "why", "fix",
      "example",
    ]
    private static let counts: Set = ["deletes", "patches", "puts", "posts"]
    private static let record: Set = [
      "id", "at", "user", "actor", "host", "version", "base_url", "account_id", "reason", "draft", "outcome",
      "counts", "fingerprint",
    ]

    private func value(_ stage: Stage, _ arguments: String...) async throws -> Any {
      let result = try await Program.run(arguments + ["--format", "json"], stage.environment)
      #expect(result.error.isEmpty || arguments[0] == "submit", "\(arguments): \(result.error)")
      return try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    }

    private func object(_ value: Any?) throws -> [String: Any] { try #require(value as? [String: Any]) }
    private func objects(_ value: Any?) throws -> [[String: Any]] { try #require(value as? [[String: Any]]) }
    private func keys(_ value: Any?) throws -> Set<String> { Set(try object(value).keys) }

    @Test("policies have the API's names and no others")
    func policies() async throws {
      let stage = try await Stage()
      for command in ["list", "export"] {
        let all = try objects(try await value(stage, command))
        #expect(all.count == 40)
        for policy in all { #expect(Self.policy.isSuperset(of: policy.keys)) }
      }
      let id = try await stage.create("shape@paths.example")
      #expect(try keys(try await value(stage, "show", id)).isSubset(of: Self.policy))
      await stage.server.stop()
    }

    @Test("a change, from the review to the history")
    func change() async throws {
      let stage = try await Stage(SandboxOptions(policies: 5, seed: 7))
      let edited = try await stage.create("edited@paths.example")
      let gone = try await stage.create("gone@paths.example")
      #expect(try await stage.run("edit", edited, "--trusted", "on", "--verify", "off").status == 0)
      #expect(try await stage.run("delete", gone).status == 0)
      #expect(
        try await stage.run("new", "--pattern", "new@paths.example", "--type", "email", "--acceptable", "--verify")
          .status
          == 0
      )
      try await stage.server.change(id: gone, fields: #"{"comments":"theirs"}"#)
      for command in [["review"], ["draft", "show"]] {
        let result = try await Program.run(command + ["--format", "json"], stage.environment)
        let review = try object(try JSONSerialization.jsonObject(with: Data(result.output.utf8)))
        #expect(
          Set(review.keys)
            == [
              "account", "operations", "counts", "fingerprint", "conflicts", "findings", "needs", "reasons", "notices",
              "mail",
              "request",
            ]
        )
        #expect(try keys(review["account"]) == ["name", "account_id", "base_url"])
        #expect(try keys(review["counts"]) == Self.counts && keys(review["request"]) == Self.counts)
        for operation in try objects(review["operations"]) {
          #expect(
            Set(operation.keys) == [
              "kind", "pointer", "id", "pattern", "effect", "examples", "changes", "changed_elsewhere", "findings",
            ]
          )
          for change in try objects(operation["changes"]) { #expect(Set(change.keys) == ["field", "before", "after"]) }
          for finding in try objects(operation["findings"]) { #expect(Set(finding.keys) == Self.finding) }
        }
        let conflict = try #require(try objects(review["conflicts"]).first)
        #expect(Set(conflict.keys) == ["id", "pattern", "gone", "fields"])
        #expect(try keys(objects(conflict["fields"]).first) == ["field", "base", "mine", "theirs"])
      }
      #expect(try await stage.run("draft", "drop", gone).status == 0)

      let review = try object(try await value(stage, "review"))
      let fingerprint = try #require(review["fingerprint"] as? String)
      let report = try object(try await value(stage, "submit", "--accept", fingerprint))
      #expect(
        Set(report.keys) == [
          "outcome", "operations", "submission", "fingerprint", "needs", "reasons", "problem", "errors", "dissolved",
          "twins",
        ]
      )
      let posted: Set = ["kind", "pointer", "id", "pattern", "outcome", "created_id"]
      #expect(try objects(report["operations"]).map { Set($0.keys) } == [posted.subtracting(["created_id"]), posted])

      let history = try objects(try await value(stage, "history"))
      #expect(history.map { Set($0.keys) } == [Self.record])
      let id = try #require(history[0]["id"] as? String)
      #expect(id == report["submission"] as? String)
      let more: Set = [
        "encoding", "detail", "ray_id", "created_ids", "before", "request", "response",
      ]
      #expect(try keys(try await value(stage, "history", "show", id)) == Self.record.union(more))
      await stage.server.stop()
    }
  }
}
