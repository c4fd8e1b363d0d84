import Foundation
import Glibc
import Sandbox
import Testing

extension EndToEnd {
  /// Five accounts; `POSTERN_LOOPS` makes them more.
  @Suite("A file is made true, whatever goes wrong", .timeLimit(.minutes(10)))
  struct ApplyLoopTests {
    private static let seeds =
      1...UInt64(ProcessInfo.processInfo.environment["POSTERN_LOOPS"].flatMap(UInt64.init) ?? 5)

    @Test("export, then plan: nothing; edit, then apply, killed and hindered: as the file says, and each only once")
    func loop() async throws {
      var runs = AppliedFiles.Counts()
      for seed in Self.seeds {
        var account = try await AppliedFiles(seed: seed)
        try await account.exportChangesNothing()
        try await account.applyEdits()
        runs.add(account.counts)
        await account.end()
      }
      print("Applied \(Self.seeds.count) files: \(runs)")
      #expect(runs.killed > 0 && runs.hindered > 0, "\(runs)")
    }
  }
}

/// One account, its file, and the runs that make the one like the other.
struct AppliedFiles {
  struct Counts: CustomStringConvertible {
    var runs = 0
    var killed = 0
    /// Runs that ended otherwise than well, by themselves.
    var hindered = 0
    var operations = 0

    mutating func add(_ other: Counts) {
      runs += other.runs
      killed += other.killed
      hindered += other.hindered
      operations += other.operations
    }

    var description: String { "\(runs) runs, \(killed) killed, \(hindered) hindered, \(operations) operations" }
  }

  private(set) var counts = Counts()
  private let seed: UInt64
  private let stage: Stage
  private let detour: Detour
  private var generator: SeededGenerator
  private var path: String { stage.home + "/policies.json" }

  init(seed: UInt64) async throws {
    self.seed = seed
    generator = SeededGenerator(seed: seed)
    stage = try await Stage(SandboxOptions(policies: 15, seed: seed))
    detour = try Detour(to: stage.server.port)
    for number in 0..<12 { try await createOdd(number) }
  }

  func end() async {
    detour.close()
    await stage.server.stop()
  }

  private var place: Comment { "seed \(seed)" }

  /// A policy whose texts want to be something else in a file.
  private mutating func createOdd(_ number: Int) async throws {
    let patterns = [
      "#c\(number)@b.example", "=1\(number)@b.example", "'x\(number)@b.example", "+y\(number)@b.example", "b.example",
      "B.example", "a@b.example", "198.51.100.0/24",
    ]
    let comments = [
      "", "two\nlines", "=1+1", "\"q\", r", " blank ", "# no comment", "a;b\tc", "Zoë ☂️ e\u{301}", "'", "\\\"\"\"",
      "\r\n",
    ]
    let pattern = patterns.randomElement(using: &generator) ?? ""
    let type = pattern.contains("@") ? "EMAIL" : pattern.contains("/") ? "IP" : "DOMAIN"
    let fields: [String: Any] = [
      "pattern": pattern, "pattern_type": type, "is_regex": false, "is_trusted_sender": false,
      "is_acceptable_sender": generator.chance(1, of: 2), "is_exempt_recipient": false,
      "verify_sender": generator.chance(2, of: 3), "comments": comments.randomElement(using: &generator) ?? "",
    ]
    let json = try JSONSerialization.data(withJSONObject: fields)
    try await stage.server.create(fields: String(decoding: json, as: UTF8.self))
  }

  private var environment: [String: String] {
    var environment = stage.environment
    environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:\(detour.port)/client/v4"
    environment["POSTERN_LOOK_SECONDS"] = "0.2"
    return environment
  }

  private func run(_ arguments: [String]) async throws -> Program.Result {
    try await Program.run(arguments, environment)
  }

