import Languages
import Patterns
import Policies

/// What an expression opens, for the person who writes it.
package struct PatternScope: Hashable, Sendable {
  /// What it opens, as a phrase: "acme.org and its sub-domains".
  package let words: String
  /// How many other policies name an address or a domain inside; nil where that was not counted, as it opens names
  /// without number or very many are near.
  package let inside: Int?
  /// A text that gets through; nil where none does.
  package let example: String?
}

extension PatternScope {
  /// Nil for a policy without an expression, and for one of which that was not decided.
  init?(of fields: PolicyFields, besides id: PolicyID?, among remaining: PolicySet?) {
    guard fields.isRegex == true, let source = fields.pattern, !source.isEmpty,
      let kind = PatternKind(fields.patternType),
      case .parsed = PatternReader.read(fields)
    else { return nil }
    let expression = ExpressionJudgement.of(source, kind)
    guard let decided = expression.verdict.decided else { return nil }
    words = decided.scope(kind)
    inside = remaining?.count(inside: decided, besides: id)
    example = decided.matchesNothing ? nil : expression.example
  }
}

extension ExpressionVerdict.Decided {
  /// How many names, or addresses, are told.
  private static let told = 3

  fileprivate func scope(_ kind: PatternKind) -> String {
    if matchesNothing { return "nothing" }
    if everything != nil { return kind == .ip ? "every IPv4 address" : "every address" }
    if kind == .ip { return "some IP addresses" }
    switch hole {
    case .suffix(let suffix, _): return "every domain under \(suffix)"
    case .open(let domain, _): return "names without number, \(domain) among them"
    case .unheldEnd: return "every name that goes on after what it ends in"
    case .dot(_, .max, _, _): return "\(names), and any number of others by its loose dots"
    case .dot(_, let others, _, _):
      return "\(names), and \(others == 0 ? "one other" : "\(others + 1) others") by its loose dots"
    case .openEnd: return "\(names), and, if looked for anywhere, names that go on after it"
    case nil: return domains.isEmpty ? (matchesEmptyText ? "the null sender" : "no domain") : names
    }
  }

  private var names: String {
    if let exact { return exact }
    let shown = domains.prefix(Self.told).map(\.words)
    let rest = domains.count - shown.count
    if rest > 0 { return shown.joined(separator: ", ") + " and \(rest) more" }
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "no domain" }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension ExpressionVerdict.Decided {
  /// The addresses themselves where these are few, or the one host that is opened; nil where it is more than that.
  private var exact: String? {
    guard domains.count <= Self.told,
      let language = try? LanguageCache.language(of: core, .anywhere(caseless: false)).intersection(MailTexts.addresses)
    else { return nil }
    if let count = language.count, (1...Self.told).contains(count) {
      var (rest, texts) = (language, [String]())
      while texts.count < count, let text = rest.witness, let less = try? rest.subtracting(.text(text)) {
        texts.append(text)
        rest = less
      }
      return texts.sorted().joined(separator: ", ")
    }
    guard domains.count == 1, domains[0].itself == .absent, domains[0].subdomains == .partial,
      let host = try? language.wholeHost(),
      let there = try? Language.addresses(at: .domain(host, subdomains: true, caseless: true)),
      (try? language.isSubset(of: there)) == true
    else { return nil }
    let itself = try? Language.addresses(at: .domain(host, subdomains: false, caseless: true))
    return itself.flatMap { try? language.isSubset(of: $0) } == true ? host : "\(host) and below it"
  }
}

extension OpenedDomains.Domain {
  /// Its name, and how much of it is opened.
  fileprivate var words: String {
    switch (itself, subdomains) {
    case (.complete, .complete): "\(name) and its sub-domains"
    case (.complete, .absent): name
    case (.complete, .partial): "\(name) and some of its sub-domains"
    case (.partial, .complete): "some mailboxes at \(name) and all at its sub-domains"
    case (.partial, .absent): "some mailboxes at \(name)"
    case (.partial, .partial): "some mailboxes at \(name) and its sub-domains"
    case (.absent, .complete): "the sub-domains of \(name)"
    case (.absent, .partial): "some sub-domains of \(name)"
    case (.absent, .absent): name
    }
  }
}

extension PolicySet {
  /// So many policies are looked at while somebody types.
  private static let mostNear = 2000

  /// How many policies without an expression name an address or a domain inside of what an expression opens; nil where
  /// too many are near.
  fileprivate func count(inside decided: ExpressionVerdict.Decided, besides id: PolicyID?) -> Int? {
    guard decided.isBounded, let language = try? LanguageCache.language(of: decided.core, .anywhere(caseless: true))
    else { return nil }
    let place = id.map { self.place(of: $0) } ?? Place(base: nil, overlay: nil)
    let near = decided.domains.compactMap { domain in (try? HostName.parse(domain.name)).map { (domain, $0) } }
    var looks = 0
    let found = rows(besides: place) { index, isThere, found in
      for (domain, name) in near {
        for row in index.names.rows(atOrBelow: name) where isThere(row) {
          looks += 1
          if looks > Self.mostNear { return }
          if index.isInside(row, of: domain, language) { found.append(FoundRow(row: row, grants: index.grants[row])) }
        }
      }
    }
    return looks > Self.mostNear ? nil : found.count
  }
}

extension PolicyIndex {
  fileprivate func isInside(_ row: Int, of domain: OpenedDomains.Domain, _ language: Language) -> Bool {
    switch PatternReader.read(members.fields(at: row)).parsed {
    case .email(let address): language.contains("\(address)")
    case .domain(let name): (name.ascii == domain.name ? domain.itself : domain.subdomains) == .complete
    case .network, .regex, nil: false
    }
  }
}

extension ExpressionVerdict.Decided {
  /// Whether all that it opens is told by its domains, apart from what a loose dot or an open end adds.
  fileprivate var isBounded: Bool {
    guard everything == nil, !matchesNothing else { return false }
    switch hole {
    case .suffix, .open, .unheldEnd: return false
    case .dot, .openEnd, nil: return true
    }
  }
}
