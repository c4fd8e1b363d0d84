import Values
import Foundation
import PolicyCore
import PolicyStore
import Sandbox
import TestSupport
import Testing
import Policies

@Suite("Somebody else changes the policies during a submission", .timeLimit(.minutes(5)))
struct OtherAdminTests {
  /// Edits one policy just before the first request in the scope is carried out.
  private func editBehind(_ scope: Fault.Scope, _ id: PolicyID, _ json: String) throws -> Fault {
    Fault(.editBehind, on: scope, after: 0, policyID: id.text, edit: try PolicyEdit(json))
  }

  private func isCreatedOnce(_ stage: SubmissionStage) async throws -> Bool {
    try await stage.table().rows(with: QueuedBatch.newPattern).count == 1
  }

  @Test("in another field during the check: nothing is sent, and the draft stands on the newer policy")
  func otherField() async throws {
    try await SubmissionStage.run { stage in
      let queued = try await stage.queueOneOfEach()
      let fault = try editBehind(.read, queued.patched.id, #"{"is_trusted_sender":true}"#)
      stage.server.setFaults([fault])
      let report = try await stage.workspace.submit(queued.review)
      #expect(report.outcome == .conflict)
      #expect(report.rebased == [queued.patched.id])
      #expect(
        report.problem?.what
          == "patched@fault.example was changed elsewhere since the review (trusted sender off > on); nothing was sent."
      )
      #expect(stage.server.ledger.entries.isEmpty)
      #expect(try await stage.workspace.history().map(\.state) == [.conflict])
      let draft = try await stage.workspace.draft().draft
      #expect(draft.operations.map(\.id) == queued.draft.operations.map(\.id), "nothing is lost")
      #expect(draft[queued.patched.id]?.base?.fields.isTrustedSender == true)
      #expect(draft[queued.patched.id]?.result?.comments == "patched")

      let review = try await stage.workspace.review(only: Set(queued.operations.map(\.id)))
      #expect(review.request != queued.review.request)
      #expect(try await stage.workspace.submit(review).outcome == .applied)
      #expect(stage.server.ledger.applied == 1)
      let row = try await stage.table()[queued.patched.id.text]
      #expect(row?.isTrustedSender == true)
      #expect(row?.comments == "patched")
    }
  }

  @Test("in the same field during the check: a conflict, nothing is sent, and the draft is as it was")
  func sameField() async throws {
    try await SubmissionStage.run { stage in
      let queued = try await stage.queueOneOfEach()
      let fault = try editBehind(.read, queued.patched.id, #"{"comments":"theirs"}"#)
      stage.server.setFaults([fault])
      let report = try await stage.workspace.submit(queued.review)
      #expect(report.outcome == .conflict)
      #expect(report.conflicts.map(\.id) == [queued.patched.id])
      #expect(report.conflicts.first?.fields == [.comments])
      #expect(
        report.problem?.what == "patched@fault.example was changed elsewhere in comments; nothing was sent."
      )
      #expect(stage.server.ledger.entries.isEmpty)
      #expect(try await stage.workspace.draft().draft == queued.draft)
      #expect(try await stage.workspace.history().map(\.state) == [.conflict])
      #expect(try await stage.table()[queued.patched.id.text]?.comments == "theirs")
    }
  }

  @Test("a policy that is deleted during the check: a conflict, and nothing is sent")
  func gone() async throws {
    try await SubmissionStage.run { stage in
      let queued = try await stage.queueOneOfEach()
      stage.service.watch { moment in
        if moment == .checking { try? await stage.server.delete(id: queued.replaced.id.text) }
      }
      let report = try await stage.workspace.submit(queued.review)
      #expect(report.outcome == .conflict)
      #expect(report.conflicts.map(\.isGone) == [true])
      #expect(report.problem?.what == "replaced@fault.example no longer exists; nothing was sent.")
      #expect(stage.server.ledger.entries.isEmpty)
      #expect(try await stage.workspace.draft().draft == queued.draft)
    }
  }

