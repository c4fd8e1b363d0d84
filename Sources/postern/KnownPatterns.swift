import Policies
import PolicyCore
import Configuration
import Dispatch
import PolicyStore
import Synchronization

/// Patterns for the shell to complete, from the policies last seen: nothing is asked of the server for a tab key.
enum KnownPatterns {
  /// What the shell shows at most.
  private static let limit = 200
  /// How many policies are looked through: reading more than this would be felt.
  private static let reach = 30_000
  private static let patience = DispatchTimeInterval.milliseconds(500)

  /// The patterns that begin with `prefix`; none where anything is in the way, as nobody wants errors at a tab key.
  static func completions(arguments: [String], index: Int, prefix: String) -> [String] {
    guard let known = KnownAccount(arguments) else { return [] }
    let found = Mutex<[String]>([])
    waitUntil(atMost: patience) {
      let cache = PolicyFileCache(folder: known.paths.cacheFolder)
      guard let head = try? await cache.first(reach, of: known.key) else { return }
      let patterns = head.policies.lazy.map(\.pattern).filter { isSafe($0) && $0.hasPrefix(prefix) }.prefix(limit)
      found.withLock { $0 = Array(patterns) }
    }
    return found.withLock { $0 }
  }

  /// What a shell would take apart, or a terminal obey, is not offered.
  private static func isSafe(_ pattern: String) -> Bool {
    !pattern.isEmpty
      && pattern.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "@.-_+/:".utf8.contains(byte)
        }
      }
  }
}
