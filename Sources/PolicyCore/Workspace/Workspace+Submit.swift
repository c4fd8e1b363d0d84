import Foundation

extension Workspace {
  /// Sends exactly what was reviewed, once, and finds out what became of it.
  ///
  /// Takes the account's submission lock, journals before the first byte leaves, and reads the touched policies again
  /// before that. Where these no longer are what the review was made of, nothing is sent. Cancelling the task stops it
  /// as long as nothing was sent, and after that only the search for an unknown outcome, which stays open then.
  ///
  /// Throws only where it could not begin: the lock, the journal, or an earlier submission that is still open.
  package func submit(
    _ review: Review,
    reason: String? = nil,
    step: @escaping @Sendable (SubmissionStep) -> Void = { _ in }
  ) async throws(Problem) -> SubmissionReport {
    guard review.isSubmittable else { throw Self.notSubmittable(review) }
    let lock = try await store.lockSubmission(of: account.key)
    defer { lock.release() }
    if let open = try await store.openSubmission(of: account.key) { throw Self.stillOpen(open) }
    if let changed = try await whatChanged(since: review) { return changed }

    var record = SubmissionRecord(
      id: surroundings.newID(),
      account: account.key,
      startedAt: surroundings.now(),
      user: surroundings.user,
      reason: reason,
      fingerprint: review.fingerprint.hex,
      encoding: review.account.encoding,
      operations: review.operations.map(\.operation),
      request: review.request.body,
      isFromDraft: review.draftRevision != nil
    )
    record.knownTwins = twins(of: record.operations)
    try await store.write(record)
    return try await run(record, for: review.account, step: step).finish(from: { $0.begin() })
  }

  /// The policies of the newest list that already are what a post asks for.
  private func twins(of operations: [DraftOperation]) -> [PolicyID] {
    let posts = operations.filter { $0.kind == .post }.compactMap(\.result)
    guard let list, !posts.isEmpty else { return [] }
    let patterns = Set(posts.map { $0.pattern ?? "" })
    return list.lazy.filter { policy in
      patterns.contains(policy.pattern) && posts.contains { policy.fields.isCreated(from: $0) }
    }.map(\.id)
  }

  /// Reviews the same operations again, against what is known now; nil if that says what the person saw.
  ///
  /// A list that was refreshed since may hold a policy that makes the batch more dangerous than it looked.
  private func whatChanged(since review: Review) async throws(Problem) -> SubmissionReport? {
    guard review.draftRevision != nil else { return nil }
    let now = try await self.review(only: Set(review.operations.map(\.id)), encoding: review.account.encoding)
    // Another draft is noticed by the submission itself, which says so in its own words.
    guard now.request == review.request else { return nil }
    let known = Set(review.findings.filter { !$0.isSilenced })
    let isWorse = now.findings.contains { $0.level >= .danger && !$0.isSilenced && !known.contains($0) }
    let isOther = zip(now.operations, review.operations).contains { $0.effect != $1.effect }
    guard isWorse || isOther else { return nil }
    return SubmissionReport(outcome: .conflict, problem: .judgedAnew)
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
    record.detail = "The server never said so: \(surroundings.user) took it for applied."
    var report = SubmissionReport(outcome: .applied, record: record)
    report.draft = try await store.complete(record)
    return report
  }

  private func unsettled(_ id: String) async throws(Problem) -> SubmissionRecord {
    let record = try await submission(id)
    guard record.state == .unknown || record.state == .notSeen else {
      throw Problem(
        .invalid,
        what: "The outcome of that submission is known: \(record.state.rawValue).",
        advice: "There is nothing to settle."
      )
    }
    return record
  }

  private func run(
    _ record: SubmissionRecord,
    for account: Account? = nil,
    step: @escaping @Sendable (SubmissionStep) -> Void
  ) throws(Problem) -> SubmissionRun {
    SubmissionRun(
      record: record,
      request: try BatchRequest(body: record.request, account: record.account),
      account: account ?? self.account,
      service: service,
      store: store,
      surroundings: surroundings,
      limits: limits,
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
      what: "\(count) \(count == 1 ? "error stands" : "errors stand") against this batch; nothing was sent.",
      advice: "Mend what the review names, or drop those operations."
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
