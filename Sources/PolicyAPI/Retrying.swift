package import Foundation
package import Values

/// A pause before a read is tried again.
package struct RetryWait: Sendable, Equatable {
  /// Why the last attempt failed.
  package let problem: Problem
  package let pause: Duration
  /// The number of the attempt that comes after the pause; 2 for the first repetition.
  package let attempt: Int
}

/// How often, and for how long, a read is tried again.
///
/// Nothing but reads ever is.
package struct Retrying: Sendable {
  /// How many times one read is asked in all.
  package var attempts: Int
  /// How long the pauses of one read may be in all: a server that asks for more is not waited for.
  package var longestWait: Duration
  /// How long one read may be tried in all, the attempts themselves included; nil for no other bound than these.
  package var deadline: Duration?
  /// The first pause where the server names none; each further one is twice as long.
  package var firstPause: Duration
  package var now: @Sendable () -> Date
  package var sleep: @Sendable (Duration) async throws -> Void

  package init(
    attempts: Int = 4,
    longestWait: Duration = .seconds(120),
    deadline: Duration? = nil,
    firstPause: Duration = .milliseconds(250),
    now: @escaping @Sendable () -> Date = { Date() },
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.attempts = attempts
    self.longestWait = longestWait
    self.deadline = deadline
    self.firstPause = firstPause
    self.now = now
    self.sleep = sleep
  }

  /// Runs a read until it succeeds, fails for good, or the bounds are reached.
  func run<Value: Sendable>(
    onWait: @Sendable (RetryWait) -> Void,
    _ read: () async throws(ReadFailure) -> Value
  ) async throws(Problem) -> Value {
    var waited = Duration.zero
    var next = firstPause
    var attempt = 1
    let end = deadline.map { now().addingTimeInterval($0 / .seconds(1)) }
    while true {
      let failure: ReadFailure
      do {
        return try await read()
      } catch {
        failure = error
      }
      let pause = failure.retryAfter.map { Duration.seconds($0) } ?? next
      attempt += 1
      guard failure.mayPass, attempt <= attempts, waited + pause <= longestWait,
        end.map({ now().addingTimeInterval(pause / .seconds(1)) < $0 }) ?? true
      else { throw failure.problem }
      onWait(RetryWait(problem: failure.problem, pause: pause, attempt: attempt))
      do {
        try await sleep(pause)
      } catch {
        throw Diagnosis.interrupted
      }
      waited += pause
      next *= 2
    }
  }
}

/// Why one attempt at a read failed.
struct ReadFailure: Error, Sendable {
  var problem: Problem
  /// Whether another attempt has a chance.
  var mayPass: Bool
  /// What the server asked for, in seconds.
  var retryAfter: Double?
  /// Whether the API itself says, in its own form, that what was asked for does not exist.
  var saysGone = false
}
