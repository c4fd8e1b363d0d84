import Foundation
import Synchronization
import Values

/// Runs the command that tells a token.
///
/// It gets no shell, no input and no terminal of ours beyond the one that it inherits. Past the time-out, or when the
/// task is cancelled, it is ended; what it started itself is not.
struct TokenCommand {
  let words: [String]
  let environment: [String: String]
  let timeout: Duration

  /// The first line that the command writes to its standard output.
  ///
  /// Throws when it cannot be started, fails or takes too long; nothing that it wrote is in the ``Problem``.
  func firstLine() async throws(Problem) -> String {
    let stop = StopSign()
    let words = words
    let environment = environment
    let timeout = timeout
    // A thread of its own, because waiting for a person who types a passphrase would hold one of the few shared ones.
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          var child = ChildProcess()
          let outcome = child.run(words, environment: environment, deadline: .now + timeout) { stop.isSet }
          continuation.resume(returning: outcome)
        }
      }
    } onCancel: {
      stop.set()
    }
    return try line(of: outcome)
  }

  private func line(of outcome: ChildProcess.Outcome) throws(Problem) -> String {
    let name = "The token command “\(words.first ?? "")”"
    switch outcome {
    case .ended(status: 0, let output, _):
      return Self.firstLine(output)
    case .ended(let status, _, let complaint):
      throw Problem(
        .unauthorized,
        what: "\(name) failed with status \(status)\(Self.size(of: complaint)).",
        advice: "Run it in a terminal to see what it says, then try again."
      )
    case .killed(let signal, _, let complaint):
      throw Problem(
        .unauthorized,
        what: "\(name) was ended by signal \(signal)\(Self.size(of: complaint)).",
        advice: "Run it in a terminal to see what it says, then try again."
      )
    case .notStarted(let reason):
      throw Problem(
        .unauthorized,
        what: "\(name) cannot be started: \(reason).",
        advice: "Check token_command: the program, then its arguments, each as a text of its own."
      )
    case .timedOut(_, let complaint):
      throw Problem(
        .unauthorized,
        what: "\(name) had no answer after \(timeout.components.seconds) s\(Self.size(of: complaint)).",
        advice: "If it asks for a passphrase, unlock it first; then try again.",
        retry: .safe
      )
    case .stopped:
      throw Problem(.interrupted, what: "\(name) was interrupted.", advice: "Try again.", retry: .safe)
    }
  }

  private static func firstLine(_ output: [UInt8]) -> String {
    String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// How much the command wrote to its standard error, for a message that goes to logs and reports.
  ///
  /// What it wrote is not repeated: with `set -x` in a script it is the token.
  private static func size(of complaint: [UInt8]) -> String {
    complaint.isEmpty ? "" : " and wrote \(complaint.count) bytes to its standard error"
  }
}

/// Tells a thread that nobody waits for it any longer.
private final class StopSign: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .relaxed) }

  func set() { flag.store(true, ordering: .relaxed) }
}
