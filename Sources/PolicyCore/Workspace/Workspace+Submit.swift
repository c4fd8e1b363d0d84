import Foundation
import Policies
package import Values

extension Workspace {
  /// Sends exactly what was reviewed, once, and finds out what became of it.
  ///
  /// Takes the account's submission lock, looks at earlier submissions of the same, journals before the first byte
  /// leaves, and reads the touched policies and the newest ones again before that. Where these no longer are what the
  /// review was made of, or what was done may be done a second time, nothing is sent; `again` allows what the review
  /// names of the latter. Cancelling the task stops it as long as nothing was sent, and after that only the search for
  /// an unknown outcome, which stays open then.
  ///
  /// Throws only where it could not begin: the lock, the journal, or an earlier submission that is still open.
  package func submit(
    _ review: Review,
    reason: String? = nil,
    again: Bool = false,
    step: @escaping @Sendable (SubmissionStep) -> Void = { _ in }
  ) async throws(Problem) -> SubmissionReport {
    guard review.isSubmittable else { throw Self.notSubmittable(review) }
    let lock = try await store.lockSubmission(of: account.key)
    defer { lock.release() }
    if let open = try await store.openSubmission(of: account.key) { throw Self.stillOpen(open) }
    let operations = review.operations.map(\.operation)
    let earlier = try await lookAtEarlier(holding: operations)
    let allowed = again ? review.repetitions : []
    if let stopped = try await whatStops(review, allowed, earlier) { return stopped }

    var record = SubmissionRecord(
      id: surroundings.newID(),
      account: account.key,
      startedAt: surroundings.now(),
      user: surroundings.user,
      reason: reason,
      fingerprint: review.fingerprint.hex,
      encoding: review.account.encoding,
      operations: operations,
      request: review.request.body,
      isFromDraft: review.draftRevision != nil,
      draft: store.draftName,
      origin: surroundings.origin
    )
    // What is newer than the list is told from the server's own times.
    record.mark.known = Reconciliation.likes(of: operations, among: list.map(Array.init) ?? []).map(\.id)
    try await store.write(record)
    step(.begun(record.id))
    let run = try run(record, for: review.account, allowing: allowed, step: step)
    var report = await run.finish(from: { $0.begin() })
    report.earlier = earlier
    return report
  }

  /// What stands against sending it before anything is read again; nil if nothing does.
  private func whatStops(
    _ review: Review,
    _ allowed: [Repetition],
    _ earlier: [SubmissionReport]
  ) async throws(Problem) -> SubmissionReport? {
    var report = SubmissionReport(outcome: .conflict)
    report.earlier = earlier
    if let applied = earlier.last(where: { $0.outcome == .applied }) {
      report.draft = applied.draft
      report.problem = .appliedMeanwhile(applied)
      return report
    }
    if let problem = try await whatChanged(since: review) {
      report.problem = problem
      return report
    }
    let operations = review.operations.map(\.operation)
    let request = review.draftRevision == nil ? review.fingerprint : nil
    let all = try await review.isPlanned ? plannedRepetitions(in: review) : repetitions(in: operations, of: request)
    let found = all.filter { repetition in !allowed.contains { $0.isSame(as: repetition) } }
    guard !found.isEmpty else { return nil }
    report.outcome = .notSent
    report.problem = .repeating(found)
    return report
  }

  /// Reviews the same operations again, against what is known now; nil if that says what the person saw.
  ///
  /// A list that was refreshed since may hold a policy that makes the batch more dangerous than it looked.
  private func whatChanged(since review: Review) async throws(Problem) -> Problem? {
    guard review.draftRevision != nil else { return nil }
    let now = try await self.review(only: Set(review.operations.map(\.id)), encoding: review.account.encoding)
    // Another draft is noticed by the submission itself, which says so in its own words.
    guard now.request == review.request else { return nil }
    let known = Set(review.findings.filter { !$0.isSilenced })
    let isWorse = now.findings.contains { $0.level >= .danger && !$0.isSilenced && !known.contains($0) }
    let isOther = zip(now.operations, review.operations).contains { $0.effect != $1.effect }
    return isWorse || isOther ? .judgedAnew : nil
  }

  /// Finds out what became of a submission that an earlier process left open; nil if there is none.
  ///
  /// It sends nothing. Cancelling the task leaves it open.
  package func reconcile(
    step: @escaping @Sendable (SubmissionStep) -> Void = { _ in }
  ) async throws(Problem) -> SubmissionReport? {
    guard try await store.openSubmission(of: account.key) != nil else { return nil }
    let lock = try await store.lockSubmission(of: account.key)
    defer { lock.release() }
    // Read again under the lock: the process that held it may have finished meanwhile.
    guard let open = try await store.openSubmission(of: account.key) else { return nil }
    return try await run(open, step: step).finish(from: { $0.resume(from: open.state) })
  }

