import Policies
import PolicyCore
import Values

/// Gives the pieces of a filter their meaning.
struct QueryParser {
  /// The names of the rules that exist; empty where they are not known.
  let rules: [String]
  private(set) var terms: [QueryTerm] = []
  private(set) var mistakes: [QueryMistake] = []

  init(rules: [String]) {
    self.rules = rules
  }

  mutating func read(_ token: QueryToken) {
    guard let (keyLetters, value) = token.parts else { return readWord(token) }
    let name = String(keyLetters.map(\.character))
    guard let key = QueryKey(named: name) else { return noteUnknownKey(name, token) }
    let alternatives = value.split(separator: ",", omittingEmptySubsequences: false).filter { alternative in
      guard alternative.isEmpty else { return true }
      note(.incomplete, at: token.range, "\(key.rawValue): takes \(key.expectation).")
      return false
    }
    guard let condition = condition(key, alternatives) else { return }
    terms.append(QueryTerm(condition: condition, isNegated: token.isNegated, range: token.range))
  }

  private mutating func readWord(_ token: QueryToken) {
    if let source = token.expression {
      readExpression(source, token)
    } else if !token.letters.isEmpty {
      terms.append(QueryTerm(condition: .word(token.text), isNegated: token.isNegated, range: token.range))
    } else if token.isNegated || token.hasQuotes {
      let what = token.isNegated ? "A minus excludes the word that follows it" : "Quotes hold the words to look for"
      note(.incomplete, at: token.range, "\(what), and none is there yet.")
    }
  }

  private mutating func readExpression(_ source: String, _ token: QueryToken) {
    guard let expression = expression(source, at: token.range) else { return }
    terms.append(QueryTerm(condition: .expression(expression), isNegated: token.isNegated, range: token.range))
  }

  private mutating func expression(_ source: String, at range: Range<Int>) -> TextExpression? {
    do {
      return try TextExpression(source)
    } catch {
      note(.wrong, at: range, "This cannot be looked for: \(error.clause). To look for it as text, put it in quotes.")
      return nil
    }
  }

  private mutating func noteUnknownKey(_ name: String, _ token: QueryToken) {
    let keys = QueryKey.allCases.flatMap(\.names)
    let suggestion = Spelling.nearest(to: name, among: keys).map { " Did you mean \($0):?" } ?? ""
    note(
      .wrong,
      at: token.range,
      "There is no filter \(name):.\(suggestion) To look for it as text, put it in quotes."
    )
  }

  /// The condition that at least one alternative makes; nil where none does.
  private mutating func condition(
    _ key: QueryKey,
    _ alternatives: [ArraySlice<QueryToken.Letter>]
  ) -> QueryTerm.Condition? {
    switch key {
    case .type:
      let names = choices(key, alternatives)
      return names.isEmpty ? nil : .type(Set(names.map { PatternType(rawValue: $0.uppercased()) }))
    case .trusted: return flag(.isTrustedSender, key, alternatives)
    case .accept: return flag(.isAcceptableSender, key, alternatives)
    case .exempt: return flag(.isExemptRecipient, key, alternatives)
    case .verify: return flag(.verifySender, key, alternatives)
    case .regex: return flag(.isRegex, key, alternatives)
    case .op:
      let names = choices(key, alternatives)
      return names.isEmpty ? nil : .operation(Self.options(names))
    case .effect:
      let effects = choices(key, alternatives).compactMap(Effect.init(rawValue:))
      return effects.isEmpty ? nil : .effect(Set(effects))
    case .finding:
      let names = choices(key, alternatives)
      return names.isEmpty ? nil : .finding(Self.options(names))
    case .rule:
      let names = alternatives.compactMap { ruleName($0) }
      return names.isEmpty ? nil : .rule(Set(names))
    case .modified:
      let spans = alternatives.compactMap { span(key, $0) }
      return spans.isEmpty ? nil : .modified(spans)
    case .created:
      let spans = alternatives.compactMap { span(key, $0) }
      return spans.isEmpty ? nil : .created(spans)
    case .age:
      let ages = alternatives.compactMap { age(key, $0) }
      return ages.isEmpty ? nil : .age(ages)
    case .changed:
      let ages = alternatives.compactMap { age(key, $0) }
      return ages.isEmpty ? nil : .changed(ages)
    case .domain:
      let names = alternatives.map { $0.text.lowercased() }.map { $0 == "none" ? nil : Self.domain($0) }
      return names.isEmpty ? nil : .domain(Set(names))
    case .covers: return reach(.all, key, alternatives)
    case .opens: return reach(.any, key, alternatives)
    case .expires:
      let spans = alternatives.flatMap { expiry(key, $0) }
      return spans.isEmpty ? nil : .expires(spans)
    case .pattern: return text(.pattern, alternatives)
    case .comments: return text(.comments, alternatives)
    case .id: return text(.id, alternatives)
    }
  }

  /// A domain as a person writes it, with or without the `@` in front.
  private static func domain(_ text: String) -> String { String(text.drop { $0 == "@" || $0 == "." }) }

  private mutating func flag(
    _ field: PolicyField,
    _ key: QueryKey,
    _ alternatives: [ArraySlice<QueryToken.Letter>]
  ) -> QueryTerm.Condition? {
    let names = choices(key, alternatives)
    return names.isEmpty ? nil : .flag(field, Set(names.map { ["yes", "on", "true"].contains($0) }))
  }

  /// `any` stands for every choice, `none` for nil.
  private static func options<Option: RawRepresentable<String> & CaseIterable>(_ names: [String]) -> Set<Option?> {
    var options: Set<Option?> = []
    for name in names {
      switch name {
      case "any": options.formUnion(Option.allCases.map { $0 })
      case "none": options.insert(nil)
      default: options.insert(Option(rawValue: name))
      }
    }
    return options
  }

