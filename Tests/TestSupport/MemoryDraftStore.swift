package import PolicyCore
import Synchronization

/// Drafts and submissions in memory, with the journal's writes kept one by one.
package final class MemoryDraftStore: DraftStore {
  private struct Book {
    var draft = Draft()
    var revision = 0
    var done: [DraftChange] = []
    var undone: [DraftChange] = []
    var suppressions: [Suppression] = []

    var snapshot: DraftSnapshot {
      DraftSnapshot(draft: draft, revision: revision, undoTitle: done.last?.title, redoTitle: undone.last?.title)
    }
  }

  private struct State {
    var books: [AccountKey: Book] = [:]
    /// In the order of their first writes.
    var records: [SubmissionRecord] = []
    var journal: [SubmissionRecord.State] = []
    var locked: Set<AccountKey> = []
    var failures: [SubmissionRecord.State: Problem] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  /// Every state that was written to the journal, in order.
  package var journal: [SubmissionRecord.State] { state.withLock(\.journal) }

  package func isLocked(_ account: AccountKey) -> Bool {
    state.withLock { $0.locked.contains(account) }
  }

  /// From now on, writing a record in that state throws the problem; nil lets it pass again.
  package func fail(writing recordState: SubmissionRecord.State, with problem: Problem?) {
    state.withLock { $0.failures[recordState] = problem }
  }

  // MARK: - Suppressions

  package func suppressions(of account: AccountKey) async throws(Problem) -> [Suppression] {
    state.withLock { $0.books[account, default: Book()].suppressions }
  }

  package func suppress(_ suppression: Suppression, on account: AccountKey) async throws(Problem) {
    try await unsuppress(suppression.rule, of: suppression.policyID, on: account)
    state.withLock { $0.books[account, default: Book()].suppressions.append(suppression) }
  }

  package func unsuppress(_ rule: RuleName, of policy: PolicyID, on account: AccountKey) async throws(Problem) {
    state.withLock { state in
      state.books[account, default: Book()].suppressions.removeAll { $0.rule == rule && $0.policyID == policy }
      state.books[account, default: Book()].revision += 1
    }
  }

  // MARK: - Drafts

  package func snapshot(of account: AccountKey) async throws(Problem) -> DraftSnapshot {
    state.withLock { $0.books[account, default: Book()].snapshot }
  }

  package func revision(of account: AccountKey) async throws(Problem) -> Int {
    state.withLock { $0.books[account, default: Book()].revision }
  }

  package func perform(_ edit: DraftEdit, on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try change(account) { book throws(Problem) in
      let change = try book.draft.apply(edit)
      guard !change.isEmpty else { return change }
      book.done.append(change)
      book.undone = []
      return change
    }
  }

  package func undo(on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try change(account) { book throws(Problem) in
      guard let change = book.done.popLast() else { return DraftChange(title: "undo", steps: []) }
      book.draft.apply(change, reversed: true)
      book.undone.append(change)
      return change
    }
  }

  package func redo(on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try change(account) { book throws(Problem) in
      guard let change = book.undone.popLast() else { return DraftChange(title: "redo", steps: []) }
      book.draft.apply(change, reversed: false)
      book.done.append(change)
      return change
    }
  }

  private func change(
    _ account: AccountKey,
    _ body: (inout Book) throws(Problem) -> DraftChange
  ) throws(Problem) -> DraftOutcome {
    try state.withLock { state throws(Problem) in
      var book = state.books[account, default: Book()]
      let change = try body(&book)
      if !change.isEmpty { book.revision += 1 }
      state.books[account] = book
      return DraftOutcome(change: change, snapshot: book.snapshot)
    }
  }

  // MARK: - Submissions

  package func lockSubmission(of account: AccountKey) async throws(Problem) -> any SubmissionLock {
    guard state.withLock({ $0.locked.insert(account).inserted }) else {
      throw Problem(.locked, what: "Somebody else is submitting.", advice: "Wait.", retry: .safe)
    }
    return Lock { [weak self] in _ = self?.state.withLock { $0.locked.remove(account) } }
  }

  private struct Lock: SubmissionLock {
    let free: @Sendable () -> Void

    func release() { free() }
  }

  package func write(_ record: SubmissionRecord) async throws(Problem) {
    try state.withLock { state throws(Problem) in try Self.write(record, to: &state) }
  }

  package func complete(_ record: SubmissionRecord) async throws(Problem) -> DraftSnapshot {
    try state.withLock { state throws(Problem) in
      try Self.write(record, to: &state)
      var book = state.books[record.account, default: Book()]
      if record.isFromDraft {
        let submitted = record.operations.filter { book.draft[$0.id]?.intent == $0.intent }
        if try !book.draft.apply(.drop(submitted.map(\.id))).isEmpty { book.revision += 1 }
        book.done = []
        book.undone = []
        state.books[record.account] = book
      }
      return book.snapshot
    }
  }

  private static func write(_ record: SubmissionRecord, to state: inout State) throws(Problem) {
    if let problem = state.failures[record.state] { throw problem }
    state.journal.append(record.state)
    if let index = state.records.firstIndex(where: { $0.id == record.id }) {
      state.records[index] = record
    } else {
      state.records.append(record)
    }
  }

  package func openSubmission(of account: AccountKey) async throws(Problem) -> SubmissionRecord? {
    state.withLock { $0.records.last { $0.account == account && $0.state.isOpen } }
  }

  package func submissions(of account: AccountKey, limit: Int) async throws(Problem) -> [SubmissionRecord] {
    state.withLock { Array($0.records.filter { $0.account == account }.reversed().prefix(limit)) }
  }

  package func submission(id: String) async throws(Problem) -> SubmissionRecord? {
    state.withLock { $0.records.first { $0.id == id } }
  }
}

/// The policies last seen, in memory.
package final class MemoryPolicyCache: PolicyCache {
  private let kept = Mutex<[AccountKey: CachedPolicies]>([:])
  private let failure: Problem?

  /// A cache that fails every call with the problem, if there is one.
  package init(failing failure: Problem? = nil) {
    self.failure = failure
  }

  package func policies(of account: AccountKey) async throws(Problem) -> CachedPolicies? {
    if let failure { throw failure }
    return kept.withLock { $0[account] }
  }

  package func save(_ policies: CachedPolicies, of account: AccountKey) async throws(Problem) {
    if let failure { throw failure }
    kept.withLock { $0[account] = policies }
  }
}
