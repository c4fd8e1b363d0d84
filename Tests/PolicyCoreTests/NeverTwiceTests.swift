import PolicyFiles
import Values
import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("Never twice")
struct NeverTwiceTests {
  private let scene = WorkspaceScene()

  /// What the server does when it commits the post.
  private static func commit(on service: FakePolicyService) {
    service.stored.append(
      AllowPolicy(id: "srv-1", fields: WorkspaceScene.newPartner, createdAt: "2026-05-06T07:08:11.5Z")
    )
  }

  @Test("a batch that was not seen and came late is found before it is sent again, and its operations leave the draft")
  func lateCommit() async throws {
    try await scene.create()
    scene.service.reply(.init(.timedOut))
    #expect(try await scene.submit().outcome == .notSeen)
    Self.commit(on: scene.service)
    let report = try await scene.submit()
    #expect(report.outcome == .conflict)
    #expect(report.earlier.map(\.outcome) == [.applied])
    #expect(report.earlier.first?.record?.createdIDs == ["srv-1"])
    #expect(scene.service.sent.count == 1)
    #expect(try await scene.draft().isEmpty)
    #expect(try await scene.workspace.history().map(\.state) == [.applied])
  }

  @Test("a look at the draft finds it too, and what was queued since stands on what it did")
  func foundByComparing() async throws {
    try await scene.create()
    try await scene.edit()
    scene.service.reply(.init(.timedOut))
    #expect(try await scene.submit().outcome == .notSeen)
    Self.commit(on: scene.service)
    scene.service.change("e1") { $0.fields.verifySender = false }
    try await scene.edit("e1", PolicyFields(comments: "later"))
    try await scene.clock.surroundings.sleep(20)
    let list = try await scene.workspace.loadPolicies().list
    let drift = try await scene.workspace.compareDraft(with: list)
    #expect(drift.earlier.map(\.outcome) == [.applied])
    #expect(drift.conflicts.isEmpty && drift.rebased.isEmpty && drift.dissolved.isEmpty)
    let left = try await scene.draft().operations
    #expect(left.map(\.id) == ["e1"])
    #expect(left[0].changedElsewhere.isEmpty, "it is its own doing")
    #expect(try await scene.workspace.history().map(\.state) == [.applied])
  }

  @Test("as long as it is not told, no operation of it goes: not alone, not in another encoding, not on another base")
  func stillUnsettled() async throws {
    try await scene.create()
    try await scene.edit()
    scene.service.reply(.init(.timedOut))
    #expect(try await scene.submit().outcome == .notSeen)
    let operations = try await scene.draft().operations
    let earlier = try #require(try await scene.record())
    for operation in operations {
      let part = try await scene.workspace.review(only: [operation.id], encoding: .lean)
      #expect(part.repetitions == [Repetition(operation, .unsettled(PastSubmission(earlier)))])
      #expect(Confirmation.needs(of: part).last == .again)
      let report = try await scene.workspace.submit(part)
      #expect(report.outcome == .notSent)
      #expect(report.problem?.kind == .confirmationNeeded)
    }
    scene.service.change("e1") { $0.fields.comments = "theirs" }
    _ = try await scene.workspace.compareDraft(with: try await scene.workspace.loadPolicies().list)
    #expect(try await scene.submit().problem?.kind == .confirmationNeeded)
    #expect(scene.service.sent.count == 1)
    scene.service.reply(.init(.applied("srv-9")))
    #expect(try await scene.submit(again: true).outcome == .applied)
  }

  @Test("after a day it is closed, said once, and stands in nobody's way")
  func neverTold() async throws {
    let scene = WorkspaceScene(limits: SubmissionLimits(closeAfter: 30))
    try await scene.create()
    scene.service.reply(.init(.timedOut), .init(.applied("srv-2")))
    #expect(try await scene.submit().outcome == .notSeen)
    let found = try await scene.workspace.settleEarlier(holding: try await scene.draft().operations)
    #expect(found.map(\.record?.state) == [.neverTold])
    #expect(try await scene.workspace.closeOverdue().isEmpty)
    #expect(try await scene.workspace.review().repetitions.isEmpty)
    #expect(try await scene.submit().outcome == .applied)
  }

  @Test("a file whose bytes were applied asks before it is sent a second time")
  func fileTwice() async throws {
    try await scene.create()
    let body = try await scene.workspace.review().request.body
    _ = try await scene.workspace.perform(.clear)
    let file = try BatchFile(body)
    scene.service.reply(.init(.applied("srv-1")), .init(.applied("srv-2")))
    #expect(try await scene.workspace.submit(try await scene.workspace.review(file).review).outcome == .applied)
    let second = try await scene.workspace.review(file).review
    #expect(second.repetitions.map(\.operation) == [nil])
    let report = try await scene.workspace.submit(second)
    #expect(report.problem?.kind == .confirmationNeeded)
    #expect(scene.service.sent.count == 1)
    #expect(try await scene.workspace.submit(second, again: true).outcome == .applied)
  }

  @Test("what was queued before the like of it was applied asks; what is queued later is a new intention")
  func queuedBefore() async throws {
    let clock = FakeClock()
    let store = MemoryDraftStore(now: { clock.now })
    let service = FakePolicyService([.sample("e1")])
    let workspace = Workspace(
      account: .sample(.documented),
      service: service,
      store: store,
      cache: MemoryPolicyCache(),
      surroundings: clock.surroundings
    )
    func queue() async throws {
      _ = try await workspace.perform(.create([workspace.newPolicy(WorkspaceScene.newPartner)]))
    }
    try await queue()
    let file = try BatchFile(try await workspace.review().request.body)
    try await clock.surroundings.sleep(5)
    service.reply(.init(.applied("srv-1")), .init(.applied("srv-2")))
    #expect(try await workspace.submit(try await workspace.review(file).review).outcome == .applied)
    // Somebody deleted it again, so that it is not there.
    let stale = try await workspace.review()
    #expect(stale.repetitions.count == 1)
    #expect(try await workspace.submit(stale).problem?.kind == .confirmationNeeded)
    _ = try await workspace.perform(.clear)
    try await clock.surroundings.sleep(5)
    try await queue()
    #expect(try await workspace.review().repetitions.isEmpty)
    #expect(try await workspace.submit(try await workspace.review()).outcome == .applied)
  }

