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

    let record = SubmissionRecord(
      id: surroundings.newID(),
      account: account.key,
      startedAt: surroundings.now(),
      user: surroundings.user,
      reason: reason,
      fingerprint: review.fingerprint.hex,
      encoding: account.encoding,
      operations: review.operations.map(\.operation),
      request: review.request.body,
      isFromDraft: review.draftRevision != nil
    )
    try await store.write(record)
    let run = SubmissionRun(
      record: record,
      request: review.request,
      account: account,
      service: service,
      store: store,
      surroundings: surroundings,
      limits: limits,
      step: step
    )
    return await run.finish(from: { $0.begin() })
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
    let run = SubmissionRun(
      record: open,
      request: BatchRequest(body: open.request, account: account.key),
      account: account,
      service: service,
      store: store,
      surroundings: surroundings,
      limits: limits,
      step: step
    )
    return await run.finish(from: { $0.resume(from: open.state) })
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
