import Foundation
import Policies
import PolicyCore
import PolicyUI
import Synchronization
import Values

/// Reads mail for the screen, and finds out in the background what it says of policies and of reviews.
final class MailDesk: Sendable {
  let reader: MailReader
  private let usage: MailUsage
  /// For how many days mail is kept.
  private let days: Int
  private let mailbox: Mailbox<AppAction>
  private let state = Mutex(State())

  private struct State {
    var reading: Task<Void, Never>?
    var replaying: Task<Void, Never>?
    var counting: Task<Void, Never>?
    /// What the policies of a list let through; nil in it where no mail is kept.
    var counted: (list: Int, usage: PolicyUsage?)?
    /// The list that was counted last, or is being counted.
    var list: PolicyList?
  }

  init(_ reader: MailReader, _ usage: MailUsage, days: Int, mailbox: Mailbox<AppAction>) {
    self.reader = reader
    self.usage = usage
    self.days = days
    self.mailbox = mailbox
  }

  func run(_ order: MailOrder) {
    switch order {
    case .look: look()
    case .read(let wish): read(wish)
    case .stop: state.withLock { $0.reading }?.cancel()
    case .stopReplay: state.withLock { $0.replaying }?.cancel()
    }
  }

  /// What the mail that is kept says, beside a list of policies.
  func told(of list: PolicyList) async -> MailTold { await usage.told(of: list) }

  /// The same as far as it was worked out.
  func toldAlready(of list: PolicyList) async -> MailTold { await usage.toldAlready(of: list) }

  /// Stops what is under way, and gives the reading, which keeps what it has.
  func stop() -> Task<Void, Never>? {
    state.withLock { state in
      state.reading?.cancel()
      state.replaying?.cancel()
      state.counting?.cancel()
      return state.reading
    }
  }

  // MARK: - Reading

  private func look() {
    let (reader, mailbox) = (reader, mailbox)
    Task.detached {
      do throws(Problem) {
        mailbox.post(.mail(.told(try await reader.heads())))
      } catch {
        mailbox.post(.mail(.notTold(error)))
      }
    }
  }

  private func read(_ wish: MailWish) {
    let (reader, days, mailbox) = (reader, days, mailbox)
    let task = Task.detached {
      var plan = MailPlan(days: days, now: Int(Date().timeIntervalSince1970), readingAll: wish.readsAll)
      plan.add(wish.operations)
      plan.add(wish.marked)
      do throws(Problem) {
        let report = try await reader.read(plan) { mailbox.post(.mail(.progressed($0))) }
        mailbox.post(.mail(.ended(report)))
      } catch {
        mailbox.post(.mail(.failed(error)))
      }
      self.countAnew()
    }
    state.withLock { $0.reading = task }
  }

  // MARK: - Usage

  /// What a list's policies let through, where that is known; never waits.
  ///
  /// Where it is not, it is found out, and ``MailAction/counted`` tells when it is.
  func usage(of list: PolicyList) -> PolicyUsage? {
    let known = state.withLock { $0.counted?.list == list.revision ? $0.counted : nil }
    if let known { return known.usage }
    count(list)
    return nil
  }

  /// There is more mail than was counted.
  private func countAnew() {
    let list = state.withLock { state in
      state.counted = nil
      state.counting?.cancel()
      state.counting = nil
      return state.list
    }
    if let list { count(list) }
  }

  private func count(_ list: PolicyList) {
    state.withLock { state in
      guard state.counting == nil || state.list?.revision != list.revision else { return }
      state.counting?.cancel()
      state.list = list
      state.counting = Task.detached(priority: .utility) {
        let told = await self.usage.told(of: list)
        guard !Task.isCancelled else { return }
        self.state.withLock { state in
          // What is not known is asked for again.
          if case .unknown = told {} else { state.counted = (list.revision, told.usage) }
          state.counting = nil
        }
        switch told {
        case .nothing: self.mailbox.post(.mail(.noneKept))
        case .told: self.mailbox.post(.mail(.counted))
        case .unknown: break
        }
      }
    }
  }

  // MARK: - Replay

  /// Finds out what a review's batch would have done with mail; only the newest is worth it.
  func replay(_ review: Review) {
    let (usage, mailbox) = (usage, mailbox)
    let task = Task.detached(priority: .utility) {
      let count = review.operations.isEmpty ? 0 : await usage.count()
      guard !Task.isCancelled else { return }
      mailbox.post(.review(.replaying(messages: count, of: review.fingerprint)))
      guard count > 0 else { return }
      let effect = await usage.effect(of: review) { first in
        mailbox.post(.review(.replayed(first, of: review.fingerprint)))
      }
      guard !Task.isCancelled else { return }
      // Mail is disposable: where it cannot be read, it is as if there were none.
      let last = effect.map { ReviewAction.replayed($0, of: review.fingerprint) }
      mailbox.post(.review(last ?? .replaying(messages: 0, of: review.fingerprint)))
    }
    state.withLock { state in
      state.replaying?.cancel()
      state.replaying = task
    }
  }
}
