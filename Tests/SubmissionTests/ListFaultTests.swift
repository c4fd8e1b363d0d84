import Values
import Foundation
import PolicyCore
import PolicyStore
import Sandbox
import TestSupport
import Testing
import Policies

@Suite("Lists that fail or shift while a submission reads them", .timeLimit(.minutes(5)))
struct ListFaultTests {
  @Test("an outcome that no list tells is unknown, and a later look tells it", arguments: [true, false])
  func noList(isApplied: Bool) async throws {
    try await SubmissionStage.run(times: SubmissionStage.Times(look: 0.4)) { stage in
      let queued = try await stage.queueOneOfEach()
      let cut = Fault(isApplied ? .applyThenCut : .cutBeforeApply)
      // The newest policies are read once before it is sent.
      stage.server.setFaults([cut, Fault(.error500, on: .list, after: 1)])
      let report = try await stage.workspace.submit(queued.review)
      #expect(report.outcome == .unknown)
      #expect(report.problem?.what.contains("The batch was sent, and what became of it is unknown") == true)
      #expect(report.verdicts.isEmpty)
      #expect(stage.server.ledger.applied(of: queued.review.request.body) == (isApplied ? 1 : 0))
      #expect(try await stage.workspace.draft().draft == queued.draft)
      #expect(try await stage.workspace.history().map(\.state) == [.unknown])

      stage.server.setFaults([])
      let id = try #require(report.record?.id)
      #expect(try await stage.workspace.lookAgain(id).outcome == (isApplied ? .applied : .notSeen))
      let left = isApplied ? [queued.kept] : queued.draft.operations
      #expect(try await stage.workspace.draft().draft.operations == left)
      #expect(stage.server.ledger.entries.count == 1)
    }
  }

  @Test("new policies are told from the first page of the newest, however many there are", arguments: [true, false])
  func manyPolicies(isApplied: Bool) async throws {
    let times = SubmissionStage.Times(look: 0.4)
    try await SubmissionStage.run(SandboxOptions(policies: 3050, seed: 8), times: times) { stage in
      let queued = try await stage.queueOneOfEach()
      stage.server.setFaults([Fault(isApplied ? .applyThenCut : .cutBeforeApply)])
      let before = stage.server.requests.count
      let report = try await stage.workspace.submit(queued.review)
      #expect(report.outcome == (isApplied ? .applied : .notSeen))
      #expect(report.recognised.map(\.text) == stage.server.ledger.entries.first?.ids.posts ?? [])
      // The check of three policies, the mark and the batch are not part of the looking.
      #expect(stage.server.requests.count - before <= 40 + 5)
    }
  }

  @Test("a policy that slips between two pages of the check is not taken for gone", arguments: [1, Int.max])
  func shiftedWhileChecking(times: Int) async throws {
    try await SubmissionStage.run(SandboxOptions(policies: 1050, seed: 8)) { stage in
      let list = try await stage.workspace.loadPolicies().list
      // Rows that slip away are those from 1001 on; more than are read one by one, so that the check reads the list.
      let edits = list[985..<1045].map { DraftEdit.FieldEdit(policy: $0, set: PolicyFields(comments: "mine")) }
      let queued = try await stage.workspace.perform(.edit(edits)).snapshot.draft
      #expect(queued.count == 60)
      let review = try await stage.workspace.review()
      stage.server.setFaults([Fault(.deleteBetweenPages, first: times)])
      let report = try await stage.workspace.submit(review)
      #expect(report.outcome == .applied, "\(report.problem?.what ?? "")")
      #expect(stage.server.requests.contains { $0.faults.contains(.deleteBetweenPages) })
      #expect(stage.server.ledger.applied(of: review.request.body) == 1)
      let table = try await stage.table()
      #expect(edits.allSatisfy { table[$0.policy.id.text]?.comments == "mine" })
      #expect(try await stage.workspace.draft().draft.isEmpty)
    }
  }

  @Test("a policy that is gone between two pages of the check is a conflict, and nothing is sent")
  func goneWhileChecking() async throws {
    try await SubmissionStage.run(SandboxOptions(policies: 1050, seed: 8)) { stage in
      let list = try await stage.workspace.loadPolicies().list
      let edits = list[980..<1040].map { DraftEdit.FieldEdit(policy: $0, set: PolicyFields(comments: "mine")) }
      let queued = try await stage.workspace.perform(.edit(edits)).snapshot.draft
      let victim = list[1010]
      stage.server.setFaults([Fault(.deleteBetweenPages, policyID: victim.id.text)])
      let report = try await stage.workspace.submit(try await stage.workspace.review())
      #expect(report.outcome == .conflict)
      #expect(report.conflicts.map(\.id) == [victim.id])
      #expect(report.conflicts.map(\.isGone) == [true])
      #expect(stage.server.ledger.entries.isEmpty)
      #expect(try await stage.workspace.draft().draft == queued)
    }
  }

  @Test("a server that is gone before the check, or between check and send, was sent nothing")
  func serverGone() async throws {
    for moment in [WatchedService.Moment.checking, .sending] {
      try await SubmissionStage.run { stage in
        let queued = try await stage.queueOneOfEach()
        stage.service.watch { if $0 == moment { await stage.server.stop() } }
        let report = try await stage.workspace.submit(queued.review)
        #expect(report.outcome == .notSent, "\(moment): \(report.problem?.what ?? "")")
        #expect(report.problem?.kind == .unreachable)
        #expect(report.problem?.what.contains("the connection was refused") == true)
        #expect(stage.server.ledger.entries.isEmpty)
        #expect(try await stage.table() == queued.table)
        #expect(try await stage.workspace.draft().draft == queued.draft)
        #expect(try await stage.workspace.history().map(\.state) == [.notSent])
      }
    }
  }
}
