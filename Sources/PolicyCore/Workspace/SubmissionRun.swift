import JSONText
import Foundation
import Policies
import Values

/// Drives one ``Submission``: carries out its orders and reports back what came of them.
actor SubmissionRun {
  private var record: SubmissionRecord
  private var machine: Submission
  private var report = SubmissionReport(outcome: .notSent)
  private var unknownSince: Date?
  private let reader: TraceReader
  /// What may be done a second time, because a person has said so.
  private let allowed: [Repetition]
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
    allowing allowed: [Repetition] = [],
    reader: TraceReader? = nil,
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
    self.allowed = allowed
    self.reader = reader ?? TraceReader(service)
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
      guard try await isUnchanged(drifts) else { return machine.checked(.changed) }
      return machine.checked(try await checkNewest())
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
    let adjustment = DraftAdjustment(rebasing: moved)
    _ = rebased.adjust(adjustment)
    let body = try BatchEncoder(for: account).body(for: BatchPlan(rebased.operations).ordered)
    // Newer timestamps that are not sent change nothing that was reviewed: the draft stays as it is, and with it what
    // counts as submitted.
    let showsTheSame = moved.allSatisfy { reviewed[$0.id]?.base?.fields == $0.fields }
    if showsTheSame, body.data == request.body { return true }
    report.draft = try await store.adjust(adjustment, on: account.key).snapshot
    report.rebased = moved.map(\.id)
    report.problem = .rebased(moved, in: report.draft?.draft)
    return false
  }

  /// Reads the newest policies, which the list may not have yet.
  ///
  /// None of what is there now is the batch's doing, and one of them may be what a post asks for.
  private func checkNewest() async throws(Problem) -> Submission.Check {
    guard record.operations.contains(where: { $0.kind == .post }) else { return .unchanged }
    let newest = try await service.newestPolicies(page: 1, size: TraceReader.pageSize).policies
    let knownBefore = record.mark.known
    record.mark = CreationMark(newest: newest)
    record.mark.known += knownBefore
    let found = Repetition.alreadyThere(in: record.operations, among: newest).filter { repetition in
      !allowed.contains { $0.isSame(as: repetition) }
    }
    guard !found.isEmpty else { return .unchanged }
    if record.isFromDraft, let (dissolved, snapshot) = try await Workspace.dissolve(found, in: store, of: account.key) {
      report.dissolved = dissolved
      report.draft = snapshot
      report.problem = .alreadyThere(dissolved)
      return .changed
    }
    report.problem = .repeating(found)
    return .repeated
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
      await lookForTwins()
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

  /// Looks whether somebody else made the like of one of the new policies at the same moment.
  ///
  /// It is worth a word, but not a failure: nothing is said where it cannot be read.
  private func lookForTwins() async {
    guard record.createdIDs.count == record.counts.posts, record.counts.posts > 0 else { return }
    guard let made = try? await reader.policies(madeSince: record.mark) else { return }
    let ours = Set(record.createdIDs)
    report.twins = Reconciliation.likes(of: record.operations, among: made.policies.filter { !ours.contains($0.id) })
  }

  private func look() async -> Submission.Action {
    let begun = unknownSince ?? surroundings.now()
    unknownSince = begun
    let passed = surroundings.now().timeIntervalSince(begun)
    step(.looking(elapsed: passed, atMost: limits.lookFor))
    // Without requests to spend, time has no more to tell.
    let isSpent = await reader.requestsLeft <= Reconciliation.mostWitnesses
    let elapsed = isSpent ? max(passed, limits.lookFor) : passed
    do throws(Problem) {
      let others = try await store.others(than: record)
      if elapsed < limits.lookFor, try await !reader.showsAnything(of: record, others) {
        report.verdicts = record.operations.map { _ in .notSeen }
        return machine.looked(.notSeen, elapsed: elapsed)
      }
      let found = try await reader.traces(of: record, others)
      take(found)
      return machine.looked(found.reconciliation.look, elapsed: elapsed)
    } catch {
      if Task.isCancelled { return machine.gaveUpLooking() }
      // Why the outcome is unknown matters more than why a look failed, which would read as if nothing had been sent.
      report.problem = report.problem ?? error
      report.verdicts = []
      return machine.looked(.failed, elapsed: elapsed)
    }
  }

  /// Looks once, without waiting.
  func lookOnce() async -> SubmissionReport {
    var look = Submission.Look.failed
    _ = machine.resume(from: .unknown)
    do throws(Problem) {
      let found = try await reader.traces(of: record, try await store.others(than: record))
      take(found)
      look = found.reconciliation.look
    } catch {
      report.problem = error
      // Nobody waits for it any more: what was known stays.
      if Task.isCancelled { return SubmissionReport(outcome: .unknown, record: record, problem: error) }
    }
    guard case .finish(let outcome) = machine.looked(look, elapsed: .infinity) else { return report }
    // What was known before a look that failed is still known.
    let isWorse = look == .failed && record.state == .notSeen
    return await settle(isWorse ? .notSeen : outcome)
  }

  private func take(_ found: TraceReader.Traces) {
    report.verdicts = found.reconciliation.verdicts
    report.seen = found.seen
    guard found.reconciliation.look == .applied else { return }
    record.createdIDs = found.reconciliation.createdIDs
    report.recognised = found.reconciliation.createdIDs
    report.twins = found.reconciliation.twins
  }

  /// Written before the first byte leaves.
  ///
  /// If it cannot be, nothing is sent.
  private func journalSending() async throws {
    record.state = .sending
    record.updatedAt = surroundings.now()
    try await store.write(record)
    report.hasSent = true
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
