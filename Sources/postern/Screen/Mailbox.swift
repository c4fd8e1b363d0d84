import Synchronization
import Terminal

/// How other threads talk to the one that draws: messages in order, and a wake.
final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let waker: Waker

  init(waker: Waker) {
    self.waker = waker
  }

  func post(_ message: Message) {
    let wasEmpty = messages.withLock { queue in
      defer { queue.append(message) }
      return queue.isEmpty
    }
    if wasEmpty { waker.wake() }
  }

  /// Everything that was posted since the last call.
  func drain() -> [Message] {
    messages.withLock { queue in
      defer { queue.removeAll(keepingCapacity: true) }
      return queue
    }
  }
}
