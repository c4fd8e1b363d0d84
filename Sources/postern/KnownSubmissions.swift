import Dispatch
import PolicyStore
import Synchronization

/// The ids of submissions for the shell to complete, the newest first.
enum KnownSubmissions {
  /// What the shell shows at most.
  private static let limit = 200
  private static let patience = DispatchTimeInterval.milliseconds(500)

  /// The ids that begin with `prefix`; none where anything is in the way, as nobody wants errors at a tab key.
  static func completions(arguments: [String], index: Int, prefix: String) -> [String] {
    guard let known = KnownAccount(arguments) else { return [] }
    let found = Mutex<[String]>([])
    waitUntil(atMost: patience) {
      guard let store = known.store, let ids = try? await store.submissionIDs(of: known.key, limit: limit) else {
        return
      }
      let fitting = ids.filter { $0.hasPrefix(prefix) }
      found.withLock { $0 = fitting }
    }
    return found.withLock { $0 }
  }
}
