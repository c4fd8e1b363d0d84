import Foundation
import Glibc
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Nothing is done twice that was meant once")
  struct NeverTwiceTests {
    private static let new = [
      "new", "--pattern", "once.example.org", "--type", "domain", "--acceptable", "--verify", "--comment", "SEC-1",
    ]

    private func count(_ stage: Stage) async throws -> Int {
      let list = try await Program.run(["list", "--filter", "once.example.org", "--format", "json"], stage.environment)
      return try (JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [Any])?.count ?? -1
    }

    /// A home of its own on the same server.
    private func secondPerson(_ stage: Stage) throws -> [String: String] {
      var environment = stage.environment
      let home = "\(stage.home)/\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      environment["HOME"] = home
      return environment
    }

    @Test("a batch that comes late is found by the next submit, which sends nothing and has nothing left to do")
    func late() async throws {
      let fault = Fault(.applyLate, first: 1, delay: .seconds(4))
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3, faults: [fault]))
      var environment = stage.environment
      environment["POSTERN_LOOK_SECONDS"] = "1"
      #expect(try await Program.run(Self.new, environment).status == 0)
      let first = try await Program.run(["submit", "--yes"], environment)
      #expect(first.status == 5, "\(first.error)")
      let between = try await Program.run(["submit", "--yes"], environment)
      #expect([0, 6].contains(between.status), "\(between.error)")
      #expect(await eventually { (try? await stage.server.policyCount()) == 21 })
      let second = try await Program.run(["submit", "--yes", "--format", "json"], environment)
      #expect(second.status == (between.status == 0 ? 3 : 0), "\(second.error)")
      #expect(stage.batches.count == 1)
      #expect(try await count(stage) == 1)
      await stage.server.stop()
    }

    @Test("after kill -9 the next submit looks, sends nothing that may have been sent, and says what to add")
    func killed() async throws {
      let fault = Fault(.neverAnswers, on: .batch, first: 1)
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3, faults: [fault]))
      var environment = stage.environment
      environment["POSTERN_LOOK_SECONDS"] = "1"
      #expect(try await Program.run(Self.new, environment).status == 0)
      let submission = try Program.Running(Program.path, ["submit", "--yes"], environment)
      #expect(await eventually { stage.batches.count == 1 })
      submission.kill(SIGKILL)
      _ = await submission.finish()
      let second = try await Program.run(["submit", "--yes"], environment)
      #expect(second.status == 6)
      #expect(second.error.contains("--again"))
      #expect(stage.batches.count == 1)
      let rehearsal = try await Program.run(["submit", "--yes", "--dry-run", "--format", "json"], environment)
      #expect(rehearsal.status == 6)
      let json = try JSONSerialization.jsonObject(with: Data(rehearsal.output.utf8)) as? [String: Any]
      #expect(json?["needs"] as? [String] == ["yes", "again"])
      #expect(try await Program.run(["submit", "--yes", "--again"], environment).status == 0)
      #expect(try await count(stage) == 1)
      await stage.server.stop()
    }

    @Test("a job that submits its file again is asked, from any home")
    func fileAgain() async throws {
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3))
      #expect(try await Program.run(Self.new, stage.environment).status == 0)
      let body = try await Program.run(["draft", "export"], stage.environment).output
      let file = "\(stage.home)/batch.json"
      try Data(body.utf8).write(to: URL(filePath: file))
      let job = try secondPerson(stage)
      #expect(try await Program.run(["submit", file, "--yes"], job).status == 0)
      let again = try await Program.run(["submit", file, "--yes"], job)
      #expect(again.status == 6)
      #expect(again.error.contains("This very batch was applied"))
      let elsewhere = try await Program.run(["submit", file, "--yes"], try secondPerson(stage))
      #expect(elsewhere.status == 6)
      #expect(elsewhere.error.contains("is there already"))
      #expect(try await count(stage) == 1)
      // The first person's draft has nothing left to do.
      let first = try await Program.run(["submit", "--yes"], stage.environment)
      #expect(first.status == 0, "\(first.error)")
      #expect(first.error.contains("is there already"))
      #expect(try await Program.run(["draft", "show", "--format", "json"], stage.environment).output.contains("[]"))
      #expect(try await count(stage) == 1)
      #expect(stage.batches.count == 1)
      await stage.server.stop()
    }

    @Test("ended by a signal with a mute server, it says that the batch was sent, its id, and what to do")
    func mute() async throws {
      let fault = Fault(.neverAnswers, on: .batch, first: 1)
      let stage = try await Stage(SandboxOptions(policies: 20, seed: 3, faults: [fault]))
      #expect(try await Program.run(Self.new, stage.environment).status == 0)
      let submission = try Program.Running(Program.path, ["submit", "--yes", "--format", "json"], stage.environment)
      #expect(await eventually { stage.batches.count == 1 })
      submission.kill(SIGTERM)
      // A second one does not wait for the answer; one that comes together with the first is the first.
      #expect(
        await eventually {
          submission.kill(SIGTERM)
          return submission.hasEnded
        }
      )
      let ended = await submission.finish()
      #expect(ended.status == 5)
      #expect(ended.error.contains("outcome is not known (submission "))
      let json = try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any]
      #expect(json?["outcome"] as? String == "unknown")
      #expect((json?["submission"] as? String)?.isEmpty == false)
      await stage.server.stop()
    }
  }
}
