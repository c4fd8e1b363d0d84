import PolicyCore
import PolicyUI

extension Log {
  /// Keeps what a screen is told of problems and submissions.
  static func take(_ action: AppAction) {
    switch action {
    case .loadFailed(let problem), .draftFailed(let problem), .reviewFailed(let problem),
      .submissionFailed(let problem), .reconcileFailed(let problem), .editFailed(let problem),
      .exportFailed(let problem), .copyFailed(let problem), .cacheFailed(let problem), .loadWaits(let problem, _):
      self.problem(problem)
    case .submissionEnded(let report), .reconciled(.some(let report)):
      submission(report)
      if let problem = report.problem { self.problem(problem) }
    case .started, .input, .clockTicked, .headRead, .cacheRead, .loadProgressed, .partlyLoaded, .loaded, .rowsArranged,
      .draftRead,
      .drifted, .judged, .suppressed, .draftChanged, .changesRead, .historyRead, .recentlySubmitted, .submissionUndone,
      .reviewed,
      .submissionStepped, .reconciled(nil), .otherEnded, .textEdited, .exported, .themesListed, .copied:
      break
    }
  }
}
