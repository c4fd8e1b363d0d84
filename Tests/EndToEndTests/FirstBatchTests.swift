import Foundation
import Sandbox
import Testing

extension EndToEnd {
  @Suite("From a key press to an applied batch, in a real terminal")
  struct FirstBatchTests {
    @Test(
      "filter, flag, review, submit, confirm, applied",
      arguments: [(120, 40, AcceptedEncoding.documented), (80, 24, .either)]
    )
    func firstBatch(columns: Int, rows: Int, accept: AcceptedEncoding) async throws {
      let stage = try await Stage(SandboxOptions(policies: 40, seed: 7, accept: accept))
      let policy = try await stage.policy {
        $0["is_acceptable_sender"] as? Bool == true && $0["is_trusted_sender"] as? Bool == false
          && $0["verify_sender"] as? Bool == true && $0["is_regex"] as? Bool == false
      }
      let id = try #require(policy["id"] as? String)
      let pattern = try #require(policy["pattern"] as? String)
      let terminal = try await TmuxTerminal(
        columns: columns,
        rows: rows,
        environment: stage.environment,
        script: "\"\(Program.path)\"; echo \"status $?\"; cat"
      )

      await terminal.expect("40 policies")
      await terminal.press("/")
      await terminal.type(String(pattern.prefix(12)))
      await terminal.expect("1 shown")
      await terminal.press("Enter")
      await terminal.press("v")
      await terminal.expect("on>off")
      await terminal.expect("~1")
      await terminal.press("r")
      await terminal.expect("patches")
      await terminal.expect("WIDENS")
      #expect(stage.batches.isEmpty, "nothing is sent before it is confirmed")
      await terminal.press("S")
      await terminal.expect("Submit 1 operation")
      await terminal.press("S")
      await terminal.press("Enter")
      #expect(stage.batches.isEmpty, "neither the key that opened the question nor enter confirms a widening")
      await terminal.press("y")
      await terminal.expect("Applied: 1 operation")
      #expect(try await stage.policy(id: id)?["verify_sender"] as? Bool == false)
      #expect(stage.batches.count == 1)
      await terminal.press("Enter")
      await terminal.expect("no changes")
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }

    @Test("what is queued and not submitted is there at the next start")
    func draftIsKept() async throws {
      let stage = try await Stage()
      let script = "\"\(Program.path)\"; echo \"status $?\"; read -r; \"\(Program.path)\"; cat"
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: stage.environment, script: script)
      await terminal.expect("40 policies")
      await terminal.press("d")
      await terminal.expect("-1")
      await terminal.press("n")
      await terminal.expect("New policy")
      await terminal.type("door.example.org")
      await terminal.expect("(•) domain")
      await terminal.press("Enter")
      await terminal.expect("+1")
      await terminal.press("q")
      await terminal.expect("is kept: 2 operations")
      // Without waiting the next start would be over that before anybody has seen it.
      await terminal.press("Enter")
      await terminal.expect("draft -1 +1")
      await terminal.press("u")
      await terminal.expect("Undone: new door.example.org")
      #expect(stage.batches.isEmpty)
      await terminal.press("q")
      await stage.server.stop()
    }

    @Test("every key is answered while a server accepts connections and never answers")
    func neverBlocked() async throws {
      let options = SandboxOptions(policies: 5, seed: 7, faults: [Fault(.neverAnswers)])
      let stage = try await Stage(options)
      let script = "\"\(Program.path)\"; echo \"status $?\"; cat"
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: stage.environment, script: script)
      await terminal.expect("Loading the policies")
      await terminal.press("?")
      await terminal.expect("Queue a new policy")
      await terminal.press("Escape")
      await terminal.expect("help gone") { !$0.contains("Queue a new policy") }
      await terminal.press("n")
      await terminal.expect("New policy")
      await terminal.type("a@example.org")
      await terminal.expect("a@example.org")
      await terminal.press("Escape")
      await terminal.expect("Leave without queueing?")
      await terminal.press("y")
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }

    @Test("a resize is followed at once, and a tiny terminal says so and loses nothing")
    func resize() async throws {
      let stage = try await Stage()
      let script = "\"\(Program.path)\"; echo \"status $?\"; cat"
      let terminal = try await TmuxTerminal(columns: 120, rows: 40, environment: stage.environment, script: script)
      await terminal.expect("40 policies")
      await terminal.press("t")
      await terminal.expect("draft ~1")
      await terminal.resize(columns: 20, rows: 5)
      await terminal.expect("Too small")
      await terminal.resize(columns: 80, rows: 24)
      await terminal.expect("draft ~1")
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }
  }
}
