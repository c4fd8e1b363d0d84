package import Foundation
package import PolicyCore
import Synchronization

/// A clock that moves only while somebody sleeps by it, and then at once.
package final class FakeClock: Sendable {
  private struct State {
    var now: Date
    var pauses: [Double] = []
    var ids = 0
    var whenSleeping: @Sendable (_ pauses: Int) async -> Void = { _ in }
  }

  private let state: Mutex<State>

  /// Starts at 2026-05-06T07:08:09Z unless told otherwise.
  package init(_ start: Date = Date(timeIntervalSince1970: 1_778_051_289)) {
    state = Mutex(State(now: start))
  }

  package var now: Date { state.withLock(\.now) }

  /// Lets so many seconds go by although nobody sleeps.
  package func pass(_ seconds: Double) { state.withLock { $0.now += seconds } }

  /// How long each sleep was, in seconds.
  package var pauses: [Double] { state.withLock(\.pauses) }

  /// Runs at the end of each sleep, with the number of sleeps so far.
  package func whenSleeping(_ action: @escaping @Sendable (_ pauses: Int) async -> Void) {
    state.withLock { $0.whenSleeping = action }
  }

  /// A world with this clock, and ids that count: `id-1`, `id-2` and so on.
  package var surroundings: Surroundings {
    Surroundings(
      now: { self.now },
      sleep: { try await self.sleep($0) },
      newID: {
        self.state.withLock { state in
          state.ids += 1
          return "id-\(state.ids)"
        }
      },
      user: "ada"
    )
  }

  private func sleep(_ seconds: Double) async throws {
    try Task.checkCancellation()
    let (action, count) = state.withLock { state in
      state.now += seconds
      state.pauses.append(seconds)
      return (state.whenSleeping, state.pauses.count)
    }
    await action(count)
    try Task.checkCancellation()
  }
}
