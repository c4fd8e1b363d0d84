import PolicyAPI
import Synchronization

/// Passes on that a read waits before it is tried again: the API client exists before whoever shows it.
final class WaitRelay: Sendable {
  private let receiver = Mutex<(@Sendable (RetryWait) -> Void)?>(nil)

  func connect(_ receiver: @escaping @Sendable (RetryWait) -> Void) {
    self.receiver.withLock { $0 = receiver }
  }

  func tell(_ wait: RetryWait) {
    receiver.withLock { $0 }?(wait)
  }
}
