import GRDB
import PolicyCore

/// One SQLite file in WAL mode, and the one connection that this process has to it.
struct DatabaseFile: Sendable {
  /// Seconds to wait for another process that is writing.
  static let patience = 5.0

  let path: String
  let connection: DatabaseQueue

  /// Opens the file, which may be empty.
  ///
  /// `prepare` runs on the connection before anything is written, `synchronous` is set after everything else: GRDB
  /// itself sets it to NORMAL when it has switched to WAL.
  init(
    _ path: String,
    synchronous: Synchronous,
    prepare: @escaping @Sendable (Database) throws -> Void = { _ in }
  ) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(Self.patience)
    configuration.journalMode = .wal
    configuration.prepareDatabase(prepare)
    self.path = path
    self.connection = try DatabaseQueue(path: path, configuration: configuration)
    try connection.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(synchronous.rawValue)") }
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
  func run<Answer: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Answer
  ) async throws(Problem) -> Answer {
    try await result(of: body).mapError { Problem($0, in: path) }.get()
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
