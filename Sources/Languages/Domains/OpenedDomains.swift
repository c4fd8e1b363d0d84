/// The domains at which a language of addresses has any: what a pattern opens.
///
/// It looks at the part after the `@`, cut by the rules of the public suffix list into the names that people
/// register. The rules are walked as a tree of characters beside the automaton of the hosts, both from the ends of names:
/// what is visited are states, not names, and where the two part nothing is visited at all.
package struct OpenedDomains: Hashable, Sendable {
  /// How many of the local parts there are.
  package enum LocalParts: Hashable, Sendable {
    case absent
    case partial
    /// All that are of letters.
    case complete
  }

  /// A name that somebody registered or could register.
  package struct Domain: Hashable, Sendable {
    /// In lower case, as A-labels.
    package let name: String
    /// Which local parts there are at the name itself.
    package let itself: LocalParts
    /// Which there are at names below it: all, if they are so at every name of letters below it.
    package let subdomains: LocalParts
    /// Whether there are some at every name of letters below it.
    package let isEverySubdomain: Bool

    /// The same under another name.
    package func named(_ name: String) -> Domain {
      Domain(name: name, itself: itself, subdomains: subdomains, isEverySubdomain: isEverySubdomain)
    }
  }

  package enum Names: Hashable, Sendable {
    /// These and no others, by name.
    case few([Domain])
    /// Infinitely many, or more than the limit: with one that anybody could register, and an address there.
    case open(witness: String, example: String)
  }

  /// A suffix under which every name of letters is opened.
  package struct Suffix: Hashable, Sendable {
    package let name: String
    package let section: SuffixRules.Section
  }

  package let names: Names
  /// The first of them; of an expression for everything there would be thousands.
  package let wholeSuffixes: [Suffix]
  /// Public suffixes at which there are addresses themselves, as `x@github.io`; the first of them.
  package let bareSuffixes: [String]

  /// How many names are few.
  package static let limit = 50

  package init(
    of language: Language,
    rules: SuffixRules,
    limit: Int = OpenedDomains.limit,
    within bounds: Bounds = .standard
  ) throws(ExpressionFailure) {
    var meter = Meter(bounds)
    let hosts = try HostAutomaton(language, within: &meter)
    var walk = DomainWalk(hosts: hosts, rules: rules, limit: limit, meter: meter)
    try walk.run()
    wholeSuffixes = walk.wholeSuffixes
    bareSuffixes = walk.bareSuffixes.sorted()
    if let open = walk.bestOpen {
      names = Self.witness(for: language, under: open, rules: rules, bounds)
    } else {
      names = .few(walk.domains.sorted { $0.name < $1.name })
    }
  }

  /// A readable name under an open suffix; the one that the walk found where none is.
  private static func witness(
    for language: Language,
    under open: DomainWalk.Open,
    rules: SuffixRules,
    _ bounds: Bounds
  ) -> Names {
    let suffix = open.suffix.isEmpty ? "" : "\\.\\Q\(open.suffix)\\E"
    // A name of somebody else's, if the label can be chosen; else whatever there is.
    for label in ["evil([a-z0-9-]*[a-z0-9])?", "[a-z0-9]([a-z0-9-]*[a-z0-9])?"] {
      let shape = Language.built("[a-z0-9._+-]+@([a-z0-9_-]+\\.)*\(label)\(suffix)", caseless: false)
      if let readable = try? language.intersection(shape, within: bounds),
        let text = readable.mailWitness(within: bounds), let host = text.split(separator: "@").last.map(String.init),
        let name = rules.registrableDomain(of: host)
      {
        return .open(witness: name, example: text)
      }
    }
    let example = try? Language.addresses(at: .domain(open.name, subdomains: true, caseless: true))
      .commonText(with: language, within: bounds)
    return .open(witness: open.name, example: example ?? "x@\(open.name)")
  }
}
