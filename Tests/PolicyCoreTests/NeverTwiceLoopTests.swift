import PolicyFiles
import Foundation
import PolicyCore
import Synchronization
import TestSupport
import Testing
import Policies
import Values

/// One schedule: what was meant, who has it, and what the server made of it.
private struct Schedule {
  /// Somebody with a history and a draft of their own; each run of the program is a process of its own.
  struct Person {
    let name: String
    let store: MemoryDraftStore
  }

  enum End: CustomStringConvertible {
    case sent(SubmissionOutcome)
    case asked
    case nothingToDo
    case conflict
    case dead

    var description: String {
      switch self {
      case .sent(let outcome): "sent \(outcome.rawValue)"
      case .asked: "asked"
      case .nothingToDo: "nothing to do"
      case .conflict: "conflict"
      case .dead: "dead"
      }
    }
  }

  static let account = Account.sample(.documented)

  let server: LateServer
  let clock = FakeClock()
  let ada: Person
  let bob: Person
  var generator: SeededGenerator
  /// The patterns of new policies that are meant once, and those that somebody took back before it was known.
  var meant: Set<String> = []
  var withdrawn: Set<String> = []
  var file: BatchFile?
  var made = 0
  var trail: [String] = []
  /// How often each end came.
  var ends: [String: Int] = [:]

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    server = LateServer((0..<6).map { .sample("p\($0)", pattern: "p\($0)@a.example") })
    let clock = clock
    ada = Person(name: "ada", store: MemoryDraftStore(now: { clock.now }))
    bob = Person(name: "bob", store: MemoryDraftStore(now: { clock.now }))
  }

  func chance(_ part: Int, _ whole: Int, _ generator: inout SeededGenerator) -> Bool {
    Int.random(in: 0..<whole, using: &generator) < part
  }

  private func workspace(_ store: MemoryDraftStore) -> Workspace {
    Workspace(
      account: Self.account,
      service: server,
      store: store,
      cache: MemoryPolicyCache(),
      surroundings: clock.surroundings
    )
  }

  // MARK: - What happens

  mutating func step() async throws {
    try await clock.surroundings.sleep(Double.random(in: 1...20, using: &generator))
    switch Int.random(in: 0..<12, using: &generator) {
    case 0, 1: try await queue()
    case 2: try await change()
    case 3: try await drop()
    case 4: server.commitLate()
    case 5: try await export()
    case 6, 7: try await submitFile(as: chance(1, 2, &generator) ? ada : bob)
    default: try await submitDraft(fate: .allCases.randomElement(using: &generator) ?? .answered)
    }
    let found = Dictionary(grouping: server.policies.map(\.pattern)) { $0 }
    for (pattern, all) in found where all.count > 1 {
      Issue.record("\(pattern) is there \(all.count) times after \(trail)")
    }
  }

  private mutating func queue() async throws {
    let workspace = workspace(ada.store.asOtherProcess())
    made += 1
    let pattern = "n\(made)@b.example"
    let fields = PolicyFields(pattern: pattern, patternType: .email, isAcceptableSender: true, verifySender: true)
    guard (try? await workspace.perform(.create([workspace.newPolicy(fields)]))) != nil else { return }
    meant.insert(pattern)
    trail.append("queue \(pattern)")
  }

  private mutating func change() async throws {
    let workspace = workspace(ada.store.asOtherProcess())
    guard let policy = server.policies.filter({ $0.id.text.hasPrefix("p") }).randomElement(using: &generator) else {
      return
    }
    made += 1
    let edit: DraftEdit =
      chance(1, 4, &generator)
      ? .delete([policy]) : .edit([.init(policy: policy, set: PolicyFields(comments: "c\(made)"))])
    trail.append(((try? await workspace.perform(edit)) != nil) ? edit.title : "no change")
  }

  private mutating func drop() async throws {
    let workspace = workspace(ada.store.asOtherProcess())
    guard let operation = try await workspace.draft().draft.operations.randomElement(using: &generator) else { return }
    guard (try? await workspace.perform(.drop([operation.id]))) != nil else { return }
    // It may have been sent, and come late.
    withdrawn.insert(operation.pattern)
    trail.append("drop \(operation.pattern)")
  }

  private mutating func export() async throws {
    let workspace = workspace(ada.store.asOtherProcess())
    let review = try await workspace.review()
    guard review.isSubmittable, review.repetitions.isEmpty else { return }
    file = try BatchFile(review.request.body)
    trail.append("export \(review.operations.map(\.pattern))")
  }

  // MARK: - What the command does

  mutating func submitFile(as person: Person) async throws {
    guard let file, isAlone(person) else { return }
    let end = try await submit(as: person, file: file, fate: .allCases.randomElement(using: &generator) ?? .answered)
    trail.append("\(person.name) submits the file: \(end)")
    ends["file: \(end)", default: 0] += 1
  }

  mutating func submitDraft(fate: LateServer.Fate, isLast: Bool = false) async throws {
    guard isAlone(ada) else { return }
    let end = try await submit(as: ada, file: nil, fate: fate, isLast: isLast)
    trail.append("draft, \(fate): \(end)")
    ends["draft: \(end)", default: 0] += 1
  }

  /// Two histories that know nothing of each other can promise nothing before the other's batch is there.
  private func isAlone(_ person: Person) -> Bool {
    server.pending.allSatisfy { $0 == person.name }
  }

  /// `postern submit --yes`, with or without a file.
  private mutating func submit(
    as person: Person,
    file: BatchFile?,
    fate: LateServer.Fate,
    isLast: Bool = false
  )
    async throws -> End
  {
    let process = person.store.asOtherProcess()
    let workspace = workspace(process)
    server.prepare(fate, of: person.name) { process.kill() }
    let server = server
    let late = Mutex(Int.random(in: 0...30, using: &generator))
    clock.whenSleeping { _ in
      let isDue = late.withLock { left in
        left -= 1
        return left == 0
      }
      if isDue { server.commitLate() }
    }
    defer { clock.whenSleeping { _ in } }
    let isPart = chance(1, 4, &generator)
    do throws(Problem) {
      _ = try await workspace.reconcile()
      let queued = try await workspace.draft().draft.operations
      let operations = file.map { file in file.operations { id in server.policies.first { $0.id == id } } } ?? queued
      _ = try await workspace.settleEarlier(holding: operations)
      let list = try await workspace.loadPolicies().list
      let review: Review
      if let file {
        let found = try await workspace.review(file)
        guard found.conflicts.isEmpty else { return .conflict }
        review = found.review
      } else {
        let drift = try await workspace.compareDraft(with: list)
        if !drift.conflicts.isEmpty { _ = try await workspace.perform(.drop(drift.conflicts.map(\.id))) }
        var ids = Set(try await workspace.draft().draft.operations.map(\.id))
        if isPart, ids.count > 1, let left = ids.sorted().randomElement(using: &generator) { ids.remove(left) }
        let encoding: BatchEncoding = isPart ? .lean : .documented
        review = try await workspace.review(only: ids, encoding: encoding)
      }
      let isAgain = isLast && Self.areOfOtherChanges(review.repetitions)
      guard review.repetitions.isEmpty || isAgain else { return .asked }
      guard review.isSubmittable else { return .nothingToDo }
      let report = try await workspace.submit(review, again: isAgain)
      if report.problem?.kind == .storage { return .dead }
      return report.problem?.kind == .confirmationNeeded ? .asked : .sent(report.outcome)
    } catch {
      guard error.kind == .storage || error.kind == .locked else { throw error }
      return .dead
    }
  }

  /// Whether all that is asked about is that a policy was touched by a submission since: then she says yes in the end.
  private static func areOfOtherChanges(_ repetitions: [Repetition]) -> Bool {
    repetitions.allSatisfy { repetition in
      if case .applied = repetition.cause { repetition.pattern.hasPrefix("p") } else { false }
    }
  }

  // MARK: - The end

  /// What is under way arrives, a day passes, and Ada submits until nothing is left.
  mutating func finish() async throws {
    while !server.pending.isEmpty { server.commitLate() }
    for _ in 0..<3 {
      try await submitDraft(fate: .answered, isLast: true)
      try await clock.surroundings.sleep(25 * 3600)
    }
    let left = try await workspace(ada.store).draft().draft.operations
    #expect(left.isEmpty, "left: \(left.map(\.pattern)), after \(trail)")
    for pattern in meant.subtracting(withdrawn) {
      let count = server.policies.count { $0.pattern == pattern }
      #expect(count == 1, "\(pattern) is there \(count) times, after \(trail)")
    }
  }
}

@Suite("Never twice, never lost: random schedules", .timeLimit(.minutes(30)))
struct NeverTwiceLoopTests {
  @Test("submit, crash anywhere, late commits, run again, a part, another encoding, a second person with the file")
  func loop() async throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["POSTERN_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_126
    let rounds = environment["POSTERN_NEVER_TWICE_ROUNDS"].flatMap(Int.init) ?? 150
    print("Never twice: \(rounds) schedules from seed \(seed)")
    var ends: [String: Int] = [:]
    for round in 0..<UInt64(rounds) {
      var schedule = Schedule(seed: seed &+ round)
      for _ in 0..<30 { try await schedule.step() }
      try await schedule.finish()
      ends.merge(schedule.ends, uniquingKeysWith: +)
    }
    for (end, count) in ends.sorted(by: { $0.key < $1.key }) { print("\(count)  \(end)") }
    for end in ["asked", "dead", "sent applied", "sent not_seen"] {
      #expect(ends["draft: \(end)"] ?? 0 > 0, "no \(end)")
    }
    for end in ["asked", "sent applied"] { #expect(ends["file: \(end)"] ?? 0 > 0, "no file \(end)") }
  }
}
