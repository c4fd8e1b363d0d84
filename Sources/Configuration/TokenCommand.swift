import Foundation
import PolicyCore
import Synchronization

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
  /// Throws when it cannot be started, fails or takes too long. Then what it wrote to its standard error is told,
  /// without anything that it wrote to its output.
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
    case .ended(let status, let output, let complaint):
      throw Problem(
        .unauthorized,
        what: "\(name) failed with status \(status)\(Self.quoted(complaint, without: output)).",
        advice: "Run it in a terminal to see that it works, then try again."
      )
    case .killed(let signal, let output, let complaint):
      throw Problem(
        .unauthorized,
        what: "\(name) was ended by signal \(signal)\(Self.quoted(complaint, without: output)).",
        advice: "Run it in a terminal to see that it works, then try again."
      )
    case .notStarted(let reason):
      throw Problem(
        .unauthorized,
        what: "\(name) cannot be started: \(reason).",
        advice: "Check token_command: the program, then its arguments, each as a text of its own."
      )
    case .timedOut(let output, let complaint):
      throw Problem(
        .unauthorized,
        what: "\(name) had no answer after \(timeout.components.seconds) s\(Self.quoted(complaint, without: output)).",
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

  /// The command's complaint for a message: printable, short, and with nothing in it that the output had as well.
  static func quoted(_ complaint: [UInt8], without output: [UInt8]) -> String {
    var text = String(decoding: complaint, as: UTF8.self)
    for line in String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline) {
      for secret in [String(line), line.trimmingCharacters(in: .whitespaces)] where !secret.isEmpty {
        text = text.replacingOccurrences(of: secret, with: "‹secret›")
      }
    }
    let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    let safe = String(words.unicodeScalars.filter { $0.properties.generalCategory != .control }.map(Character.init))
    guard !safe.isEmpty else { return "" }
    return ": " + (safe.count > 300 ? "\(safe.prefix(300))…" : safe)
  }
}

/// Tells a thread that nobody waits for it any longer.
private final class StopSign: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .relaxed) }

  func set() { flag.store(true, ordering: .relaxed) }
}
