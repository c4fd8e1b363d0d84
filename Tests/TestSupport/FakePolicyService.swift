package import PolicyCore
import Foundation
import Synchronization
package import Policies
package import Values

/// A server in memory whose answers to batches are written down beforehand.
package final class FakePolicyService: PolicyService {
  /// What comes of one batch.
  package struct Reply: Sendable {
    let answer: BatchAnswer
    let whenSent: @Sendable (FakePolicyService) async -> Void

    /// Unless the answer is `notSent`, the body is asked for first; `whenSent` runs once it has been.
    package init(_ answer: BatchAnswer, whenSent: @escaping @Sendable (FakePolicyService) async -> Void = { _ in }) {
      self.answer = answer
      self.whenSent = whenSent
    }
  }

  private struct State {
    var policies: [AllowPolicy]
    var isComplete = true
    var replies: [Reply] = []
    var readFailure: Problem?
    var beforeRead: @Sendable (FakePolicyService) async -> Void = { _ in }
    var reads: [PolicyID] = []
    var listReads = 0
    var newestReads = 0
    var sent: [BatchRequest] = []
  }

  private let state: Mutex<State>

  package init(_ policies: [AllowPolicy] = []) {
    state = Mutex(State(policies: policies))
  }

  // MARK: - What a test decides

  /// The policies that the server has now, in its order.
  package var stored: [AllowPolicy] {
    get { state.withLock(\.policies) }
    set { state.withLock { $0.policies = newValue } }
  }

  /// Changes one policy as somebody else would; its timestamps stay unless the change sets them.
  package func change(_ id: PolicyID, _ change: (inout AllowPolicy) -> Void) {
    state.withLock { state in
      for index in state.policies.indices where state.policies[index].id == id {
        change(&state.policies[index])
      }
    }
  }

  /// What the next batches come to, one after the other.
  ///
  /// A batch beyond them has an unknown outcome.
  package func reply(_ replies: Reply...) {
    state.withLock { $0.replies += replies }
  }

  /// What every read fails with from now on; nil lets them pass.
  package var readFailure: Problem? {
    get { state.withLock(\.readFailure) }
    set { state.withLock { $0.readFailure = newValue } }
  }

  /// Whether the lists that are read from now on are proven complete.
  package var isComplete: Bool {
    get { state.withLock(\.isComplete) }
    set { state.withLock { $0.isComplete = newValue } }
  }

  /// Runs at the start of each read.
  package func beforeRead(_ action: @escaping @Sendable (FakePolicyService) async -> Void) {
    state.withLock { $0.beforeRead = action }
  }

  // MARK: - What came in

  /// The policies that were read one by one, in the order of the reads.
  package var reads: [PolicyID] { state.withLock(\.reads) }
  package var listReads: Int { state.withLock(\.listReads) }
  package var newestReads: Int { state.withLock(\.newestReads) }
  /// The requests whose bodies were asked for.
  package var sent: [BatchRequest] { state.withLock(\.sent) }

  // MARK: - The service

  package func policies(
    progress: @escaping @Sendable (LoadProgress) -> Void
  ) async throws(Problem) -> PolicyListing {
    await state.withLock(\.beforeRead)(self)
    if let problem = readFailure { throw problem }
    let listing = state.withLock { state in
      state.listReads += 1
      return PolicyListing(policies: state.policies, isComplete: state.isComplete)
    }
    let count = listing.policies.count
    progress(LoadProgress(arrived: listing.policies, loaded: count, total: count))
    return listing
  }

  package func policy(_ id: PolicyID) async throws(Problem) -> AllowPolicy? {
    await state.withLock(\.beforeRead)(self)
    if let problem = readFailure { throw problem }
    return state.withLock { state in
      state.reads.append(id)
      return state.policies.first { $0.id == id }
    }
  }

  package func newestPolicies(page: Int, size: Int) async throws(Problem) -> NewestPage {
    await state.withLock(\.beforeRead)(self)
    if let problem = readFailure { throw problem }
    return state.withLock { state in
      state.newestReads += 1
      let newest = state.policies.sorted { ($0.createdAt ?? "") > ($1.createdAt ?? "") }
      // A list that is not complete never comes to its end.
      let rows = Array(newest.dropFirst(state.isComplete ? (page - 1) * size : 0).prefix(size))
      return NewestPage(policies: rows, total: state.isComplete ? newest.count : .max, isShort: rows.count < size)
    }
  }

  package func submit(
    _ request: BatchRequest,
    willSend: @escaping @Sendable () async throws -> Void
  ) async -> BatchAnswer {
    let reply = state.withLock { $0.replies.isEmpty ? nil : $0.replies.removeFirst() }
    if case .notSent = reply?.answer { return reply?.answer ?? .notSent(.unexpected) }
    do {
      try await willSend()
    } catch {
      return .notSent(error as? Problem ?? .unexpected)
    }
    state.withLock { $0.sent.append(request) }
    guard let reply else { return .unknown(.unexpected, body: nil) }
    await reply.whenSent(self)
    return reply.answer
  }
}

extension Problem {
  fileprivate static let unexpected = Problem(
    .badAnswer,
    what: "The fake server has no answer for this.",
    advice: "Give it one."
  )
}
