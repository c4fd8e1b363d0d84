import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Policies
import Values

@Suite("What the screen says of drafts and submissions")
struct TruthOnScreenTests {
  private static let new = PolicyFields(
    pattern: "partner.example",
    patternType: .domain,
    isAcceptableSender: true,
    verifySender: true,
    comments: "mine"
  )

  private static func record(
    _ id: String,
    of account: AccountKey,
    operations: [DraftOperation],
    state: SubmissionRecord.State
  ) -> SubmissionRecord {
    SubmissionRecord(
      id: id,
      account: account,
      startedAt: Date(timeIntervalSince1970: 1_778_051_289),
      user: "ada",
      reason: nil,
      fingerprint: "c0ffee",
      encoding: .documented,
      operations: operations,
      request: Data(),
      state: state
    )
  }

  private func opened(_ fixture: inout Fixture, _ change: (inout Review) -> Void = { _ in }) throws {
    fixture.press("r")
    var review = try Review(of: fixture.state.draft.draft.operations, for: fixture.state.account)
    change(&review)
    fixture.send(.review(.reviewed(review)))
    fixture.press("3")
    _ = fixture.takeEffects()
  }

  private func twin(_ comment: String) throws -> Fixture {
    let post = NewPolicy(placeholderID: "n1", queuedAt: "2026-05-06T07:08:09Z", fields: Self.new)
    var fixture = try Fixture(edits: [.create([post])])
    var fields = Self.new
    fields.comments = comment
    let theirs = AllowPolicy(id: "there", fields: fields)
    let operation = try #require(fixture.state.draft.draft.operations.first)
    try opened(&fixture) { $0.repetitions = [Repetition(operation, .alreadyThere(theirs))] }
    return fixture
  }

  @Test("a new policy that is there already can be kept, dropped, or become a change of the comment")
  func alreadyThere() throws {
    var fixture = try twin("theirs")
    for text in ["partner.example", "is there already: there", "mine", "theirs"] {
      #expect(fixture.text.contains(text))
    }
    fixture.press("e")
    guard case .draft(.change(.group(let edits, _))) = fixture.takeEffects().first else {
      Issue.record("e patches nothing")
      return
    }
    #expect(edits.first == .drop(["n1"]))
    guard case .edit(let patch) = edits.last else { return }
    #expect(patch.map(\.set) == [PolicyFields(comments: "mine")])

    fixture = try twin("theirs")
    fixture.press("m")
    guard case .draft(.create(_, besideItsLike: true)) = fixture.takeEffects().last else {
      Issue.record("m keeps nothing")
      return
    }
    fixture = try twin("theirs")
    fixture.press("S")
    #expect(fixture.text.contains("Type"), "sending it all the same is typed out")
  }

  @Test("what was changed elsewhere stands on the tab of the conflicts, and stops nothing")
  func changedElsewhere() throws {
    let policy = Fixture.policies[0]
    var fixture = try Fixture(edits: [.edit([.init(policy: policy, set: PolicyFields(comments: "mine"))])])
    var theirs = policy
    theirs.fields.isExemptRecipient = true
    var draft = fixture.state.draft
    _ = draft.draft.adjust(DraftAdjustment(rebasing: [theirs]))
    draft.revision += 1
    fixture.send(.draft(.read(draft)))
    try opened(&fixture)
    #expect(fixture.text.contains("changed elsewhere since it was queued"))
    #expect(fixture.text.contains("exempt recipient"))
    #expect(fixture.text.contains("3 Conflicts 1"))
    fixture.press("S")
    #expect(fixture.text.contains("Submit 1 operation"))
  }

