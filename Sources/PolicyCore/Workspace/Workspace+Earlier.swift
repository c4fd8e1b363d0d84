import Foundation
import Policies
package import Values

/// What was sent before and may be meant again: it is looked at, remembered, and asked about.
extension Workspace {
  /// Looks once at the earlier submissions without an outcome, or at those that hold one of these operations, and writes
  /// down what is found; operations that turn out to be done leave the draft.
  ///
  /// Nothing is sent. All of them together cost at most 40 requests. One that nobody could tell of for so long that it
  /// can no longer come is closed.
  package func settleEarlier(
    holding operations: [DraftOperation]? = nil
  ) async throws(Problem) -> [SubmissionReport] {
    guard try await !unsettled(holding: operations).isEmpty else { return [] }
    let lock = try await store.lockSubmission(of: account.key)
    defer { lock.release() }
    return try await lookAtEarlier(holding: operations)
  }

  /// The same under the submission lock.
  func lookAtEarlier(holding operations: [DraftOperation]?) async throws(Problem) -> [SubmissionReport] {
    var reports: [SubmissionReport] = []
    let reader = TraceReader(service)
    for record in try await unsettled(holding: operations) {
      // A person who reviews and then submits waits for one look.
      if let looked = lookedAt[record.id], surroundings.now().timeIntervalSince(looked) < 10 { continue }
      // What is not looked at now stays what it is, and has its turn at the next look.
      guard await reader.canLook else { break }
      lookedAt[record.id] = surroundings.now()
      var report = await (try run(record, reader: reader)).lookOnce()
      if let closed = try await close(report.record) { report.record = closed }
      if report.outcome == .applied, let snapshot = try await standOnOwn(record) { report.draft = snapshot }
      reports.append(report)
    }
    return reports
  }

  /// What was queued on these policies since stands on what the submission made of them: that is nobody else's change.
  private func standOnOwn(_ record: SubmissionRecord) async throws(Problem) -> DraftSnapshot? {
    let draft = try await store.snapshot(of: account.key).draft
    let own = record.operations.compactMap { operation -> AllowPolicy? in
      guard draft[operation.id] != nil, var policy = operation.base, let fields = operation.result else { return nil }
      policy.fields = fields
      return policy
    }
    guard !own.isEmpty else { return nil }
    return try await store.adjust(DraftAdjustment(rebasing: own, isOwn: true), on: account.key).snapshot
  }

  /// Closes the submissions without an outcome that are too old for one, and gives those that this closed.
  package func closeOverdue() async throws(Problem) -> [SubmissionRecord] {
    var closed: [SubmissionRecord] = []
    for record in try await store.unsettledSubmissions(of: account.key) {
      if let record = try await close(record) { closed.append(record) }
    }
    return closed
  }

  private func close(_ record: SubmissionRecord?) async throws(Problem) -> SubmissionRecord? {
    guard var record, record.state == .unknown || record.state == .notSeen,
      surroundings.now().timeIntervalSince(record.startedAt) > limits.closeAfter
    else { return nil }
    record.state = .neverTold
    record.updatedAt = surroundings.now()
    record.detail = "Nobody could tell what became of it, and it is too old to come now."
    try await store.write(record)
    return record
  }

  /// The submissions without an outcome, or those that hold one of the operations, the oldest first.
  private func unsettled(holding operations: [DraftOperation]?) async throws(Problem) -> [SubmissionRecord] {
    guard let operations else { return try await store.unsettledSubmissions(of: account.key).reversed() }
    let subjects = Set(operations.lazy.map(\.subject))
    guard !subjects.isEmpty else { return [] }
    return try await store.unsettledSubmissions(of: account.key).reversed().filter { record in
      record.operations.contains { subjects.contains($0.subject) }
    }
  }

  /// What of these operations may do a second time what was meant once.
  ///
  /// `request` is the fingerprint of a batch from a file: its bytes may have been applied before. Operations of the draft
  /// are known by when they were queued. New policies are held against the newest list.
  func repetitions(
    in operations: [DraftOperation],
    of request: Fingerprint?
  ) async throws(Problem) -> [Repetition] {
    var found: [Repetition] = []
    var asked: Set<PolicyID> = []
    for record in try await unsettled(holding: operations) {
      let subjects = Set(record.operations.lazy.map(\.subject))
      for operation in operations where subjects.contains(operation.subject) && asked.insert(operation.id).inserted {
        found.append(Repetition(operation, .unsettled(PastSubmission(record))))
      }
    }
    if let request {
      let key = SubmissionKey(fingerprint: request.hex)
      if let past = try await store.applied([key], on: account.key)[key] {
        found.append(Repetition(nil, .applied(past)))
      }
    } else {
      found += try await appliedSinceQueued(operations).filter { repetition in
        repetition.operation.map { !asked.contains($0) } ?? true
      }
    }
    if let list { found += Repetition.alreadyThere(in: operations, among: list) }
    return found
  }

  private func appliedSinceQueued(_ operations: [DraftOperation]) async throws(Problem) -> [Repetition] {
    let queuedAt = try await store.snapshot(of: account.key).queuedAt
    let past = try await store.applied(Set(operations.map { SubmissionKey($0.subject) }), on: account.key)
    return operations.compactMap { operation in
      guard let past = past[SubmissionKey(operation.subject)], let queued = queuedAt[operation.id],
        past.startedAt > queued
      else { return nil }
      return Repetition(operation, .applied(past))
    }
  }

  /// Takes new policies out of the draft that are there already, and gives them with the draft that is left; nil if there
  /// are none that another one makes needless.
  static func dissolve(
    _ repetitions: [Repetition],
    in store: any DraftStore,
    of account: AccountKey
  ) async throws(Problem) -> (dissolved: [Dissolved], snapshot: DraftSnapshot)? {
    let draft = try await store.snapshot(of: account).draft
    var done: [PolicyID] = []
    var dissolved: [Dissolved] = []
    for repetition in repetitions {
      guard case .alreadyThere(let policy) = repetition.cause, let id = repetition.operation,
        let operation = draft[id], Repetition.dissolves(operation, beside: policy)
      else { continue }
      done.append(id)
      dissolved.append(Dissolved(pattern: operation.pattern, policy: policy.id))
    }
    guard !done.isEmpty else { return nil }
    return (dissolved, try await store.adjust(DraftAdjustment(done: done), on: account).snapshot)
  }
}
