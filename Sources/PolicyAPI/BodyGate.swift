import Foundation
import Synchronization

/// Decides, once and for all, whether the body of a request leaves.
///
/// The HTTP library asks for the body when the connection stands and the head is written. Only then is the submission
/// written down, and only when that is done does the body leave. A gate that was closed before never opens, and one
/// that opened can no longer be closed: which of the two came first is the difference between *not sent* and *unknown*.
final class BodyGate: Sendable {
  private struct State {
    var isOpen = false
    var isClosed = false
    /// The call of `willSend`, once the body was asked for.
    var entry: Task<Void, any Error>?
  }

  private let state = Mutex(State())
  private let willSend: @Sendable () async throws -> Void

  init(willSend: @escaping @Sendable () async throws -> Void) {
    self.willSend = willSend
  }

  /// Waits until the submission is written down, and opens; throws where the body may not leave.
  ///
  /// The second call throws as well: a body leaves at most once.
  func open() async throws {
    let entry = state.withLock { state -> Task<Void, any Error>? in
      guard !state.isClosed, state.entry == nil else { return nil }
      // A task of its own: cancelling the request must not leave half a journal entry.
      let entry = Task { [willSend] in try await willSend() }
      state.entry = entry
      return entry
    }
    guard let entry else { throw CancellationError() }
    try await entry.value
    try state.withLock { state in
      guard !state.isClosed else { throw CancellationError() }
      state.isOpen = true
    }
  }

  /// Gives true if nothing has left, and makes sure that nothing will.
  func close() -> Bool {
    state.withLock { state in
      if !state.isOpen { state.isClosed = true }
      return state.isClosed
    }
  }

  /// Waits for `willSend` to return, if it was called, and gives what it threw.
  ///
  /// So an answer never overtakes the journal entry.
  func settled() async -> (any Error)? {
    guard let entry = state.withLock({ $0.entry }) else { return nil }
    guard case .failure(let error) = await entry.result else { return nil }
    return error
  }
}

/// A request body that leaves through a gate.
struct GatedBody: Sendable {
  let bytes: Data
  let gate: BodyGate

  init(_ bytes: Data, through gate: BodyGate) {
    self.bytes = bytes
    self.gate = gate
  }
}
