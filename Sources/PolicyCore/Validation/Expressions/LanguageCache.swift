import Languages
import Synchronization

/// The languages of expressions that were asked for lately.
///
/// Where expressions are compared, each is asked for again and again; kept for all, they would take much memory.
enum LanguageCache {
  private static let most = 512

  private struct Key: Hashable {
    let source: String
    let reading: Reading
  }

  private static let known = Mutex<[Key: Language]>([:])

  /// Nil where it is undecided.
  static func language(of source: String, _ reading: Reading) -> Language? {
    let key = Key(source: source, reading: reading)
    if let language = known.withLock({ $0[key] }) { return language }
    guard let language = try? Language(source: source, reading) else { return nil }
    known.withLock { known in
      if known.count >= most { known.removeAll() }
      known[key] = language
    }
    return language
  }
}
