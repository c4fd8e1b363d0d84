import Foundation
import Glibc
import Sandbox
import Testing

extension EndToEnd {
  @Suite("Killed at any moment, again and again", .timeLimit(.minutes(10)))
  struct KillLoopTests {
    private static let seed =
      ProcessInfo.processInfo.environment["POSTERN_TEST_SEED"].flatMap(UInt64.init) ?? 20_260_507

    @Test("while it queues, undoes and redoes: what was acknowledged is there, and nothing by halves")
    func queueing() async throws {
      let stage = try await Stage(SandboxOptions(policies: 12, seed: 3))
      let ids = try await stage.policies().compactMap { $0["id"] as? String }
      var generator = SeededGenerator(seed: Self.seed)
      var model = DraftModel()
      // Grows and shrinks, so that as many kills come too early as too late, however busy the machine is.
      var longest = Duration.milliseconds(60)
      var counts = ["before anything was done": 0, "done, and not acknowledged": 0, "acknowledged before the kill": 0]
      var killed: [String: Int] = [:]
      let start = ContinuousClock.now
      // A few more where chance has left out one of the moments.
      for round in 0..<480 where round < 160 || counts.values.contains(0) {
        let place: Comment = "seed \(Self.seed), round \(round)"
        let command = model.command(round, among: ids, using: &generator)
        var done = model
        done.perform(command)
        let run = try Program.Running(Program.path, command.arguments, stage.environment)
        let early = generator.chance(1, of: 2) ? longest * 0.6 : .zero
        try await Task.sleep(for: early + generator.duration(upTo: longest - early))
        run.kill(SIGKILL)
        let result = await run.finish()
        if result.status != 0 { killed[command.name, default: 0] += 1 }
        longest = longest * (result.status == 0 ? 0.94 : 1.04)
        try #require(result.status == 0 || result.status == 128 + SIGKILL, "\(place): \(command) \(result.error)")

        let export = try await stage.run("draft", "export")
        try #require(export.status == 0, "\(place): \(export.error)")
        #expect(export.error.isEmpty, "\(place): \(export.error)")
        let contents = try DraftModel.Contents(export: export.output)
        if result.status == 0 {
          counts["acknowledged before the kill", default: 0] += 1
          try #require(contents == done.contents, "\(place): \(command) was acknowledged")
          model = done
        } else if contents == done.contents, contents != model.contents {
          counts["done, and not acknowledged", default: 0] += 1
          model = done
        } else {
          counts["before anything was done", default: 0] += 1
          try #require(contents == model.contents, "\(place): \(command) left something by halves")
        }
      }
      print("Killed while queueing, seed \(Self.seed), \(ContinuousClock.now - start)")
      for (what, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(count) \(what)") }
      print("  killed: \(killed.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
      for (moment, count) in counts { #expect(count > 0, "seed \(Self.seed): never killed \(moment)") }
      for name in ["new", "edit", "delete", "undo", "redo"] {
        #expect(killed[name, default: 0] > 0, "seed \(Self.seed): never killed while it did \(name)")
      }
      while model.depth > 0 {
        model.perform(.undo)
        #expect(try await stage.run("draft", "undo").status == 0)
      }
      #expect(try await DraftModel.Contents(export: stage.run("draft", "export").output) == DraftModel.Contents())
      await stage.server.stop()
    }

    @Test("while it submits: the next start finds the truth, and nothing is applied twice")
    func submitting() async throws {
      let start = ContinuousClock.now
      // Two at once, as half of it is waiting.
      async let other = Self.submitting(seed: Self.seed + 1)
      var loop = try await Self.submitting(seed: Self.seed)
      loop.add(try await other)
      print("Killed while submitting, seed \(Self.seed), \(ContinuousClock.now - start)\n\(loop.text)")
      for moment in [KilledSubmissions.Moment.checking, .heldBack, .arrived, .applied, .looking] {
        #expect(loop.counts[moment, default: 0] > 0, "seed \(Self.seed): never killed \(moment.rawValue)")
      }
    }

    private static func submitting(seed: UInt64) async throws -> KilledSubmissions {
      var loop = try await KilledSubmissions(seed: seed)
      for round in 0..<50 { try await loop.play(round) }
      try await loop.end()
      return loop
    }
  }
}
