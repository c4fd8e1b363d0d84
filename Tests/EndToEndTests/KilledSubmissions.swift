import Foundation
import Glibc
import Sandbox
import Testing

/// Submissions that are killed, one after the other, in one home and on one sandbox.
struct KilledSubmissions {
  /// When the program was killed, by what the sandbox and the history know of it.
  enum Moment: String, CaseIterable {
    case beforeBeginning = "before it began"
    case checking = "checking"
    /// Between the journal and the sandbox, without having been held: a moment too short to be aimed at.
    case sent = "sending, just sent"
    case heldBack = "sending, not arrived"
    case arrived = "sending, arrived and not applied"
    case applied = "sending, applied and not answered"
    case looking = "looking"
    case finished = "finished before the kill"
  }

  private(set) var counts: [Moment: Int] = [:]
  private var outcomes: [Moment: [String: Int]] = [:]
  private var killedLooks = 0
  private let stage: Stage
  private let detour: Detour
  /// A policy of the round's own: what may still be done to that of an earlier one would be asked about first.
  private var policyID = ""
  private let seed: UInt64
  private var generator: SeededGenerator
  /// How many submissions the history has.
  private var known = 0

  init(seed: UInt64) async throws {
    self.seed = seed
    generator = SeededGenerator(seed: seed)
    stage = try await Stage(SandboxOptions(policies: 12, seed: 3))
    detour = try Detour(to: stage.server.port)
  }

  /// Nothing may be left in the draft.
  func end() async throws {
    let contents = try await export("seed \(seed), at the end")
    #expect(contents == DraftModel.Contents())
    detour.close()
    await stage.server.stop()
  }

  /// Adds what another loop counted.
  mutating func add(_ other: KilledSubmissions) {
    counts.merge(other.counts, uniquingKeysWith: +)
    outcomes.merge(other.outcomes) { $0.merging($1, uniquingKeysWith: +) }
    killedLooks += other.killedLooks
  }

  var text: String {
    let lines = Moment.allCases.map { moment in
      let outcomes = (outcomes[moment] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      return "  \(counts[moment, default: 0]) \(moment.rawValue): \(outcomes.joined(separator: ", "))"
    }
    return (lines + ["  \(killedLooks) of the next starts were killed as well"]).joined(separator: "\n")
  }

  private func run(_ arguments: String..., look: Double = 0.3) async throws -> Program.Result {
    try await Program.run(arguments, environment(look: look))
  }

  private func environment(look: Double) -> [String: String] {
    var environment = stage.environment
    environment["CLOUDFLARE_BASE_URL"] = "http://127.0.0.1:\(detour.port)/client/v4"
    environment["POSTERN_LOOK_SECONDS"] = "\(look)"
    return environment
  }

  // MARK: - One round

  mutating func play(_ round: Int) async throws {
    let place: Comment = "seed \(seed), round \(round)"
    let pattern = "killed-\(round).example.org"
    stage.server.setFaults([])
    policyID = try await stage.server.create(
      fields: """
        {"pattern":"edited-\(round)@partner.example","pattern_type":"EMAIL","is_regex":false,"is_trusted_sender":false,\
        "is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":true,"comments":"before"}
        """
    )
    let new = try await run("new", "--pattern", pattern, "--type", "domain", "--acceptable", "--verify")
    try #require(new.status == 0, "\(place): \(new.error)")
    // What goes wrong in one round would only be said again by those after it.
    try #require(
      new.error.contains("The draft has 1 operation."),
      "\(place): what was applied has left it: \(new.error)"
    )
    let edit = try await run("edit", policyID, "--comment", "round \(round)")
    try #require(edit.status == 0, "\(place): \(edit.error)")

    let received = stage.server.ledger.entries.count
    stage.server.forgetRequests()
    let held = detour.held
    let aim = Aim.allCases.randomElement(using: &generator) ?? .anywhere
    stage.server.setFaults(aim.faults(using: &generator))
    detour.set(aim.fate(using: &generator))
    let submission = try Program.Running(Program.path, ["submit", "--yes"], environment(look: 20))
    try await waitFor(aim, received: received, held: held)
    submission.kill(SIGKILL)
    let result = await submission.finish()
    let atKill = (entry: stage.server.ledger.entries.dropFirst(received).first, isHeld: detour.held > held)
    let hasLooked = stage.hasReadSinceBatch
    detour.set(.passed)
    stage.server.setFaults([])

    let found = try await nextStart(place)
    let isQuiet = await eventually { detour.isQuiet }
    #expect(isQuiet, place)
    let isSettled = await stage.server.settled()
    #expect(isSettled, place)
    let entries = stage.server.ledger.entries.dropFirst(received)
    #expect(entries.count <= 1, "\(place): it was sent \(entries.count) times")
    let isApplied = entries.first?.isApplied == true

    let moment: Moment =
      switch (atKill.entry, found) {
      case _ where result.status != 128 + SIGKILL: .finished
      // What arrived since was let go by the kill.
      case _ where atKill.isHeld: .heldBack
      case (_?, _) where hasLooked: .looking
      case (let entry?, _): entry.isApplied ? .applied : .arrived
      case (nil, nil): .beforeBeginning
      case (nil, "not_sent"): .checking
      case (nil, _): .sent
      }
    counts[moment, default: 0] += 1
    outcomes[moment, default: [:]][found ?? "nothing", default: 0] += 1
    try await judge(found, isApplied: isApplied, pattern, place)
    if !isApplied { try await submitAgain(pattern, received, place) }
  }

