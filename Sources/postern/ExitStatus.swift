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
  static let interrupted = ExitStatus(rawValue: 130)

  init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Ended by a signal: 128 and its number, as shells count.
  init(signal: Int32) {
    self.init(rawValue: 128 + signal)
  }

  init(of problem: Problem) {
    switch problem.kind {
    case .usage: self = .usage
    case .invalid: self = .invalid
    case .conflict: self = .conflict
    case .outcomeUnknown: self = .outcomeUnknown
    case .confirmationNeeded: self = .confirmationNeeded
    case .interrupted: self = .interrupted
    case .unreachable, .unauthorized, .notFound, .refused, .rateLimited, .badAnswer, .locked, .storage: self = .failed
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
