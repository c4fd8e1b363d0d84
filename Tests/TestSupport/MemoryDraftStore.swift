package import Foundation
package import PolicyCore
import Synchronization
package import Policies
package import Values

/// Drafts and submissions in memory, with the journal's writes kept one by one.
package final class MemoryDraftStore: DraftStore {
  private struct Book {
    var draft = Draft()
    var revision = 0
    /// Every change that undo and redo can go over.
    var log: [(at: Date, change: DraftChange)] = []
    /// How many of them are in effect.
    var cursor = 0
    var suppressions: [Suppression] = []
    var queuedAt: [PolicyID: Date] = [:]

    var snapshot: DraftSnapshot {
      DraftSnapshot(
        draft: draft,
        revision: revision,
        undoTitle: cursor > 0 ? log[cursor - 1].change.title : nil,
        redoTitle: cursor < log.count ? log[cursor].change.title : nil,
        queuedAt: queuedAt
      )
    }

    mutating func adjust(_ adjustment: DraftAdjustment) -> DraftChange {
      let steps = draft.adjust(adjustment)
      guard !steps.isEmpty else { return DraftChange(title: "", steps: []) }
      let adjusted = log.map { ($0.at, $0.change.adjusted(by: adjustment)) }
      cursor = adjusted[..<cursor].count { !$0.1.isEmpty }
      log = adjusted.filter { !$0.1.isEmpty }
      for step in steps where step.after == nil { queuedAt[step.id] = nil }
      return DraftChange(title: "", steps: steps)
    }

    mutating func jump(to sequence: Int) throws(Problem) -> DraftChange {
      guard 0...log.count ~= sequence else { throw Problem.noChange(sequence) }
      let changes =
        sequence < cursor
        ? log[sequence..<cursor].reversed().map(\.change.reversed) : log[cursor..<sequence].map(\.change)
      for change in changes { draft.apply(change, reversed: false) }
      cursor = sequence
      return DraftChange(inOrder: changes)
    }
  }

  private struct State {
    var books: [AccountKey: Book] = [:]
    /// In the order of their first writes.
    var records: [SubmissionRecord] = []
    var journal: [SubmissionRecord.State] = []
    /// Who holds the submission lock of an account.
    var holders: [AccountKey: ObjectIdentifier] = [:]
    var failures: [SubmissionRecord.State: Problem] = [:]
  }

  private final class Shared: Sendable {
    let state = Mutex(State())
  }

  private let shared: Shared
  private let now: @Sendable () -> Date
  private let isKilled = Mutex(false)

  /// `now` gives the times at which operations are queued.
  package convenience init(now: @escaping @Sendable () -> Date = { Date() }) {
    self.init(Shared(), now)
  }

  private init(_ shared: Shared, _ now: @escaping @Sendable () -> Date) {
    self.shared = shared
    self.now = now
  }

  /// The same drafts and submissions, as another process would have them.
  package func asOtherProcess() -> MemoryDraftStore {
    MemoryDraftStore(shared, now)
  }

  /// From now on this process can neither write nor hold a lock, as one that was killed.
  package func kill() {
    isKilled.withLock { $0 = true }
    let me = ObjectIdentifier(self)
    shared.state.withLock { state in state.holders = state.holders.filter { $0.value != me } }
  }

  private func checkAlive() throws(Problem) {
    if isKilled.withLock(\.self) { throw Problem(.storage, what: "This process is dead.", advice: "Start another.") }
  }

  /// Every state that was written to the journal, in order.
  package var journal: [SubmissionRecord.State] { shared.state.withLock(\.journal) }

  package func isLocked(_ account: AccountKey) -> Bool {
    shared.state.withLock { $0.holders[account] != nil }
  }

  /// From now on, writing a record in that state throws the problem; nil lets it pass again.
  package func fail(writing recordState: SubmissionRecord.State, with problem: Problem?) {
    shared.state.withLock { $0.failures[recordState] = problem }
  }

  // MARK: - Suppressions

  package func suppressions(of account: AccountKey) async throws(Problem) -> [Suppression] {
    shared.state.withLock { $0.books[account, default: Book()].suppressions }
  }

  package func suppress(_ suppression: Suppression, on account: AccountKey) async throws(Problem) {
    try await unsuppress(suppression.rule, of: suppression.policyID, on: account)
    shared.state.withLock { $0.books[account, default: Book()].suppressions.append(suppression) }
  }

  package func unsuppress(_ rule: RuleName, of policy: PolicyID, on account: AccountKey) async throws(Problem) {
    shared.state.withLock { state in
      state.books[account, default: Book()].suppressions.removeAll { $0.rule == rule && $0.policyID == policy }
      state.books[account, default: Book()].revision += 1
    }
  }

  // MARK: - Drafts

  package let draftName = DraftName.standard

  package func drafts(of account: AccountKey) async throws(Problem) -> [ListedDraft] {
    shared.state.withLock { state in
      let book = state.books[account, default: Book()]
      guard !book.draft.isEmpty else { return [] }
      return [ListedDraft(name: draftName, operations: book.draft.count, changedAt: book.queuedAt.values.max())]
    }
  }

  package func snapshot(of account: AccountKey) async throws(Problem) -> DraftSnapshot {
    shared.state.withLock { $0.books[account, default: Book()].snapshot }
  }

  package func revision(of account: AccountKey) async throws(Problem) -> Int {
    shared.state.withLock { $0.books[account, default: Book()].revision }
  }

  package func perform(_ edit: DraftEdit, on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try change(account) { book throws(Problem) in
      let change = try book.draft.apply(edit)
      guard !change.isEmpty else { return change }
      book.log[book.cursor...] = [(Date.now, change)]
      book.cursor += 1
      return change
    }
  }

  package func adjust(_ adjustment: DraftAdjustment, on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try change(account, isQueuing: false) { book throws(Problem) in book.adjust(adjustment) }
  }

  package func undo(on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try change(account) { book throws(Problem) in try book.jump(to: max(0, book.cursor - 1)) }
  }

  package func redo(on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try change(account) { book throws(Problem) in try book.jump(to: min(book.log.count, book.cursor + 1)) }
  }

  package func changes(of account: AccountKey) async throws(Problem) -> ChangeLog {
    shared.state.withLock { state in
      let book = state.books[account, default: Book()]
      let entries = book.log.enumerated().map { index, entry in
        ChangeLog.Entry(sequence: index + 1, at: entry.at, title: entry.change.title)
      }
      return ChangeLog(entries: entries, cursor: book.cursor)
    }
  }

  package func jump(to sequence: Int, on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try change(account) { book throws(Problem) in try book.jump(to: sequence) }
  }

  private func change(
    _ account: AccountKey,
    isQueuing: Bool = true,
    _ body: (inout Book) throws(Problem) -> DraftChange
  ) throws(Problem) -> DraftOutcome {
    try checkAlive()
    let me = ObjectIdentifier(self)
    return try shared.state.withLock { state throws(Problem) in
      if let holder = state.holders[account], holder != me { throw Self.isLocked }
      let sending = state.records.last { $0.account == account && $0.state == .sending }
      if state.holders[account] == nil, let sending { throw Problem.isStillOpen(submissionOf: sending.startedAt) }
      var book = state.books[account, default: Book()]
      let change = try body(&book)
      if !change.isEmpty { book.revision += 1 }
      if isQueuing {
        for step in change.steps { book.queuedAt[step.id] = step.after == nil ? nil : now() }
      }
      state.books[account] = book
      return DraftOutcome(change: change, snapshot: book.snapshot)
    }
  }

  private static let isLocked = Problem(
    .locked,
    what: "Somebody else is submitting; nothing was changed.",
    advice: "Wait.",
    retry: .safe
  )

  // MARK: - Submissions

  package func lockSubmission(of account: AccountKey) async throws(Problem) -> any SubmissionLock {
    try checkAlive()
    let me = ObjectIdentifier(self)
    try shared.state.withLock { state throws(Problem) in
      guard state.holders[account] == nil else { throw Self.isLocked }
      state.holders[account] = me
    }
    return Lock { [shared] in
      shared.state.withLock { if $0.holders[account] == me { $0.holders[account] = nil } }
    }
  }

  private struct Lock: SubmissionLock {
    let free: @Sendable () -> Void

    func release() { free() }
  }

  package func write(_ record: SubmissionRecord) async throws(Problem) {
    try checkAlive()
    try shared.state.withLock { state throws(Problem) in try Self.write(record, to: &state) }
  }

  package func complete(_ record: SubmissionRecord) async throws(Problem) -> DraftSnapshot {
    try checkAlive()
    return try shared.state.withLock { state throws(Problem) in
      try Self.write(record, to: &state)
      var book = state.books[record.account, default: Book()]
      if record.isFromDraft {
        let done = record.operations.filter { book.draft[$0.id]?.does(what: $0) ?? false }.map(\.id)
        if !book.adjust(DraftAdjustment(done: done)).isEmpty { book.revision += 1 }
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
    shared.state.withLock { $0.records.last { $0.account == account && $0.state.isOpen } }
  }

  package func submissions(of account: AccountKey, limit: Int) async throws(Problem) -> [SubmissionRecord] {
    shared.state.withLock { Array($0.records.filter { $0.account == account }.reversed().prefix(limit)) }
  }

  package func submission(id: String) async throws(Problem) -> SubmissionRecord? {
    shared.state.withLock { $0.records.first { $0.id == id } }
  }

  package func unsettledSubmissions(of account: AccountKey) async throws(Problem) -> [SubmissionRecord] {
    try await submissions(of: account, limit: .max).filter { $0.state == .unknown || $0.state == .notSeen }
  }

  package func applied(
    _ keys: Set<SubmissionKey>,
    on account: AccountKey
  ) async throws(Problem) -> [SubmissionKey: PastSubmission] {
    var found: [SubmissionKey: PastSubmission] = [:]
    for record in try await submissions(of: account, limit: .max).reversed() where record.state == .applied {
      for key in record.keys.intersection(keys) { found[key] = PastSubmission(record) }
    }
    return found
  }

  package func others(than record: SubmissionRecord) async throws(Problem) -> Reconciliation.Others {
    var others = Reconciliation.Others()
    for other in try await submissions(of: record.account, limit: .max)
    where other.id != record.id && other.state == .applied && other.updatedAt >= record.startedAt {
      others.made.formUnion(other.createdIDs)
      if other.startedAt >= record.startedAt {
        others.touched.formUnion(other.operations.lazy.filter { $0.base != nil }.map(\.id))
      }
    }
    return others
  }
}

/// The policies last seen, in memory.
package final class MemoryPolicyCache: PolicyCache {
  private let kept = Mutex<[AccountKey: CachedPolicies]>([:])
  private let heads = Mutex<[AccountKey: CachedHead]>([:])
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
    heads.withLock { $0[account] = nil }
  }

  package func head(of account: AccountKey) async throws(Problem) -> CachedHead? {
    if let failure { throw failure }
    return heads.withLock { $0[account] }
  }

  package func save(_ head: CachedHead, of account: AccountKey) async throws(Problem) {
    if let failure { throw failure }
    heads.withLock { $0[account] = head }
  }
}
