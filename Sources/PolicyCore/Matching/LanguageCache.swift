import Languages
import Synchronization

/// The languages of expressions that were asked for lately, each made once for each way of reading it.
///
/// Making one takes from some microseconds to some milliseconds, and people write the same expressions again and again.
/// What an expression matches depends on nothing but its text, so that all lists and drafts share them.
enum LanguageCache {
  /// So many of each are kept; an automaton has some kilobytes.
  private static let most = 4096

  private struct Key: Hashable {
    let source: String
    let reading: Reading
  }

  /// What an expression matches of mail, and one such text.
  struct MailPart {
    let language: Language
    let sample: String?
  }

  private static let languages = Mutex<[Key: Result<Language, ExpressionFailure>]>([:])
  private static let mailParts = Mutex<[Key: MailPart]>([:])

  /// What an expression matches; throws that it is undecided or no expression.
  static func language(of source: String, _ reading: Reading) throws(ExpressionFailure) -> Language {
    let key = Key(source: source, reading: reading)
    if let known = languages.withLock({ $0[key] }) { return try known.get() }
    let result = Result { () throws(ExpressionFailure) in try Language(source: source, reading) }
    languages.withLock { languages in
      if languages.count >= most { languages.removeAll() }
      languages[key] = result
    }
    return try result.get()
  }

  /// The same of addresses, host names and the like only; nil where it is undecided.
  static func mailPart(of source: String, _ reading: Reading) -> MailPart? {
    let key = Key(source: source, reading: reading)
    if let part = mailParts.withLock({ $0[key] }) { return part }
    guard let language = try? language(of: source, reading).intersection(MailTexts.all) else { return nil }
    let part = MailPart(language: language, sample: language.witness)
    mailParts.withLock { parts in
      if parts.count >= most { parts.removeAll() }
      parts[key] = part
    }
    return part
  }
}
