import GRDB
import Values

/// One SQLite file in WAL mode, and the one connection that this process has to it.
struct DatabaseFile: Sendable {
  /// Seconds to wait for another process that is writing.
  static let patience = 5.0

  let path: String
  let connection: DatabaseQueue

  /// Opens the file, which may be empty.
  ///
  /// `prepare` runs on the connection before anything is written. `lock` is let go of after the connection was closed,
  /// which may be after this value is gone.
  init(
    _ path: String,
    synchronous: Synchronous,
    keeping lock: FileLock? = nil,
    prepare: @escaping @Sendable (Database) throws -> Void = { _ in }
  ) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(Self.patience)
    configuration.prepareDatabase { database in
      // The connection keeps this closure until its end.
      try withExtendedLifetime(lock) { try prepare(database) }
    }
    self.path = path
    self.connection = try DatabaseQueue(path: path, configuration: configuration)
    // Not by GRDB's own setting, which would also set `synchronous`, and write a table into every file without a log.
    try connection.writeWithoutTransaction { database in
      guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
        throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "it takes no write-ahead log")
      }
      try database.execute(sql: "PRAGMA synchronous = \(synchronous.rawValue)")
    }
  }

  /// A copy in memory of the file at `path`, taken through `source`; an empty one without.
  init(copying source: DatabaseQueue?, of path: String) throws {
    self.path = path
    connection = try DatabaseQueue()
    try source?.backup(to: connection)
  }

  enum Synchronous: String {
    /// A commit is on the disk when it returns.
    case full = "FULL"
    /// The last commits may be lost with the power; the file stays sound.
    case normal = "NORMAL"
  }

  /// Runs `body` on the connection, one caller after the other, outside of any transaction.
  ///
  /// Unlike GRDB's own async calls it is not cancelled with the task: what a submission writes down about itself must
  /// not depend on whether somebody still waits for it.
  func result<Answer: Sendable>(
    of body: @escaping @Sendable (Database) throws -> Answer
  ) async -> Result<Answer, any Error> {
    await withCheckedContinuation { continuation in
      connection.asyncWriteWithoutTransaction { database in
        continuation.resume(returning: Result { try body(database) })
      }
    }
  }

  /// The same, in the program's own errors.
  ///
  /// A file that turns out to be damaged is marked, so that the next start looks at all of it.
  func run<Answer: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws(Problem) -> Answer {
    switch await result(of: body) {
    case .success(let answer): return answer
    case .failure(let error): throw problem(error)
    }
  }

  func problem(_ error: any Error) -> Problem {
    if let damage = Damage(error) { DamageMark(of: path).set(damage) }
    return Problem(error, in: path)
  }

  /// Runs `body` in one transaction.
  ///
  /// `.immediate` takes the write lock first, so that what is read inside is still true when it is written back.
  func transaction<Answer: Sendable>(
    _ kind: Database.TransactionKind,
    _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws(Problem) -> Answer {
    try await run { database in try database.transaction(kind, body) }
  }
}

extension Database {
  /// Runs `body` in one transaction, which is rolled back when it throws.
  func transaction<Answer>(_ kind: TransactionKind, _ body: (Database) throws -> Answer) throws -> Answer {
    var answer: Answer?
    try inTransaction(kind) {
      answer = try body(self)
      return .commit
    }
    guard let answer else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
    return answer
  }
}
