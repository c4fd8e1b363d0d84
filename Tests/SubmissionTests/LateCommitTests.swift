import Foundation
import PolicyCore
import PolicyStore
import Sandbox
import TestSupport
import Testing
import Policies
import Values

@Suite("A batch whose outcome nobody waited for", .timeLimit(.minutes(5)))
struct LateCommitTests {
  private static let impatient = SubmissionStage.Times(batch: .milliseconds(300), look: 0.4)

  @Test(
    "not seen, and the draft intact; a later look finds it applied, once",
    arguments: [Fault.Ending.cut, .silence, .html502],
    BatchEncoding.allCases
  )
  func beyondTheLook(ending: Fault.Ending, encoding: BatchEncoding) async throws {
    try await SubmissionStage.run(encoding: encoding, times: Self.impatient) { stage in
      let queued = try await stage.queueOneOfEach()
      let body = queued.review.request.body
      stage.server.setFaults([Fault(.applyLate, delay: .seconds(20), ending: ending)])
      let report = try await stage.workspace.submit(queued.review)
      #expect(report.outcome == .notSeen)
      #expect(stage.server.ledger.entries.map(\.fate) == [.waiting])
      #expect(try await stage.workspace.draft().draft == queued.draft)
      #expect(SubmissionWords.mayStillCommit(report).contains("The draft is intact"))
      let id = try #require(report.record?.id)

      #expect(try await stage.workspace.lookAgain(id).outcome == .notSeen, "not before it is there")
      let isSettled = await stage.server.settled(batches: 1)
      #expect(isSettled)
      #expect(stage.server.ledger.applied(of: body) == 1)
      #expect(try await stage.workspace.draft().draft == queued.draft, "nobody has looked since")

      let found = try await stage.workspace.lookAgain(id)
      #expect(found.outcome == .applied)
      #expect(stage.server.ledger.entries.count == 1, "looking sends nothing")
      let created = stage.server.ledger.entries[0].ids.posts
      let expected = queued.table.applying(try SentBatch(body), created: created)
      #expect(try await stage.table().disagreement(with: expected) == nil)
      #expect(try await stage.workspace.draft().draft.operations == [queued.kept])
      let history = try await stage.workspace.history()
      #expect(history.map(\.state) == [.applied])
      #expect(history.first?.createdIDs.map(\.text) == created)
      await #expect(throws: Problem.self, "its outcome is known now") { try await stage.workspace.lookAgain(id) }
    }
  }

  @Test("what is submitted again after it was applied late is found to be done, and nothing is applied twice")
  func submittedAgain() async throws {
    try await SubmissionStage.run(times: Self.impatient) { stage in
      let queued = try await stage.queueOneOfEach()
      stage.server.setFaults([Fault(.applyLate, first: 1, delay: .seconds(20))])
      #expect(try await stage.workspace.submit(queued.review).outcome == .notSeen)
      let isSettled = await stage.server.settled(batches: 1)
      #expect(isSettled)
      let table = try await stage.table()

      // The draft and the list are still those from before.
      let review = try await stage.workspace.review(only: Set(queued.operations.map(\.id)))
      #expect(review.request == queued.review.request)
      let again = try await stage.workspace.submit(review)
      #expect(again.outcome == .conflict)
      #expect(again.earlier.map(\.outcome) == [.applied])
      #expect(stage.server.ledger.entries.count == 1)
      #expect(try await stage.table() == table)
      #expect(try await stage.workspace.draft().draft.operations == [queued.kept])
      #expect(try await stage.workspace.history().map(\.state) == [.applied])
    }
  }

