package import Canvas
package import Foundation
package import PolicyCore
package import Policies
package import Values

/// Something that happened.
///
/// The only way in which the state changes.
package enum AppAction: Sendable {
  case started
  case input(InputEvent)
  /// The time, every now and then, for what the screen says about ages.
  case clockTicked(Date)

  /// Nil where none are kept.
  case headRead(CachedHead?)
  case cacheRead(PolicyList, loadedAt: Date)
  /// What was kept cannot be used; the next load replaces it.
  case cacheFailed(Problem)
  case loadProgressed(loaded: Int, total: Int?)
  /// A read is tried again after so many seconds, because of this.
  case loadWaits(Problem, seconds: Double)
  /// Rows that have arrived so far, while none were known before.
  case partlyLoaded(PolicyList)
  case loaded(LoadedPolicies)
  case loadFailed(Problem)
  case rowsArranged(RowsAnswer)

  case draftRead(DraftSnapshot)
  /// What a load says of the draft.
  case drifted(DraftDrift)
  /// What the rules say of the list and the draft that ``AppEffect/judge(_:_:)`` named.
  case judged(AccountFindings)
  /// A finding was accepted, or is one again.
  case suppressed(RuleName, isSilenced: Bool)
  case draftChanged(DraftOutcome, DraftVerb)
  case draftFailed(Problem)

  case changesRead(ChangeLog)
  case historyRead([SubmissionRecord])
  /// The newest submissions, those of an earlier start; newest first.
  case recentlySubmitted([SubmissionRecord])
  /// A draft was queued that takes a submission back, as far as that can be.
  case submissionUndone(SubmissionUndo, DraftSnapshot)

  case reviewed(Review)
  case reviewFailed(Problem)
  case submissionStepped(SubmissionStep)
  case submissionEnded(SubmissionReport)
  case submissionFailed(Problem)
  /// Nil if no submission was open.
  case reconciled(SubmissionReport?)
  case reconcileFailed(Problem)
  /// Another process was submitting, and is done; with the newest submission there is now.
  case otherEnded(SubmissionRecord?)

  /// What came out of the editor.
  case textEdited(String)
  case editFailed(Problem)
  case exported(to: String)
  case exportFailed(Problem)
  case themesListed([ThemeOption])
  case copied(bytes: Int, to: [CopyPlace])
  case copyFailed(Problem)
}

/// How a change of the draft came about, for what the screen says about it.
package enum DraftVerb: Hashable, Sendable {
  case did
  case undid
  case redid
}