  /// Looks again for the outcome of a submission that could not be told; nothing is sent.
  package func lookAgain(
    _ id: String,
    step: @escaping @Sendable (SubmissionStep) -> Void = { _ in }
  ) async throws(Problem) -> SubmissionReport {
    let record = try await unsettled(id)
    let lock = try await store.lockSubmission(of: account.key)
    defer { lock.release() }
    return try await run(record, step: step).finish(from: { $0.resume(from: .unknown) })
  }

  /// Takes a submission for applied because a person says so, and takes its operations out of the draft.
  ///
  /// The history tells that it was a person who said it.
  package func settleAsApplied(_ id: String) async throws(Problem) -> SubmissionReport {
    var record = try await unsettled(id)
    let lock = try await store.lockSubmission(of: account.key)
    defer { lock.release() }
    record.state = .applied
    record.updatedAt = surroundings.now()
    record.takenForAppliedBy = surroundings.user
    record.detail = "The server never said so: \(surroundings.user) took it for applied."
    var report = SubmissionReport(outcome: .applied, record: record)
    report.draft = try await store.complete(record)
    return report
  }

  /// Takes back that a person took a submission for applied: its outcome is unknown again, and what it did that is not
  /// queued otherwise comes back into the draft.
  package func unsettle(_ id: String) async throws(Problem) -> SubmissionReport {
    var record = try await submission(id)
    guard record.state == .applied, record.takenForAppliedBy != nil else {
      throw Problem(
        .invalid,
        what: "Nobody took that submission for applied: \(record.state.rawValue) is what was found.",
        advice: "There is nothing to take back."
      )
    }
    // What comes back belongs where it came from.
    guard !record.isFromDraft || record.draft == store.draftName else { throw Self.ofAnother(record.draft) }
    let lock = try await store.lockSubmission(of: account.key)
    defer { lock.release() }
    record.state = .unknown
    record.updatedAt = surroundings.now()
    record.takenForAppliedBy = nil
    record.detail = "\(surroundings.user) took back that it was applied: its outcome is not known."
    try await store.write(record)
    var report = SubmissionReport(outcome: .unknown, record: record)
    guard record.isFromDraft else { return report }
    let draft = try await store.snapshot(of: account.key).draft
    let edits = record.operations.filter { draft[$0.id] == nil }.map { operation -> DraftEdit in
      switch operation.intent {
      case .delete(let base, _): .delete([base])
      case .edit(let base, let edit):
        .edit([.init(policy: base, set: edit.changes, replacesWhole: edit.replacesWhole)])
      case .create(let policy): .create([policy])
      }
    }
    guard !edits.isEmpty else { return report }
    let title = "bring back the submission of \(Timestamp.text(of: record.startedAt))"
    report.draft = try await store.perform(.group(edits, title: title), on: account.key).snapshot
    return report
  }

  private func unsettled(_ id: String) async throws(Problem) -> SubmissionRecord {
    let record = try await submission(id)
    guard [.unknown, .notSeen, .neverTold].contains(record.state) else {
      throw Problem(
        .invalid,
        what: "The outcome of that submission is known: \(record.state.rawValue).",
        advice: "There is nothing to settle."
      )
    }
    return record
  }

  func run(
    _ record: SubmissionRecord,
    for account: Account? = nil,
    allowing allowed: [Repetition] = [],
    reader: TraceReader? = nil,
    step: @escaping @Sendable (SubmissionStep) -> Void = { _ in }
  ) throws(Problem) -> SubmissionRun {
    SubmissionRun(
      record: record,
      request: try BatchRequest(body: record.request, account: record.account),
      account: account ?? self.account,
      service: service,
      store: store,
      surroundings: surroundings,
      limits: limits,
      allowing: allowed,
      reader: reader,
      step: step
    )
  }

  private static func notSubmittable(_ review: Review) -> Problem {
    if review.operations.isEmpty {
      return Problem(.invalid, what: "The draft is empty.", advice: "Queue a change first.")
    }
    let count = review.count(of: .error)
    return Problem(
      .invalid,
      what: "\(count.counted("error stands", "errors stand")) against this batch; nothing was sent.",
      advice: "Mend what the review names, or drop those operations."
    )
  }

  private static func ofAnother(_ draft: DraftName) -> Problem {
    Problem(
      .usage,
      what: "It was submitted from the draft \(draft.text), where what it did would come back; nothing was changed.",
      advice: "Do it again on that draft: `--draft \(draft.text)`, or draft.choose among the commands of the screen."
    )
  }

  private static func stillOpen(_ record: SubmissionRecord) -> Problem {
    Problem(
      .locked,
      what: "The outcome of the submission of \(Timestamp.text(of: record.startedAt)) is still open; nothing was sent.",
      advice: "Let Postern find out what became of it first: start it, or run `postern history`.",
      retry: .safe
    )
  }
}

extension Problem {
  fileprivate static let judgedAnew = Problem(
    .conflict,
    what: "Other policies have changed, and with them what this batch opens; nothing was sent.",
    advice: "The review shows it as it is now: look again, then submit."
  )
}
