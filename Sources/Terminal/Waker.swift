import CNcurses
import Glibc

/// Wakes the loop from any thread.
package final class Waker: Sendable {
  let descriptor: Int32

  package init() throws(TerminalError) {
    descriptor = cn_eventfd()
    guard descriptor >= 0 else { throw .system(call: "eventfd", code: errno) }
  }

  deinit { close(descriptor) }

  /// Makes the loop's next ``EventPoll/next(timeout:)`` return at once; several calls count as one.
  package func wake() {
    var one: UInt64 = 1
    // fails only when 2^64 - 1 wakes are unread, and then the loop is awake
    _ = write(descriptor, &one, 8)
  }

  func clear() {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
  }
}
