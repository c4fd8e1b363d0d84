import PolicyCore
import PolicyUI
import Synchronization

/// Finds out what reviews would have done with mail: in the background, and only for the newest.
final class ReviewReplays: Sendable {
  private let usage: MailUsage?
  private let mailbox: Mailbox<AppAction>
  private let running = Mutex<Task<Void, Never>?>(nil)

  init(usage: MailUsage?, mailbox: Mailbox<AppAction>) {
    self.usage = usage
    self.mailbox = mailbox
  }

  func begin(_ review: Review) {
    guard let usage else { return }
    let mailbox = mailbox
    let task = Task.detached {
      guard let effect = await usage.effect(of: review), !Task.isCancelled else { return }
      mailbox.post(.review(.replayed(effect, of: review.fingerprint)))
    }
    running.withLock { running in
      running?.cancel()
      running = task
    }
  }
}
