import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("Submitting: the server answers")
struct WorkspaceSubmitTests {
  @Test("an applied batch is sent once as reviewed, journalled, and gone from the draft")
  func applied() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    try await scene.delete("d1")
    try await scene.create()
    let review = try await scene.workspace.review()
    scene.service.reply(.init(.applied("srv-1")))
    let report = try await scene.submit(reason: "SEC-1201")

    #expect(report.outcome == .applied)
    #expect(report.problem == nil)
    #expect(report.draft?.draft.isEmpty == true)
    #expect(scene.service.sent == [review.request])
    #expect(scene.store.journal == [.checking, .sending, .applied])
    #expect(try await scene.draft().isEmpty)
    #expect(!scene.store.isLocked(scene.account.key))

    let record = try #require(try await scene.record())
    #expect(record == report.record)
    #expect(record.state == .applied)
    #expect(record.createdIDs == [PolicyID("srv-1")])
    #expect(record.reason == "SEC-1201")
    #expect(record.user == "ada")
    #expect(record.fingerprint == review.fingerprint.hex)
    #expect(record.request == review.request.body)
    #expect(record.response == Data("{}".utf8))
    #expect(record.rayID == "ray-1")
    #expect(record.counts == review.counts)
  }

  @Test("the journal says that it is being sent before the first byte is asked for")
  func journalFirst() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    let store = scene.store
    let account = scene.account.key
    scene.service.reply(
      .init(.applied()) { _ in
        #expect(store.journal == [.checking, .sending])
        let open = try? await store.openSubmission(of: account)
        #expect(open?.state == .sending)
        #expect(store.isLocked(account))
      }
    )
    #expect(try await scene.submit().outcome == .applied)
  }

  @Test("a journal that cannot be written before the first byte sends nothing")
  func journalFails() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    scene.store.fail(writing: .sending, with: .diskFull)
    scene.service.reply(.init(.applied()), .init(.applied()), .init(.applied()))
    let report = try await scene.submit()
    #expect(report.outcome == .notSent)
    #expect(report.problem == .diskFull)
    #expect(scene.service.sent.isEmpty)
    #expect(try await scene.draft().count == 1)
    #expect(try await scene.record()?.state == .notSent)
  }

  @Test("a journal that cannot be begun is a problem at once, and frees the lock")
  func journalCannotBegin() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    scene.store.fail(writing: .checking, with: .diskFull)
    await #expect(throws: Problem.diskFull) { try await scene.submit() }
    #expect(scene.service.sent.isEmpty)
    #expect(scene.service.reads.isEmpty)
    #expect(!scene.store.isLocked(scene.account.key))
  }

  @Test("an outcome stands even where it cannot be written down, and stays open in the journal")
  func outcomeCannotBeWritten() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    scene.store.fail(writing: .applied, with: .diskFull)
    scene.service.reply(.init(.applied()))
    let report = try await scene.submit()
    #expect(report.outcome == .applied)
    #expect(report.problem == .diskFull)
    #expect(try await scene.store.openSubmission(of: scene.account.key)?.state == .sending)
  }

  @Test("a refusal keeps the draft and the server's words")
  func refused() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    let before = try await scene.draft()
    let error = ServerError(code: 1001, message: "no such field", pointer: "/patches/0/verify_sender")
    let refusal = Problem(.refused, what: "Refused.", advice: "Mend it.", serverErrors: [error], rayID: "ray-9")
    scene.service.reply(.init(.refused(refusal, body: Data("no".utf8))))
    let report = try await scene.submit()
    #expect(report.outcome == .refused)
    #expect(report.problem == refusal)
    #expect(try await scene.draft() == before)
    #expect(scene.service.sent.count == 1)
    let record = try #require(try await scene.record())
    #expect(record.state == .refused)
    #expect(record.serverErrors == [error])
    #expect(record.rayID == "ray-9")
    #expect(record.response == Data("no".utf8))
    #expect(record.detail == "Refused.")
  }

  @Test("only what was reviewed is taken out of the draft")
  func subset() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    try await scene.delete("d1")
    let review = try await scene.workspace.review(only: [PolicyID("d1")])
    scene.service.reply(.init(.applied()))
    let report = try await scene.workspace.submit(review)
    #expect(report.outcome == .applied)
    #expect(try await scene.draft().operations.map(\.id.text) == ["e1"])
    #expect(scene.service.reads == [PolicyID("d1")])
  }

  @Test("a batch of new policies only reads nothing before it is sent")
  func postsOnly() async throws {
    let scene = WorkspaceScene()
    try await scene.create()
    scene.service.reply(.init(.applied("srv-1")))
    #expect(try await scene.submit().outcome == .applied)
    #expect(scene.service.reads.isEmpty)
    #expect(scene.service.listReads == 0)
  }

  @Test("a batch from a file leaves the draft alone, and needs none")
  func fromFile() async throws {
    let scene = WorkspaceScene()
    try await scene.delete("d1")
    let operation = DraftOperation.edit(of: .sample("e1"), WorkspaceScene.turnVerifyOff)
    let review = try Review(of: [operation], for: scene.account)
    scene.service.reply(.init(.applied()))
    let report = try await scene.workspace.submit(review)
    #expect(report.outcome == .applied)
    #expect(report.record?.isFromDraft == false)
    #expect(try await scene.draft().operations.map(\.id.text) == ["d1"])
  }

  @Test("what cannot be submitted is not even begun")
  func notSubmittable() async throws {
    let scene = WorkspaceScene()
    let empty = try await #require(throws: Problem.self) { try await scene.submit() }
    #expect(empty.kind == .invalid)
    let long = PolicyFields(comments: String(repeating: "x", count: 1025))
    let review = try Review(of: [.edit(of: .sample("e1"), long)], for: scene.account)
    let invalid = try await #require(throws: Problem.self) { try await scene.workspace.submit(review) }
    #expect(invalid.kind == .invalid)
    #expect(scene.store.journal.isEmpty)
    #expect(scene.service.reads.isEmpty)
  }

  @Test("each touched policy is read again, and the progress told")
  func progress() async throws {
    let scene = WorkspaceScene()
    try await scene.edit()
    try await scene.delete("d1")
    scene.service.reply(.init(.applied()))
    _ = try await scene.submit()
    #expect(Set(scene.service.reads) == [PolicyID("e1"), PolicyID("d1")])
    #expect(scene.reportedSteps == [.begun("id-1"), .checking(done: 2, total: 2), .sending])
  }

  @Test("many policies are read as one list, and only the missing ones one by one")
  func manyPolicies() async throws {
    let policies = (0..<60).map { AllowPolicy.sample("p\($0)") }
    let scene = WorkspaceScene(policies: policies)
    for policy in policies { try await scene.delete(policy.id.text) }
    scene.service.stored.removeAll { $0.id == PolicyID("p7") }
    let report = try await scene.submit()
    #expect(report.outcome == .conflict)
    #expect(report.conflicts.map(\.id.text) == ["p7"])
    #expect(scene.service.listReads == 1)
    #expect(scene.service.reads == [PolicyID("p7")])
  }
}