  // MARK: - Already there

  private static let partner = AllowPolicy(
    id: "there",
    fields: WorkspaceScene.newPartner,
    createdAt: "2026-01-01T00:00:00Z"
  )

  @Test("a new policy that is there leaves the draft, with a word; one with another comment asks")
  func alreadyThere() async throws {
    var commented = WorkspaceScene.newPartner
    commented.comments = "SEC-1"
    for (fields, isDissolved) in [(WorkspaceScene.newPartner, true), (commented, false)] {
      let scene = WorkspaceScene(policies: [Self.partner])
      try await scene.create(fields)
      let list = try await scene.workspace.loadPolicies().list
      let drift = try await scene.workspace.compareDraft(with: list)
      #expect(drift.dissolved == (isDissolved ? [Dissolved(pattern: "partner.example", policy: "there")] : []))
      #expect(try await scene.draft().isEmpty == isDissolved)
      guard !isDissolved else { continue }
      let review = try await scene.workspace.review()
      #expect(review.repetitions.map(\.cause) == [.alreadyThere(Self.partner)])
      #expect(try await scene.submit().problem?.kind == .confirmationNeeded)
      scene.service.reply(.init(.applied("srv-1")))
      #expect(try await scene.submit(again: true).outcome == .applied)
    }
  }

  @Test("one that was made since the list was read is found among the newest")
  func madeSince() async throws {
    try await scene.create()
    _ = try await scene.workspace.loadPolicies()
    let review = try await scene.workspace.review()
    Self.commit(on: scene.service)
    let report = try await scene.workspace.submit(review)
    #expect(report.outcome == .conflict)
    #expect(report.dissolved == [Dissolved(pattern: "partner.example", policy: "srv-1")])
    #expect(try await scene.draft().isEmpty)
    #expect(scene.service.sent.isEmpty)
  }

  @Test("a batch may delete a policy and post its like, and a person may want two")
  func wanted() async throws {
    let scene = WorkspaceScene(policies: [Self.partner])
    try await scene.create()
    _ = try await scene.workspace.perform(.delete([Self.partner]))
    _ = try await scene.workspace.compareDraft(with: try await scene.workspace.loadPolicies().list)
    #expect(try await scene.workspace.review().repetitions.isEmpty)
    #expect(try await scene.draft().count == 2)

    let kept = NewPolicy(placeholderID: "new", queuedAt: "", fields: WorkspaceScene.newPartner, besideItsLike: true)
    #expect(Repetition.alreadyThere(in: [.init(intent: .create(kept), position: 0)], among: [Self.partner]).isEmpty)
  }

  @Test("somebody else who makes the like at the same moment is told of")
  func twins() async throws {
    try await scene.create()
    scene.service.reply(
      .init(.applied("srv-1")) { service in
        Self.commit(on: service)
        service.stored.append(
          AllowPolicy(id: "theirs", fields: WorkspaceScene.newPartner, createdAt: "2026-05-06T07:08:12Z")
        )
      }
    )
    #expect(try await scene.submit().twins.map(\.id) == ["theirs"])
  }

  // MARK: - Looking

  @Test("costs at most 40 requests, whatever the size", arguments: [1, 300, 5000])
  func requests(count: Int) async throws {
    let policies = (0..<count).map { AllowPolicy.sample("p\($0)", pattern: "p\($0)@a.example") }
    let scene = WorkspaceScene(policies: policies)
    _ = try await scene.workspace.perform(
      .edit(policies.map { .init(policy: $0, set: WorkspaceScene.turnVerifyOff) })
    )
    let workspace = scene.workspace
    for number in 0..<count {
      let fields = PolicyFields(pattern: "n\(number)@b.example", patternType: .email, isAcceptableSender: true)
      _ = try await workspace.perform(.create([workspace.newPolicy(fields)]))
      if number > 300 { break }
    }
    try await scene.leaveOpen(.sending)
    let report = try #require(try await scene.reconcile())
    #expect(report.outcome == .notSeen)
    #expect(scene.service.reads.count + scene.service.newestReads <= 40)
    #expect(scene.service.listReads == 0)
  }

  @Test("a mark is of the server's own times")
  func mark() {
    let rows = ["2026-05-06T09:00:00+02:00", "2026-05-06T07:00:00Z", "2026-05-06T06:59:59.5Z"].enumerated().map {
      AllowPolicy(id: PolicyID("r\($0)"), fields: PolicyFields(), createdAt: $1)
    }
    let mark = CreationMark(newest: rows)
    #expect(Set(mark.known) == ["r0", "r1"])
    let later = AllowPolicy(id: "later", fields: PolicyFields(), createdAt: "2026-05-06T07:00:00.000001Z")
    #expect(mark.made(among: rows + [later]).map(\.id) == ["later"])
    #expect(mark.isAfter(rows[2]) && !mark.isAfter(later))
    let undated = AllowPolicy(id: "undated", fields: PolicyFields())
    #expect(CreationMark(newest: [undated]).made(among: [undated, later]).map(\.id) == ["later"])
  }
}
