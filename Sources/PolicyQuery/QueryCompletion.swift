package import PolicyCore

/// What can be typed at a place in a filter.
package struct QueryCompletion: Hashable, Sendable {
  package struct Candidate: Hashable, Sendable {
    /// What takes the place of the characters in ``QueryCompletion/range``.
    package let text: String
    /// What it filters by; empty where the text says it all.
    package let summary: String
  }

  /// The characters that a candidate replaces: those that were typed of it so far, and the rest of them.
  package let range: Range<Int>
  package let candidates: [Candidate]
}

extension Query {
  /// The candidates at a caret, given as the count of characters before it; nil where there are none.
  ///
  /// Keys where a word begins, values behind a key's colon. `rules` are the names that `rule:` can take.
  package func completion(at caret: Int, rules: [RuleName] = []) -> QueryCompletion? {
    let token = QueryToken.tokens(in: text).first { $0.range.lowerBound <= caret && caret <= $0.range.upperBound }
    guard let token else { return Self.keys(beginning: "", in: caret..<caret) }
    guard !token.hasQuotes else { return nil }
    guard let (key, value) = token.parts, let colon = key.last.map({ $0.position + 1 }), caret > colon else {
      let start = token.range.lowerBound + (token.isNegated ? 1 : 0)
      guard caret >= start else { return nil }
      return Self.keys(beginning: token.typed(from: start, to: caret), in: start..<token.endOfKey)
    }
    guard let key = QueryKey(named: String(key.map(\.character))) else { return nil }
    // The alternative around the caret.
    let commas = value.filter { $0.character == "," }.map(\.position)
    let start = (commas.last { $0 < caret } ?? colon) + 1
    let end = commas.first { $0 >= caret } ?? token.range.upperBound
    return Self.values(of: key, beginning: token.typed(from: start, to: caret), in: start..<end, rules: rules)
  }

  private static func keys(beginning typed: String, in range: Range<Int>) -> QueryCompletion? {
    let keys = QueryKey.allCases.filter { $0.names.contains { $0.hasPrefix(typed) } }
    return completion(keys.map { .init(text: $0.rawValue + ":", summary: $0.summary) }, range)
  }

  private static func values(
    of key: QueryKey,
    beginning typed: String,
    in range: Range<Int>,
    rules: [RuleName]
  ) -> QueryCompletion? {
    let values: [String] =
      switch key {
      case .rule: rules.map(\.rawValue).sorted()
      case .covers, .opens, .pattern, .comments, .id: []
      case .age, .changed: typed.isEmpty ? [">", "<"] : []
      case .expires: typed.isEmpty ? key.values + ["<", ">"] : key.values
      case .modified, .created: typed.isEmpty ? [">", ">=", "<", "<="] : []
      // One way to say it is enough to choose from.
      case .trusted, .accept, .exempt, .verify, .regex: typed.isEmpty ? ["yes", "no"] : key.values
      case .type, .op, .effect, .finding, .domain: key.values
      }
    return completion(values.filter { $0.hasPrefix(typed) }.map { .init(text: $0, summary: "") }, range)
  }

  private static func completion(
    _ candidates: [QueryCompletion.Candidate],
    _ range: Range<Int>
  ) -> QueryCompletion? {
    candidates.isEmpty ? nil : QueryCompletion(range: range, candidates: candidates)
  }
}

extension QueryToken {
  /// The characters between two places of the filter, in lower case.
  fileprivate func typed(from start: Int, to end: Int) -> String {
    String(letters.filter { start <= $0.position && $0.position < end }.map(\.character)).lowercased()
  }

  /// Behind the colon, or at the end where there is none: what a chosen key replaces.
  fileprivate var endOfKey: Int {
    parts?.key.last.map { $0.position + 2 } ?? range.upperBound
  }
}
