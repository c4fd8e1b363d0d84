import Foundation
import PolicyCore
import Synchronization
import TestSupport
import Policies
import Values

/// A workspace on a server, a store and a clock that a test holds in its hand.
struct WorkspaceScene: Sendable {
  let account: Account
  let service: FakePolicyService
  let store = MemoryDraftStore()
  let clock = FakeClock()
  let workspace: Workspace
  private let steps = StepLog()

  /// Two policies on the server, `e1` and `d1`.
  init(
    _ encoding: BatchEncoding = .documented,
    policies: [AllowPolicy] = [.sample("e1"), .sample("d1", pattern: "old.example", type: .domain)],
    limits: SubmissionLimits = .standard
  ) {
    account = .sample(encoding)
    service = FakePolicyService(policies)
    workspace = Workspace(
      account: account,
      service: service,
      store: store,
      cache: MemoryPolicyCache(),
      surroundings: clock.surroundings,
      limits: limits
    )
  }

  /// Every step that was reported.
  var reportedSteps: [SubmissionStep] { steps.all }

  // MARK: - What a person does

  static let turnVerifyOff = PolicyFields(verifySender: false)
  static let newPartner = PolicyFields(pattern: "partner.example", patternType: .domain, isAcceptableSender: true)

  func edit(_ id: String = "e1", _ set: PolicyFields = turnVerifyOff, whole: Bool = false) async throws {
    let policies = service.stored.filter { $0.id == PolicyID(id) }
    _ = try await workspace.perform(.edit(policies.map { .init(policy: $0, set: set, replacesWhole: whole) }))
  }

  func delete(_ id: String) async throws {
    _ = try await workspace.perform(.delete(service.stored.filter { $0.id == PolicyID(id) }))
  }

  func create(_ fields: PolicyFields = newPartner) async throws {
    _ = try await workspace.perform(.create([workspace.newPolicy(fields)]))
  }

  /// Reviews the draft and submits it.
  func submit(reason: String? = nil, again: Bool = false) async throws -> SubmissionReport {
    let review = try await workspace.review()
    return try await workspace.submit(review, reason: reason, again: again) { [steps] in steps.add($0) }
  }

  func reconcile() async throws -> SubmissionReport? {
    try await workspace.reconcile { [steps] in steps.add($0) }
  }

  // MARK: - What is there afterwards

  func draft() async throws -> Draft {
    try await workspace.draft().draft
  }

  func record() async throws -> SubmissionRecord? {
    try await workspace.history().first
  }

  /// Leaves a submission of the draft behind as a process does that is killed.
  func leaveOpen(_ state: SubmissionRecord.State) async throws {
    let review = try await workspace.review()
    try await store.write(
      SubmissionRecord(
        id: "earlier",
        account: account.key,
        startedAt: clock.now,
        user: "ada",
        reason: nil,
        fingerprint: review.fingerprint.hex,
        encoding: account.encoding,
        operations: review.operations.map(\.operation),
        request: review.request.body,
        state: state
      )
    )
  }
}

private final class StepLog: Sendable {
  private let steps = Mutex<[SubmissionStep]>([])

  var all: [SubmissionStep] { steps.withLock(\.self) }

  func add(_ step: SubmissionStep) { steps.withLock { $0.append(step) } }
}

extension BatchAnswer {
  static func applied(_ ids: String...) -> BatchAnswer {
    .applied(createdIDs: ids.map { PolicyID($0) }, body: Data("{}".utf8), rayID: "ray-1")
  }

  static let timedOut = BatchAnswer.unknown(
    Problem(.outcomeUnknown, what: "No answer came.", advice: "Look what became of it.", retry: .unsafe),
    body: nil
  )

  static func tooMany(retryAfter: Double?) -> BatchAnswer {
    .rateLimited(
      Problem(
        .rateLimited,
        what: "Too many requests.",
        advice: "Wait.",
        retry: .safe,
        serverErrors: [ServerError(code: 971, message: "slow down")]
      ),
      retryAfter: retryAfter
    )
  }

  static let noConnection = BatchAnswer.notSent(.noConnection)
}

extension Problem {
  static let noConnection = Problem(.unreachable, what: "No connection.", advice: "Try again.", retry: .safe)

  static let diskFull = Problem(.storage, what: "The disk is full.", advice: "Make room.")
}

/// Stops a submission from outside its task, as ctrl-c does.
final class CancelButton: Sendable {
  private let running = Mutex<Task<SubmissionReport?, any Error>?>(nil)

  func press() { running.withLock { $0?.cancel() } }

  /// Runs the body in a task that the button stops.
  func run(_ body: @escaping @Sendable () async throws -> SubmissionReport?) async throws -> SubmissionReport? {
    // Inside the lock, so that a press from within the body finds the task.
    let task = running.withLock { running in
      let task = Task { try await body() }
      running = task
      return task
    }
    return try await task.value
  }
}
