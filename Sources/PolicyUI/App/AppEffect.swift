package import Foundation
package import Policies
package import PolicyFiles
package import PolicyCore
package import PolicyQuery

/// An order to the outside world, as a value: a test can compare it, and the runner only carries it out.
package enum AppEffect: Equatable, Sendable {
  /// Change the draft. Orders are carried out one after the other, and each has one answer: ``DraftAction/changed(_:_:)``
  /// or ``DraftAction/refused(_:)``, or that named beside it.
  case draft(DraftOrder)
  case work(WorkOrder)
  case files(FileOrder)
  case mail(MailOrder)
  case terminal(TerminalOrder)
}

/// What changes the draft.
package enum DraftOrder: Equatable, Sendable {
  case change(DraftEdit)
  /// Queue a new policy; its placeholder id and timestamp are made by the workspace.
  ///
  /// Beside its like where there is a policy with the same content and both are wanted.
  case create(PolicyFields, besideItsLike: Bool = false)
  /// Queue several new policies, as one change.
  case createAll([PolicyFields])
  case undo
  case redo
  /// Undo or redo up to this place of the log of changes.
  case jump(to: Int)
  /// Queue what takes this submission back. Answers with ``HistoryAction/submissionUndone(_:_:)``.
  case undoSubmission(String)
  /// Queue what rows of a file would, as one change, if that is still what was shown; else the answer is
  /// ``FilesAction/planChanged(_:)``.
  case importRows(ImportOrder)
  /// Accept a finding on a policy with this pattern. Answers with ``DraftAction/suppressed(_:isSilenced:)``.
  case suppress(Suppression, on: String)
  /// Hear a finding again, on a policy with this pattern. Answers as `suppress` does.
  case unsuppress(RuleName, of: PolicyID, String)
}

/// What the workspace is asked for.
package enum WorkOrder: Equatable, Sendable {
  /// Read the first rows as they were shown last. Answers with ``LoadAction/headRead(_:)``.
  case readHead
  /// Keep the first rows of a list for the next start, in this order and with these signs.
  case keepHead(PolicyList, PolicyQuery.SortOrder, RowFindings)
  /// Read the policies last seen. Answers with ``LoadAction/cacheRead(_:loadedAt:)``.
  case readCache
  /// Load every policy. Answers with `progressed`, `partlyLoaded`, and `loaded` or `failed`.
  case loadPolicies
  /// Stop the load that runs.
  case cancelLoad
  case readDraft
  /// List the account's drafts. Answers with ``OutsideAction/draftsListed(_:)`` or `draftsFailed`.
  case listDrafts
  case readChanges
  /// Check the guards against the list and the draft. Answers with ``DraftAction/guardsChecked(_:)``.
  case checkGuards
  /// Work out what becomes of a message, by the policies and the draft that the findings are about. A newer request makes
  /// an older one pointless. Answers with ``DraftAction/whatIfAnswered(_:_:)``.
  case answerWhatIf(WhatIfQuestion, AccountFindings)
  case readHistory
  /// Read the newest submissions, to remind of one without an outcome. Answers with
  /// ``SubmissionAction/recentlySubmitted(_:)``.
  case readRecent
  /// Compute which rows are shown, in which order. A newer request makes an older one pointless.
  case arrangeRows(RowsRequest)
  /// Count what rows have in common. A newer request makes an older one pointless. Answers with
  /// ``LoadAction/counted(_:_:)``.
  case countRows(FrequencyRequest)
  /// Count for the overview. A newer request makes an older one pointless. Answers with
  /// ``LoadAction/overviewMade(_:_:)``.
  case makeOverview(OverviewRequest)
  /// Judge the list with the draft laid over it; nil while no list is known. A newer request makes an older one
  /// pointless. Answers with ``DraftAction/judged(_:)``.
  case judge(PolicyList?, DraftSnapshot)
  /// Review the draft, or only the operations on these policies; in another encoding than the account's, if one is named.
  case review(only: Set<PolicyID>?, BatchEncoding? = nil)
  case submit(Review, reason: String?)
  case cancelSubmission
  /// Find out what became of a submission that was left open, if there is one.
  case reconcile
  /// Look again for the outcome of this submission. Answers as `submit` does.
  case lookAgain(String)
  /// Take this submission for applied, because a person says so. Answers as `submit` does.
  case settleAsApplied(String)
  /// Take back that a person took this submission for applied. Answers as `submit` does.
  case unsettle(String)
  /// Write bytes to a file that must not be there yet. Answers with `exported` or `exportFailed`.
  case export(Data, to: String)
  case remember(ScreenMemory)
  /// Read the saved filters. Answers with `viewsRead` or `viewsFailed`, as the next two do.
  case readViews
  /// Keep a filter under a name, in the place of one that has it.
  case keepView(SavedView)
  case dropView(String)
}

/// What is asked of the mail that arrived.
package enum MailOrder: Equatable, Sendable {
  /// Tell what is kept. Answers with ``MailAction/told(_:)`` or ``MailAction/failed(_:)``.
  case look
  /// Read more of it from the server, or go on. Answers with `progressed`, and `ended` or `failed`.
  case read(MailWish)
  /// Stop the reading that is under way; what was read is kept.
  case stop
  /// Stop working out what a batch would have done with it.
  case stopReplay
}

/// What mail is to be read.
package struct MailWish: Equatable, Sendable {
  /// All of it; else detections, and the mail of the policies that are named.
  package let readsAll: Bool
  package let operations: [DraftOperation]
  package let marked: [PolicyFields]
}

/// What is asked of files of policies.
package enum FileOrder: Equatable, Sendable {
  /// List what could complete the name of a file. Answers with ``FilesAction/namesListed(_:)``.
  case listNames(String)
  /// Read a file and judge its rows. Answers with ``FilesAction/read(_:)`` or ``FilesAction/readFailed(_:)``.
  case read(ImportSource, ImportForm, over: PolicyList)
  /// Judge rows that a person has changed. A newer request makes an older one pointless. Answers with
  /// ``FilesAction/planned(_:number:)``.
  case plan(PlanRequest)
  /// Write some rows of a file, to the byte, into a new one beside it. Answers with
  /// ``FilesAction/restWritten(to:rows:)`` or ``FilesAction/failed(_:)``.
  case writeRest(PolicyCSV, rows: Set<Int>, beside: String)
  /// Answers with ``FilesAction/exported(_:)``, ``FilesAction/exportExists(_:)`` or ``FilesAction/failed(_:)``.
  case export(ExportRequest)
  /// Answers with ``FilesAction/reported(to:)``, ``FilesAction/reportExists(path:)`` or ``FilesAction/failed(_:)``.
  case report(ReportRequest)
}

/// What the terminal, and the program in it, are asked for.
package enum TerminalOrder: Equatable, Sendable {
  /// Let the person write a text in the editor of their choice. Answers with ``OutsideAction/textEdited(_:)``.
  case editText(String)
  case copy(String)
  /// Answers with ``OutsideAction/themesListed(_:)``.
  case listThemes
  /// Leave the theme as it is, whatever the terminal says of its background.
  case keepTheme
  /// Work on another account: that of this label, or of the environment.
  case switchAccount(String?)
  /// Work on another draft of the account.
  case switchDraft(DraftName)
  case redraw
  case suspend
  /// Leave, with a sentence for the shell.
  case quit(farewell: String?)
}
