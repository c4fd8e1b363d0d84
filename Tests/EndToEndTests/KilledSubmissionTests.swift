import Foundation
import Glibc
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Killed between send and answer")
  struct KilledSubmissionTests {
    @Test("the next start says what became of the batch, and sends nothing by itself", arguments: [true, false])
    func killed(isCommitted: Bool) async throws {
      let fault = isCommitted ? Fault(.answerLate, delay: .seconds(30)) : Fault(.neverAnswers, on: .batch)
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3, faults: [fault]))
      var environment = stage.environment
      environment["POSTERN_LOOK_SECONDS"] = "1"
      let new = ["new", "--pattern", "killed.example.org", "--type", "domain", "--acceptable", "--verify"]
      #expect(try await Program.run(new, environment).status == 0)

      let submission = try Program.Running(Program.path, ["submit", "--yes"], environment)
      #expect(await eventually { stage.batches.count == 1 })
      if isCommitted { #expect(await eventually { (try? await stage.server.policyCount()) == 21 }) }
      submission.kill(SIGKILL)
      _ = await submission.finish()

      let history = try await Program.run(["history", "--format", "json"], environment)
      let entries = try #require(try JSONSerialization.jsonObject(with: Data(history.output.utf8)) as? [[String: Any]])
      #expect(entries.map { $0["outcome"] as? String } == [isCommitted ? "applied" : "not_seen"])
      #expect(history.error.contains(isCommitted ? "went through" : "no trace"))
      #expect(stage.batches.count == 1, "the batch was sent once, by the process that was killed")
      let draft = try await Program.run(["draft", "export"], environment).output
      #expect(draft.contains("killed.example.org") == !isCommitted)
      await stage.server.stop()
    }

    @Test("the screen finds it out before anything else, and says so")
    func screen() async throws {
      let fault = Fault(.answerLate, delay: .seconds(30))
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3, faults: [fault]))
      let new = ["new", "--pattern", "killed.example.org", "--type", "domain", "--acceptable", "--verify"]
      #expect(try await Program.run(new, stage.environment).status == 0)
      let submission = try Program.Running(Program.path, ["submit", "--yes"], stage.environment)
      #expect(await eventually { (try? await stage.server.policyCount()) == 21 })
      submission.kill(SIGKILL)
      _ = await submission.finish()

      let script = "\"\(Program.path)\"; echo \"status $?\"; cat"
      let terminal = try await TmuxTerminal(columns: 100, rows: 30, environment: stage.environment, script: script)
      await terminal.expect("An earlier submission")
      await terminal.expect("Applied: 1 operation")
      await terminal.press("Enter")
      await terminal.expect("no changes")
      #expect(stage.batches.count == 1)
      await terminal.press("q")
      await terminal.expect("status 0")
      await stage.server.stop()
    }

    @Test("asked to end while sending, it hears the answer out, records it, and leaves", arguments: [SIGTERM, SIGHUP])
    func askedToEnd(signal: Int32) async throws {
      let fault = Fault(.answerLate, delay: .seconds(2))
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3, faults: [fault]))
      let new = ["new", "--pattern", "ended.example.org", "--type", "domain", "--acceptable", "--verify"]
      #expect(try await Program.run(new, stage.environment).status == 0)
      let submission = try Program.Running(Program.path, ["submit", "--yes"], stage.environment)
      #expect(await eventually { stage.batches.count == 1 })
      submission.kill(signal)
      #expect(await submission.finish().status == 128 + signal)
      let history = try await Program.run(["history", "--format", "json"], stage.environment)
      #expect(history.output.contains("\"outcome\": \"applied\""))
      #expect(!history.error.contains("went through"), "nothing was left to find out")
      #expect(stage.batches.count == 1)
      await stage.server.stop()
    }

    @Test("interrupted before anything was sent, nothing is, and the draft is as it was")
    func interrupted() async throws {
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3))
      let new = ["new", "--pattern", "ended.example.org", "--type", "domain", "--acceptable", "--verify"]
      #expect(try await Program.run(new, stage.environment).status == 0)
      stage.server.setFaults([Fault(.neverAnswers, on: .list)])
      let submission = try Program.Running(Program.path, ["submit", "--yes"], stage.environment)
      #expect(await eventually { stage.server.requests.contains { $0.method == "GET" } })
      submission.kill(SIGINT)
      #expect(await submission.finish().status == 130)
      #expect(stage.batches.isEmpty)
      #expect(try await Program.run(["draft", "export"], stage.environment).output.contains("ended.example.org"))
      await stage.server.stop()
    }
  }
}
