import Patterns

/// The domains that expressions name, found by what they may have in common with another.
///
/// Where an expression has no `$`, text may follow its domain: `@x\.org` is found in `bob@x.organic` and in
/// `bob@x.org.evil.net`. So two domains are related here where one of them begins at a label of the other.
struct DomainTexts: Sendable {
  private var places: [Substring: [Int]] = [:]
  /// Each domain from each of its labels on, in the order of the texts once it is sorted.
  private var tails: [(text: Substring, place: Int)] = []
  /// The lengths of the domains, so that not every beginning of a text has to be looked up.
  private var lengths: Set<Int> = []

  /// Files a place under a domain in the form of DNS.
  mutating func add(_ domain: String, place: Int) {
    places[domain[...], default: []].append(place)
    lengths.insert(domain.utf8.count)
    for tail in Self.tails(of: domain) { tails.append((tail, place)) }
  }

  /// Call once, after the last domain.
  mutating func sort() {
    tails.sort { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
  }

  /// The places whose domain is related to this one; some are named twice.
  func places(related domain: String) -> [Int] {
    var found: [Int] = []
    for tail in Self.tails(of: domain) {
      for length in lengths where length <= tail.utf8.count {
        found += places[Substring(tail.utf8.prefix(length))] ?? []
      }
    }
    var low = 0
    var high = tails.count
    while low < high {
      let middle = (low + high) / 2
      if tails[middle].text.utf8.lexicographicallyPrecedes(domain.utf8) { low = middle + 1 } else { high = middle }
    }
    return found + tails[low...].lazy.prefix { $0.text.utf8.starts(with: domain.utf8) }.map(\.place)
  }

  /// Whether one of the two begins at a label of the other.
  static func areRelated(_ one: String, _ other: String) -> Bool {
    tails(of: one).contains { $0.utf8.starts(with: other.utf8) }
      || tails(of: other).contains { $0.utf8.starts(with: one.utf8) }
  }

  /// The domain, and what is left of it without its first label, and so on.
  private static func tails(of domain: String) -> [Substring] {
    var tails = [domain[...]]
    while let rest = tails.last, let dot = rest.firstIndex(of: ".") { tails.append(rest[rest.index(after: dot)...]) }
    return tails
  }
}
