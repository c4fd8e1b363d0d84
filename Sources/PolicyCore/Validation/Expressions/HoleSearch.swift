import Languages
import Patterns

/// Looks for what an expression opens to strangers, in one reading.
///
/// First what it would open if every branch were held by `$` and every dot escaped: names that anybody can register
/// there are its own. What the missing `$` and the loose dots open beside these is told apart.
struct HoleSearch {
  private let expression: RegularExpression
  /// What it matches as it stands.
  private let anywhere: Language
  private let reading: Reading
  private let kind: PatternKind
  private let rules: SuffixRules
  private(set) var domains: [OpenedDomains.Domain] = []
  /// What it matches with its dots escaped and its branches held, and the expression that says so.
  private(set) var core: (source: String, language: Language)
  private(set) var hasLooseDots = false

  /// So many dots are looked at one by one.
  private static let mostDots = 8

  init(
    _ expression: RegularExpression,
    _ anywhere: Language,
    _ reading: Reading,
    _ kind: PatternKind,
    _ rules: SuffixRules
  ) {
    self.expression = expression
    self.anywhere = anywhere
    self.reading = reading
    self.kind = kind
    self.rules = rules
    core = (expression.source, anywhere)
  }

  /// The worst there is.
  mutating func hole() throws(ExpressionFailure) -> ExpressionVerdict.Hole? {
    let dots = expression.unescapedDots
    let escaped = dots.isEmpty ? expression : try expression.escaping(dots)
    let whole = try escaped.held(atEnd: true)
    if whole.source != expression.source { core = (whole.source, try whole.language(matching: reading)) }
    let held = try expression.held(atEnd: true)
    let isHeld = held.source == expression.source
    let opened = try opened(by: core.language)
    switch opened.names {
    case .open(let domain, let example):
      return try open(domain, shown(example), opened.wholeSuffixes, isHeld ? nil : escaped)
    case .few(let few): domains = few
    }
    if !isHeld, let example = try text(in: escaped, beside: domains.map(\.name)) {
      return .unheldEnd(example: example)
    }
    if !dots.isEmpty {
      hasLooseDots = true
      let language = isHeld ? anywhere : try held.language(matching: reading)
      if let hole = try dotHole(language, dots, fix: escaped.source) { return hole }
    }
    return isHeld ? nil : try openEnd(fix: whole.source)
  }

  private func open(
    _ domain: String,
    _ example: String,
    _ suffixes: [OpenedDomains.Suffix],
    _ unheld: RegularExpression?
  ) throws(ExpressionFailure) -> ExpressionVerdict.Hole {
    let suffix = domain.split(separator: ".").dropFirst().joined(separator: ".")
    // Only the first suffixes are told; where there are so many, it is every one.
    guard suffixes.contains(where: { $0.name == suffix }) || suffixes.count >= OpenedDomains.limit else {
      return .open(domain: domain, example: example)
    }
    // That `sale` is a suffix is by chance, if it may stand anywhere.
    if let unheld, let example = try text(in: unheld, beside: [suffix]) { return .unheldEnd(example: example) }
    return .suffix(suffix, example: example)
  }

  // MARK: - Domains

  /// An expression for domains may be held against a name alone: then it opens the addresses there.
  private func opened(by language: Language) throws(ExpressionFailure) -> OpenedDomains {
    var addresses = language
    if kind == .domain {
      let hosts = try language.intersection(.hostNamesOfAnyCase)
      addresses = try language.union(.addresses(at: hosts))
    }
    return try OpenedDomains(of: addresses, rules: rules)
  }

  /// The example itself where it matches, else the name in it, against which an expression for domains may be held.
  private func shown(_ example: String) -> String {
    if anywhere.contains(example) { return example }
    let host = example.split(separator: "@").last.map(String.init) ?? example
    return anywhere.contains(host) ? host : example
  }

  // MARK: - Ends

  /// An address that gets through and has none of some names in it: what stands at the end is no whole domain.
  private func text(in escaped: RegularExpression, beside names: [String]) throws(ExpressionFailure) -> String? {
    let language = escaped.source == expression.source ? anywhere : try escaped.language(matching: reading)
    let addresses = try language.intersection(MailTexts.addresses)
    let names = names.map { "\\Q\($0)\\E" }.joined(separator: "|")
    let naming =
      names.isEmpty ? .none : try Language(source: "(^|[@.])(\(names))", .anywhere(caseless: true), within: .standard)
    guard try !addresses.isSubset(of: naming) else { return nil }
    return try addresses.subtracting(naming).mailWitness()
  }

  /// An address at a name that goes on after the domain.
  private func openEnd(fix: String) throws(ExpressionFailure) -> ExpressionVerdict.Hole? {
    for domain in domains {
      for host in [domain.name, "mail." + domain.name] where anywhere.contains("x@\(host).evil.net") {
        return .openEnd(example: "x@\(host).evil.net", fix: fix)
      }
    }
    let rest = try anywhere.intersection(MailTexts.addresses).subtracting(addressesAtDomains())
    return rest.mailWitness().map { .openEnd(example: $0, fix: fix) }
  }

  private func addressesAtDomains() throws(ExpressionFailure) -> Language {
    var hosts = Language.none
    for domain in domains { hosts = try hosts.union(.domain(domain.name, subdomains: true, caseless: true)) }
    return try .addresses(at: hosts)
  }

  // MARK: - Dots

  /// Names that the loose dots open beside the domains, as far as such a name can be registered.
  private func dotHole(
    _ held: Language,
    _ dots: [Range<Int>],
    fix: String
  ) throws(ExpressionFailure) -> ExpressionVerdict.Hole? {
    var names: Set<String> = []
    switch try opened(by: held).names {
    case .open(let domain, let example):
      if isRegistrable(domain) { return .dot(domain: domain, others: .max, example: shown(example), fix: fix) }
      // With several dots loose there are many names under endings that no list knows; one alone opens few.
      for dot in dots.prefix(Self.mostDots) {
        let others = try expression.escaping(dots.filter { $0 != dot }).held(atEnd: true)
        guard case .few(let few) = try opened(by: others.language(matching: reading)).names else { continue }
        names.formUnion(few.map(\.name))
      }
    case .few(let few): names = Set(few.map(\.name))
    }
    names.subtract(domains.map(\.name))
    let others = names.sorted().filter(isRegistrable)
    guard let domain = others.first else { return nil }
    let at = try Language.addresses(at: .domain(domain, subdomains: true, caseless: true))
    let example = try held.intersection(at).mailWitness() ?? domain
    return .dot(domain: domain, others: others.count - 1, example: shown(example), fix: fix)
  }

  /// Whether the list knows what a name stands under.
  private func isRegistrable(_ name: String) -> Bool {
    name.firstIndex(of: ".").map { rules.section(of: String(name[name.index(after: $0)...])) != nil } ?? false
  }
}
