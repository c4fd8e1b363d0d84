package import Policies
package import Values

/// What became of a submission, for the screen and the command line alike.
package struct SubmissionReport: Hashable, Sendable {
  package var outcome: SubmissionOutcome
  /// The journal entry as it was written last; nil if nothing was worth recording.
  package var record: SubmissionRecord?
  /// Whether the first byte may have left.
  package var hasSent = false
  /// Why it did not go through; nil if it did.
  package var problem: Problem?
  /// The policies that were changed elsewhere in the same field, or are gone.
  ///
  /// The draft keeps the operations.
  package var conflicts: [Conflict] = []
  /// The operations that now stand on a newer base: the batch must be reviewed again before it can be sent.
  package var rebased: [PolicyID] = []
  /// In the order of the operations, when the outcome had to be found out from the policies.
  package var verdicts: [Reconciliation.Verdict] = []
  /// The touched policies as they were when the outcome was looked for last; nil for one that was gone.
  package var seen: [PolicyID: AllowPolicy?] = [:]
  /// The new policies were recognised by what they say and when they were made, not by an answer of the server.
  package var recognised: [PolicyID] = []
  /// New policies that left the draft because they are there already.
  package var dissolved: [Dissolved] = []
  /// Policies that somebody else made meanwhile, with the content of a new one of this batch.
  package var twins: [AllowPolicy] = []
  /// What was found out of earlier submissions before anything was sent.
  package var earlier: [SubmissionReport] = []
  /// The draft afterwards, if it changed.
  package var draft: DraftSnapshot?

  package init(
    outcome: SubmissionOutcome,
    record: SubmissionRecord? = nil,
    problem: Problem? = nil,
    draft: DraftSnapshot? = nil
  ) {
    self.outcome = outcome
    self.record = record
    self.problem = problem
    self.draft = draft
  }
}

/// A visible step of a submission.
package enum SubmissionStep: Hashable, Sendable {
  /// It is in the history, by this id, and nothing was sent.
  case begun(String)
  /// The touched policies are being read again. It can still be cancelled.
  case checking(done: Int, total: Int)
  /// It will check and send again by itself. It can still be cancelled.
  case waiting(seconds: Double, reason: Problem)
  /// The request is on its way.
  case sending
  /// The outcome is unknown, and the policies are being read to find it out. Times in seconds.
  case looking(elapsed: Double, atMost: Double)
}
