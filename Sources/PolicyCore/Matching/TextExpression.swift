import Languages
import Patterns
import Synchronization
import Values

/// A regular expression by which a person looks for texts: found anywhere in them, whatever the case.
///
/// Read as those of policies are. What is not regular, such as a back reference, is refused: a text then costs one step
/// for each of its characters, whatever the expression.
package struct TextExpression: Sendable {
  package let source: String
  /// A piece, in lower-case ASCII, that every text has which it matches; empty where none is known.
  package let requiredText: String
  private let language: Language

  /// Why an expression cannot be used, as a clause.
  package struct Refusal: Error, Hashable, Sendable {
    package let clause: String
  }

  package init(_ source: String) throws(Refusal) {
    do throws(ExpressionFailure) {
      // First as it stands, so that a refusal names places of what was typed.
      let expression = try RegularExpression(source)
      if let (reason, range) = expression.undecided { throw .undecided(reason, range) }
      language = try LanguageCache.language(of: "(?u)" + source, .anywhere(caseless: true))
      requiredText = expression.requiredText
      self.source = source
    } catch {
      throw Refusal(clause: ExpressionVerdict.clause(error))
    }
  }

  /// The same made ready for many texts.
  package var search: Search { Search(scanner: TextScanner(language)) }

  /// Where it matches in a text, in octets, to be shown; of matches that overlap the first.
  ///
  /// For single texts. Empty too where another engine, which is asked for places, reads the expression in another way.
  package func ranges(in text: String) -> [Range<Int>] { Self.finder(of: source)?.ranges(in: text) ?? [] }

  /// Whether ``ranges(in:)`` can find anything.
  package var findsPlaces: Bool { Self.finder(of: source) != nil }

  /// The expression that was asked last: one stands in the filter, and one in the configuration.
  private static let lastFinder = Mutex<(source: String, finder: PatternRegex?)?>(nil)

  private static func finder(of source: String) -> PatternRegex? {
    lastFinder.withLock { last in
      if let last, last.source.hasSameBytes(as: source) { return last.finder }
      let finder = PatternRegex.read("(?i)" + source).regex
      last = (source, finder)
      return finder
    }
  }

  package struct Search: Sendable {
    fileprivate let scanner: TextScanner

    /// Whether a text in UTF-8 and in lower case has a match.
    package func matches(_ text: Span<CChar>) -> Bool { scanner.contains(text) }
  }
}

extension TextExpression: Hashable {
  package static func == (left: TextExpression, right: TextExpression) -> Bool {
    left.source.hasSameBytes(as: right.source)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(ByBytes(source)) }
}
