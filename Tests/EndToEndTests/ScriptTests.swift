import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("A whole change by a script")
  struct ScriptTests {
    /// Two people with a home each, and a folder between them.
    private static let script = #"""
      set -eu
      cd "$SHARED"
      cat > partners.csv <<'EOF'
      Values, Rule Type, Is Regex, Sender Verification, Trusted Sender, Exempt Recipient, Acceptable Sender, Notes
      billing@partner.example, EMAIL, false, true, false, false, true, "SEC-1201, until March"
      old@partner.example, EMAIL, false, true, false, false, true, moved
      EOF

      # Ann makes the batch.
      export HOME="$SHARED/ann"
      "$POSTERN" import partners.csv
      "$POSTERN" delete gone@partner.example
      "$POSTERN" lint > lint.txt
      "$POSTERN" review > review.txt
      "$POSTERN" draft export > batch.json
      "$POSTERN" lint batch.json

      # Ben has another machine: he reviews the file, compares the fingerprint, and submits.
      export HOME="$SHARED/ben"
      "$POSTERN" review batch.json > again.txt
      ANN=$(sed -n 's/^fingerprint //p' review.txt)
      BEN=$(sed -n 's/^fingerprint //p' again.txt)
      [ "$ANN" = "$BEN" ]
      "$POSTERN" submit batch.json --accept "$BEN" --reason SEC-1201
      "$POSTERN" history > history.txt
      ID=$("$POSTERN" history --format json | sed -n 's/^    "id": "\(.*\)",$/\1/p' | head -1)
      "$POSTERN" history show "$ID" > record.txt
      "$POSTERN" list > applied.txt

      # It was a mistake.
      "$POSTERN" history undo "$ID"
      "$POSTERN" submit --yes --reason 'SEC-1201 taken back'
      "$POSTERN" list > restored.txt
      echo finished
      """#

    @Test("import, lint, review, export; a second person submits by the fingerprint, looks it up, and takes it back")
    func script() async throws {
      let stage = try await Stage(SandboxOptions(policies: 12, seed: 7))
      _ = try await stage.create("old@partner.example", comments: "not moved")
      _ = try await stage.create("gone@partner.example", comments: "SEC-1, left in May")
      for name in ["ann", "ben"] {
        try FileManager.default.createDirectory(atPath: "\(stage.home)/\(name)", withIntermediateDirectories: true)
      }
      func told() async throws -> Set<String> {
        Set(
          try await stage.policies().map { policy in
            ["pattern", "comments", "verify_sender"].map { "\(policy[$0] ?? "")" }.joined(separator: " ")
          }
        )
      }
      let before = try await told()
      var environment = stage.environment
      environment["SHARED"] = stage.home
      environment["POSTERN"] = Program.path
      let running = try Program.Running("/bin/sh", ["-c", Self.script], environment)
      let result = await running.finish()
      #expect(result.status == 0, "\(result.error)\n\(result.output)")
      #expect(result.output.hasSuffix("finished\n"))
      #expect(stage.server.ledger.applied == 2 && stage.batches.count == 2)
      let written = try Data(contentsOf: URL(fileURLWithPath: stage.home + "/batch.json"))
      #expect(Data(stage.batches[0].body) == written)

      func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(stage.home)/\(name)", encoding: .utf8)
      }
      let applied = try text("applied.txt")
      #expect(applied.contains("billing@partner.example") && !applied.contains("gone@partner.example"))
      #expect(try text("review.txt").contains("comments: not moved > moved"))
      #expect(try text("record.txt").contains("SEC-1201"))
      #expect(try text("history.txt").contains("applied"))
      #expect(try await told() == before)
      await stage.server.stop()
    }
  }
}