  @Test("an older submission is not taken for applied because a later one of the same draft was")
  func olderOne() async throws {
    try await SubmissionStage.run(times: Self.impatient) { stage in
      let queued = try await stage.queueOneOfEach()
      stage.server.setFaults([Fault(.cutBeforeApply, first: 1)])
      let first = try await stage.workspace.submit(queued.review)
      #expect(first.outcome == .notSeen)
      let review = try await stage.workspace.review(only: Set(queued.operations.map(\.id)))
      #expect(review.request == queued.review.request)
      #expect(review.repetitions.count == 4)
      #expect(try await stage.workspace.submit(review).problem?.kind == .confirmationNeeded)
      let second = try await stage.workspace.submit(review, again: true)
      #expect(second.outcome == .applied)
      #expect(stage.server.ledger.entries.map(\.isApplied) == [false, true])

      let id = try #require(first.record?.id)
      // Whether it looks or refuses to: what is there is the second one's doing.
      _ = try? await stage.workspace.lookAgain(id)
      let history = try await stage.workspace.history()
      #expect(history.count { $0.state == .applied } == 1)
      #expect(history.first { $0.state == .applied }?.id == second.record?.id)
    }
  }

  @Test("policies that were there before a batch was sent are not recognised as its own")
  func knownBefore() async throws {
    // The connection is cut: nothing has to wait for the time limit, which a busy machine may reach before the batch.
    try await SubmissionStage.run(times: SubmissionStage.Times(batch: .seconds(60), look: 0.4)) { stage in
      for number in 0..<2 {
        let pattern = "twin\(number)@fault.example"
        let fields = PolicyFields(pattern: pattern, patternType: .email, isAcceptableSender: true)
        _ = try await stage.server.create(
          fields: """
            {"pattern":"\(pattern)","pattern_type":"EMAIL","is_regex":false,"is_trusted_sender":false,\
            "is_acceptable_sender":true,"is_exempt_recipient":false,"verify_sender":false}
            """
        )
        _ = try await stage.workspace.perform(.create([await stage.workspace.newPolicy(fields)]))
      }
      _ = try await stage.workspace.loadPolicies()
      let review = try await stage.workspace.review()
      #expect(review.repetitions.count == 2)
      // Wanted beside its like, and lost: the policies that are there were there before it was sent.
      stage.server.setFaults([Fault(.cutBeforeApply)])
      let report = try await stage.workspace.submit(review, again: true)
      #expect(stage.server.ledger.entries.map(\.isApplied) == [false])
      #expect(report.outcome == .notSeen)
      #expect(try await stage.workspace.draft().draft.count == 2)
    }
  }

  @Test("a look that is broken off stays open for the next start, which finds it out", arguments: [true, false])
  func brokenOff(isApplied: Bool) async throws {
    let times = SubmissionStage.Times(batch: .milliseconds(300), look: 60)
    try await SubmissionStage.run(times: times) { stage in
      let queued = try await stage.queueOneOfEach()
      stage.server.setFaults([Fault(.applyLate, delay: isApplied ? .seconds(1) : .seconds(600))])
      let (looks, channel) = AsyncStream<Void>.makeStream()
      let submission = Task {
        try await stage.workspace.submit(queued.review) { step in
          if case .looking = step { channel.yield() }
        }
      }
      _ = await looks.first { true }
      submission.cancel()
      let report = try await submission.value
      #expect(report.outcome == .unknown)
      #expect(report.record?.state == .sending)
      #expect(try await stage.workspace.draft().draft == queued.draft)

      if isApplied {
        let isSettled = await stage.server.settled(batches: 1)
        #expect(isSettled)
      }
      let next = try stage.restarted()
      await #expect(throws: Problem.self, "nothing is sent while it is open") {
        try await next.workspace.submit(queued.review)
      }
      await #expect(throws: Problem.self, "and the draft stays as it was sent") {
        try await next.workspace.perform(.clear)
      }
      let reconciliation = Task { try await next.workspace.reconcile() }
      if !isApplied { reconciliation.cancel() }
      let found = try #require(try await reconciliation.value)
      #expect(found.outcome == (isApplied ? .applied : .unknown))
      #expect(try await next.workspace.history().map(\.state) == [isApplied ? .applied : .sending])
      #expect(
        try await next.workspace.draft().draft.operations == (isApplied ? [queued.kept] : queued.draft.operations)
      )
      // The client gave up after 300 ms; a busy machine may read its batch later than that.
      let deadline = ContinuousClock.now + .seconds(60)
      while stage.server.ledger.entries.isEmpty, ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(10))
      }
      #expect(stage.server.ledger.entries.count == 1)
      #expect(stage.server.ledger.applied == (isApplied ? 1 : 0))
    }
  }
}
