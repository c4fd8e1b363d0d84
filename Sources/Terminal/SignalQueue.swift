import CNcurses
import Glibc

/// The signals that the loop handles, as something to read instead of an interruption.
///
/// To be made in `main` before any thread starts: threads inherit the blocked set, and one that did not have it would
/// receive the signals in the loop's place. Children inherit it as well; ``ForegroundProcess`` clears it for them.
package final class SignalQueue {
  let descriptor: Int32

  private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT]

  package init() throws(TerminalError) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in Self.signals { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // a closed pipe is an error of the write, not the end of the program
    signal(SIGPIPE, SIG_IGN)
    descriptor = cn_signalfd(&set)
    guard descriptor >= 0 else { throw .system(call: "signalfd", code: errno) }
  }

  deinit { close(descriptor) }

  /// Starts a child by other means than ``ForegroundProcess``: nothing is blocked on this thread while `body` runs.
  ///
  /// A signal that comes in that moment acts at once, so this is for before the screen is up.
  package static func withDefaultSignals<Outcome>(_ body: () throws -> Outcome) rethrows -> Outcome {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try body()
  }

  /// The signals that came since the last call, in the order of their numbers when several were waiting.
  func drain() -> [Int32] {
    var result: [Int32] = []
    while true {
      let signal = cn_signalfd_read(descriptor)
      if signal == 0 { return result }
      result.append(signal)
    }
  }

  /// Forgets what the keyboard sent to the whole process group while a child had the terminal.
  func discardKeyboardSignals() -> [Int32] {
    drain().filter { ![SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH].contains($0) }
  }
}
