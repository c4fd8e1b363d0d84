import ArgumentParser
import Foundation
import Glibc
import PolicyAPI
import PolicyCore
import PolicyStore
import Synchronization
import Policies
import Values

/// The log of this process: what was asked of whom, and what came of it; no token, and nothing of what was sent.
///
/// It never fails the program. A log that cannot be written is said once, and never while a screen is drawn.
enum Log {
  private struct State {
    var command = ""
    var mayComplain = false
    var level = LogLevel.off
    var file: LogFile?
  }

  private static let state = Mutex(State())

  /// Takes the words of the command that runs, and whether standard error is free for a word about the log itself.
  static func prepare(command: [String], mayComplain: Bool) {
    state.withLock { state in
      state.command = command.joined(separator: " ")
      state.mayComplain = mayComplain
    }
  }

  /// Begins to write to a file; nothing is logged before.
  static func open(_ path: String, level: LogLevel) {
    state.withLock { state in
      state.level = level
      state.file = level == .off ? nil : LogFile(path: path)
    }
    write(.info, "start", ["version": BuildInfo.version, "command": state.withLock(\.command)])
  }

  static func account(_ key: AccountKey) {
    write(.info, "account", ["base_url": key.baseURL, "id": key.accountID])
  }

  static func proxy(_ proxy: Proxy) {
    write(.info, "proxy", ["variable": proxy.variable])
  }

  static func problem(_ problem: Problem) {
    write(
      .error,
      "problem",
      [
        "kind": problem.kind.rawValue, "what": problem.what, "status": problem.httpStatus.map { "\($0)" },
        "ray": problem.rayID,
      ]
    )
  }

  static func submission(_ report: SubmissionReport) {
    write(
      .info,
      "submission",
      [
        "id": report.record?.id, "fingerprint": report.record?.fingerprint, "outcome": "\(report.outcome)",
        "operations": report.record.map { "\($0.operations.count)" },
      ]
    )
  }

  static func exchange(_ event: ExchangeEvent) {
    write(
      .info,
      "exchange",
      [
        "method": event.method, "path": event.path, "status": event.status.map { "\($0)" }, "failure": event.failure,
        "ms": "\(Int(event.duration / .milliseconds(1)))", "ray": event.rayID,
      ]
    )
    guard state.withLock({ $0.level == .debug }) else { return }
    func list(_ headers: [ExchangeEvent.Header]) -> String? {
      headers.isEmpty ? nil : headers.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
    }
    write(
      .debug,
      "headers",
      [
        "path": event.path, "sent": list(event.sent), "received": list(event.received),
        "sent_bytes": "\(event.sentBytes)", "received_bytes": "\(event.receivedBytes)",
      ]
    )
  }

  // MARK: - Writing

  private static func write(_ level: LogLevel, _ event: String, _ fields: KeyValuePairs<String, String?>) {
    let complaint = state.withLock { state -> String? in
      guard level <= state.level, let file = state.file else { return nil }
      do throws(LogFile.Failure) {
        try file.append(LogLine(level: level, event: event, fields: fields).text(at: Date(), process: getpid()))
        return nil
      } catch {
        state.file = nil
        return state.mayComplain ? "postern: The log \(file.path) cannot be written: \(error.reason)." : nil
      }
    }
    if let complaint { Output.say(complaint) }
  }
}
