package import PolicyCore

/// An order to the outside world, as a value: a test can compare it, and the runner only carries it out.
package enum AppEffect: Sendable {
  /// Read the policies last seen. Answers with ``AppAction/cacheRead(_:loadedAt:)``.
  case readCache
  /// Load every policy. Answers with `loadProgressed`, `partlyLoaded`, and `loaded` or `loadFailed`.
  case loadPolicies
  case readDraft
  case changeDraft(DraftEdit)
  /// Queue a new policy; its placeholder id and timestamp are made by the workspace.
  case createPolicy(PolicyFields)
  case undoDraft
  case redoDraft
  /// Compute which rows are shown, in which order. A newer request makes an older one pointless.
  case arrangeRows(RowsRequest)
  /// Judge the list with the draft laid over it; nil while no list is known. A newer request makes an older one
  /// pointless. Answers with ``AppAction/judged(_:)``.
  case judge(PolicyList?, DraftSnapshot)
  case suppress(Suppression)
  case unsuppress(RuleName, of: PolicyID)
  /// Review the draft, or only the operations on these policies.
  case review(only: Set<PolicyID>?)
  case submit(Review, reason: String?)
  case cancelSubmission
  /// Find out what became of a submission that was left open, if there is one.
  case reconcile
  case copy(String)
  case redraw
  case suspend
  /// Leave, with a sentence for the shell.
  case quit(farewell: String?)
}
