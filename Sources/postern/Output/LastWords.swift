import Glibc
import PolicyCore
import Synchronization
import Values

/// What is said while a batch is under way, and where the program is ended before its outcome is known.
final class LastWords: Sendable {
  private let review: Review
  private let format: TextFormat
  private let submission = Mutex("")

  init(review: Review, format: TextFormat) {
    self.review = review
    self.format = format
  }

  func take(_ step: SubmissionStep) {
    switch step {
    case .begun(let id): submission.withLock { $0 = id }
    case .sending: Interruption.owe { self.say() }
    case .checking, .waiting: Interruption.owe(nil)
    case .looking: break
    }
    Self.tell(step)
  }

  private func say() -> ExitStatus {
    let id = submission.withLock(\.self)
    let problem = Problem.sentAndUnanswered(id)
    if format == .json {
      Output.write(JSONShapes.submission(SubmissionReport(outcome: .unknown, problem: problem), review: review, id: id))
    }
    ErrorReport.print(problem, sent: .unknown)
    return Output.finish(.outcomeUnknown)
  }

  /// Says what takes time, where a person is watching.
  static func tell(_ step: SubmissionStep) {
    guard isatty(2) == 1 else { return }
    switch step {
    case .begun: break
    case .checking(let done, let total):
      if done == total { Output.say("Read \(total) policies again.") }
    case .waiting(let seconds, let reason):
      Output.say("\(reason.what) Trying again in \(Int(seconds)) s.")
    case .sending:
      Output.say("Sending.")
    case .looking(let elapsed, let most):
      Output.say("Outcome not known; looking: \(Int(elapsed)) of \(Int(most)) s.")
    }
  }
}

extension Problem {
  /// The program ends, and nobody knows what became of what it sent.
  static func sentAndUnanswered(_ id: String) -> Problem {
    Problem(
      .outcomeUnknown,
      what: "The batch was sent, and its outcome is not known (submission \(id)).",
      advice:
        "The next `postern submit` or `postern history` finds it out before anything else; nothing is sent again."
    )
  }
}
