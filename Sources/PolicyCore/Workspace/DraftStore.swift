package import Foundation
package import Policies
package import Values

/// A draft together with what tells one state of it from the next.
package struct DraftSnapshot: Hashable, Sendable {
  package var draft: Draft
  /// Grows with every change, whichever process made it.
  package var revision: Int
  /// The title of the change that undo would take back; nil if there is none.
  package var undoTitle: String?
  /// The title of the change that redo would carry out again; nil if there is none.
  package var redoTitle: String?
  /// When a person last had each operation queued or changed.
  package var queuedAt: [PolicyID: Date]

  package init(
    draft: Draft = Draft(),
    revision: Int = 0,
    undoTitle: String? = nil,
    redoTitle: String? = nil,
    queuedAt: [PolicyID: Date] = [:]
  ) {
    self.draft = draft
    self.revision = revision
    self.undoTitle = undoTitle
    self.redoTitle = redoTitle
    self.queuedAt = queuedAt
  }
}

/// A draft change that was carried out and is on disk, and the draft that it led to.
package struct DraftOutcome: Hashable, Sendable {
  /// An empty change if there was nothing to do.
  package var change: DraftChange
  package var snapshot: DraftSnapshot

  package init(change: DraftChange, snapshot: DraftSnapshot) {
    self.change = change
    self.snapshot = snapshot
  }
}

/// A draft of an account in short.
package struct ListedDraft: Hashable, Sendable {
  package let name: DraftName
  /// How many operations are queued in it.
  package let operations: Int
  /// When a person last changed it; nil where nothing tells.
  package let changedAt: Date?

  package init(name: DraftName, operations: Int, changedAt: Date?) {
    self.name = name
    self.operations = operations
    self.changedAt = changedAt
  }
}

/// Where drafts and the history of submissions are kept.
///
/// An account may have several drafts, each with a name, a revision and a log of its own; a store works on the one of
/// ``draftName``. Submission lock, history and accepted findings are the account's.
///
/// Each call is one transaction, durable when it returns.
///
/// A draft is changed by ``perform(_:on:)``, ``adjust(_:on:)``, ``undo(on:)``, ``redo(on:)`` and ``jump(to:on:)``. They
/// throw a problem of kind `locked`, and change nothing, while another store (in this process or another) holds the
/// account's submission lock; and while a submission that a killed process was sending is still open, unless this store
/// holds the lock. What they changed is seen by whoever takes the lock after them. Reading is always allowed.
package protocol DraftStore: Sendable {
  /// The name of the draft that it reads and changes.
  var draftName: DraftName { get }
  /// The account's drafts that have operations, by name.
  func drafts(of account: AccountKey) async throws(Problem) -> [ListedDraft]

  func snapshot(of account: AccountKey) async throws(Problem) -> DraftSnapshot
  /// The revision alone: cheap enough to be asked for several times a second.
  func revision(of account: AccountKey) async throws(Problem) -> Int

  /// Carries the intent out on the draft as it is now, logs the change and forgets what could have been redone.
  func perform(_ edit: DraftEdit, on account: AccountKey) async throws(Problem) -> DraftOutcome
  /// Changes the draft as the world has it, and the log of changes with it, which loses nothing that is left to undo.
  func adjust(_ adjustment: DraftAdjustment, on account: AccountKey) async throws(Problem) -> DraftOutcome
  /// Takes the last change back. An empty change if there is none.
  func undo(on account: AccountKey) async throws(Problem) -> DraftOutcome
  /// Carries the change that was taken back last out again. An empty change if there is none.
  func redo(on account: AccountKey) async throws(Problem) -> DraftOutcome

  /// The changes that undo, redo and ``jump(to:on:)`` can go over.
  func changes(of account: AccountKey) async throws(Problem) -> ChangeLog
  /// Undoes or redoes as many changes as lead to the place after `sequence`; 0 is before the first.
  ///
  /// The outcome's change is all of them in the order in which they were carried out. An empty change if the draft is
  /// there already; a problem of kind `notFound` if there is no such change.
  func jump(to sequence: Int, on account: AccountKey) async throws(Problem) -> DraftOutcome

  /// The findings that somebody has accepted.
  func suppressions(of account: AccountKey) async throws(Problem) -> [Suppression]
  /// Accepts a finding, or replaces the reason given before.
  ///
  /// The draft's revision grows, so that other processes see it too.
  func suppress(_ suppression: Suppression, on account: AccountKey) async throws(Problem)
  /// Takes it back; nothing happens if there is none.
  func unsuppress(_ rule: RuleName, of policy: PolicyID, on account: AccountKey) async throws(Problem)

  /// Takes the account's submission lock, or throws a problem of kind `locked` at once where it is held.
  ///
  /// It waits for a change to the draft that is just being written, for two seconds at most. The lock is advisory and
  /// goes with the process: a killed program leaves none behind.
  func lockSubmission(of account: AccountKey) async throws(Problem) -> any SubmissionLock

  /// Writes the record, replacing an earlier state of the same submission.
  func write(_ record: SubmissionRecord) async throws(Problem)
  /// Writes the record of an applied submission and takes its operations out of the draft that they were queued in, in
  /// one transaction. Gives the draft that this store works on.
  ///
  /// They leave the log of changes too: a submission is undone by a new batch, what remains by undo. An operation that
  /// was changed since stays.
  func complete(_ record: SubmissionRecord) async throws(Problem) -> DraftSnapshot
  /// The submission whose outcome is still open: the program died, or could not find out.
  func openSubmission(of account: AccountKey) async throws(Problem) -> SubmissionRecord?
  /// The account's submissions, newest first.
  func submissions(of account: AccountKey, limit: Int) async throws(Problem) -> [SubmissionRecord]
  func submission(id: String) async throws(Problem) -> SubmissionRecord?
  /// The newest submissions whose outcome nobody knows and that no process is sending, at most 50.
  func unsettledSubmissions(of account: AccountKey) async throws(Problem) -> [SubmissionRecord]
  /// For each of the keys the newest submission that was applied with it.
  func applied(
    _ keys: Set<SubmissionKey>,
    on account: AccountKey
  ) async throws(Problem) -> [SubmissionKey: PastSubmission]
  /// What the account's other submissions did that may look like this one's doing.
  func others(than record: SubmissionRecord) async throws(Problem) -> Reconciliation.Others
}

