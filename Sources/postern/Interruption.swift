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

  /// The signal that came, if one did.
  static var signal: Int32? { received.withLock { $0 } }

  /// Gives a submission the time to hear how it went.
  static func waitForAnswer() { patience.withLock { $0 = 20 } }

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
        guard isFirst else { exit(128 + number) }
        stop()
        let seconds = patience.withLock { $0 }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { exit(128 + number) }
      }
      source.activate()
      return source
    }
  }
}
