import Foundation
import PolicyCore
import PolicyStore
import Sandbox
import Synchronization
import TestSupport
import Policies
import Values

/// Rounds of the loop, one after the other, on one server; several lanes run beside each other, as most of it is waiting.
struct LoopLane {
  let stage: SubmissionStage
  let seed: UInt64
  private var generator: SeededGenerator
  private var words: RandomDraft
  private(set) var table = OutcomeTable()
  private(set) var violations: [String] = []

  static let times = SubmissionStage.Times(batch: .milliseconds(250), read: .seconds(5), look: 0.25)

  init(_ stage: SubmissionStage, seed: UInt64) {
    self.stage = stage
    self.seed = seed
    generator = SeededGenerator(seed: seed)
    words = RandomDraft("lane\(seed)")
  }

  mutating func play(rounds: Int) async throws {
    for round in 0..<rounds {
      table.rounds += 1
      let found = try await play(round)
      violations += found.map { "seed \(seed), round \(round): \($0)" }
    }
  }

  /// Queues a draft, and submits until it is through or the third attempt is over; gives what must not be.
  private mutating func play(_ round: Int) async throws -> [String] {
    stage.server.setFaults([])
    try await level()
    let encoding = BatchEncoding.allCases.randomElement(using: &generator) ?? .documented
    let account = stage.forAccount("lane-\(seed)-round-\(round)", encoding)
    let list = try await account.workspace.loadPolicies().list
    let workspace = account.workspace
    for edit in await words.edits(on: list, newPolicy: { await workspace.newPolicy($0) }, using: &generator) {
      try await Self.queue(edit, on: workspace)
    }
    var complaints: [String] = []
    var states: [(id: String, state: SubmissionRecord.State)] = []
    for attempt in 0..<3 {
      let fault = attempt == 0 || chance(1, 2) ? LoopFault.allCases.randomElement(using: &generator) : nil
      // What is left of earlier attempts is told first: nothing is on its way any more.
      for earlier in try await workspace.settleEarlier(holding: try await workspace.draft().draft.operations) {
        guard let record = earlier.record, let place = states.firstIndex(where: { $0.id == record.id }) else {
          continue
        }
        states[place].state = record.state
      }
      guard let review = try await self.review(on: account) else { break }
      let (report, found) = try await submit(review, fault ?? .none, on: account)
      complaints += found.map { "attempt \(attempt), \(fault ?? .none): \($0)" }
      if let record = report.record { states.append((record.id, record.state)) }
      if report.outcome == .applied, chance(1, 2) { break }
    }
    let history = try await workspace.history()
    if history.map(\.state) != states.reversed().map(\.state) {
      complaints.append("the history is \(history.map(\.state.rawValue)), reported was \(states.map(\.state.rawValue))")
    }
    if try await account.store.openSubmission(of: account.account.key) != nil { complaints.append("one is still open") }
    return complaints
  }

  /// The sandbox has policies that nobody may write any more, such as broken expressions: those are left alone.
  private static func queue(_ edit: DraftEdit, on workspace: Workspace) async throws(Problem) {
    do throws(Problem) {
      _ = try await workspace.perform(edit)
    } catch {
      guard error.kind == .invalid else { throw error }
    }
  }

  private mutating func chance(_ part: Int, _ whole: Int) -> Bool {
    Int.random(in: 0..<whole, using: &generator) < part
  }

  /// Brings the number of policies back to about thirty.
  private mutating func level() async throws {
    var ids = try await stage.table().rows.keys.sorted()
    while ids.count > 36 {
      try await stage.server.delete(id: ids.remove(at: Int.random(in: ids.indices, using: &generator)))
    }
    for number in ids.count..<max(ids.count, 24) {
      let pattern = "filler-\(seed)-\(table.rounds)-\(number)@partner.example"
      try await stage.server.create(fields: SubmissionStage.policy(pattern))
    }
  }

  /// The draft as a person would send it next: conflicts and errors dropped, and now and then only a part; nil if
  /// nothing is left.
  private mutating func review(on account: SubmissionStage) async throws -> Review? {
    let workspace = account.workspace
    let drift = try await workspace.compareDraft(with: try await workspace.loadPolicies().list)
    if !drift.conflicts.isEmpty { _ = try await workspace.perform(.drop(drift.conflicts.map(\.id))) }
    let whole = try await workspace.review()
    let wrong = whole.operations.filter { $0.findings.contains { $0.level == .error } }
    if !wrong.isEmpty { _ = try await workspace.perform(.drop(wrong.map(\.id))) }
    var ids = Set(try await workspace.draft().draft.operations.map(\.id))
    if ids.count > 1, chance(1, 4), let left = ids.sorted(by: { $0.text < $1.text }).randomElement(using: &generator) {
      ids.remove(left)
    }
    let review = try await workspace.review(only: ids)
    return review.isSubmittable ? review : nil
  }

