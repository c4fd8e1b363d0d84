import ArgumentParser
import PolicyCore
import Values

/// What the shell is told.
///
/// The one place where problems become numbers.
struct ExitStatus: RawRepresentable, Hashable, Sendable {
  let rawValue: Int32

  static let done = ExitStatus(rawValue: 0)
  static let failed = ExitStatus(rawValue: 1)
  static let usage = ExitStatus(rawValue: 2)
  /// Findings of level error stand against it.
  static let invalid = ExitStatus(rawValue: 3)
  /// A conflict, or the batch is no longer the one that was reviewed.
  static let conflict = ExitStatus(rawValue: 4)
  static let outcomeUnknown = ExitStatus(rawValue: 5)
  static let confirmationNeeded = ExitStatus(rawValue: 6)
  /// The account is not what a file says.
  static let different = ExitStatus(rawValue: 7)
  /// Nothing was changed, and the cause may go away by itself.
  static let temporary = ExitStatus(rawValue: 75)
  static let interrupted = ExitStatus(rawValue: 130)

  init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Ended by a signal: 128 and its number, as shells count.
  init(signal: Int32) {
    self.init(rawValue: 128 + signal)
  }

  init(of problem: Problem) {
    if problem.isTemporary {
      self = .temporary
      return
    }
    switch problem.kind {
    case .usage: self = .usage
    case .invalid: self = .invalid
    case .conflict: self = .conflict
    case .outcomeUnknown: self = .outcomeUnknown
    case .confirmationNeeded: self = .confirmationNeeded
    case .interrupted: self = .interrupted
    case .locked: self = .temporary
    case .unreachable, .unauthorized, .notFound, .refused, .rateLimited, .badAnswer, .storage: self = .failed
    case .terminal: self = .usage
    }
  }

  /// Does something, and prints the problem that it ends with.
  static func reporting(_ body: () throws(Problem) -> ExitStatus) -> ExitStatus {
    do throws(Problem) {
      return try body()
    } catch {
      ErrorReport.print(error)
      return ExitStatus(of: error)
    }
  }

  /// That of a submission: temporary only where not one byte of it has left.
  init(of report: SubmissionReport) {
    let isTemporary = report.outcome == .notSent && !report.hasSent
    if isTemporary, let problem = report.problem, ExitStatus(of: problem) == .temporary {
      self = .temporary
    } else {
      self.init(of: report.outcome)
    }
  }

  init(of outcome: SubmissionOutcome) {
    switch outcome {
    case .applied: self = .done
    case .refused, .notSent: self = .failed
    case .conflict: self = .conflict
    case .notSeen, .unknown: self = .outcomeUnknown
    }
  }

  /// The argument parser's own number for a mistake is 64; here it is 2, as for every other program of this kind.
  init(ofParser code: ExitCode) {
    switch code {
    case .success: self = .done
    case .validationFailure: self = .usage
    default: self = ExitStatus(rawValue: code.rawValue)
    }
  }
}

extension ExitStatus {
  /// Every status and what it means, for the help and the README.
  static let all: [(status: ExitStatus, meaning: String)] = [
    (.done, "done, or nothing to do; a filter that keeps nothing"),
    (.failed, "failed: refused, not authorised, a certificate, or an ID or PATTERN that is not there"),
    (.usage, "usage: the command line, the configuration, or no account"),
    (.invalid, "invalid: errors, or findings from --fail-on on"),
    (.conflict, "conflict, or changed since the review"),
    (.outcomeUnknown, "outcome unknown: it was sent"),
    (.confirmationNeeded, "confirmation needed"),
    (.different, "the account differs from the file (plan --exit-code)"),
    (.temporary, "temporary, and nothing was changed: network, 429, 5xx on reading, lock, full disk"),
    (.interrupted, "interrupted (and 128 with its number for other signals)"),
  ]

  /// What `postern help status` prints.
  static var help: String {
    all.map { status, meaning in
      let number = String(status.rawValue)
      return String(repeating: " ", count: 5 - number.utf8.count) + "\(number)  \(meaning)\n"
    }.joined()
  }
}
