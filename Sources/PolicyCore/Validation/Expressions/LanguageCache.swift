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

  /// What an expression matches of mail, and one such text.
  struct MailPart {
    let language: Language
    let sample: String?
  }

  private static let known = Mutex<[Key: Language]>([:])
  private static let mailParts = Mutex<[Key: MailPart]>([:])

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

  /// The same of addresses, host names and the like only; nil where it is undecided.
  static func mailPart(of source: String, _ reading: Reading) -> MailPart? {
    let key = Key(source: source, reading: reading)
    if let part = mailParts.withLock({ $0[key] }) { return part }
    guard let language = try? language(of: source, reading)?.intersection(MailTexts.all) else { return nil }
    let part = MailPart(language: language, sample: language.witness)
    mailParts.withLock { parts in
      if parts.count >= most { parts.removeAll() }
      parts[key] = part
    }
    return part
  }
}