/// Held while a submission runs; released by ``release()`` or with the process.
package protocol SubmissionLock: Sendable {
  func release()
}

/// Where the policies last seen are kept, so that the next start has rows at once.
///
/// Disposable.
package protocol PolicyCache: Sendable {
  /// Nil where none are kept; throws where what is kept cannot be used.
  func policies(of account: AccountKey) async throws(Problem) -> CachedPolicies?
  func save(_ policies: CachedPolicies, of account: AccountKey) async throws(Problem)
  /// The first rows as they were shown last; nil where none are kept, or others than those of ``policies(of:)``.
  func head(of account: AccountKey) async throws(Problem) -> CachedHead?
  /// Keeps the first rows of the policies that were saved last.
  func save(_ head: CachedHead, of account: AccountKey) async throws(Problem)
}

/// The first rows of an account's policies, in the order in which they were shown last.
package struct CachedHead: Equatable, Sendable {
  /// More than a screen shows.
  package static let rows = 200

  package var policies: PolicyTable
  /// Which rules held of each.
  package var signs: [RowSigns]
  /// The order, in the words of whoever shows them.
  package var order: String
  /// How many policies there are in all.
  package var count: Int
  package var loadedAt: Date

  package init(policies: PolicyTable, signs: [RowSigns], order: String, count: Int, loadedAt: Date) {
    self.policies = policies
    self.signs = signs
    self.order = order
    self.count = count
    self.loadedAt = loadedAt
  }
}

package struct CachedPolicies: Sendable {
  package var policies: PolicyTable
  package var loadedAt: Date

  package init(policies: PolicyTable, loadedAt: Date) {
    self.policies = policies
    self.loadedAt = loadedAt
  }
}

extension Problem {
  /// Why a draft cannot be changed after a process died while it was sending.
  package static func isStillOpen(submissionOf startedAt: Date) -> Problem {
    Problem(
      .locked,
      what: "The outcome of the submission of \(Timestamp.text(of: startedAt)) is still open; nothing was changed.",
      advice: "Start `postern` or run `postern history`, which finds out what became of it; then do it again.",
      retry: .safe
    )
  }
}