  /// The alternatives that are among the key's values, in lower case; the others become mistakes.
  private mutating func choices(_ key: QueryKey, _ alternatives: [ArraySlice<QueryToken.Letter>]) -> [String] {
    alternatives.compactMap { letters in
      let text = letters.text.lowercased()
      if key.values.contains(text) { return text }
      let isBegun = key.values.contains { $0.hasPrefix(text) }
      let suggestion = Spelling.nearest(to: text, among: key.values).map { " Did you mean \($0)?" } ?? ""
      let what = isBegun ? "" : "\(letters.text) is not among them.\(suggestion)"
      note(
        isBegun ? .incomplete : .wrong,
        at: letters.range,
        "\(key.rawValue): takes \(key.expectation)." + (what.isEmpty ? "" : " \(what)")
      )
      return nil
    }
  }

  private mutating func ruleName(_ letters: ArraySlice<QueryToken.Letter>) -> String? {
    let name = letters.text.lowercased()
    if rules.isEmpty || rules.contains(where: { $0.hasPrefix(name) }) { return name }
    let suggestion = Spelling.nearest(to: name, among: rules).map { " Did you mean \($0)?" } ?? ""
    note(.wrong, at: letters.range, "There is no rule \(letters.text).\(suggestion)")
    return nil
  }

  private mutating func expiry(_ key: QueryKey, _ letters: ArraySlice<QueryToken.Letter>) -> [Range<Instant>] {
    switch letters.text.lowercased() {
    case "none": return [ExpiryTag.absent]
    case "any": return [Instant.distantPast..<Instant.distantFuture]
    case let begun where key.values.contains { $0.hasPrefix(begun) }:
      note(.incomplete, at: letters.range, "\(key.rawValue): takes \(key.expectation).")
      return []
    default: return span(key, letters).map { [$0] } ?? []
    }
  }

  private mutating func text(
    _ column: QueryTerm.TextColumn,
    _ alternatives: [ArraySlice<QueryToken.Letter>]
  ) -> QueryTerm.Condition? {
    let matches = alternatives.compactMap { letters -> QueryTerm.TextMatch? in
      if let source = letters.expression {
        return expression(source, at: letters.range).map { .init(text: source, isExact: false, expression: $0) }
      }
      let isExact = letters.first.map { $0.character == "=" && !$0.isQuoted } ?? false
      let text = isExact ? letters.dropFirst().text : letters.text
      guard !text.isEmpty else {
        note(.incomplete, at: letters.range, "An equals sign is followed by the whole text.")
        return nil
      }
      return QueryTerm.TextMatch(text: text, isExact: isExact)
    }
    return matches.isEmpty ? nil : .text(column, matches)
  }

  private mutating func span(_ key: QueryKey, _ letters: ArraySlice<QueryToken.Letter>) -> Range<Instant>? {
    switch DateBound(parsing: letters.text) {
    case .span(let span): return span
    case .incomplete: note(.incomplete, at: letters.range, "\(key.rawValue): takes \(key.expectation).")
    case .wrong:
      note(
        .wrong,
        at: letters.range,
        "\(key.rawValue): takes \(key.expectation); \(letters.text) is no date." + ageAdvice(key, letters.text)
      )
    }
    return nil
  }

  /// The filter that takes an age, where one was typed for a date.
  private func ageAdvice(_ key: QueryKey, _ text: String) -> String {
    if key == .expires { return " What has passed is found by rule:expired." }
    guard case .span = AgeBound(parsing: text) else { return "" }
    switch key {
    case .created: return " For a time that has passed since there is age:\(text)."
    case .modified: return " For a time that has passed since there is changed:\(text)."
    default: return ""
    }
  }

  private mutating func age(_ key: QueryKey, _ letters: ArraySlice<QueryToken.Letter>) -> Range<Int64>? {
    switch AgeBound(parsing: letters.text) {
    case .span(let span): return span
    case .incomplete: note(.incomplete, at: letters.range, "\(key.rawValue): takes \(key.expectation).")
    case .wrong:
      note(.wrong, at: letters.range, "\(key.rawValue): takes \(key.expectation); \(letters.text) is none.")
    }
    return nil
  }

  private mutating func reach(
    _ extent: ReachQuestion.Extent,
    _ key: QueryKey,
    _ alternatives: [ArraySlice<QueryToken.Letter>]
  ) -> QueryTerm.Condition? {
    let named = alternatives.compactMap { letters -> NamedSender? in
      if let sender = NamedSender(letters.text) { return sender }
      // Every address is none yet while it is being typed.
      note(.incomplete, at: letters.range, "\(key.rawValue): takes \(key.expectation).")
      return nil
    }
    return named.isEmpty ? nil : .reach(ReachQuestion(extent, of: named))
  }

  private mutating func note(_ kind: QueryMistake.Kind, at range: Range<Int>, _ message: String) {
    mistakes.append(QueryMistake(kind: kind, range: range, message: message))
  }
}

extension ArraySlice<QueryToken.Letter> {
  var text: String { String(map(\.character)) }

  /// Where these letters, none of which is missing in between but quotes, stand in the filter.
  var range: Range<Int> {
    guard let first, let last else { return 0..<0 }
    return first.position..<(last.position + 1)
  }

  fileprivate func split(separator: Character, omittingEmptySubsequences: Bool) -> [Self] {
    split(omittingEmptySubsequences: omittingEmptySubsequences) { $0.character == separator && !$0.isQuoted }
  }
}
