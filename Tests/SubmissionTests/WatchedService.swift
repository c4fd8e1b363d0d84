import Foundation
import PolicyAPI
import PolicyCore
import Synchronization
import Policies
import Values

/// The real client, with a word to the test at each moment of a submission.
final class WatchedService: PolicyService {
  enum Moment: String, CaseIterable, Sendable {
    /// The touched policies are about to be read again.
    case checking
    /// They are as they were, and the batch is about to be sent.
    case sending
    /// An answer came, or none will.
    case answered
    /// The outcome is unknown, and policies are about to be read.
    case looking
  }

  private struct State {
    var isSent = false
    var left = 0
    var lastRead = Date.distantPast
    var hook: @Sendable (Moment) async -> Void = { _ in }
  }

  private let api: CloudflareAPI
  private let state = Mutex(State())

  init(_ api: CloudflareAPI) {
    self.api = api
  }

  /// Begins anew, and calls the hook at each moment from now on, also when one comes again.
  func watch(_ hook: @escaping @Sendable (Moment) async -> Void = { _ in }) {
    state.withLock { $0 = State(hook: hook) }
  }

  /// How many batches may have left this machine.
  var left: Int { state.withLock(\.left) }

  /// Whether a batch has left whose outcome is being looked for.
  var isLooking: Bool { state.withLock(\.isSent) }

  /// When the last read began.
  var lastRead: Date { state.withLock(\.lastRead) }

  private func read() async {
    let (hook, moment) = state.withLock { ($0.hook, $0.isSent ? Moment.looking : .checking) }
    await hook(moment)
    state.withLock { $0.lastRead = Date() }
  }

  // MARK: - The service

  func policies(progress: @escaping @Sendable (LoadProgress) -> Void) async throws(Problem) -> PolicyListing {
    await read()
    return try await api.policies(progress: progress)
  }

  func policy(_ id: PolicyID) async throws(Problem) -> AllowPolicy? {
    await read()
    return try await api.policy(id)
  }

  func newestPolicies(page: Int, size: Int) async throws(Problem) -> NewestPage {
    await read()
    return try await api.newestPolicies(page: page, size: size)
  }

  func submit(
    _ request: BatchRequest,
    willSend: @escaping @Sendable () async throws -> Void
  ) async -> BatchAnswer {
    let hook = state.withLock(\.hook)
    await hook(.sending)
    let answer = await api.submit(request, willSend: willSend)
    state.withLock { state in
      switch answer {
      case .notSent: break
      // It is checked again before it is sent again.
      case .rateLimited: state.left += 1
      case .applied, .refused, .unknown: (state.left, state.isSent) = (state.left + 1, true)
      }
    }
    await hook(.answered)
    return answer
  }
}
