import Values
import Foundation
import PolicyCore
import PolicyStore
import Sandbox
import Synchronization
import TestSupport
import Testing
import Policies

@Suite("A batch that is struck by a fault", .timeLimit(.minutes(5)))
struct FaultTests {
  @Test(
    "ledger, table, draft, history and words say the same of it",
    arguments: FaultCase.all,
    BatchEncoding.allCases
  )
  func struck(_ example: FaultCase, encoding: BatchEncoding) async throws {
    let accept: AcceptedEncoding = encoding == .lean ? .lean : .documented
    let options = SandboxOptions(policies: 12, seed: 5, accept: accept)
    try await SubmissionStage.run(options, encoding: encoding, times: example.times) { stage in
      let queued = try await stage.queueOneOfEach()
      stage.server.setFaults(example.faults)
      let steps = Mutex<[SubmissionStep]>([])
      let report = try await stage.workspace.submit(queued.review, reason: "SEC-1201") { step in
        steps.withLock { $0.append(step) }
      }
      let isSettled = await stage.server.settled(batches: example.received)
      #expect(isSettled)
      stage.server.setFaults([])

      #expect(report.outcome == example.outcome)
      let created = expectLedger(stage, queued, example)
      try await expectTable(stage, queued, created)
      try await expectDraft(stage, queued, isApplied: example.isApplied)
      try await expectHistory(stage, queued, report, example, created)
      expectWords(queued, report, example)
      expectSteps(steps.withLock(\.self), example)
      #expect(stage.pauses.long == example.pauses)
      try await expectSameAfterRestart(stage)
    }
  }

  /// Gives the ids of what was created; nil where the batch was not applied.
  private func expectLedger(_ stage: SubmissionStage, _ queued: QueuedBatch, _ example: FaultCase) -> [String]? {
    let ledger = stage.server.ledger
    let body = queued.review.request.body
    #expect(ledger.entries.count == example.received)
    #expect(ledger.received(of: body) == example.received, "every byte is as it was reviewed")
    #expect(ledger.applied(of: body) == (example.isApplied ? 1 : 0))
    #expect(ledger.entries.dropLast().allSatisfy { !$0.isApplied })
    return ledger.entries.last.flatMap { $0.isApplied ? $0.ids.posts : nil }
  }

  private func expectTable(_ stage: SubmissionStage, _ queued: QueuedBatch, _ created: [String]?) async throws {
    let batch = try SentBatch(queued.review.request.body)
    let expected = created.map { queued.table.applying(batch, created: $0) } ?? queued.table
    let table = try await stage.table()
    #expect(table.disagreement(with: expected) == nil)
    #expect(table.rows(with: QueuedBatch.newPattern).count == (created == nil ? 0 : 1))
  }

  private func expectDraft(_ stage: SubmissionStage, _ queued: QueuedBatch, isApplied: Bool) async throws {
    let snapshot = try await stage.workspace.draft()
    guard isApplied else {
      #expect(snapshot.draft == queued.draft, "it is as it was")
      #expect(snapshot.undoTitle != nil)
      return
    }
    #expect(snapshot.draft.operations == [queued.kept], "what was not sent is still queued")
    #expect(snapshot.undoTitle == "edit kept@fault.example", "what remains can be undone")
  }

  private func expectHistory(
    _ stage: SubmissionStage,
    _ queued: QueuedBatch,
    _ report: SubmissionReport,
    _ example: FaultCase,
    _ created: [String]?
  ) async throws {
    let history = try await stage.workspace.history()
    #expect(history.count == 1)
    let record = try #require(history.first)
    #expect(record.state.rawValue == example.outcome.rawValue)
    #expect(!record.state.isOpen)
    #expect(record.request == queued.review.request.body)
    #expect(record.fingerprint == queued.review.fingerprint.hex)
    #expect(record.operations == queued.operations)
    #expect(record.user == "ada")
    #expect(record.reason == "SEC-1201")
    #expect(record.createdIDs.map(\.text) == created ?? [])
    #expect(record.serverErrors.compactMap(\.pointer) == [example.pointer].compactMap(\.self))
    #expect(record.id == report.record?.id)
    if example.outcome == .refused || (example.isApplied && !example.isLookedFor) {
      #expect(record.rayID != nil)
      #expect(record.response?.isEmpty == false)
    }
  }

  private func expectWords(_ queued: QueuedBatch, _ report: SubmissionReport, _ example: FaultCase) {
    if let says = example.says {
      #expect(report.problem?.what.contains(says) == true, "\(report.problem?.what ?? "nothing is said")")
      #expect(report.record?.detail == report.problem?.what)
    } else {
      #expect(report.problem == nil)
    }
    switch example.outcome {
    case .applied where example.isLookedFor:
      #expect(report.record?.detail?.contains("The server's answer was lost") == true)
      #expect(SubmissionWords.recognised(report).contains("The new policy was recognised"))
      #expect(report.verdicts == [.applied, .applied, .applied, .applied])
    case .applied:
      #expect(report.record?.detail == nil)
      #expect(report.recognised.isEmpty)
    case .notSeen:
      #expect(report.problem?.kind == .outcomeUnknown)
      #expect(report.problem?.retry == .unsafe)
      #expect(report.problem?.what.contains("what became of it is unknown") == true)
      let words = SubmissionWords.mayStillCommit(report)
      #expect(words.contains("may still commit it late"))
      #expect(words.contains("sends nothing of it again unless you say so"))
      #expect(report.verdicts == [.notSeen, .notSeen, .notSeen, .notSeen])
    case .refused:
      #expect(
        report.problem?.isAboutServerFields == (report.record?.serverErrors.first?.pointer?.contains("created_at"))
      )
    case .notSent:
      #expect(report.problem?.kind != .outcomeUnknown)
      #expect(report.problem?.retry != .unsafe)
    case .conflict, .unknown:
      Issue.record("no fault of the table leads to \(example.outcome)")
    }
  }

  private func expectSteps(_ steps: [SubmissionStep], _ example: FaultCase) {
    let sends = steps.count { $0 == .sending }
    let looks = steps.contains { if case .looking = $0 { true } else { false } }
    #expect(sends == example.received)
    #expect(looks == example.isLookedFor)
  }

  private func expectSameAfterRestart(_ stage: SubmissionStage) async throws {
    let next = try stage.restarted()
    let (history, draft) = (try await stage.workspace.history(), try await stage.workspace.draft())
    #expect(try await next.workspace.reconcile() == nil, "nothing is open")
    #expect(try await next.workspace.history() == history)
    #expect(try await next.workspace.draft() == draft)
  }
}
