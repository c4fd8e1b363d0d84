import Dispatch
import Foundation
import Glibc
import Synchronization

/// What ctrl-c, a closed terminal or a polite kill does to a command: it is asked to stop, and given a moment for that.
///
/// A batch that was sent is worth more than a moment: its answer is waited for, and recorded. A second signal ends the
/// program at once; what became of the batch is found out at the next start then.
enum Interruption {
  /// How many seconds a command has once it was asked to stop.
  private static let patience = Mutex(1.0)
  private static let received = Mutex<Int32?>(nil)
  /// What is to be said where the program ends with a batch under way, and the status that goes with it.
  private static let lastWords = Mutex<(@Sendable () -> ExitStatus)?>(nil)

  /// The signal that came, if one did.
  static var signal: Int32? { received.withLock { $0 } }

  /// Gives a submission the time to hear how it went.
  static func waitForAnswer() { patience.withLock { $0 = 20 } }

  /// From now on the program does not end without these words; nil where there is nothing to be said any more.
  static func owe(_ words: (@Sendable () -> ExitStatus)?) { lastWords.withLock { $0 = words } }

  private static func leave(_ number: Int32) -> Never {
    // Taken, so that only one of two that leave says them.
    let words = lastWords.withLock { words in
      defer { words = nil }
      return words
    }
    exit(words?().rawValue ?? 128 + number)
  }

  /// Calls `stop` at the first signal; give the sources a place to live in.
  static func watch(_ stop: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].map { number in
      // The default action would end the process before the source hears of it.
      Glibc.signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let isFirst = received.withLock { received in
          defer { received = received ?? number }
          return received == nil
        }
        guard isFirst else { leave(number) }
        stop()
        let seconds = patience.withLock { $0 }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { leave(number) }
      }
      source.activate()
      return source
    }
  }
}
