import GRDB
import Glibc
package import PolicyCore
import Synchronization

/// Drafts and the history of submissions in `state.sqlite`.
///
/// Any number of processes may use one file at a time. Everything runs one call after the other on one connection, off
/// the caller's thread.
package final class SQLiteDraftStore: DraftStore {
  static let fileName = "state.sqlite"

  let file: DatabaseFile
  private let locks: PrivateFolder
  /// The drafts as this process last saw them, with their revisions.
  private let known = Mutex<[AccountKey: DraftSnapshot]>([:])

  /// Opens the store in `folder`, which is made where it is missing, and brings an older file up to date.
  ///
  /// The folder gets mode 0700, the files 0600. Throws a problem of kind `storage` where the folder cannot be written,
  /// the file is damaged, or a newer version wrote it; such a file is left as it is.
  package init(folder path: String) throws(Problem) {
    let folder = try PrivateFolder(path)
    self.locks = try PrivateFolder("\(path)/locks")
    // Two processes that made the tables at once would get into each other's way: GRDB looks which migrations are
    // missing before it takes the write lock.
    let opening = try Self.waitForLock(try locks.file("opening.lock"))
    defer { opening.release() }
    let path = try folder.file(Self.fileName)
    do {
      self.file = try Self.open(path)
    } catch {
      throw Problem(error, in: path)
    }
  }

  private static func open(_ path: String) throws -> DatabaseFile {
    let file = try DatabaseFile(path, synchronous: .full)
    let migrator = StateSchema.migrator
    guard try !file.connection.read(migrator.hasBeenSuperseded) else { throw Problem.tooNew(path) }
    try migrator.migrate(file.connection)
    return file
  }

  private static func waitForLock(_ path: String) throws(Problem) -> FileLock {
    let deadline = ContinuousClock.now + .seconds(DatabaseFile.patience)
    while true {
      if let lock = try FileLock(path) { return lock }
      guard ContinuousClock.now < deadline else {
        throw Problem(DatabaseError(resultCode: .SQLITE_BUSY), in: path)
      }
      usleep(5000)
    }
  }

  // MARK: - Drafts

  package func snapshot(of account: AccountKey) async throws(Problem) -> DraftSnapshot {
    try await file.run { [self] database in
      let snapshot = try database.transaction(.deferred) { database -> DraftSnapshot? in
        guard let row = try AccountRow.find(account, in: database) else { return nil }
        return try DraftTransaction(row, in: database, known: lastSeen(account)).snapshot()
      }
      guard let snapshot else { return DraftSnapshot() }
      remember(snapshot, of: account)
      return snapshot
    }
  }

  package func revision(of account: AccountKey) async throws(Problem) -> Int {
    try await file.run { try AccountRow.find(account, in: $0)?.revision ?? 0 }
  }

  package func perform(_ edit: DraftEdit, on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try await change(account) { try $0.perform(edit) }
  }

  package func undo(on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try await change(account) { try $0.undo() ?? DraftChange(title: "undo", steps: []) }
  }

  package func redo(on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try await change(account) { try $0.redo() ?? DraftChange(title: "redo", steps: []) }
  }

  private func change(
    _ account: AccountKey,
    _ body: @escaping @Sendable (inout DraftTransaction) throws -> DraftChange
  ) async throws(Problem) -> DraftOutcome {
    try await file.run { [self] database in
      let outcome = try database.transaction(.immediate) { database in
        let row = try AccountRow.findOrMake(account, in: database)
        var draft = try DraftTransaction(row, in: database, known: lastSeen(account))
        let change = try body(&draft)
        return DraftOutcome(change: change, snapshot: try draft.snapshot())
      }
      remember(outcome.snapshot, of: account)
      return outcome
    }
  }

  private func lastSeen(_ account: AccountKey) -> DraftSnapshot? {
    known.withLock { $0[account] }
  }

  /// Called after the commit, and before the connection is free for the next call.
  private func remember(_ snapshot: DraftSnapshot, of account: AccountKey) {
    known.withLock { $0[account] = snapshot }
  }

  // MARK: - Suppressions

  package func suppressions(of account: AccountKey) async throws(Problem) -> [Suppression] {
    try await file.run { database in
      guard let row = try AccountRow.find(account, in: database) else { return [] }
      return try SuppressionTable(account: row.id, database: database).all()
    }
  }

  package func suppress(_ suppression: Suppression, on account: AccountKey) async throws(Problem) {
    try await changeSuppressions(of: account) { try $0.write(suppression) }
  }

  package func unsuppress(_ rule: RuleName, of policy: PolicyID, on account: AccountKey) async throws(Problem) {
    try await changeSuppressions(of: account) { try $0.remove(rule, of: policy) }
  }

  /// The draft's revision grows with them: that is what other processes look at.
  private func changeSuppressions(
    of account: AccountKey,
    _ body: @escaping @Sendable (SuppressionTable) throws -> Void
  ) async throws(Problem) {
    try await file.transaction(.immediate) { database in
      var row = try AccountRow.findOrMake(account, in: database)
      try body(SuppressionTable(account: row.id, database: database))
      row.revision += 1
      try row.update(in: database)
    }
  }

  // MARK: - Submissions

  package func lockSubmission(of account: AccountKey) async throws(Problem) -> any SubmissionLock {
    // The number of the account's row makes a file name that no base URL or account id can break.
    let number = try await file.transaction(.immediate) { try AccountRow.findOrMake(account, in: $0).id }
    let path = try locks.file("submission-\(number).lock")
    guard let lock = try FileLock(path) else { throw Self.isLocked(path) }
    return lock
  }

  private static func isLocked(_ path: String) -> Problem {
    let holder = FileLock.holder(of: path)
    let process = holder.map { $0 == getpid() ? "This Postern" : "Another Postern (process \($0))" }
    return Problem(
      .locked,
      what: "\(process ?? "Another Postern") is submitting on this account.",
      advice: "Wait until that submission has ended; nothing was sent from here.",
      retry: .safe
    )
  }

  package func write(_ record: SubmissionRecord) async throws(Problem) {
    try await file.transaction(.immediate) { try SubmissionTable(database: $0).write(record) }
  }

  package func complete(_ record: SubmissionRecord) async throws(Problem) -> DraftSnapshot {
    try await file.run { [self] database in
      let snapshot = try database.transaction(.immediate) { database in
        try SubmissionTable(database: database).write(record)
        let row = try AccountRow.findOrMake(record.account, in: database)
        var draft = try DraftTransaction(row, in: database, known: lastSeen(record.account))
        if record.isFromDraft { try draft.takeOut(record.operations) }
        return try draft.snapshot()
      }
      remember(snapshot, of: record.account)
      return snapshot
    }
  }

  package func openSubmission(of account: AccountKey) async throws(Problem) -> SubmissionRecord? {
    try await records { try $0.open(of: account) }.first
  }

  package func submissions(of account: AccountKey, limit: Int) async throws(Problem) -> [SubmissionRecord] {
    try await records { try $0.newest(limit, of: account) }
  }

  package func submission(id: String) async throws(Problem) -> SubmissionRecord? {
    try await records { try $0.submission(id: id) }.first
  }

  private func records(
    _ body: @escaping @Sendable (SubmissionTable) throws -> [SubmissionRow]
  ) async throws(Problem) -> [SubmissionRecord] {
    let rows = try await file.run { try body(SubmissionTable(database: $0)) }
    do {
      return try rows.map { try $0.record() }
    } catch {
      throw Problem(error, in: file.path)
    }
  }
}