  @Test("between check and send: a patch leaves their field alone, and a put is what was reviewed")
  func betweenCheckAndSend() async throws {
    for isPatched in [true, false] {
      try await SubmissionStage.run { stage in
        let queued = try await stage.queueOneOfEach()
        let id = isPatched ? queued.patched.id : queued.replaced.id
        stage.server.setFaults([try editBehind(.batch, id, #"{"is_trusted_sender":true}"#)])
        #expect(try await stage.workspace.submit(queued.review).outcome == .applied)
        #expect(stage.server.ledger.applied(of: queued.review.request.body) == 1)
        let batch = try SentBatch(queued.review.request.body)
        let edited = try queued.table.applying(RemoteEdit(id: id.text, json: #"{"is_trusted_sender":true}"#))
        let expected = edited.applying(batch, created: stage.server.ledger.entries[0].ids.posts)
        let table = try await stage.table()
        #expect(table.disagreement(with: expected) == nil)
        #expect(table[id.text]?.isTrustedSender == isPatched)
        #expect(try await stage.workspace.draft().draft.operations == [queued.kept])
      }
    }
  }

  @Test("a policy that is deleted between check and send: the server refuses the whole batch and says where")
  func goneBeforeSend() async throws {
    let examples: [(KeyPath<QueuedBatch, AllowPolicy>, String)] = [
      (\.deleted, "/deletes/0/id"), (\.patched, "/patches/0/id"), (\.replaced, "/puts/0/id"),
    ]
    for (policy, pointer) in examples {
      try await SubmissionStage.run { stage in
        let queued = try await stage.queueOneOfEach()
        let id = queued[keyPath: policy].id.text
        stage.service.watch { moment in
          if moment == .sending { try? await stage.server.delete(id: id) }
        }
        let report = try await stage.workspace.submit(queued.review)
        #expect(report.outcome == .refused)
        #expect(report.record?.serverErrors.map(\.pointer) == [pointer])
        #expect(report.problem?.serverErrors.first?.message.contains(id) == true)
        #expect(stage.server.ledger.entries.map(\.fate) == [.refused(status: 404)])
        #expect(try await stage.workspace.draft().draft == queued.draft)
        #expect(try await stage.workspace.history().map(\.state) == [.refused])
        let expected = try queued.table.applying(RemoteEdit(id: id, json: nil))
        #expect(try await stage.table().disagreement(with: expected) == nil)
      }
    }
  }

  @Test(
    "an answer that is lost over an edit of another field by somebody else is told by what the batch changes",
    arguments: [true, false]
  )
  func otherFieldWhileLost(isApplied: Bool) async throws {
    try await SubmissionStage.run(times: SubmissionStage.Times(look: 0.4)) { stage in
      let queued = try await stage.queueOneOfEach()
      let edit = try editBehind(.batch, queued.patched.id, #"{"is_exempt_recipient":true}"#)
      stage.server.setFaults([edit, Fault(isApplied ? .applyThenCut : .cutBeforeApply)])
      #expect(try await stage.workspace.submit(queued.review).outcome == (isApplied ? .applied : .notSeen))
    }
  }

  @Test("where somebody else did a part of a lost batch, it cannot be told, and each operation says what is there")
  func cannotBeTold() async throws {
    try await SubmissionStage.run(times: SubmissionStage.Times(look: 0.4)) { stage in
      let queued = try await stage.queueOneOfEach()
      stage.service.watch { moment in
        if moment == .answered { try? await stage.server.delete(id: queued.deleted.id.text) }
      }
      stage.server.setFaults([Fault(.cutBeforeApply)])
      let report = try await stage.workspace.submit(queued.review)
      #expect(report.outcome == .unknown)
      #expect(report.problem?.what.contains("what became of it is unknown") == true)
      #expect(try await stage.workspace.draft().draft == queued.draft)
      let record = try #require(try await stage.workspace.history().first)
      #expect(record.state == .unknown)
      let words = SubmissionWords.verdicts(report)
      #expect(words[0] == "delete deleted@fault.example: applied")
      #expect(words[1] == "patch patched@fault.example: not seen")
      #expect(words[3] == "post posted@fault.example: not seen")

      #expect(try await stage.workspace.lookAgain(record.id).outcome == .unknown)
      let settled = try await stage.workspace.settleAsApplied(record.id)
      #expect(settled.record?.detail == "The server never said so: ada took it for applied.")
      #expect(settled.record?.takenForAppliedBy == "ada")
      #expect(try await stage.workspace.draft().draft.operations == [queued.kept])
      #expect(stage.server.ledger.entries.count == 1)
    }
  }
}
