import PolicyQuery
import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Policies
import Values

/// What a person does, and what the world answers, on the way to a screen.
extension Fixture {
  /// Moves to a row by its policy's id.
  mutating func select(_ id: PolicyID) {
    guard let place = state.browse.rows.position(of: id) else { return }
    press("g")
    for _ in 0..<place { press("j") }
  }

  /// Presses the key of the details until they stand there.
  mutating func showDetails(_ place: BrowseLayout.Detail) {
    for _ in BrowseLayout.Detail.allCases where state.browse.detail != place { press("p") }
  }

  /// Opens the review, as its own key and the workspace's answer would.
  mutating func review() throws {
    press("r")
    try answerReview()
  }

  mutating func answerReview() throws {
    let policies = PolicySet(state.browse.list)
    let settings = RuleSettings(now: state.now)
    send(
      .review(
        .reviewed(
          try Review(of: state.draft.draft.operations, for: state.account, against: policies, settings: settings)
        )
      )
    )
  }

  /// Confirms as strongly as it takes.
  mutating func confirm(_ cast: ScreenCast) throws {
    press("S")
    if case .review(let review) = state.layers.last {
      // Errors stand against a hostile batch; the screens behind the question are to be seen all the same.
      state.layers.append(.submission(SubmissionState(confirming: review.review)))
    }
    guard case .submission(let submission) = state.layers.last, case .confirming(let confirmation) = submission.phase
    else {
      Issue.record("no question was asked:\n\(text)")
      return
    }
    switch confirmation {
    case .enter: press("enter")
    case .yes: press("y")
    case .typed(let text):
      type(text)
      press("enter")
    }
  }

  /// The second policy was changed elsewhere, the third in the same field, and the fourth is gone.
  mutating func drift(_ cast: ScreenCast) throws {
    var drift = DraftDrift()
    for operation in state.draft.draft.operations {
      var now: AllowPolicy? = operation.base
      switch operation.id {
      case cast.policies[1].id: now?.fields.isTrustedSender = true
      case cast.policies[2].id: now?.fields.comments = "theirs: " + cast.editedComment
      case cast.policies[3].id: now = nil
      default: continue
      }
      if case .conflict(let conflict) = Drift.of(operation, now: now) { drift.conflicts.append(conflict) }
    }
    send(.draft(.drifted(drift)))
  }

  /// Lists the account's drafts, this one among them under a name as long as any.
  mutating func drafts() throws {
    let long = try #require(DraftName("clean-up_2026." + String(repeating: "x", count: 50)))
    state.draftName = long
    press("alt-d")
    let changed = Date(timeIntervalSince1970: 1_790_000_000)
    let drafts = [
      ListedDraft(name: .standard, operations: 0, changedAt: nil),
      ListedDraft(name: long, operations: 1, changedAt: changed),
      ListedDraft(name: try #require(DraftName("onboarding")), operations: 1200, changedAt: changed),
    ]
    send(.outside(.draftsListed(drafts)))
  }

  /// Opens the review of a draft of which one policy was changed elsewhere, one new one is there already, and one was
  /// sent before.
  mutating func reviewElsewhere(_ cast: ScreenCast) throws {
    var theirs = cast.policies[1]
    theirs.fields.isExemptRecipient = true
    var snapshot = state.draft
    _ = snapshot.draft.adjust(DraftAdjustment(rebasing: [theirs]))
    snapshot.revision += 1
    send(.draft(.read(snapshot)))
    press("r")
    let operations = snapshot.draft.operations
    var review = try Review(of: operations, for: state.account, settings: RuleSettings(now: state.now))
    let past = PastSubmission(id: "s1", startedAt: state.now.addingTimeInterval(-600), state: .notSeen)
    if let first = operations.first { review.repetitions.append(Repetition(first, .unsettled(past))) }
    if let post = operations.first(where: { $0.kind == .post }), var fields = post.result {
      fields.comments = cast.serverMessage
      review.repetitions.append(Repetition(post, .alreadyThere(AllowPolicy(id: "there-1", fields: fields))))
    }
    send(.review(.reviewed(review)))
  }

  func record(
    _ id: String,
    _ recordState: SubmissionRecord.State,
    _ cast: ScreenCast,
    _ operations: [DraftOperation]
  ) throws -> SubmissionRecord {
    let review = try Review(of: operations, for: state.account)
    var record = SubmissionRecord(
      id: id,
      account: state.account.key,
      startedAt: state.now.addingTimeInterval(-Double(60 * id.count * id.count)),
      user: cast.user,
      reason: cast.reason,
      fingerprint: review.fingerprint.hex,
      encoding: .documented,
      operations: operations,
      request: review.request.body,
      state: recordState
    )
    record.rayID = cast.rayID
    return record
  }

  func records(_ cast: ScreenCast) throws -> [SubmissionRecord] {
    let operations = cast.operations
    var refused = try record("s22", .refused, cast, operations)
    refused.detail = cast.problem
    refused.serverErrors = [ServerError(code: 11_001, message: cast.serverMessage, pointer: "/patches/0/verify_sender")]
    refused.response =
      Data((#"{"success":false,"errors":[{"message":""# + cast.serverMessage + "\"}]}").utf8) + [0xFF, 0x9B]
    var applied = try record("s333", .applied, cast, Array(operations.prefix(2)))
    applied.createdIDs = ["c1"]
    return [refused, applied, try record("s4444", .unknown, cast, operations)]
  }

  /// A submission that ended like this.
  mutating func end(_ cast: ScreenCast, _ outcome: SubmissionOutcome) throws {
    try review()
    try confirm(cast)
    let operations = state.draft.draft.operations
    let problem = Problem(.outcomeUnknown, what: "The connection to \(cast.host) was lost.", advice: "")
    var report = SubmissionReport(outcome: outcome, problem: outcome == .applied ? nil : problem)
    switch outcome {
    case .applied:
      report.record = try record("s1", .applied, cast, operations)
      report.draft = DraftSnapshot(revision: 90)
      report.recognised = ["c1"]
    case .notSeen: report.record = try record("s1", .notSeen, cast, operations)
    default:
      report.record = try record("s1", .unknown, cast, operations)
      report.verdicts = operations.indices.map { [.applied, .notSeen, .cannotTell][$0 % 3] }
      for operation in operations {
        var seen = operation.base
        seen?.fields.comments = cast.serverMessage
        if let base = operation.base { report.seen[base.id] = seen }
      }
    }
    send(.submission(.ended(report)))
  }
}
