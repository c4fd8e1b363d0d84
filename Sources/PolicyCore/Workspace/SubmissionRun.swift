import Foundation

/// Drives one ``Submission``: carries out its orders and reports back what came of them.
actor SubmissionRun {
  private var record: SubmissionRecord
  private var machine: Submission
  private var report = SubmissionReport(outcome: .notSent)
  private var unknownSince: Date?
  private let request: BatchRequest
  private let account: Account
  private let service: any PolicyService
  private let store: any DraftStore
  private let surroundings: Surroundings
  private let limits: SubmissionLimits
  private let step: @Sendable (SubmissionStep) -> Void

  init(
    record: SubmissionRecord,
    request: BatchRequest,
    account: Account,
    service: any PolicyService,
    store: any DraftStore,
    surroundings: Surroundings,
    limits: SubmissionLimits,
    step: @escaping @Sendable (SubmissionStep) -> Void
  ) {
    self.record = record
    self.machine = Submission(limits: limits)
    self.request = request
    self.account = account
    self.service = service
    self.store = store
    self.surroundings = surroundings
    self.limits = limits
    self.step = step
  }

  func finish(from begin: @Sendable (inout Submission) -> Submission.Action) async -> SubmissionReport {
    var action = begin(&machine)
    while true {
      switch action {
      case .check:
        action = await check()
      case .checkAfter(let seconds):
        if let problem = report.problem { step(.waiting(seconds: seconds, reason: problem)) }
        action = await wait(seconds) ? .check : stop()
      case .send:
        action = await send()
      case .look:
        action = await look()
      case .lookAfter(let seconds):
        action = await wait(seconds) ? .look : machine.gaveUpLooking()
      case .finish(let outcome):
        return await settle(outcome)
      }
    }
  }

  // MARK: - The orders

  private func check() async -> Submission.Action {
    guard !Task.isCancelled else { return stop() }
    let touched = record.operations.filter { $0.base != nil }
    do throws(Problem) {
      let now = try await PolicyReader(service: service).read(touched.map(\.id)) { [step] done in
        step(.checking(done: done, total: touched.count))
      }
      guard !Task.isCancelled else { return stop() }
      let drifts = touched.map { Drift.of($0, now: now[$0.id] ?? nil) }
      return machine.checked(try await isUnchanged(drifts) ? .unchanged : .changed)
    } catch {
      if Task.isCancelled { return stop() }
      report.problem = error
      return machine.checked(.failed)
    }
  }

  /// Whether the request is still the one that was reviewed.
  ///
  /// Gives the draft its new bases where it is not.
  private func isUnchanged(_ drifts: [Drift]) async throws(Problem) -> Bool {
    let draft = try await store.snapshot(of: account.key).draft
    if record.isFromDraft {
      guard record.operations.allSatisfy({ draft[$0.id]?.intent == $0.intent }) else {
        report.problem = .draftChanged
        return false
      }
    }
    var moved: [AllowPolicy] = []
    for drift in drifts {
      switch drift {
      case .none: break
      case .moved(let policy): moved.append(policy)
      case .conflict(let conflict): report.conflicts.append(conflict)
      }
    }
    guard report.conflicts.isEmpty else {
      report.problem = .conflicting(report.conflicts)
      return false
    }
    guard !moved.isEmpty else { return true }
    guard record.isFromDraft else {
      // A file is sent as it is, and stands on nothing else.
      report.problem = .changedUnderFile(moved)
      return false
    }
    let reviewed = Draft(record.operations)
    var rebased = reviewed
    _ = try rebased.apply(.rebase(moved))
    let body = try BatchEncoder(account.encoding).body(for: BatchPlan(rebased.operations).ordered)
    // Newer timestamps that are not sent change nothing that was reviewed: the draft stays as it is, and with it what
    // counts as submitted.
    let showsTheSame = moved.allSatisfy { reviewed[$0.id]?.base?.fields == $0.fields }
    if showsTheSame, body.data == request.body { return true }
    report.draft = try await store.perform(.rebase(moved), on: account.key).snapshot
    report.rebased = moved.map(\.id)
    report.problem = .rebased(moved)
    return false
  }

  private func send() async -> Submission.Action {
    step(.sending)
    let service = service
    let request = request
    // Not a child task: once the first byte may have left, a cancellation must not cut the answer off.
    let answer = await Task { await service.submit(request) { try await self.journalSending() } }.value
    switch answer {
    case .applied(let createdIDs, let body, let rayID):
      record.createdIDs = createdIDs
      record.response = body
      record.rayID = rayID
      record.serverErrors = []
      report.problem = nil
      return machine.answered(.applied)
    case .refused(let problem, let body):
      note(problem, body)
      return machine.answered(.refused)
    case .rateLimited(let problem, let retryAfter):
      note(problem, nil)
      return machine.answered(.rateLimited(retryAfter: retryAfter))
    case .notSent(let problem):
      note(problem, nil)
      return machine.answered(.notSent)
    case .unknown(let problem, let body):
      note(problem, body)
      return machine.answered(.unknown)
    }
  }

  private func look() async -> Submission.Action {
    let begun = unknownSince ?? surroundings.now()
    unknownSince = begun
    let elapsed = surroundings.now().timeIntervalSince(begun)
    step(.looking(elapsed: elapsed, atMost: limits.lookFor))
    do throws(Problem) {
      let found = try await reconcile()
      report.verdicts = found.verdicts
      if found.look == .applied {
        record.createdIDs = found.createdIDs
        report.recognised = found.createdIDs
      }
      return machine.looked(found.look, elapsed: elapsed)
    } catch {
      if Task.isCancelled { return machine.gaveUpLooking() }
      // Why the outcome is unknown matters more than why a look failed, which would read as if nothing had been sent.
      report.problem = report.problem ?? error
      return machine.looked(.failed, elapsed: elapsed)
    }
  }

  private func reconcile() async throws(Problem) -> Reconciliation {
    let touched = record.operations.filter { $0.base != nil }.map(\.id)
    let hasPosts = touched.count < record.operations.count
    let listing =
      hasPosts ? try await service.policies(progress: { _ in }) : PolicyListing(policies: [], isComplete: true)
    let now = try await PolicyReader(service: service).read(touched) { _ in }
    report.seen = now
    return Reconciliation(
      of: record.operations,
      // The server's dates are by its own clock, which is known to about a second.
      startedAt: Timestamp.text(of: record.startedAt.addingTimeInterval(record.clockAhead - 2)),
      current: { now[$0] ?? nil },
      list: listing.policies,
      isListComplete: listing.isComplete,
      others: try await others()
    )
  }

  /// What the policies show of the account's other submissions.
  private func others() async throws(Problem) -> Reconciliation.Others {
    var others = Reconciliation.Others(policies: Set(record.knownTwins))
    for other in try await store.submissions(of: account.key, limit: 200)
    where other.id != record.id && other.state == .applied {
      others.policies.formUnion(other.createdIDs)
      if other.startedAt >= record.startedAt {
        others.touched.formUnion(other.operations.lazy.filter { $0.base != nil }.map(\.id))
      }
    }
    return others
  }

  /// Written before the first byte leaves.
  ///
  /// If it cannot be, nothing is sent.
  private func journalSending() async throws {
    record.clockAhead = await service.clockAhead
    record.state = .sending
    record.updatedAt = surroundings.now()
    try await store.write(record)
  }

  // MARK: - The end

  private func settle(_ outcome: SubmissionOutcome) async -> SubmissionReport {
    record.state = recorded(outcome)
    record.updatedAt = surroundings.now()
    record.detail = report.problem?.what
    do throws(Problem) {
      if outcome == .applied {
        report.problem = nil
        record.detail =
          report.recognised.isEmpty
          ? nil : SubmissionWords.recognised
        report.draft = try await store.complete(record)
      } else {
        try await store.write(record)
      }
    } catch {
      // The outcome stands all the same; what could not be written is said beside it.
      report.problem = error
    }
    report.outcome = outcome
    report.record = record
    return report
  }

  /// A search that was broken off leaves the submission open, so that the next start takes it up again.
  private func recorded(_ outcome: SubmissionOutcome) -> SubmissionRecord.State {
    switch outcome {
    case .applied: .applied
    case .refused: .refused
    case .conflict: .conflict
    case .notSent: .notSent
    case .notSeen: .notSeen
    case .unknown: Task.isCancelled ? .sending : .unknown
    }
  }

  private func note(_ problem: Problem, _ body: Data?) {
    report.problem = problem
    record.serverErrors = problem.serverErrors
    record.rayID = problem.rayID
    record.response = body
  }

  private func stop() -> Submission.Action {
    report.problem = .cancelledBeforeSending
    return machine.cancelled() ?? machine.gaveUpLooking()
  }

  private func wait(_ seconds: Double) async -> Bool {
    (try? await surroundings.sleep(seconds)) != nil
  }
}
