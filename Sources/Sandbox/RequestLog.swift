import Synchronization

/// A request as it reached the sandbox; kept in memory for tests, never printed.
package struct ReceivedRequest: Sendable, Equatable {
  package var method: String
  /// The path with its query, as it was sent.
  package var path: String
  package var body: [UInt8]
  /// The faults that struck it.
  package var faults: [Fault.Kind]

  /// Whether this is the POST of a batch.
  package var isBatch: Bool { method == "POST" && path.hasSuffix("/batch") }
}

/// The latest requests: at most 2,000, and at most 32 MiB of bodies.
final class RequestLog: Sendable {
  private struct State {
    var requests: [ReceivedRequest] = []
    var bytes = 0
  }

  private static let most = 2_000
  private static let mostBytes = 32 << 20
  private let state = Mutex(State())

  var requests: [ReceivedRequest] { state.withLock { $0.requests } }

  func append(_ request: ReceivedRequest) {
    state.withLock { state in
      state.requests.append(request)
      state.bytes += request.body.count
      while state.requests.count > Self.most || state.bytes > Self.mostBytes {
        state.bytes -= state.requests.removeFirst().body.count
      }
    }
  }

  func clear() { state.withLock { $0 = State() } }
}
