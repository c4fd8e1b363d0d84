import CNcurses
package import Canvas
import Glibc

/// The one place where the loop waits: for the keyboard, for signals and for other threads.
package final class EventPoll {
  /// What ended a wait.
  package struct Turn: Hashable, Sendable {
    package let events: [InputEvent]
    /// Whether a ``Waker`` was used, so that there is a mailbox to look into.
    package let wasWoken: Bool
    /// What the terminal has said of itself.
    package let answers: [TerminalAnswer]

    package var isEmpty: Bool { events.isEmpty && !wasWoken && answers.isEmpty }
  }

  private let screen: NcursesScreen
  private let signals: SignalQueue
  private let waker: Waker
  /// When the last wait was over.
  private var lastEnd: ContinuousClock.Instant?

  package init(screen: NcursesScreen, signals: SignalQueue, waker: Waker) {
    self.screen = screen
    self.signals = signals
    self.waker = waker
  }

  /// Waits until something happens or the time is over, and gives all that happened; `nil` waits for ever.
  package func next(timeout: Duration?) -> Turn {
    let start = ContinuousClock.now
    if let lastEnd { screen.excuse(start - lastEnd) }
    defer { lastEnd = .now }
    let end = timeout.map { start + $0 }
    while true {
      let limit = [end, screen.inputDeadline].compactMap(\.self).min()
      let turn = wait(until: limit)
      // keys that were held back until it was clear what they are may turn out to be nothing
      if !turn.isEmpty || limit == nil { return turn }
      if let end, ContinuousClock.now >= end { return turn }
    }
  }

  private func wait(until limit: ContinuousClock.Instant?) -> Turn {
    var descriptors = [STDIN_FILENO, signals.descriptor, waker.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let timeout = Self.milliseconds(limit.map { $0 - .now })
    // less than nothing to wait for, or interrupted: an empty turn, after which the loop asks again
    guard poll(&descriptors, nfds_t(descriptors.count), timeout) > 0 else {
      return Turn(events: screen.expireInput(), wasWoken: false, answers: screen.takeAnswers())
    }
    var events: [InputEvent] = []
    if descriptors[1].revents != 0 { events += signals.drain().compactMap(handle) }
    let input = Int32(descriptors[0].revents)
    events += input & POLLIN != 0 ? screen.read() : screen.expireInput()
    // a terminal that went away stays readable for ever
    if input & (POLLHUP | POLLERR | POLLNVAL) != 0 { events.append(.terminate(signal: SIGHUP)) }
    let wasWoken = descriptors[2].revents != 0
    if wasWoken { waker.clear() }
    return Turn(events: events, wasWoken: wasWoken, answers: screen.takeAnswers())
  }

  /// Gives the terminal to another program; keys such as ctrl-c that were meant for it are not taken for our own.
  package func lend<Outcome>(_ body: () -> Outcome) -> (outcome: Outcome, events: [InputEvent]) {
    let outcome = screen.lend(body)
    var events = signals.discardKeyboardSignals().compactMap(handle)
    events.append(.resumed)
    return (outcome, events)
  }

  private func handle(_ signal: Int32) -> InputEvent? {
    switch signal {
    case SIGWINCH:
      screen.adoptSize()
      return .resize(screen.size)
    case SIGTSTP:
      return .suspend
    case SIGCONT:
      screen.resume()
      return .resumed
    default:
      return .terminate(signal: signal)
    }
  }

  /// Rounded up, so that a wait of less than a millisecond does not become a busy loop.
  private static func milliseconds(_ timeout: Duration?) -> Int32 {
    guard let timeout else { return -1 }
    guard timeout > .zero else { return 0 }
    let (seconds, attoseconds) = timeout.components
    let whole = min(seconds, 1_000_000) * 1000
    return Int32(whole + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
