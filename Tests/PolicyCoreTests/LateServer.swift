import PolicyFiles
import Foundation
import PolicyCore
import Synchronization
import TestSupport
import Policies
import Values

/// A server in memory that may commit a batch at once, late or never, whatever it answers.
final class LateServer: PolicyService {
  /// What becomes of the next batch.
  enum Fate: CaseIterable, Sendable {
    case answered
    case committedUnanswered
    case late
    case never
    case refused
    /// The process is killed before the first byte left.
    case killedBefore
    case killedCommitted
    case killedLate
    case killedNever
  }

  private struct State {
    var policies: [AllowPolicy]
    var fate = Fate.answered
    var kill: @Sendable () -> Void = {}
    var pending: [(owner: String, batch: BatchFile)] = []
    var made = 0
    var owner = ""
  }

  private let state: Mutex<State>

  init(_ policies: [AllowPolicy]) {
    state = Mutex(State(policies: policies))
  }

  var policies: [AllowPolicy] { state.withLock(\.policies) }
  /// Whose batches may still come.
  var pending: [String] { state.withLock { $0.pending.map(\.owner) } }

  /// What becomes of the next batch, whose it is, and how its process is killed.
  func prepare(_ fate: Fate, of owner: String, kill: @escaping @Sendable () -> Void) {
    state.withLock { ($0.fate, $0.owner, $0.kill) = (fate, owner, kill) }
  }

  /// Commits the oldest of the batches that come late.
  func commitLate() {
    state.withLock { state in
      guard !state.pending.isEmpty else { return }
      Self.commit(state.pending.removeFirst().batch, in: &state)
    }
  }

  /// What somebody else does at the server itself.
  func change(_ body: (inout [AllowPolicy]) -> Void) {
    state.withLock { body(&$0.policies) }
  }

  func policies(progress: @escaping @Sendable (LoadProgress) -> Void) async throws(Problem) -> PolicyListing {
    PolicyListing(policies: policies, isComplete: true)
  }

  func policy(_ id: PolicyID) async throws(Problem) -> AllowPolicy? {
    policies.first { $0.id == id }
  }

  func newestPolicies(page: Int, size: Int) async throws(Problem) -> NewestPage {
    let newest = Array(policies.reversed())
    let rows = Array(newest.dropFirst((page - 1) * size).prefix(size))
    return NewestPage(policies: rows, total: newest.count, isShort: rows.count < size)
  }

  func submit(
    _ request: BatchRequest,
    willSend: @escaping @Sendable () async throws -> Void
  ) async -> BatchAnswer {
    let (fate, kill) = state.withLock { state in
      defer { state.fate = .answered }
      return (state.fate, state.kill)
    }
    if fate == .killedBefore { kill() }
    do {
      try await willSend()
    } catch {
      return .notSent(error as? Problem ?? Self.silence)
    }
    guard let batch = try? BatchFile(request.body) else { return .refused(Self.silence, body: nil) }
    let ids: [PolicyID]? = state.withLock { state in
      switch fate {
      case .answered, .committedUnanswered, .killedCommitted: return Self.commit(batch, in: &state)
      case .late, .killedLate:
        state.pending.append((state.owner, batch))
        return []
      case .never, .refused, .killedBefore, .killedNever: return []
      }
    }
    if [.killedCommitted, .killedLate, .killedNever].contains(fate) { kill() }
    guard let ids, fate != .refused else { return .refused(Self.silence, body: nil) }
    return fate == .answered ? .applied(createdIDs: ids, body: Data(), rayID: nil) : .unknown(Self.silence, body: nil)
  }

  /// All of it or nothing; nil where a policy is not there.
  @discardableResult
  private static func commit(_ batch: BatchFile, in state: inout State) -> [PolicyID]? {
    var policies = state.policies
    var created: [PolicyID] = []
    for item in batch.items {
      if item.kind == .post {
        state.made += 1
        let time = Timestamp.text(of: Date(timeIntervalSince1970: 1_790_000_000 + Double(state.made)))
        let policy = AllowPolicy(
          id: PolicyID("srv-\(state.made)"),
          fields: item.fields,
          createdAt: time,
          modifiedAt: time,
          lastModified: time
        )
        policies.append(policy)
        created.append(policy.id)
        continue
      }
      guard let place = policies.firstIndex(where: { $0.id == item.id }) else { return nil }
      if item.kind == .delete {
        policies.remove(at: place)
      } else {
        policies[place].fields = policies[place].fields.applying(item.fields)
      }
    }
    state.policies = policies
    return created
  }

  private static let silence = Problem(.outcomeUnknown, what: "Silence.", advice: "Look.", retry: .unsafe)
}
