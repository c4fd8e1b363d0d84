import PolicyCore
import Synchronization

/// Whether something has happened.
final class Happened: Sendable {
  private let state = Mutex(false)

  var value: Bool { state.withLock { $0 } }

  func raise() { state.withLock { $0 = true } }
}

/// Whether a batch has left whose outcome is not known.
final class Underway: Sendable {
  private let state = Mutex<(id: String?, isSent: Bool)>((nil, false))

  var sent: String? { state.withLock { $0.isSent ? $0.id : nil } }

  func take(_ step: SubmissionStep) {
    state.withLock { state in
      switch step {
      case .begun(let id): state = (id, false)
      case .sending: state.isSent = true
      case .checking, .waiting: state.isSent = false
      case .looking: break
      }
    }
  }

  func end() { state.withLock { $0 = (nil, false) } }
}
