import Glibc
import PolicyAPI
import PolicyCore
import PolicyUI
import Synchronization
import Values

/// One line on standard error that says how far a long read is, while a person is watching.
///
/// It comes after a second, changes a few times a second, and is wiped away at the end.
final class ReadingProgress: Sendable {
  private struct State {
    let begun = ContinuousClock.now
    var drawn: ContinuousClock.Instant?
  }

  private static let patience = Duration.seconds(1)
  private static let interval = Duration.milliseconds(200)
  private let isWatched = isatty(STDERR_FILENO) == 1
  private let state = Mutex(State())

  func show(_ progress: LoadProgress) {
    let count = progress.loaded.grouped
    let total = progress.total.map { " of \($0.grouped)" } ?? ""
    let elapsed = (ContinuousClock.now - state.withLock { $0.begun }) / .seconds(1)
    let left = Pace(done: progress.loaded, of: progress.total, after: elapsed)?.left ?? ""
    draw("Reading policies: \(count)\(total)\(left.isEmpty ? "" : ", \(left)")", isUrgent: false)
  }

  func show(_ progress: MailProgress) {
    let left = progress.secondsLeft.map { ", \(Self.words(forSeconds: $0)) left" } ?? ""
    let windows = "\(progress.windows) of \(progress.windowsInAll.counted("window"))"
    draw("Reading mail: \(windows), \(progress.messages.grouped) messages\(left)", isUrgent: false)
  }

  private static func words(forSeconds seconds: Double) -> String {
    seconds < 90 ? "about \(Int(seconds.rounded(.up))) s" : "about \(Int((seconds / 60).rounded(.up))) min"
  }

  /// Says that it waits for the server, and why.
  func show(_ wait: RetryWait) {
    draw("Trying again in \(wait.pause.components.seconds + 1) s: \(wait.problem.what)", isUrgent: true)
  }

  func end() {
    let isDrawn = state.withLock { $0.drawn != nil }
    if isDrawn { Output.redraw("") }
  }

  private func draw(_ line: String, isUrgent: Bool) {
    guard isWatched else { return }
    let isDue = state.withLock { state in
      let now = ContinuousClock.now
      guard isUrgent || now - state.begun > Self.patience else { return false }
      if !isUrgent, let drawn = state.drawn, now - drawn < Self.interval { return false }
      state.drawn = now
      return true
    }
    if isDue { Output.redraw(line) }
  }
}
