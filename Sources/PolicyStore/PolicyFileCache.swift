import Foundation
import Glibc
package import PolicyCore
package import Policies
package import Values

/// The policies last seen, in a file for each account: the table as it is, block by block.
///
/// A file is never changed in place, only replaced by another of its name; it is read plainly, so that one that shrinks
/// meanwhile is short and nothing worse. Disposable: one that is damaged, of another version or of another account is
/// refused, and replaced by the next load. The folder is made with mode 0700 when the first file is written, the files with 0600.
package final class PolicyFileCache: PolicyCache {
  static let suffix = ".policies"
  static let headSuffix = ".head"
  /// So many have a checksum together.
  static let rowsPerBlock = 4096

  private let folder: String

  package init(folder: String) {
    self.folder = folder
  }

  package func head(of account: AccountKey) async throws(Problem) -> CachedHead? {
    guard let header = PolicyFile(path(of: account))?.header(of: account) else { return nil }
    return HeadFile.read(headPath(of: account), of: account, loadedAt: header.loadedAt, count: header.count)
  }

  package func save(_ head: CachedHead, of account: AccountKey) async throws(Problem) {
    guard access(path(of: account), F_OK) == 0, let lock = try FileLock("\(path(of: account)).lock") else { return }
    defer { withExtendedLifetime(lock) {} }
    // It goes with the policies that are kept, and with no others: another process may have saved its own meanwhile.
    guard let header = PolicyFile(path(of: account))?.header(of: account), header.count == head.count,
      header.loadedAt == head.loadedAt.timeIntervalSinceReferenceDate,
      let data = try? JSONEncoder().encode(HeadFile(head, loadedAt: header.loadedAt, of: account))
    else { return }
    let file = try NewFile(headPath(of: account))
    file.write(Array(data), at: 0)
    try file.finish()
  }

  package func policies(of account: AccountKey) async throws(Problem) -> CachedPolicies? {
    try await first(.max, of: account)
  }

  /// The first `limit` policies of the account in the server's order; nil if none are kept.
  ///
  /// Reads no more of the file than it needs. Throws a ``Problem`` of kind `storage` where the file is damaged, of another
  /// version or of another account.
  package func first(_ limit: Int, of account: AccountKey) async throws(Problem) -> CachedPolicies? {
    guard let file = PolicyFile(path(of: account)) else { return nil }
    guard let header = file.header(of: account) else { throw Self.unusable }
    var blocks: [Data] = []
    var rows = 0
    for block in header.blocks where rows < limit {
      guard let data = file.block(block) else { throw Self.unusable }
      blocks.append(data)
      rows += Int(block.rows)
    }
    guard let table = PolicyTable(blocks: blocks), table.count == rows else { throw Self.unusable }
    return CachedPolicies(
      policies: rows <= limit ? table : PolicyTable(Array(table.prefix(limit))),
      loadedAt: Date(stored: header.loadedAt)
    )
  }

  private static let unusable = Problem(
    .storage,
    what: "The policies kept from the last time cannot be used: they are loaded again.",
    advice: "The file is damaged, or another version wrote it; nothing else depends on it.",
    retry: .safe
  )

  /// Replaces the account's policies, unless newer ones are kept already.
  package func save(_ policies: CachedPolicies, of account: AccountKey) async throws(Problem) {
    _ = try PrivateFolder(folder)
    forgetOlderKinds()
    let path = path(of: account)
    // Another process that is just at it has a list as good as this one.
    guard let lock = try FileLock("\(path).lock") else { return }
    defer { withExtendedLifetime(lock) {} }
    let loadedAt = policies.loadedAt.timeIntervalSinceReferenceDate
    if let old = PolicyFile(path)?.header(of: account), old.loadedAt > loadedAt { return }
    try PolicyFile.write(policies.policies, loadedAt: loadedAt, of: account, to: path)
  }

  private func headPath(of account: AccountKey) -> String {
    path(of: account).dropLast(Self.suffix.count) + Self.headSuffix
  }

  /// The name says which account it is to a person; the header says it to the program.
  private func path(of account: AccountKey) -> String {
    "\(folder)/\(account.fileName)\(Self.suffix)"
  }

  /// What versions before this one kept.
  private func forgetOlderKinds() {
    for suffix in ["", "-wal", "-shm"] { unlink("\(folder)/cache.sqlite\(suffix)") }
  }
}
