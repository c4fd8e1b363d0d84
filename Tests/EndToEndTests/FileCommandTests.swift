import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Import, export and batch files")
  struct FileCommandTests {
    private static let header =
      "Values, Rule Type, Is Regex, Sender Verification, Trusted Sender, Exempt Recipient, Acceptable Sender, Notes\n"

    private func object(_ text: String) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    private func write(_ text: String, to name: String, of stage: Stage) throws -> String {
      let path = stage.home + "/" + name
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    // MARK: - CSV

    @Test("what is exported as CSV and imported again queues nothing")
    func roundTrip() async throws {
      let stage = try await Stage()
      let path = stage.home + "/policies.csv"
      let export = try await stage.run("export", "--format", "csv", "--output", path)
      #expect(export.status == 0 && export.output.isEmpty)
      #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix(Self.header.replacing(", ", with: ",")))
      let back = try await stage.run("import", path, "--format", "json")
      #expect(back.status == 0, "\(back.error)")
      let printed = try object(back.output)
      let counts = try #require(printed["counts"] as? [String: Int])
      // The generator makes types that have no name in such a file, and policies that are twice there.
      #expect(counts["new"] == 0 && counts["changed"] == 0 && counts["invalid"] == 0, "\(back.output)")
      #expect(counts["duplicate"] ?? 0 > 30)
      #expect(printed["queued"] as? Bool == false)
      #expect(try await stage.run("draft", "export").status == 0)
      let again = try await stage.run("export", "--format", "csv", "--output", path)
      #expect(again.status == 1)
      #expect(again.error.contains("File exists"))
      await stage.server.stop()
    }

    @Test("an import shows what it would queue, refuses all for one bad row, and leaves such rows out on request")
    func importing() async throws {
      let stage = try await Stage(SandboxOptions(policies: 0, seed: 7))
      let id = try await stage.create("known@paths.example")
      let path = try write(
        Self.header + "new@paths.example,email,no,yes,no,no,yes,SEC-1\n"
          + "known@paths.example, EMAIL, false, true, false, false, true, \"two\nlines\"\n"
          + "bad@paths.example,email,no,maybe,no,no,yes,SEC-2\n",
        to: "three.csv",
        of: stage
      )
      let refused = try await stage.run("import", path)
      #expect(refused.status == 3)
      #expect(refused.output.contains("line 2: new new@paths.example (email): acceptable sender, verify sender"))
      #expect(refused.output.contains("line 3: changed known@paths.example: comments made by a test > two\\u{A}lines"))
      #expect(!refused.output.contains("column 28") && refused.output.contains("1 that cannot be taken"))
      #expect(refused.error.contains("1 row cannot be taken:\nline 5, column 28: Sender Verification must be true"))
      #expect(refused.error.contains("Nothing was queued") && refused.error.contains("--skip-invalid"))
      #expect(try await stage.run("draft", "show").output.contains("0 operations"))

      let dry = try await stage.run("import", path, "--skip-invalid", "--dry-run")
      #expect(dry.status == 0)
      #expect(dry.error.contains("Dry run"))
      #expect(try await stage.run("draft", "show").output.contains("0 operations"))

      let done = try await stage.run("import", path, "--skip-invalid", "--format", "json")
      let rows = try #require(try object(done.output)["rows"] as? [[String: Any]])
      #expect(rows.map { $0["outcome"] as? String } == ["new", "changed", "invalid"])
      #expect(rows[1]["policy_id"] as? String == id)
      #expect(
        rows[0].keys.sorted() == ["changes", "line", "mistakes", "outcome", "pattern", "policy_id", "repeats_line"]
      )
      #expect((rows[2]["mistakes"] as? [[String: Any]])?.first?["column"] as? Int == 28)
      #expect(done.error.contains("Queued: import 1 new, 1 changed. The draft has 2 operations."))
      #expect(try await stage.run("draft", "undo").error.contains("Undone: import 1 new, 1 changed."))
      #expect(try await stage.run("draft", "show").output.contains("0 operations"))
      await stage.server.stop()
    }

    @Test("an export is split at the dashboard's limit")
    func split() async throws {
      let stage = try await Stage(SandboxOptions(policies: 2_500, seed: 7))
      let path = stage.home + "/all.csv"
      let export = try await stage.run("export", "--format", "csv", "--output", path, "--split")
      #expect(export.status == 0, "\(export.error)")
      let names = try FileManager.default.contentsOfDirectory(atPath: stage.home).filter { $0.hasPrefix("all-") }
        .sorted()
      #expect(names.count >= 2 && names.first == "all-1.csv")
      for name in names {
        let data = try Data(contentsOf: URL(fileURLWithPath: stage.home + "/" + name))
        #expect(data.count <= 150_000)
        #expect(String(decoding: data, as: UTF8.self).hasPrefix("Values,Rule Type,"))
      }
      await stage.server.stop()
    }

    // MARK: - Snapshots

    @Test("two snapshots differ in what was changed, and in nothing else")
    func snapshot() async throws {
      let stage = try await Stage()
      let before = try await stage.run("export").output.split(separator: "\n")
      #expect(try await stage.run("export").output.split(separator: "\n") == before)
      let ids = try await stage.policies().compactMap { $0["id"] as? String }
      let commented = try await stage.policy {
        ($0["comments"] as? String)?.isEmpty == false && $0["modified_at"] != nil
      }
      let id = try #require(commented["id"] as? String)
      try await stage.server.change(id: id, fields: #"{"comments":"another comment"}"#)
      let after = try await stage.run("export").output.split(separator: "\n")
      let difference = after.difference(from: before)
      #expect(after.count == before.count)
      #expect(difference.insertions.count <= 3, "the comment, and when")
      #expect(
        difference.insertions.contains { change in
          if case .insert(_, let line, _) = change { line.contains("another comment") } else { false }
        }
      )
      let kept = try JSONSerialization.jsonObject(with: Data(after.joined(separator: "\n").utf8)) as? [[String: Any]]
      #expect(kept?.map { $0["id"] as? String } == ids)
      await stage.server.stop()
    }

    // MARK: - Batch files

    @Test("a batch file is reviewed, and sent byte for byte by somebody else, and by its fingerprint only")
    func batchFile() async throws {
      let stage = try await Stage()
      let ids = try await stage.policies().compactMap { $0["id"] as? String }
      #expect(try await stage.run("delete", ids[3]).status == 0)
      #expect(try await stage.run("edit", ids[5], ids[6], "--comment", "from a file").status == 0)
      let path = try write(try await stage.run("draft", "export").output, to: "batch.json", of: stage)
      let own = try object(try await stage.run("review", "--format", "json").output)

      // Another person, on another machine.
      var other = stage.environment
      other["HOME"] = stage.home + "/other"
      let review = try await Program.run(["review", path, "--format", "json"], other)
      #expect(review.status == 0, "\(review.error)")
      let fingerprint = try #require(try object(review.output)["fingerprint"] as? String)
      #expect(fingerprint == own["fingerprint"] as? String)
      let wrong = String(fingerprint.reversed())
      let refused = try await Program.run(["submit", path, "--accept", wrong], other)
      #expect(refused.status == 4)
      #expect(stage.batches.isEmpty)
      let sent = try await Program.run(["submit", path, "--accept", fingerprint, "--reason", "SEC-9"], other)
      #expect(sent.status == 0, "\(sent.error)")
      let written = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(stage.batches.map { Data($0.body) } == [written])
      #expect(try await stage.policy(id: ids[3]) == nil)
      #expect(try await stage.value(of: ids[5], "comments") == "from a file")

      // It cannot be sent twice: what it is about was changed, by itself.
      let again = try await Program.run(["submit", path, "--accept", fingerprint], other)
      #expect(again.status == 4, "\(again.error)")
      #expect(again.error.contains("no longer exists"))
      #expect(stage.batches.count == 1)
      await stage.server.stop()
    }

    @Test("a policy that was changed after the file was written stands against it")
    func staleFile() async throws {
      let stage = try await Stage()
      let id = try #require(try await stage.policies().compactMap { $0["id"] as? String }.first)
      #expect(try await stage.run("edit", id, "--comment", "mine").status == 0)
      let path = try write(try await stage.run("draft", "export").output, to: "batch.json", of: stage)
      try await stage.server.change(id: id, fields: #"{"is_exempt_recipient":true}"#)
      let review = try await stage.run("review", path)
      #expect(review.status == 4)
      #expect(review.output.contains("while the file knows it as of"))
      let submit = try await stage.run("submit", path, "--yes")
      #expect(submit.status == 4)
      #expect(submit.error.contains("was changed after the file was written"))
      #expect(stage.batches.isEmpty)

      // To import it is allowed: the draft stands on the policy as it is now, and the review shows that.
      #expect(try await stage.run("draft", "clear").status == 0)
      let imported = try await stage.run("import", path)
      #expect(imported.status == 0, "\(imported.error)")
      #expect(imported.error.contains("what is queued stands on it as it is now"))
      let queued = try await stage.run("review")
      #expect(queued.output.contains("> mine") && !queued.output.contains("exempt recipient:"))
      await stage.server.stop()
    }

    @Test(
      "a broken batch file is refused with the place and the reason, and nothing is sent or queued",
      arguments: [
        (#"{"deletes": [{"id": 7}]}"#, "/deletes/0/id"), (#"{"deletes": [}"#, "line 1"),
        (#"{"patches": [{"id": "x", "colour": true}]}"#, "/patches/0"), ("[]", "not an array"), ("{}", "empty"),
      ]
    )
    func broken(text: String, place: String) async throws {
      let stage = try await Stage(SandboxOptions(policies: 2, seed: 7))
      let path = try write(text, to: "broken.json", of: stage)
      for command in [["lint"], ["review"], ["import"], ["submit", "--yes"]] {
        let result = try await Program.run(command + [path], stage.environment)
        if place == "empty", command != ["submit", "--yes"] { continue }
        // No policies at all are a snapshot, which can be judged.
        if text == "[]", [["lint"], ["import"]].contains(command) { continue }
        #expect(result.status == 3, "\(command): \(result.error)")
        #expect(result.error.contains(place), "\(command): \(result.error)")
      }
      #expect(stage.batches.isEmpty)
      #expect(try await stage.run("draft", "show").output.contains("0 operations"))
      await stage.server.stop()
    }
  }
}
