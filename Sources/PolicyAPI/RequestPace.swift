import Foundation
import Synchronization

/// How many requests were made lately, so that long readings leave some of what a user may ask for to everything else.
///
/// The API takes 1200 requests in 5 minutes of a user, whatever they are about.
final class RequestPace: Sendable {
  static let window: TimeInterval = 300
  /// So many of them a long reading may fill; the rest is for a person who works meanwhile.
  static let share = 900

  private let times = Mutex<[Date]>([])

  func count(at now: Date) {
    times.withLock { times in
      // The oldest go once they are many, as each would move all others.
      if times.count >= 2 * Self.share { times.removeAll { now.timeIntervalSince($0) >= Self.window } }
      times.append(now)
    }
  }

  /// How long a long reading has to wait until it may ask once more, in seconds; nothing where it may at once.
  func pause(at now: Date) -> TimeInterval {
    times.withLock { times in
      let recent = times.filter { now.timeIntervalSince($0) < Self.window && $0 <= now }
      guard recent.count >= Self.share else { return 0 }
      return Self.window - now.timeIntervalSince(recent[recent.count - Self.share])
    }
  }
}
