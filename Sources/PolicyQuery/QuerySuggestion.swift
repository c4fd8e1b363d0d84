import Policies
package import PolicyCore
import Values

extension Query {
  /// The filter that asks what patterns let in, where a plain word names an address, a domain or a network, or a term
  /// names one domain; nil where none does.
  ///
  /// Expressions rarely hold such a name as people write it, and a domain above it not at all.
  package var asOpening: Query? {
    for term in terms where !term.isNegated {
      guard case .domain(let names) = term.condition, names.count == 1, let name = names.first ?? nil else { continue }
      return replacing(term, by: "\(QueryKey.opens.rawValue):\(name)")
    }
    return replacingWord { word in
      // What may be a piece of anything is none: an address is known by its `@`, a name by a dot, a network by its form.
      guard word.contains(where: { "@.:".contains($0) }), !word.contains(where: { ",\"".contains($0) }),
        NamedSender(word) != nil
      else { return nil }
      return "\(QueryKey.opens.rawValue):\(word)"
    }
  }

  /// The filter that may have been meant where a word is the value of some term, or nearly so; nil where none is.
  ///
  /// `rules` are the names that `rule:` can take.
  package func suggestion(rules: [RuleName] = []) -> Query? {
    replacingWord { word in Self.term(meantBy: word.lowercased(), rules) }
  }

  /// The same with the first plain word for which there is one replaced by a term.
  private func replacingWord(_ term: (String) -> String?) -> Query? {
    for old in terms where !old.isNegated {
      guard case .word(let word) = old.condition, let new = term(word) else { continue }
      return replacing(old, by: new)
    }
    return nil
  }

  private func replacing(_ old: QueryTerm, by new: String) -> Query {
    let characters = Array(text)
    return Query(
      parsing: String(characters[..<old.range.lowerBound]) + new + String(characters[old.range.upperBound...])
    )
  }

  /// Which keys' values a word is held against, those first that people ask for most.
  private static let keysOfWords: [QueryKey] = [.finding, .effect, .op, .type]

  private static let flags: [String: String] = [
    "trusted": "trusted:yes", "acceptable": "accept:yes", "accept": "accept:yes", "exempt": "exempt:yes",
    "verify": "verify:yes", "verified": "verify:yes", "unverified": "verify:no", "regex": "regex:yes",
    "expression": "regex:yes", "new": "op:post", "changed": "op:any", "queued": "op:any", "expired": "rule:expired",
  ]

  private static func term(meantBy word: String, _ rules: [RuleName]) -> String? {
    let names = rules.map(\.rawValue)
    let words = [word, word.hasSuffix("s") ? String(word.dropLast()) : word]
    for word in words {
      for key in keysOfWords where key.values.contains(word) && !["any", "none"].contains(word) {
        return "\(key.rawValue):\(word)"
      }
      if let term = flags[word], !term.hasPrefix("rule:") || names.contains(String(term.dropFirst(5))) { return term }
      if word.count >= 4, names.contains(where: { $0.hasPrefix(word) }) { return "rule:\(word)" }
    }
    guard word.count >= 4 else { return nil }
    let values = keysOfWords.flatMap(\.values) + names
    guard let near = Spelling.nearest(to: word, among: values), near != word else { return nil }
    return term(meantBy: near, rules)
  }
}