  /// Starts the program until it has told what became of the submission; gives its outcome, or nil if none had begun.
  private mutating func nextStart(_ place: Comment) async throws -> String? {
    if generator.chance(1, of: 3) {
      let run = try Program.Running(Program.path, ["history"], environment(look: 20))
      try await Task.sleep(for: generator.duration(upTo: .milliseconds(150)))
      run.kill(SIGKILL)
      if await run.finish().status == 128 + SIGKILL { killedLooks += 1 }
    }
    let entries = try await history(place)
    defer { known = entries.count }
    #expect((0...1).contains(entries.count - known), "\(place): \(entries.count) submissions, \(known) before")
    return entries.count > known ? entries.first?.outcome : nil
  }

  private struct Entry: Decodable {
    var id: String
    var outcome: String
  }

  private func history(_ place: Comment) async throws -> [Entry] {
    let history = try await run("history", "--format", "json")
    try #require(history.status == 0, "\(place): \(history.error)")
    let entries = try JSONDecoder().decode([Entry].self, from: Data(history.output.utf8))
    #expect(entries.allSatisfy { $0.outcome != "checking" && $0.outcome != "sending" }, place)
    return entries
  }

  /// History, draft and policies have to say what the ledger says.
  private mutating func judge(_ found: String?, isApplied: Bool, _ pattern: String, _ place: Comment) async throws {
    #expect(try await stage.count(of: pattern) == (isApplied ? 1 : 0), place)
    switch found {
    case "applied": #expect(isApplied, "\(place): called applied, and was not")
    case "not_seen", "unknown":
      guard isApplied || generator.chance(1, of: 2) else { break }
      // It may have arrived after the look; then another one finds it.
      let id = try await history(place).first?.id ?? ""
      let settled = try await run("history", "settle", id)
      #expect(settled.status == (isApplied ? 0 : 5), "\(place): \(settled.error)")
      let outcome = try await history(place).first?.outcome
      #expect(isApplied == (outcome == "applied"), place)
    default: #expect(!isApplied, "\(place): called \(found ?? "nothing"), and was applied")
    }
  }

