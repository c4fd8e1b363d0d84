package import Foundation
import GRDB
import Glibc
package import PolicyCore
import Synchronization

/// The first of the policies last seen.
package struct CachedHead: Sendable {
  /// In the server's order.
  package var policies: [AllowPolicy]
  /// How many there are in all.
  package var count: Int
  package var loadedAt: Date
}

/// The policies last seen, in `cache.sqlite`.
///
/// Disposable: a file that is damaged, or that another version of the program made, is deleted and made anew.
package final class SQLitePolicyCache: PolicyCache {
  static let fileName = "cache.sqlite"

  private let folder: PrivateFolder
  private let file: Mutex<DatabaseFile>

  /// Opens the cache in `folder`, which is made where it is missing.
  ///
  /// The folder gets mode 0700, the files 0600. Throws a problem of kind `storage` where the folder cannot be written;
  /// the program can do without a cache.
  package init(folder path: String) throws(Problem) {
    let folder = try PrivateFolder(path)
    self.folder = folder
    do {
      self.file = Mutex(try Self.open(in: folder))
    } catch  where Self.isDisposable(error) {
      self.file = Mutex(try Self.remake(in: folder))
    } catch {
      throw Problem(error, in: "\(path)/\(Self.fileName)")
    }
  }

  package func policies(of account: AccountKey) async throws(Problem) -> CachedPolicies? {
    guard let all = try await first(.max, of: account) else { return nil }
    let policies = PolicyTable(all.policies)
    // Only a damaged file has one policy twice.
    return policies.repeats == 0 ? CachedPolicies(policies: policies, loadedAt: all.loadedAt) : nil
  }

  /// The first `limit` policies of the account in the server's order; nil if none were ever saved.
  ///
  /// Reads only the pages that it needs, so that the first screen does not wait for 100,000 rows.
  package func first(_ limit: Int, of account: AccountKey) async throws(Problem) -> CachedHead? {
    try await transaction(.deferred) { try $0.head(limit, of: account) } ?? nil
  }

  /// Replaces the account's policies in one transaction.
  package func save(_ policies: CachedPolicies, of account: AccountKey) async throws(Problem) {
    let save: @Sendable (CacheTables) throws -> Void = { try $0.save(policies, of: account) }
    if try await transaction(.immediate, save) == nil { _ = try await transaction(.immediate, save) }
  }

  /// Runs `body` in one transaction; nil where the file turned out to be useless, and was made anew instead.
  private func transaction<Answer: Sendable>(
    _ kind: Database.TransactionKind,
    _ body: @escaping @Sendable (CacheTables) throws -> Answer
  ) async throws(Problem) -> Answer? {
    let file = file.withLock { $0 }
    let result = await file.result { database in
      try database.transaction(kind) { try body(CacheTables(database: $0)) }
    }
    switch result {
    case .success(let answer):
      return answer
    case .failure(let error) where Self.isDisposable(error):
      try replace(file)
      return nil
    case .failure(let error):
      throw Problem(error, in: file.path)
    }
  }

  // MARK: - The file

  private static func open(in folder: PrivateFolder) throws -> DatabaseFile {
    // Blobs of 200 KB lie in fewer, larger pages; it must be said before the first page is written.
    let file = try DatabaseFile(folder.file(fileName), synchronous: .normal) { database in
      try database.execute(sql: "PRAGMA page_size = 16384")
    }
    try file.connection.writeWithoutTransaction { try CacheTables(database: $0).prepare() }
    return file
  }

  private static func remake(in folder: PrivateFolder) throws(Problem) -> DatabaseFile {
    for suffix in ["", "-wal", "-shm"] {
      unlink("\(folder.path)/\(fileName)\(suffix)")
    }
    do {
      return try open(in: folder)
    } catch {
      throw Problem(error, in: "\(folder.path)/\(fileName)")
    }
  }

  /// Makes the file anew, unless another task has done so meanwhile.
  private func replace(_ useless: DatabaseFile) throws(Problem) {
    try file.withLock { current throws(Problem) in
      guard current.connection === useless.connection else { return }
      // Closed first: SQLite deletes a log by its name when it closes, and must not delete the new file's.
      try? useless.connection.close()
      current = try Self.remake(in: folder)
    }
  }

  /// Whether the file itself is what is wrong, and a new one will do.
  private static func isDisposable(_ error: any Error) -> Bool {
    if error is CacheTables.Unreadable || error is RowDecodingError { return true }
    // SQLITE_ERROR is an SQL error: tables that are not what the version number says.
    let codes: [ResultCode] = [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR]
    return (error as? DatabaseError).map { codes.contains($0.resultCode) } ?? false
  }
}
