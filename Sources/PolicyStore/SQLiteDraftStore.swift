import Foundation
import GRDB
import Glibc
package import PolicyCore
import Synchronization
package import Policies
package import Values

/// Drafts and the history of submissions in `state.sqlite`.
///
/// Any number of processes may use one file at a time. Everything runs one call after the other on one connection, off
/// the caller's thread.
package final class SQLiteDraftStore: DraftStore {
  let file: DatabaseFile
  let locks: SubmissionLocks
  package let draftName: DraftName
  /// Why nothing can be written: then this is a copy in memory, for reading; nil otherwise.
  private let frozen: Problem?
  /// What was found and done when the file turned out to be damaged; nil if it was sound.
  package let recovery: Recovery?
  /// The drafts as this process last saw them, with their revisions.
  private let known = Mutex<[AccountKey: DraftSnapshot]>([:])

  /// Opens the store in `folder`, which is made where it is missing, and brings an older file up to date.
  ///
  /// The folder gets mode 0700, the files 0600. A damaged file is set aside, and what can still be read of it is put
  /// into a new one: see ``recovery``. Throws a problem of kind `storage` where the folder cannot be written, where a
  /// newer version wrote the file, and where it is damaged while another process has it open; such a file is left as it
  /// is.
  package init(folder path: String, draft: DraftName = .standard) throws(Problem) {
    draftName = draft
    let folder = try PrivateFolder(path)
    let locks = try PrivateFolder("\(path)/locks")
    // Two processes that made the tables at once would get into each other's way: GRDB looks which migrations are
    // missing before it takes the write lock.
    let opening = try Self.waitForLock(try locks.file("opening.lock"))
    defer { withExtendedLifetime(opening) {} }
    let inUse = try locks.file("in-use.lock")
    let isAlone = try FileLock(inUse) != nil
    // Only who is opening takes it exclusively.
    let presence = try Self.waitForLock(inUse, .shared)
    (self.file, self.recovery) = try StateFile(folder: folder, presence: presence, isAlone: isAlone).open()
    self.locks = SubmissionLocks(in: locks)
    frozen = nil
  }

  /// Opens what is in `folder` for reading alone, where it cannot be opened otherwise: on a full disk, and in a folder
  /// that cannot be written.
  ///
  /// Every change throws `problem`. Throws where what is there cannot be read either.
  package init(
    reading folder: String,
    draft: DraftName = .standard,
    because problem: Problem
  ) throws(Problem) {
    draftName = draft
    let path = "\(folder)/\(StateFile.name)"
    do {
      // A file without a byte is what a full disk leaves of a first start.
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      let isAlone = FileLock.isFree("\(folder)/locks/in-use.lock")
      let hasLog = try isAlone && WriteAheadLog(of: path) != nil
      let source = size == 0 ? nil : try StateInspection.connection(to: path, isAtRest: isAlone && !hasLog)
      defer { try? source?.close() }
      let file = try DatabaseFile(copying: source, of: path)
      let migrator = StateSchema.migrator
      guard try !file.connection.read(migrator.hasBeenSuperseded) else { throw Problem.tooNew(path) }
      try migrator.migrate(file.connection)
      self.file = file
    } catch {
      throw Problem(error, in: path)
    }
    locks = SubmissionLocks(in: PrivateFolder(existing: "\(folder)/locks"))
    recovery = nil
    frozen = problem
  }

  func checkWritable() throws(Problem) {
    if let frozen { throw frozen }
  }

  private static func waitForLock(_ path: String, _ mode: FileLock.Mode = .exclusive) throws(Problem) -> FileLock {
    let deadline = ContinuousClock.now + .seconds(DatabaseFile.patience)
    while true {
      if let lock = try FileLock(path, mode) { return lock }
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
        guard let row = try AccountRow.find(account, draft: draftName, in: database) else { return nil }
        return try DraftTransaction(row, in: database, known: lastSeen(account)).snapshot()
      }
      guard let snapshot else { return DraftSnapshot() }
      remember(snapshot, of: account)
      return snapshot
    }
  }

  package func revision(of account: AccountKey) async throws(Problem) -> Int {
    try await file.run { [draftName] in try AccountRow.find(account, draft: draftName, in: $0)?.revision ?? 0 }
  }

  package func drafts(of account: AccountKey) async throws(Problem) -> [ListedDraft] {
    try await file.run { try AccountRow.drafts(of: account, in: $0) }
  }

  package func perform(_ edit: DraftEdit, on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try await change(account) { try $0.perform(edit) }
  }

  package func adjust(_ adjustment: DraftAdjustment, on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try await change(account) { try $0.adjust(adjustment) }
  }

  package func undo(on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try await change(account) { try $0.undo() ?? DraftChange(title: "undo", steps: []) }
  }

  package func redo(on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try await change(account) { try $0.redo() ?? DraftChange(title: "redo", steps: []) }
  }

  package func jump(to sequence: Int, on account: AccountKey) async throws(Problem) -> DraftOutcome {
    try await change(account) { try $0.jump(to: sequence) }
  }

  package func changes(of account: AccountKey) async throws(Problem) -> ChangeLog {
    try await file.transaction(.deferred) { [draftName] database in
      guard let row = try AccountRow.find(account, draft: draftName, in: database) else { return ChangeLog() }
      return try ChangeTable(account: row, database: database).log()
    }
  }

  private func change(
    _ account: AccountKey,
    _ body: @escaping @Sendable (inout DraftTransaction) throws -> DraftChange
  ) async throws(Problem) -> DraftOutcome {
    try await keeping { () async throws(Problem) in try await changing(account, body) }
  }

  /// What goes wrong with a change is said of the change.
  func keeping<Answer>(_ body: () async throws(Problem) -> Answer) async throws(Problem) -> Answer {
    do throws(Problem) {
      try checkWritable()
      return try await body()
    } catch {
      throw error.ofChange
    }
  }

  private func changing(
    _ account: AccountKey,
    _ body: @escaping @Sendable (inout DraftTransaction) throws -> DraftChange
  ) async throws(Problem) -> DraftOutcome {
    try await file.run { [self] database in
      // Held until the change is on the disk: whoever locks the account after it sees it.
      var leave: SubmissionLocks.Leave?
      defer { withExtendedLifetime(leave) {} }
      let outcome = try database.transaction(.immediate) { database in
        let row = try AccountRow.findOrMake(account, draft: draftName, in: database)
        leave = try leaveToChange(AccountRow.findOrMake(account, in: database), in: database)
        var draft = try DraftTransaction(row, in: database, known: lastSeen(account))
        let change = try body(&draft)
        return DraftOutcome(change: change, snapshot: try draft.snapshot())
      }
      remember(outcome.snapshot, of: account)
      return outcome
    }
  }

  private func leaveToChange(_ account: AccountRow, in database: Database) throws -> SubmissionLocks.Leave {
    let leave = try locks.leaveToChange(account.id)
    // Nobody holds the submission lock: what is still being sent was left behind.
    if !leave.isHolder, let startedAt = try SubmissionTable(database: database).sending(account: account.id) {
      throw Problem.isStillOpen(submissionOf: startedAt)
    }
    return leave
  }

  func lastSeen(_ account: AccountKey) -> DraftSnapshot? {
    known.withLock { $0[account] }
  }

  /// Called after the commit, and before the connection is free for the next call.
  func remember(_ snapshot: DraftSnapshot, of account: AccountKey) {
    known.withLock { $0[account] = snapshot }
  }
}