  /// What was not applied is still there to be submitted, and is then applied once.
  private mutating func submitAgain(_ pattern: String, _ received: Int, _ place: Comment) async throws {
    let contents = try await export(place)
    #expect(contents.posts == [pattern], place)
    #expect(contents.patches.keys.sorted() == [policyID], place)
    var submit = try await run("submit", "--yes")
    // What was sent and not seen is sent again only when that is said.
    if submit.status == 6, submit.error.contains("--again") { submit = try await run("submit", "--yes", "--again") }
    try #require(submit.status == 0, "\(place): \(submit.error)")
    known += 1
    #expect(stage.server.ledger.entries.dropFirst(received).count(where: \.isApplied) == 1, place)
    #expect(try await stage.count(of: pattern) == 1, place)
  }

  private func export(_ place: Comment) async throws -> DraftModel.Contents {
    let export = try await run("draft", "export")
    try #require(export.status == 0, "\(place): \(export.error)")
    return try DraftModel.Contents(export: export.output)
  }

  // MARK: - The moment of the kill

  /// Waits for the moment that is aimed at, and then a while.
  private mutating func waitFor(_ aim: Aim, received: Int, held: Int) async throws {
    let (stage, detour) = (stage, detour)
    switch aim {
    case .anywhere: break
    case .checking: _ = await soon { stage.server.requests.contains { $0.path.hasSuffix(policyID) } }
    case .sending: _ = await soon { detour.held > held }
    case .arrived: _ = await soon { stage.server.ledger.entries.count > received }
    case .applied:
      _ = await soon { stage.server.ledger.entries.last.map { $0.number > received && $0.isApplied } ?? false }
    case .looking: _ = await soon { stage.hasReadSinceBatch }
    }
    try await Task.sleep(for: generator.duration(upTo: aim == .anywhere ? .milliseconds(250) : .milliseconds(60)))
  }

  /// Waits in short steps, as what is waited for may be over soon; a kill at another moment does no harm.
  private func soon(_ condition: () -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(5)
    while !condition() {
      guard ContinuousClock.now < deadline else { return false }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return true
  }
}

/// At which moment a kill is aimed, and what makes that moment last.
private enum Aim: CaseIterable {
  case anywhere, checking, sending, arrived, applied, looking

  func faults(using generator: inout SeededGenerator) -> [Fault] {
    let choices: [[Fault]] =
      switch self {
      case .anywhere:
        [[], [Fault(.slow, delay: .milliseconds(20))], [Fault(.applyThenCut)], [Fault(.cutBeforeApply)]]
      case .checking: [[Fault(.slow, on: .read, delay: .milliseconds(150))]]
      case .sending: [[]]
      case .arrived:
        [
          [Fault(.applyLate, delay: .milliseconds(200), ending: .silence)], [Fault(.neverAnswers, on: .batch)],
          [Fault(.slow, on: .batch, delay: .milliseconds(200))],
        ]
      case .applied: [[Fault(.answerLate, delay: .seconds(20))], [Fault(.neverAnswers, on: .batch, commits: true)]]
      case .looking:
        [
          [Fault(.cutBeforeApply)], [Fault(.applyLate, delay: .milliseconds(150))],
          [Fault(.applyThenCut), Fault(.slow, on: .list, after: 1, delay: .milliseconds(100))],
        ]
      }
    return choices.randomElement(using: &generator) ?? []
  }

  func fate(using generator: inout SeededGenerator) -> Detour.Fate {
    guard self == .sending else { return .passed }
    return generator.chance(1, of: 2) ? .delivered : .lost
  }
}

extension Stage {
  /// Whether policies were read after a batch had come: then the program looks for its outcome.
  fileprivate var hasReadSinceBatch: Bool {
    let requests = server.requests
    guard let batch = requests.firstIndex(where: \.isBatch) else { return false }
    return requests[batch...].contains { $0.method == "GET" }
  }

  fileprivate func count(of pattern: String) async throws -> Int {
    try await policies().count { $0["pattern"] as? String == pattern }
  }
}
