import Foundation
import PolicyCore
import PolicyStore
import Sandbox
import TestSupport
import Testing
import Policies
import Values

@Suite("Two programs on one draft", .timeLimit(.minutes(5)))
struct ConcurrentSubmissionTests {
  private func outcome(
    of review: Review,
    on stage: SubmissionStage,
    after pause: Duration
  ) async throws -> Result<SubmissionReport, Problem> {
    try await Task.sleep(for: pause)
    do throws(Problem) {
      return .success(try await stage.workspace.submit(review))
    } catch {
      return .failure(error)
    }
  }

  @Test("of two that submit the same batch one sends it, and the other says why not", arguments: [0, 5, 20, 60, 150])
  func sameBatch(milliseconds: Int) async throws {
    try await SubmissionStage.run { stage in
      let queued = try await stage.queueOneOfEach()
      let other = try stage.restarted()
      let ids = Set(queued.operations.map(\.id))
      let same = try await other.workspace.review(only: ids)
      #expect(same.request == queued.review.request)
      stage.server.setFaults([Fault(.answerLate, delay: .milliseconds(50))])
      async let first = outcome(of: queued.review, on: stage, after: .zero)
      async let second = outcome(of: same, on: other, after: .milliseconds(milliseconds))
      var applied = 0
      for result in [try await first, try await second] {
        switch result {
        case .success(let report) where report.outcome == .applied: applied += 1
        case .success(let report):
          #expect(report.outcome == .conflict)
          #expect(report.problem?.what == "The draft was changed after it was reviewed; nothing was sent.")
        case .failure(let problem):
          #expect(problem.kind == .locked)
          #expect(problem.retry == .safe)
        }
      }
      #expect(applied == 1)
      #expect(stage.server.ledger.entries.count == 1)
      #expect(stage.server.ledger.applied == 1)
      #expect(try await stage.workspace.draft().draft.operations == [queued.kept])
      #expect(try await stage.workspace.history().count { $0.state == .applied } == 1)
      #expect(try await stage.workspace.history().allSatisfy { !$0.state.isOpen })
    }
  }

  @Test("while one submits, the other cannot change the draft, and loses nothing by trying")
  func changedByTheOther() async throws {
    try await SubmissionStage.run { stage in
      let queued = try await stage.queueOneOfEach()
      let other = try stage.restarted()
      let fields = PolicyFields(pattern: "meanwhile@fault.example", patternType: .email, isAcceptableSender: true)
      let new = await other.workspace.newPolicy(fields)
      stage.service.watch { moment in
        guard moment != .looking else { return }
        await #expect(throws: Problem.self) { try await other.workspace.perform(.create([new])) }
      }
      #expect(try await stage.workspace.submit(queued.review).outcome == .applied)
      _ = try await other.workspace.perform(.create([new]))
      #expect(try await stage.workspace.draft().draft.operations.map(\.id) == [queued.kept.id, new.placeholderID])
    }
  }

  @Test("what is queued and changed here while the batch is on its way stays queued", arguments: [true, false])
  func changedHere(isApplied: Bool) async throws {
    try await SubmissionStage.run(times: SubmissionStage.Times(look: 0.4)) { stage in
      let queued = try await stage.queueOneOfEach()
      let workspace = stage.workspace
      let fields = PolicyFields(pattern: "meanwhile@fault.example", patternType: .email, isAcceptableSender: true)
      let new = await workspace.newPolicy(fields)
      let edit = DraftEdit.FieldEdit(policy: queued.patched, set: PolicyFields(comments: "changed again"))
      stage.service.watch { moment in
        guard moment == .sending else { return }
        _ = try? await workspace.perform(.edit([edit]))
        _ = try? await workspace.perform(.create([new]))
      }
      if !isApplied { stage.server.setFaults([Fault(.cutBeforeApply)]) }
      let report = try await workspace.submit(queued.review)
      #expect(report.outcome == (isApplied ? .applied : .notSeen))
      #expect(stage.server.ledger.applied(of: queued.review.request.body) == (isApplied ? 1 : 0))
      let draft = try await workspace.draft().draft
      #expect(draft[queued.patched.id]?.result?.comments == "changed again")
      #expect(draft[new.placeholderID] != nil)
      #expect(draft.count == (isApplied ? 3 : queued.draft.count + 1))
    }
  }
}
