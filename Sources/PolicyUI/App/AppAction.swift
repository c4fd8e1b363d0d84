package import Canvas
package import Foundation
package import Policies
package import PolicyFiles
package import PolicyCore
package import PolicyQuery
package import Values

/// Something that happened.
///
/// The only way in which the state changes.
package enum AppAction: Equatable, Sendable {
  case started
  case input(InputEvent)
  /// The time, every now and then, for what the screen says about ages.
  case clockTicked(Date)
  case load(LoadAction)
  case draft(DraftAction)
  case review(ReviewAction)
  case submission(SubmissionAction)
  case history(HistoryAction)
  case files(FilesAction)
  case mail(MailAction)
  case outside(OutsideAction)
}

/// Policies as they come, and the rows that are made of them.
package enum LoadAction: Equatable, Sendable {
  /// Nil where none are kept.
  case headRead(CachedHead?)
  case cacheRead(PolicyList, loadedAt: Date)
  /// What was kept cannot be used; the next load replaces it.
  case cacheFailed(Problem)
  case progressed(loaded: Int, total: Int?)
  /// A read is tried again after so many seconds, because of this.
  case waits(Problem, seconds: Double)
  /// Rows that have arrived so far, while none were known before.
  case partlyLoaded(PolicyList)
  case loaded(LoadedPolicies)
  case failed(Problem)
  case rowsArranged(RowsAnswer)
  /// What the rows that were arranged do not show of what a word of the filter asks for.
  case moreFound(MoreRows)
  /// What the rows have in common.
  case counted(FrequencyRequest, Frequencies)
  /// The account at a glance.
  case overviewMade(OverviewRequest, Overview)
}

/// The draft, and what the rules say of it.
package enum DraftAction: Equatable, Sendable {
  case read(DraftSnapshot)
  /// What a load says of the draft; nil where the two could not be compared.
  case drifted(DraftDrift?)
  /// An order was carried out.
  case changed(DraftOutcome, DraftVerb)
  /// An order was not carried out; the draft is as it was.
  case refused(Problem)
  /// Something else about the draft could not be had.
  case failed(Problem)
  /// What the rules say of the list and the draft that ``WorkOrder/judge(_:_:)`` named.
  case judged(AccountFindings)
  /// A finding was accepted, or is one again.
  case suppressed(RuleName, isSilenced: Bool)
  /// What a file accepts is another, which has no part in the draft's revision.
  case silencesRead
  /// What became of ``WorkOrder/checkGuards``.
  case guardsChecked([GuardReport])
  /// What became of ``WorkOrder/answerWhatIf(_:_:)``.
  case whatIfAnswered(WhatIfQuestion, WhatIfAnswer)
}

/// How a change of the draft came about, for what the screen says about it.
package enum DraftVerb: Hashable, Sendable {
  case did
  case undid
  case redid
}

/// The review that was asked for.
package enum ReviewAction: Equatable, Sendable {
  case reviewed(Review)
  /// So many messages are being replayed with the batch of this fingerprint; none where there are none.
  case replaying(messages: Int, of: Fingerprint)
  /// What that batch would have done with them, or with some of them.
  case replayed(MailEffect, of: Fingerprint)
  case failed(Problem)
}

/// The way of a batch.
package enum SubmissionAction: Equatable, Sendable {
  case stepped(SubmissionStep)
  case ended(SubmissionReport)
  /// It could not begin.
  case failed(Problem)
  /// Nil if no submission was open.
  case reconciled(SubmissionReport?)
  case reconcileFailed(Problem)
  /// The newest submissions, those of an earlier start; newest first.
  case recentlySubmitted([SubmissionRecord])
  /// Another process was submitting, and is done; with the newest submission there is now.
  case otherEnded(SubmissionRecord?)
}

/// What was done before.
package enum HistoryAction: Equatable, Sendable {
  case changesRead(ChangeLog)
  case read([SubmissionRecord])
  /// A draft was queued that takes a submission back, as far as that can be: the answer to
  /// ``DraftOrder/undoSubmission(_:)``.
  case submissionUndone(SubmissionUndo, DraftSnapshot)
}

/// What came of reading and writing files of policies.
package enum FilesAction: Equatable, Sendable {
  case namesListed(FileNames)
  case read(ImportedFile)
  case readFailed(Problem)
  /// The answer to ``FileOrder/plan(_:)`` of this number.
  case planned(ImportPlan, number: Int)
  /// What was to be queued is not what the screen shows any more, so that nothing was.
  case planChanged(ImportPlan)
  case restWritten(to: String, rows: Int)
  case exported(ExportReport)
  /// Something is at the place that a person named, and was left as it is.
  case exportExists(ExportRequest)
  /// A report was written.
  case reported(to: String)
  case reportExists(path: String)
  case failed(Problem)
}

/// The mail that arrived: what is kept of it, and how reading more of it goes on.
package enum MailAction: Equatable, Sendable {
  /// What is kept, day by day.
  case told([MailDayHead])
  case progressed(MailProgress)
  case ended(MailReport)
  /// A reading could not begin.
  case failed(Problem)
  /// What is kept cannot be told; a reading goes on.
  case notTold(Problem)
  /// It is known what the policies let through: what is judged anew heeds it.
  case counted
  /// It was looked for what the policies let through, and no mail is kept.
  case noneKept
}

/// What came of an order to the terminal, or to a file.
package enum OutsideAction: Equatable, Sendable {
  /// What came out of the editor.
  case textEdited(String)
  case editFailed(Problem)
  case exported(to: String)
  case exportFailed(Problem)
  case themesListed([ThemeOption])
  /// The saved filters, as they are now.
  case viewsRead([SavedView])
  case viewsFailed(Problem)
  case draftsListed([ListedDraft])
  case draftsFailed(Problem)
  case copied(bytes: Int, to: [CopyPlace])
  case copyFailed(Problem)
}
