import Foundation
package import Policies
package import Values

extension Workspace {
  /// What would make the account's policies what the rows of a file say, over a list that was just read.
  ///
  /// The draft has no part in it.
  package func plan(
    _ rows: [DesiredRow],
    over list: PolicyList,
    options: DesiredPlan.Options
  ) async throws(Problem) -> DesiredPlan {
    let account = account.key
    let made = await Task.detached { () -> Result<DesiredPlan, Problem> in
      do throws(Problem) {
        return .success(try DesiredPlan(rows, over: list, of: account, options: options))
      } catch {
        return .failure(error)
      }
    }.value
    return try made.get()
  }

  /// The change of the draft that queues what a plan does, as one change; nil if there is nothing to queue.
  ///
  /// New policies get a placeholder and the time of now; those that are queued already are left out.
  package func edit(queueing plan: DesiredPlan) async throws(Problem) -> DraftEdit? {
    let queued = try await store.snapshot(of: account.key).draft.operations.filter { $0.kind == .post }
    var edits: [DraftEdit.FieldEdit] = []
    var creations: [NewPolicy] = []
    var deletions: [AllowPolicy] = []
    for operation in plan.operations {
      switch operation.intent {
      case .delete(let base, _): deletions.append(base)
      case .edit(let base, let edit): edits.append(DraftEdit.FieldEdit(policy: base, set: edit.changes))
      case .create(let policy):
        let isQueued = queued.contains { $0.result.map { $0.isCreated(from: policy.fields) } == true }
        if !isQueued { creations.append(newPolicy(policy.fields)) }
      }
    }
    let count = edits.count + creations.count + deletions.count
    guard count > 0 else { return nil }
    return .group(
      [.delete(deletions), .edit(edits), .create(creations)],
      title: "import \(count.counted("operation"))"
    )
  }

  /// Reviews a plan, or some of its operations, against the newest list that was read.
  package func review(_ plan: DesiredPlan, only part: [DraftOperation]? = nil) async throws(Problem) -> Review {
    let operations = part ?? plan.operations
    let settings = try await currentSettings()
    // The policies are indexed only where there is something to be judged beside them.
    let isIdle = operations.isEmpty && settings.guards.isEmpty
    var review = try Review(
      of: operations,
      for: account,
      against: isIdle ? nil : await policies(),
      settings: settings
    )
    review.isPlanned = true
    review.demands = plan.demands
    review.excesses = plan.excesses
    review.scale = scale
    review.repetitions = try await plannedRepetitions(in: review)
    return review
  }

  /// Reviews a plan that was kept in a file; what changed since in what it touches is among the conflicts.
  ///
  /// Throws a ``Problem`` of kind `usage` where it is another account's, and of kind `invalid` where it was altered.
  package func review(_ saved: SavedPlan, scope: DesiredScope?) async throws(Problem) -> FileReview {
    guard saved.account == account.key else { throw .planOfAnother(saved.account) }
    guard try Fingerprint(of: saved.batch.data, for: account.key).hex == saved.fingerprint else { throw .planAltered }
    let bases = Dictionary(saved.bases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let ids = saved.batch.items.compactMap { $0.kind == .post ? nil : $0.id }
    guard ids.allSatisfy({ bases[$0] != nil }) else { throw .planAltered }
    let now = try await policies(ids)
    var review = try Review(
      of: saved.batch,
      over: { bases[$0] },
      for: account,
      against: await policies()?.knowing(gone: Set(now.filter { $0.value == nil }.keys)),
      settings: try await currentSettings()
    )
    review.isPlanned = true
    review.scale = scale
    review.repetitions = try await plannedRepetitions(in: review)
    if try leavesNothing(review, of: scope) { review.demands = DesiredPlan.emptying }
    let conflicts = review.operations.compactMap { operation -> Conflict? in
      guard let base = operation.operation.base else { return nil }
      return Conflict.since(base, now: now[base.id] ?? nil, mine: operation.operation.result, saved.encoding)
    }
    return FileReview(review: review, conflicts: conflicts)
  }

  /// Whether a batch deletes all that a scope has, and makes nothing.
  private func leavesNothing(_ review: Review, of scope: DesiredScope?) throws(Problem) -> Bool {
    guard let list, review.counts.posts == 0, review.counts.deletes > 0 else { return false }
    let isInScope = try scope?.keeps(list) ?? [Bool](repeating: true, count: list.count)
    let deleted = Set(review.operations.filter { $0.kind == .delete }.map(\.id))
    return list.indices.allSatisfy { !isInScope[$0] || deleted.contains(list.id(at: $0)) }
  }

  /// What of a plan may do a second time what was meant once.
  ///
  /// A plan is made of what the account is now. So where the very same was applied before, and all the policies that it
  /// made are proven gone, somebody has deleted them since: to make them again is what the file asks for.
  func plannedRepetitions(in review: Review) async throws(Problem) -> [Repetition] {
    var left: [Repetition] = []
    for repetition in try await repetitions(in: review.operations.map(\.operation), of: review.fingerprint) {
      if case .applied(let past) = repetition.cause, try await isUndone(past) { continue }
      left.append(repetition)
    }
    return left
  }

  private func isUndone(_ past: PastSubmission) async throws(Problem) -> Bool {
    guard let record = try await store.submission(id: past.id), record.counts.posts == record.createdIDs.count else {
      return false
    }
    let found = try await PolicyReader(service: service).readOneByOne(record.createdIDs)
    return found.values.allSatisfy { $0 == nil }
  }
}

extension Conflict {
  /// What became of a policy since a plan was made over it; nil if nothing did.
  ///
  /// Only where times are sent, another time alone counts.
  fileprivate static func since(
    _ base: AllowPolicy,
    now: AllowPolicy?,
    mine: PolicyFields?,
    _ encoding: BatchEncoding
  ) -> Conflict? {
    guard let now else { return Conflict(base: base, theirs: nil, mine: mine, fields: []) }
    let fields = now.fields.differences(from: base.fields)
    let isSameTime =
      base.echoedModification.map { Timestamp.isSame($0, now.echoedModification) } ?? (now.echoedModification == nil)
    guard !fields.isEmpty || encoding == .documented && !isSameTime else { return nil }
    return Conflict(base: base, theirs: now, mine: mine, fields: fields)
  }
}

extension Problem {
  fileprivate static func planOfAnother(_ account: AccountKey) -> Problem {
    Problem(
      .usage,
      what: "The plan is for the account \(account.accountID) at \(account.baseURL), and this is another one.",
      advice: "Nothing was sent. Choose that account with --account, or make a plan for this one."
    )
  }

  fileprivate static let planAltered = Problem(
    .invalid,
    what: "The plan is not as it was written: its fingerprint is that of another batch, or what it was made over is "
      + "missing.",
    advice: "Nothing was sent. Make the plan anew; a plan is not to be edited or laid out anew."
  )
}
