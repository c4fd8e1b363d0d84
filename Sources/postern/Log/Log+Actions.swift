import PolicyCore
import PolicyUI

extension Log {
  /// Keeps what a screen is told of problems and submissions.
  static func take(_ action: AppAction) {
    switch action {
    case .load(.failed(let problem)), .draft(.failed(let problem)), .draft(.refused(let problem)),
      .review(.failed(let problem)),
      .submission(.failed(let problem)), .submission(.reconcileFailed(let problem)), .outside(.editFailed(let problem)),
      .outside(.exportFailed(let problem)), .outside(.copyFailed(let problem)), .load(.cacheFailed(let problem)),
      .load(.waits(let problem, _)), .files(.readFailed(let problem)), .files(.failed(let problem)):
      self.problem(problem)
    case .submission(.ended(let report)), .submission(.reconciled(.some(let report))):
      submission(report)
      if let problem = report.problem { self.problem(problem) }
    case .started, .input, .clockTicked, .load, .draft, .review, .submission, .history, .files, .outside:
      break
    }
  }
}
