package import PolicyCore
import Synchronization

/// A cache that is opened when it is first asked for, so that no first frame waits for it.
///
/// A folder that cannot be used shows at each call, as a ``Problem`` of kind `storage`.
package final class LatePolicyCache: PolicyCache {
  private let folder: String
  private let cache = Mutex<SQLitePolicyCache?>(nil)

  package init(folder: String) {
    self.folder = folder
  }

  package func policies(of account: AccountKey) async throws(Problem) -> CachedPolicies? {
    try await opened().policies(of: account)
  }

  package func save(_ policies: CachedPolicies, of account: AccountKey) async throws(Problem) {
    try await opened().save(policies, of: account)
  }

  private func opened() throws(Problem) -> SQLitePolicyCache {
    try cache.withLock { cache throws(Problem) in
      if let cache { return cache }
      let opened = try SQLitePolicyCache(folder: folder)
      cache = opened
      return opened
    }
  }
}
