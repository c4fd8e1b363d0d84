import Languages
import Patterns

/// The expressions of some policies, found by the texts that they match.
///
/// What an expression matches is worked out when a text comes up that it may match, and kept.
struct ExpressionIndex: Sendable {
  /// One expression of one type, however many policies have it.
  struct Entry: Sendable {
    let source: String
    let kind: PatternKind
    /// Where its policies are filed.
    let place: Int

    /// Whether it is held against texts of a kind.
    func sees(_ kind: MatchedText.Kind, in reading: ServerReading) -> Bool {
      ExpressionIndex.sees(kind, expressionFor: self.kind, in: reading)
    }
  }

  let entries: [Entry]
  private let sieve: TextSieve

  init(_ entries: [Entry]) {
    self.entries = entries
    sieve = TextSieve(entries.map { (try? RegularExpression($0.source))?.requiredText ?? "" })
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Whether an expression of a type is held against texts of a kind.
  static func sees(_ kind: MatchedText.Kind, expressionFor type: PatternKind, in reading: ServerReading) -> Bool {
    switch kind {
    case .sender: type != .ip || reading.seesServers
    case .recipient: type != .ip || reading.seesServers
    case .ip: type == .ip || reading.seesServers
    case .server: reading.seesServers
    }
  }

  /// The expressions that match a text; those of which it was not decided are left out.
  func matching(_ text: MatchedText, in reading: ServerReading) -> [(entry: Entry, language: Language)] {
    guard !entries.isEmpty else { return [] }
    return sieve.candidates(for: text.text).compactMap { number in
      let entry = entries[number]
      guard entry.sees(text.kind, in: reading),
        let language = try? LanguageCache.language(of: entry.source, reading.expressionReading),
        language.contains(text.text)
      else { return nil }
      return (entry, language)
    }
  }

  /// The expressions that may match a text in some reading.
  func candidates(for text: MatchedText) -> [Entry] {
    entries.isEmpty ? [] : sieve.candidates(for: text.text).map { entries[$0] }
  }

  /// The same as places in ``entries``.
  func candidateNumbers(for text: MatchedText) -> [Int] { entries.isEmpty ? [] : sieve.candidates(for: text.text) }

  /// Whether some expression may match a text in some reading.
  func mayMatch(_ text: String) -> Bool { !entries.isEmpty && !sieve.candidates(for: text).isEmpty }
}
