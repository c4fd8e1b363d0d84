import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Edits by filter, findings and conflicts on the command line")
  struct BulkCommandTests {
    @Test("a filter needs --yes, and says what it queued")
    func filter() async throws {
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 7))
      for name in ["one", "two", "three"] { _ = try await stage.create("\(name)@paths.example") }
      let asked = try await stage.run("edit", "--filter", "paths.example", "--verify", "off")
      #expect(asked.status == 6)
      #expect(asked.error.contains("The filter keeps 3 policies; nothing was queued."))
      #expect(try await stage.run("draft", "show").output.contains("0 operations"))
      let done = try await stage.run("edit", "--filter", "paths.example", "--verify", "off", "--yes")
      #expect(done.status == 0 && done.output.isEmpty)
      #expect(done.error.contains("Queued: verify sender off for 3 policies. The draft has 3 operations."))
      let deleted = try await stage.run("delete", "--filter", "two@paths", "--yes")
      #expect(deleted.error.contains("Queued: delete two@paths.example. The draft has 3 operations."))
      for wrong in [
        ["edit", "--verify", "on"], ["delete", "--filter", "x", "y"], ["edit", "--filter", "type:", "--yes"],
      ] {
        #expect(try await Program.run(wrong, stage.environment).status == 2, "\(wrong)")
      }
      #expect(try await stage.run("delete", "--filter", "nobody@nowhere", "--yes").status == 0)
      let csv = try await stage.run("list", "--filter", "one@paths", "--format", "csv")
      #expect(csv.output.split(separator: "\n").count == 2)
      #expect(csv.output.contains("one@paths.example,EMAIL,false,false,true,false,true,made by a test,"))
      await stage.server.stop()
    }

    @Test("what lets others in too, or is undecided, is listed, and a filter edits none of it")
    func reach() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      _ = try await stage.create("bill@old.example")
      for (pattern, comment) in [
        (#"^.*@(mail\\.)?old\\.example$"#, "mail"), (".*", "all"), (#"^(a)\\1@old\\.example$"#, "twice"),
      ] {
        _ = try await stage.server.create(
          fields: """
            {"pattern":"\(pattern)","pattern_type":"EMAIL","is_regex":true,"is_trusted_sender":false,
            "is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true,"comments":"\(comment)"}
            """
        )
      }
      let list = try await stage.run("list", "--filter", "opens:old.example", "--format", "csv")
      #expect(list.status == 0)
      #expect(list.output.split(separator: "\n").count == 5)
      #expect(list.error.contains("It is undecided whether these let in what the filter names: ^(a)"))
      #expect(list.error.contains("These let in others too: .* ("))
      let deleted = try await stage.run("delete", "--filter", "opens:old.example", "--yes")
      #expect(deleted.status == 0)
      #expect(deleted.error.contains("Left out, as it is undecided"))
      #expect(deleted.error.contains("Left out, as they let in others too; name them by their ids: .* ("))
      #expect(deleted.error.contains("The draft has 2 operations."))
      let review = try await stage.run("review", "--only", "opens:old.example")
      #expect(review.output.contains("bill@old.example") && !review.output.contains("(a)"))
      let young = try await stage.run("list", "--filter", "age:<1h -/^bill/", "--format", "csv")
      #expect(young.output.split(separator: "\n").count == 4)
      #expect(try await stage.run("list", "--filter", "opens:old").status == 2)
      await stage.server.stop()
    }

    @Test("a finding is fixed, silenced and counted again by name")
    func findings() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let both = try await stage.create("both@paths.example", isTrusted: true)
      _ = try await stage.create("quiet@paths.example", comments: "")
      func count(_ rule: String) async throws -> Int {
        let lint = try await stage.run("lint", "--format", "json")
        let printed = try JSONSerialization.jsonObject(with: Data(lint.output.utf8)) as? [String: Any]
        let findings = try #require(printed?["findings"] as? [[String: Any]])
        return findings.count { $0["rule"] as? String == rule && $0["silenced"] == nil }
      }
      #expect(try await stage.run("fix", "several-actions", "both@paths.example").status == 0)
      let review = try await stage.run("review")
      #expect(review.output.contains("both@paths.example") && review.output.contains("on > off"))
      #expect(try await stage.run("fix", "no-reason", both).status == 3)
      let unknown = try await stage.run("fix", "several-action", both)
      #expect(unknown.status == 2 && unknown.error.contains("Did you mean several-actions?"))

      #expect(try await count("no-reason") == 1)
      #expect(try await stage.run("silence", "no-reason", "quiet@paths.example", "--reason", "SEC-3").status == 0)
      #expect(try await count("no-reason") == 0)
      #expect(try await stage.run("silence", "no-reason", "quiet@paths.example", "--undo").status == 0)
      #expect(try await count("no-reason") == 1)
      #expect(try await stage.run("silence", "no-reason", "quiet@paths.example").status == 2)
      await stage.server.stop()
    }

    @Test("a conflict is settled by keeping mine, or by dropping it")
    func conflicts() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let mine = try await stage.create("mine@paths.example")
      let theirs = try await stage.create("theirs@paths.example")
      #expect(try await stage.run("edit", mine, theirs, "--comment", "mine").status == 0)
      for id in [mine, theirs] { try await stage.server.change(id: id, fields: #"{"comments":"theirs"}"#) }
      #expect(try await stage.run("review").status == 4)
      #expect(try await stage.run("draft", "keep", "mine@paths.example").status == 0)
      #expect(try await stage.run("draft", "drop", theirs).status == 0)
      let review = try await stage.run("review")
      #expect(review.status == 0, "\(review.output)")
      #expect(review.output.contains("comments: theirs > mine") && review.output.contains("1 operation,"))
      #expect(try await stage.run("draft", "drop", "nobody@nowhere.example").status == 1)
      #expect(try await stage.run("submit", "--yes").status == 0)
      #expect(try await stage.value(of: mine, "comments") == "mine")
      #expect(try await stage.value(of: theirs, "comments") == "theirs")
      await stage.server.stop()
    }
  }
}
