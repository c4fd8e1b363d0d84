package import Foundation
package import Policies
package import Values

/// One account at work: its policies, its draft, and the way of a batch to the server.
///
/// The screen and the command line both talk to this actor and to nothing below it, so that they cannot differ.
package actor Workspace {
  package nonisolated let account: Account
  let service: any PolicyService
  let store: any DraftStore
  let cache: any PolicyCache
  let surroundings: Surroundings
  let limits: SubmissionLimits
  /// Levels, own domains and the like; suppressions come from the store, and the clock gives the day.
  private(set) var settings: RuleSettings
  private var listRevision = 0
  /// The newest list, against which reviews are judged.
  private(set) var list: PolicyList?
  /// Policies of which the server said, asked for that very one, that they do not exist.
  var gone: Set<PolicyID> = []
  /// When each submission without an outcome was last looked at.
  var lookedAt: [String: Date] = [:]
  private var saving: Task<Void, Never>?
  /// The list that was given to the cache, and when it was loaded: it is not written again as long as nothing changes.
  private var kept: (revision: Int, loadedAt: Date)?
  // Each is made once for a list, and off the actor, as it takes long: the draft must go on taking changes meanwhile.
  var judging: (revision: Int, task: Task<ListFindings, Never>)?
  var indexing: (revision: Int, task: Task<PolicySet, Never>)?
  /// What is judged, with what follows from the mail that was read.
  var using: (usage: PolicyUsage, revision: Int, task: Task<ListFindings, Never>)?

  package init(
    account: Account,
    service: any PolicyService,
    store: any DraftStore,
    cache: any PolicyCache,
    surroundings: Surroundings = .live,
    limits: SubmissionLimits = .standard,
    settings: RuleSettings = RuleSettings()
  ) {
    self.account = account
    self.service = service
    self.store = store
    self.cache = cache
    self.surroundings = surroundings
    self.limits = limits
    self.settings = settings
  }

  /// Heeds what a file accepts, from now on.
  package func heed(_ silences: [Silence]) { settings.silences = silences }

  // MARK: - Policies

  /// The policies last seen, and when; nil if none are kept.
  ///
  /// Throws a ``Problem`` where they cannot be used, which is as good as none.
  package func cachedPolicies() async throws(Problem) -> (list: PolicyList, loadedAt: Date)? {
    await saving?.value
    guard let cached = try await cache.policies(of: account.key) else { return nil }
    let list = nextList(of: cached.policies)
    kept = (list.revision, cached.loadedAt)
    return (list, cached.loadedAt)
  }

  /// The first of them as they were shown last; nil if none are kept.
  package func cachedHead() async -> CachedHead? {
    try? await cache.head(of: account.key)
  }

  /// Keeps the first rows of a list for the next start, once the list itself is kept.
  ///
  /// Failing is no error.
  package func keepHead(_ rows: [Int], of list: PolicyList, in order: String, signs: RowFindings) async {
    await saving?.value
    guard let kept, kept.revision == list.revision, signs.speak(of: list) else { return }
    let head = CachedHead(
      policies: PolicyTable(rows.map { list[$0] }),
      signs: rows.map(signs.signs(ofRow:)),
      order: order,
      count: list.count,
      loadedAt: kept.loadedAt
    )
    try? await cache.save(head, of: account.key)
  }

  /// Loads every policy from the server and keeps them for the next start.
  ///
  /// Failing to keep them is not an error: the cache is disposable.
  package func loadPolicies(
    progress: @escaping @Sendable (LoadProgress) -> Void = { _ in }
  ) async throws(Problem) -> LoadedPolicies {
    let listing = try await service.policies(progress: progress)
    await saving?.value
    let loaded = LoadedPolicies(
      list: nextList(of: listing.policies),
      isComplete: listing.isComplete,
      loadedAt: surroundings.now(),
      stopped: listing.stopped,
      leftOut: listing.leftOut
    )
    guard kept?.revision != loaded.list.revision else { return loaded }
    kept = (loaded.list.revision, loaded.loadedAt)
    let cached = CachedPolicies(policies: loaded.list.table, loadedAt: loaded.loadedAt)
    let (cache, key) = (cache, account.key)
    // Nobody waits for the next start.
    saving = Task.detached { try? await cache.save(cached, of: key) }
    return loaded
  }

  /// Waits until what was loaded is kept, for whoever is about to leave.
  package func finishSaving() async { await saving?.value }

  /// Reads one policy from the server; nil if it does not exist.
  package func policy(_ id: PolicyID) async throws(Problem) -> AllowPolicy? {
    try await service.policy(id)
  }

  /// The list that is known already where the policies are the same: then nothing has to be sorted or judged again.
  private func nextList(of policies: PolicyTable) -> PolicyList {
    if let list, list.table.isSame(as: policies) { return list }
    listRevision += 1
    let list = PolicyList(policies, revision: listRevision)
    self.list = list
    return list
  }

  // MARK: - Draft

  /// The name of the draft that all of this is about.
  package nonisolated var draftName: DraftName { store.draftName }

  /// The account's drafts: those that have operations, the standard one and this one, by name, the standard one first.
  package func drafts() async throws(Problem) -> [ListedDraft] {
    var drafts = try await store.drafts(of: account.key)
    for name in Set([.standard, draftName]) where !drafts.contains(where: { $0.name == name }) {
      drafts.append(ListedDraft(name: name, operations: 0, changedAt: nil))
    }
    return drafts.sorted { $0.name == .standard || ($1.name != .standard && $0.name.text < $1.name.text) }
  }

  package func draft() async throws(Problem) -> DraftSnapshot {
    try await store.snapshot(of: account.key)
  }

  /// Grows with every change to the draft, whichever process made it.
  package func draftRevision() async throws(Problem) -> Int {
    try await store.revision(of: account.key)
  }

  package func perform(_ edit: DraftEdit) async throws(Problem) -> DraftOutcome {
    try await store.perform(edit, on: account.key)
  }

  package func undo() async throws(Problem) -> DraftOutcome {
    try await store.undo(on: account.key)
  }

  package func redo() async throws(Problem) -> DraftOutcome {
    try await store.redo(on: account.key)
  }

  /// The changes that lead to the draft, and those that were undone.
  package func changes() async throws(Problem) -> ChangeLog {
    try await store.changes(of: account.key)
  }

  /// Undoes or redoes as many changes as lead to this place of the log; 0 is before the first.
  package func jump(to sequence: Int) async throws(Problem) -> DraftOutcome {
    try await store.jump(to: sequence, on: account.key)
  }

  /// A new policy with a placeholder id and the time of now, both frozen from here on.
  package func newPolicy(_ fields: PolicyFields, besideItsLike: Bool = false) -> NewPolicy {
    NewPolicy(
      placeholderID: PolicyID(surroundings.newID()),
      queuedAt: Timestamp.text(of: surroundings.now()),
      fields: fields,
      besideItsLike: besideItsLike
    )
  }

  // MARK: - Review and history

  /// Reviews the whole draft, or only the operations on these policies, against the newest list that was read.
  ///
  /// While no list is known, nothing is said about neighbours. `encoding` takes the place of the account's own.
  package func review(
    only ids: Set<PolicyID>? = nil,
    encoding: BatchEncoding? = nil
  ) async throws(Problem) -> Review {
    let settings = try await currentSettings()
    let policies = await policies()
    let snapshot = try await store.snapshot(of: account.key)
    let operations = snapshot.draft.operations.filter { ids?.contains($0.id) ?? true }
    var review = try Review(
      of: operations,
      for: encoding.map { account.encoded($0) } ?? account,
      draftRevision: snapshot.revision,
      against: policies,
      settings: settings
    )
    review.repetitions = try await repetitions(in: operations, of: nil)
    review.scale = scale
    return review
  }

  var scale: Review.Scale { Review.Scale(manyOperations: limits.manyOperations, policies: list?.count) }

  /// Queues what takes a submission back, as one change of the draft, after a look at the policies as they are now.
  ///
  /// Throws a ``Problem`` of kind `notFound` for an id that is not in this account's history, and of kind `invalid` for a
  /// submission that was not applied.
  package func undoSubmission(_ id: String) async throws(Problem) -> (undo: SubmissionUndo, draft: DraftSnapshot) {
    let record = try await submission(id)
    if let user = record.takenForAppliedBy {
      throw Problem(
        .invalid,
        what: "That it was applied is only what \(user) said: what it did is not known. Nothing was queued.",
        advice: "`postern history settle \(id) --unknown` takes that back; then it can be looked for again."
      )
    }
    guard record.state == .applied else {
      throw Problem(
        .invalid,
        what: "That submission was not applied (\(record.state.rawValue)), so there is nothing to undo.",
        advice: "Nothing was queued."
      )
    }
    let touched = record.operations.filter { $0.base != nil }.map(\.id) + record.createdIDs
    let now = try await PolicyReader(service: service).read(touched) { _ in }
    let undo = SubmissionUndo(of: record, current: { now[$0] ?? nil }, newPolicy: { newPolicy($0) })
    guard let edit = undo.edit else { return (undo, try await draft()) }
    return (undo, try await perform(edit).snapshot)
  }

  /// One submission of this account, by its id or by the beginning of it: four characters at least.
  ///
  /// Throws a ``Problem`` of kind `notFound` where there is none with that id, and of kind `usage` where several begin so.
  package func submission(_ id: String) async throws(Problem) -> SubmissionRecord {
    if let record = try await store.submission(id: id), record.account == account.key { return record }
    let begun = id.utf8.count < 4 ? [] : try await history(limit: .max).filter { $0.id.hasPrefix(id) }
    guard begun.count < 2 else {
      throw Problem(
        .usage,
        what: "\(begun.count) submissions have an id that begins with \(id).",
        advice: "Write more of it: \(begun.prefix(5).map(\.id).joined(separator: ", "))."
      )
    }
    guard let record = begun.first else {
      throw Problem(
        .notFound,
        what: "There is no submission \(id) in the history of \(account.name).",
        advice: "`postern history` lists them."
      )
    }
    return record
  }

  /// The account's submissions, newest first.
  package func history(limit: Int = 1000) async throws(Problem) -> [SubmissionRecord] {
    try await store.submissions(of: account.key, limit: limit)
  }
}

/// Every policy of the account as of one load.
package struct LoadedPolicies: Equatable, Sendable {
  package let list: PolicyList
  /// False where the list kept changing while it was read, so that rows may be missing.
  package let isComplete: Bool
  package let loadedAt: Date
  /// Why reading stopped before the end, as a sentence; nil where it did not.
  package let stopped: String?
  /// How many rows are not in the list, because they have no id that can be told.
  package let leftOut: Int

  package init(list: PolicyList, isComplete: Bool, loadedAt: Date, stopped: String? = nil, leftOut: Int = 0) {
    self.list = list
    self.isComplete = isComplete
    self.loadedAt = loadedAt
    self.stopped = stopped
    self.leftOut = leftOut
  }
}

extension LoadedPolicies {
  /// That rows are missing from it for want of an id, as a clause; nil where none is.
  package var leftOutClause: String? {
    guard leftOut > 0 else { return nil }
    return leftOut == 1
      ? "1 row without an id that can be read is left out"
      : "\(leftOut) rows without an id that can be read are left out"
  }
}
