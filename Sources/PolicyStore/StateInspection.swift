package import Foundation
import GRDB
package import PolicyCore
package import Policies
package import Values

/// What lies in the state file, looked at without altering it: nothing is made, brought up to date or rescued.
package struct StateInspection: Sendable {
  /// The file's path.
  package let path: String
  /// In bytes, the log included.
  package let size: Int
  /// Whether the next start has to bring its tables up to date.
  package let isOlder: Bool
  /// Whether a process has it open.
  package let isInUse: Bool
  /// Submissions whose outcome is not known, newest first, of all accounts.
  package let unsettled: [UnsettledSubmission]

  /// Looks at the whole file in the state folder; nil where there is none.
  ///
  /// Throws a problem of kind `storage` where it is damaged, where a newer version wrote it, and where it cannot be read.
  package init?(folder: String) throws(Problem) {
    let path = "\(folder)/\(StateFile.name)"
    // Through a folder that may not be entered, a file that is there looks like one that is missing.
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      try self.init(path: path, locks: "\(folder)/locks")
    } catch {
      throw Problem(error, in: path)
    }
  }

  private init(path: String, locks: String) throws {
    let isAlone = FileLock.isFree("\(locks)/in-use.lock")
    var hasLog = true
    if isAlone {
      try StateFile.checkFromOutside(path)
      hasLog = try WriteAheadLog(of: path) != nil
    }
    let connection = try Self.connection(to: path, isAtRest: isAlone && !hasLog)
    defer { try? connection.close() }
    let migrator = StateSchema.migrator
    self = try connection.read { database in
      guard try !migrator.hasBeenSuperseded(database) else { throw Problem.tooNew(path) }
      let check = StateCheck(database: database)
      try check.everything()
      return StateInspection(
        path: path,
        size: try check.size(),
        isOlder: try !migrator.hasCompletedMigrations(database),
        isInUse: !isAlone,
        unsettled: try UnsettledSubmission.all(in: database, locks: locks)
      )
    }
  }

  private init(path: String, size: Int, isOlder: Bool, isInUse: Bool, unsettled: [UnsettledSubmission]) {
    self.path = path
    self.size = size
    self.isOlder = isOlder
    self.isInUse = isInUse
    self.unsettled = unsettled
  }

  /// A connection that cannot write.
  ///
  /// A file that nobody has open and that has no log is read as one that does not change: SQLite would otherwise put the
  /// files of an empty log beside it. That takes a URI, which a SQLite may have been built without.
  static func connection(to path: String, isAtRest: Bool) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(DatabaseFile.patience)
    // Opening reads what the file's tables are: what is wrong with them is no reason to open it the other way.
    let atRest = URL(filePath: path).absoluteString + "?immutable=1"
    do {
      return try DatabaseQueue(path: isAtRest ? atRest : path, configuration: configuration)
    } catch let error as DatabaseError where isAtRest && error.resultCode == .SQLITE_CANTOPEN {
      return try DatabaseQueue(path: path, configuration: configuration)
    }
  }
}

/// A submission of which it is not known what became of it.
package struct UnsettledSubmission: Hashable, Sendable {
  package let id: String
  package let account: AccountKey
  package let startedAt: Date
  package let state: SubmissionRecord.State
  /// Whether a process is at it right now.
  package let isRunning: Bool

  package init(id: String, account: AccountKey, startedAt: Date, state: SubmissionRecord.State, isRunning: Bool) {
    self.id = id
    self.account = account
    self.startedAt = startedAt
    self.state = state
    self.isRunning = isRunning
  }

  static func all(in database: Database, locks: String) throws -> [UnsettledSubmission] {
    guard try database.tableExists("submission") else { return [] }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT submission.id, submission.account, started_at, state, base_url, account_id
        FROM submission JOIN account ON account.id = submission.account
        WHERE state IN (?, ?, ?) ORDER BY started_at DESC
        """,
      arguments: StatementArguments([SubmissionRecord.State.checking, .sending, .unknown].map(\.rawValue))
    )
    return try rows.map { row in
      let number: Int64 = try row.decode(atIndex: 1)
      let state = SubmissionRecord.State(rawValue: try row.decode(atIndex: 3)) ?? .unknown
      return UnsettledSubmission(
        id: try row.decode(atIndex: 0),
        account: AccountKey(baseURL: try row.decode(atIndex: 4), accountID: try row.decode(atIndex: 5)),
        startedAt: Date(stored: try row.decode(atIndex: 2)),
        state: state,
        isRunning: state.isOpen && !FileLock.isFree("\(locks)/submission-\(number).lock")
      )
    }
  }
}