  @Test("R counts what changed elsewhere and what is gone")
  func counts() throws {
    let edits = Fixture.policies.prefix(3).map {
      DraftEdit.edit([.init(policy: $0, set: PolicyFields(comments: "mine"))])
    }
    var fixture = try Fixture(edits: Array(edits))
    let operations = fixture.state.draft.draft.operations
    guard case .conflict(let gone) = Drift.of(operations[0], now: nil) else { return }
    var drift = DraftDrift()
    drift.conflicts = [gone]
    drift.rebased = [Fixture.policies[1], Fixture.policies[2]]
    fixture.send(.draft(.drifted(drift)))
    #expect(fixture.text.contains("2 changed elsewhere, 1 gone"))
    // What is as it was queued leaves the draft, and no key is named that would show nothing of it.
    var after = fixture.state.draft
    after.draft = Draft(operations.filter { $0.id != Fixture.policies[1].id })
    after.revision += 1
    drift = DraftDrift()
    drift.rebased = [Fixture.policies[1]]
    drift.draft = after
    fixture.send(.draft(.drifted(drift)))
    #expect(fixture.text.contains("\(Fixture.policies[1].pattern) is as you queued it by now, and left the draft."))
    #expect(!fixture.text.contains("changed elsewhere:"))
  }

  @Test("taking an unknown outcome for applied is typed out, and esc goes back")
  func settle() throws {
    var fixture = try Fixture(edits: [.delete([Fixture.policies[0]])])
    try opened(&fixture)
    fixture.press("S", "y")
    _ = fixture.takeEffects()
    let record = Self.record(
      "s1",
      of: fixture.state.account.key,
      operations: fixture.state.draft.draft.operations,
      state: .unknown
    )
    fixture.send(.submission(.ended(SubmissionReport(outcome: .unknown, record: record))))
    fixture.press("A")
    #expect(!fixture.takeEffects().contains { if case .work(.settleAsApplied) = $0 { true } else { false } })
    #expect(fixture.text.contains("1 applied"))
    fixture.press("esc")
    #expect(fixture.text.contains("look again"))
    fixture.press("A")
    fixture.type("1 applied")
    fixture.press("enter")
    #expect(fixture.takeEffects().contains { if case .work(.settleAsApplied("s1")) = $0 { true } else { false } })
  }

  @Test("what another process was doing is said to be over, with its outcome")
  func otherEnded() throws {
    var fixture = try Fixture()
    fixture.send(
      .submission(.reconcileFailed(Problem(.locked, what: "Another Postern is submitting.", advice: "Wait.")))
    )
    #expect(fixture.text.contains("Another Postern is submitting"))
    let record = Self.record("s1", of: fixture.state.account.key, operations: [], state: .applied)
    fixture.send(.submission(.otherEnded(record)))
    #expect(!fixture.text.contains("Another Postern is submitting"))
    #expect(fixture.text.contains("is over: applied"))
  }

  @Test("a draft that was not read yet is not called empty, and a demo does not say that its draft is kept")
  func notRead() throws {
    let account = try Fixture().state.account
    var state = AppState(
      account: account,
      theme: try Fixture().state.theme,
      size: Size(rows: 24, columns: 80),
      now: .now
    )
    #expect(state.disabledReason(for: .reviewOpen) == "The draft is still being read.")
    state.draft = DraftSnapshot()
    #expect(state.disabledReason(for: .reviewOpen)?.contains("empty") == true)
    state.draft = try Fixture(edits: [.delete([Fixture.policies[0]])]).state.draft
    #expect(state.farewell?.contains("is kept") == true)
    state.isTemporary = true
    #expect(state.farewell?.contains("is gone") == true)
  }

  @Test("a list that is too large to be read whole says so, and not that trying again helps")
  func stopped() throws {
    var fixture = try Fixture(Size(rows: 24, columns: 120))
    let why = "The list has more than 1024 MB: no more of it was read."
    fixture.send(
      .load(.loaded(LoadedPolicies(list: fixture.state.browse.list, isComplete: false, loadedAt: .now, stopped: why)))
    )
    #expect(fixture.text.contains(why))
    #expect(!fixture.text.contains("changed while it was read"))
  }
}
