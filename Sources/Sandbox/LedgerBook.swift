import Foundation
import Synchronization

/// Writes the ledger of a running sandbox.
final class LedgerBook: Sendable {
  private struct State {
    var ledger = Ledger()
    var last = 0
    var bytes = 0
  }

  private static let most = 2_000
  private static let mostBytes = 64 << 20
  private let state = Mutex(State())

  var ledger: Ledger { state.withLock { $0.ledger } }

  var hasWaiting: Bool { state.withLock { $0.ledger.waiting > 0 } }

  /// How many batches were received since the sandbox started.
  var received: Int { state.withLock { $0.last } }

  /// Notes a batch that was received, and gives its number.
  func receive(_ body: [UInt8], struckBy faults: [Fault.Kind]) -> Int {
    state.withLock { state in
      state.last += 1
      state.bytes += body.count
      state.ledger.entries.append(Ledger.Entry(number: state.last, received: Date(), body: body, faults: faults))
      while state.ledger.entries.count > Self.most || state.bytes > Self.mostBytes {
        guard let oldest = state.ledger.entries.first, oldest.fate != .waiting else { break }
        state.bytes -= oldest.body.count
        state.ledger.entries.removeFirst()
      }
      return state.last
    }
  }

  /// Notes that a batch was committed.
  func apply(_ number: Int, _ ids: Ledger.IDs) {
    settle(number, .applied(at: Date()), ids)
  }

  /// Notes what became of a batch; one that was applied stays so.
  func settle(_ number: Int, _ fate: Ledger.Fate, _ ids: Ledger.IDs = Ledger.IDs()) {
    state.withLock { state in
      guard let first = state.ledger.entries.first?.number else { return }
      let index = number - first
      guard state.ledger.entries.indices.contains(index), state.ledger.entries[index].fate == .waiting else { return }
      state.ledger.entries[index].fate = fate
      state.ledger.entries[index].ids = ids
    }
  }
}