  // MARK: - One submission

  private mutating func submit(
    _ review: Review,
    _ fault: LoopFault,
    on account: SubmissionStage
  ) async throws -> (SubmissionReport, [String]) {
    let list = PolicyList(review.operations.compactMap(\.operation.base))
    let edit = words.remoteEdit(of: review.operations.map(\.operation), list, using: &generator)
    let (table, draft) = (try await stage.table(), try await account.workspace.draft().draft)
    let received = stage.server.ledger.entries.last?.number ?? 0
    var faults = LoopFault.companions(using: &generator) + fault.faults(using: &generator)
    if let edit, let json = edit.json, chance(1, 3) {
      let scope = [Fault.Scope.any, .batch, .read, .list].randomElement(using: &generator)
      let passing = Int.random(in: 0...3, using: &generator)
      faults.insert(
        Fault(
          .editBehind,
          on: scope,
          after: scope == .batch ? 0 : passing,
          policyID: edit.id,
          edit: try PolicyEdit(json)
        ),
        at: 0
      )
      stage.service.watch()
    } else {
      watch(for: edit)
    }
    stage.server.setFaults(faults)
    let report = try await account.workspace.submit(review, again: true)
    _ = await stage.server.settled(batches: received + stage.service.left, within: .seconds(5))
    stage.server.setFaults([])

    self.table.count(fault, report.outcome)
    var judge = SubmissionJudge(
      report: report,
      submitted: review,
      entries: stage.server.ledger.entries.filter { $0.number > received },
      edit: edit,
      draft: draft,
      table: table,
      draftAfter: try await account.workspace.draft().draft,
      tableAfter: try await stage.table(),
      lastRead: stage.service.lastRead
    )
    var complaints = try judge.complaints()
    if report.outcome == .applied, !judge.isApplied { self.table.byAnotherHand += 1 }
    guard let record = report.record, report.outcome == .notSeen || report.outcome == .unknown else {
      return (report, complaints)
    }
    if judge.isApplied { self.table.appliedUnseen += 1 }
    guard chance(1, 2) else { return (report, complaints) }
    complaints += try await lookAgain(record, &judge, on: account)
    return (try await settled(record, report, on: account), complaints)
  }

  /// Lets somebody else act once, at one of the moments.
  private mutating func watch(for edit: RemoteEdit?) {
    let moment = WatchedService.Moment.allCases.randomElement(using: &generator)
    let passing = Mutex(Int.random(in: 0...2, using: &generator))
    guard let edit else { return stage.service.watch() }
    stage.service.watch { [server = stage.server] now in
      guard now == moment else { return }
      let isDue = passing.withLock { passing in
        passing -= 1
        return passing == -1
      }
      guard isDue else { return }
      if let json = edit.json {
        _ = try? await server.change(id: edit.id, fields: json)
      } else {
        try? await server.delete(id: edit.id)
      }
    }
  }

  // MARK: - A later look

  private mutating func lookAgain(
    _ record: SubmissionRecord,
    _ judge: inout SubmissionJudge,
    on account: SubmissionStage
  ) async throws -> [String] {
    stage.service.watch()
    let report = try await account.workspace.lookAgain(record.id)
    if report.outcome == .applied { table.toldLater += 1 }
    let entries = stage.server.ledger.entries.filter { $0.number > (judge.entries.last?.number ?? 0) }
    let later = SubmissionJudge(
      report: report,
      submitted: judge.submitted,
      entries: judge.entries,
      edit: judge.edit,
      draft: judge.draft,
      table: judge.table,
      draftAfter: try await account.workspace.draft().draft,
      tableAfter: try await stage.table(),
      lastRead: judge.lastRead
    )
    var complaints = try later.complaints()
    if !judge.entries.isEmpty, !entries.isEmpty { complaints.append("a look sent something") }
    let expected = judge.isApplied ? SubmissionOutcome.applied : .notSeen
    if judge.edit == nil, report.outcome != expected {
      complaints.append("nobody else was there, and a look says \(report.outcome.rawValue), not \(expected.rawValue)")
    }
    return complaints.map { "a later look: \($0)" }
  }

  private func settled(
    _ record: SubmissionRecord,
    _ report: SubmissionReport,
    on account: SubmissionStage
  ) async throws -> SubmissionReport {
    var report = report
    report.record = try await account.workspace.submission(record.id)
    report.outcome = report.record.flatMap { SubmissionOutcome(rawValue: $0.state.rawValue) } ?? report.outcome
    return report
  }
}
