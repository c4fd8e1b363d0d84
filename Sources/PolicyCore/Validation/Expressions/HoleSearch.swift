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
  private(set) var hasLooseDots = false

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
  }

  /// The worst there is.
  mutating func hole() throws(ExpressionFailure) -> ExpressionVerdict.Hole? {
    let dots = expression.unescapedDots
    let escaped = dots.isEmpty ? expression : try expression.escaping(dots)
    let core = try escaped.held(atEnd: true)
    let opened = try opened(by: core.source == expression.source ? anywhere : core.language(matching: reading))
    switch opened.names {
    case .open(let domain, let example):
      let shown = shown(example)
      if let suffix = opened.wholeSuffixes.min(by: { Self.isBetter($0.name, than: $1.name) })?.name {
        return .suffix(suffix, example: shown)
      }
      return .open(domain: domain, example: shown)
    case .few(let few): domains = few
    }
    let held = try expression.held(atEnd: true)
    let isHeld = held.source == expression.source
    if !isHeld, let example = try textBesideDomains() { return .unheldEnd(example: example) }
    if !dots.isEmpty {
      hasLooseDots = true
      if let hole = try dotHole(isHeld ? anywhere : held.language(matching: reading), fix: escaped.source) {
        return hole
      }
    }
    return isHeld ? nil : try openEnd(fix: core.source)
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

  /// The best known suffix, else the shortest.
  private static func isBetter(_ one: String, than other: String) -> Bool {
    let known = ["com", "net", "org"]
    let ranks = [one, other].map { known.firstIndex(of: $0) ?? known.count }
    return (ranks[0], one.utf8.count, one) < (ranks[1], other.utf8.count, other)
  }

  // MARK: - Ends

  /// An address that gets through and has none of the domains in it: what stands at the end is no whole domain.
  private func textBesideDomains() throws(ExpressionFailure) -> String? {
    let addresses = try anywhere.intersection(MailTexts.addresses)
    let names = domains.map { "\\Q\($0.name)\\E" }.joined(separator: "|")
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
  private func dotHole(_ held: Language, fix: String) throws(ExpressionFailure) -> ExpressionVerdict.Hole? {
    let opened = try opened(by: held)
    switch opened.names {
    case .open(let domain, let example):
      guard isRegistrable(domain) else { return nil }
      return .dot(domain: domain, others: .max, example: shown(example), fix: fix)
    case .few(let few):
      let known = Set(domains.map(\.name))
      let others = few.map(\.name).filter { !known.contains($0) && isRegistrable($0) }
      guard let domain = others.first else { return nil }
      let at = try Language.addresses(at: .domain(domain, subdomains: true, caseless: true))
      let example = try held.intersection(at).mailWitness() ?? domain
      return .dot(domain: domain, others: others.count - 1, example: shown(example), fix: fix)
    }
  }

  /// Whether the list knows what a name stands under.
  private func isRegistrable(_ name: String) -> Bool {
    name.firstIndex(of: ".").map { rules.section(of: String(name[name.index(after: $0)...])) != nil } ?? false
  }
}