  private func object(_ result: Program.Result) throws -> [String: Any] {
    try #require(
      try? JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any],
      "seed \(seed): \(result)"
    )
  }

  // MARK: - Nothing to do

  func exportChangesNothing() async throws {
    for words in [
      ["export", "--format", "csv"], ["export", "--format", "toml"], ["export"], ["list", "--format", "csv"],
    ] {
      let export = try await run(words)
      try #require(export.status == 0, "seed \(seed): \(export)")
      let file = stage.home + "/export"
      try export.output.write(toFile: file, atomically: true, encoding: .utf8)
      let plan = try await run(["plan", file, "--prune", "--exit-code", "--format", "json"])
      // What a form cannot say is left out of it, and that is said; all else is there.
      let leftOut = export.error.contains("left out")
      #expect(plan.status == 0 || leftOut && [6, 7].contains(plan.status), "seed \(seed), \(words): \(plan)")
      let json = try object(plan)
      #expect(json["create"] as? Int == 0 && json["update"] as? Int == 0, "seed \(seed), \(words)")
    }
  }

  // MARK: - Edited and applied

  mutating func applyEdits() async throws {
    let before = try await run(["export", "--format", "json"])
    var rows = try #require(
      try JSONSerialization.jsonObject(with: Data(before.output.utf8)) as? [[String: Any]],
      place
    )
    let new = edit(&rows)
    try JSONSerialization.data(withJSONObject: rows).write(to: URL(filePath: path))
    for attempt in 0..<12 {
      let plan = try await plan()
      let count = try ["create", "update", "delete"].map { try #require(plan[$0] as? Int) }.reduce(0, +)
      if attempt == 0 { counts.operations += count }
      if count == 0 { break }
      try await apply(plan, isCalm: attempt > 6)
      try await expectOnce(new)
    }
    let after = try await run(["plan", path, "--prune", "--exit-code"])
    #expect(after.status == 0, "seed \(seed): \(after)")
    #expect(try await stage.policies().count == rows.count, place)
    try await expectOnce(new)
  }

  private func expectOnce(_ new: [String]) async throws {
    let patterns = try await stage.policies().compactMap { $0["pattern"] as? String }
    for pattern in new { #expect(patterns.count { $0 == pattern } <= 1, "seed \(seed): \(pattern) is there twice") }
  }

  /// Changes some rows, takes some out and adds some; gives the patterns that are new.
  private mutating func edit(_ rows: inout [[String: Any]]) -> [String] {
    var new: [String] = []
    for number in 0..<Int.random(in: 2...8, using: &generator) {
      let place = Int.random(in: 0..<rows.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: rows.remove(at: place)
      case 1: rows[place]["comments"] = "edited \(number), \"so\"\nand so"
      case 2 where rows[place]["pattern_type"] as? String == "EMAIL":
        new.append("renamed-\(number)@b.example")
        rows[place]["pattern"] = new.last
        rows[place]["is_regex"] = false
      default:
        new.append("new-\(number)@b.example")
        rows.append([
          "pattern": new.last ?? "", "pattern_type": "EMAIL", "is_acceptable_sender": true, "verify_sender": true,
          "comments": "added",
        ])
      }
    }
    rows.shuffle(using: &generator)
    return new
  }

  private static let options = ["--prune", "--max-change", "100%"]

  private func plan() async throws -> [String: Any] {
    try object(try await run(["plan", path, "--format", "json"] + Self.options))
  }

  /// Applies the file once, with a fault and perhaps a kill on the way, and waits until the sandbox is at rest.
  private mutating func apply(_ plan: [String: Any], isCalm: Bool) async throws {
    let fingerprint = try #require(plan["fingerprint"] as? String, place)
    var words = ["apply", path, "--yes", "--accept", fingerprint] + Self.options
    // The sandbox is at rest, so that what was sent and not seen never comes.
    if (plan["needs"] as? [String])?.contains("again") == true { words.append("--again") }
    let faults: [[Fault]] = [
      [], [Fault(.applyThenCut)], [Fault(.cutBeforeApply)], [Fault(.slow, delay: .milliseconds(20))],
      [Fault(.applyLate, delay: .milliseconds(300), ending: .silence)],
      [Fault(.applyLate, delay: .milliseconds(600), ending: .cut)], [Fault(.neverAnswers, on: .batch, commits: true)],
    ]
    if !isCalm { stage.server.setFaults(faults.randomElement(using: &generator) ?? []) }
    let running = try Program.Running(Program.path, words, environment)
    counts.runs += 1
    // A server that is mute is not waited for.
    let isKilled = !isCalm && generator.chance(1, of: 2)
    let hasEnded = await eventually(within: isKilled ? Double.random(in: 0..<0.5, using: &generator) : 1.5) {
      running.hasEnded
    }
    if !hasEnded { running.kill(isKilled ? SIGKILL : SIGTERM) }
    let result = await running.finish()
    if result.status == 128 + SIGKILL { counts.killed += 1 } else if result.status != 0 { counts.hindered += 1 }
    #expect(result.status != 3 && result.status != 2, "seed \(seed): \(result)")
    stage.server.setFaults([])
    let isQuiet = await eventually { detour.isQuiet }
    let isSettled = await stage.server.settled()
    #expect(isQuiet && isSettled, place)
    // Finds out what became of it, and sends nothing.
    _ = try await run(["history"])
  }
}
