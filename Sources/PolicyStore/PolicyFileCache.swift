package import Foundation
import Glibc
package import PolicyCore
package import Policies
package import Values

/// The first of the policies last seen.
package struct CachedHead: Sendable {
  /// In the server's order.
  package var policies: PolicyTable
  /// How many there are in all.
  package var count: Int
  package var loadedAt: Date
}

/// The policies last seen, in a file for each account: the table as it is, block by block.
///
/// A file is never changed in place, only replaced by another of its name; it is read plainly, so that one that shrinks
/// meanwhile is short and nothing worse. Disposable: one that is damaged, of another version or of another account counts
/// as none. The folder is made with mode 0700 when the first file is written, the files with 0600.
package final class PolicyFileCache: PolicyCache {
  static let suffix = ".policies"
  /// The blocks of the head are read whole, so they are as many as a screen may need a few times over.
  static let rowsPerBlock = 4096

  private let folder: String

  package init(folder: String) {
    self.folder = folder
  }

  package func policies(of account: AccountKey) async throws(Problem) -> CachedPolicies? {
    try await first(.max, of: account).map { CachedPolicies(policies: $0.policies, loadedAt: $0.loadedAt) }
  }

  /// The first `limit` policies of the account in the server's order; nil if none are kept.
  ///
  /// Reads no more of the file than it needs, so that a first screen does not wait for 100,000 rows.
  package func first(_ limit: Int, of account: AccountKey) async throws(Problem) -> CachedHead? {
    guard let file = PolicyFile(path(of: account)), let header = file.header(of: account) else { return nil }
    var blocks: [Data] = []
    var rows = 0
    for block in header.blocks where rows < limit {
      guard let data = file.block(block) else { return nil }
      blocks.append(data)
      rows += Int(block.rows)
    }
    guard let table = PolicyTable(blocks: blocks), table.count == rows else { return nil }
    return CachedHead(
      policies: rows <= limit ? table : PolicyTable(Array(table.prefix(limit))),
      count: header.count,
      loadedAt: Date(stored: header.loadedAt)
    )
  }

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

  /// The name says which account it is to a person; the header says it to the program.
  private func path(of account: AccountKey) -> String {
    let name = account.accountID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(40)
    var sum = Checksum()
    sum.add(Array("\(account.baseURL)\u{0}\(account.accountID)".utf8))
    return "\(folder)/\(name)-\(String(sum.value, radix: 16))\(Self.suffix)"
  }

  /// What versions before this one kept.
  private func forgetOlderKinds() {
    for suffix in ["", "-wal", "-shm"] { unlink("\(folder)/cache.sqlite\(suffix)") }
  }
}
