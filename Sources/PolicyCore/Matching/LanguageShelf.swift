import Languages
import Synchronization

/// Languages of expressions, each made once for each way of reading it.
///
/// Making one takes from some microseconds to some milliseconds, and people write the same expressions again and again.
final class LanguageShelf: Sendable {
  private struct Key: Hashable {
    let source: String
    let reading: Reading
  }

  /// So many are kept; an automaton has some kilobytes.
  private static let most = 8192

  private let made = Mutex<[Key: Result<Language, ExpressionFailure>]>([:])

  /// What an expression matches; throws that it is undecided or no expression.
  func language(of source: String, _ reading: Reading) throws(ExpressionFailure) -> Language {
    let key = Key(source: source, reading: reading)
    if let known = made.withLock({ $0[key] }) { return try known.get() }
    let result = Result { () throws(ExpressionFailure) in try Language(source: source, reading) }
    made.withLock { made in
      if made.count >= Self.most { made.removeAll() }
      made[key] = result
    }
    return try result.get()
  }
}
