import Languages
import Patterns
import Policies
import Values

/// What one policy matches, as languages.
struct PolicyReach: Sendable {
  let fields: PolicyFields
  let grants: Grants
  private let pattern: Pattern

  enum Pattern: Sendable {
    case email(EmailAddress)
    case domain(HostName)
    case network(Network)
    case expression(String, PatternKind)
    /// Nothing that could be read, and so nothing that could match.
    case unreadable
  }

  init(_ fields: PolicyFields) {
    self.fields = fields
    grants = Grants(fields)
    pattern = Self.pattern(of: fields)
  }

  private static func pattern(of fields: PolicyFields) -> Pattern {
    guard let text = fields.pattern, let kind = PatternKind(fields.patternType) else { return .unreadable }
    if fields.mayBeOn(.isRegex) { return .expression(text, kind) }
    return switch try? ParsedPattern.parse(text, kind: kind, isRegex: false) {
    case .email(let address): .email(address)
    case .domain(let name): .domain(name)
    case .network(let network): .network(network.cleared)
    case .regex, nil: .unreadable
    }
  }

  var expression: String? {
    guard case .expression(let source, _) = pattern else { return nil }
    return source
  }

  var network: Network? {
    guard case .network(let network) = pattern else { return nil }
    return network
  }

  var address: EmailAddress? {
    guard case .email(let address) = pattern else { return nil }
    return address
  }

  var domain: HostName? {
    guard case .domain(let name) = pattern else { return nil }
    return name
  }

  /// Whether it is of a type of which nothing is known, so that it may match anything.
  var isOfUnknownType: Bool { PatternKind(fields.patternType) == nil }

  /// What is granted most to each kind of text that it may match.
  ///
  /// Verification and the two strengths of a sender make a chain in one policy: trusted includes acceptable, and mail
  /// that fails includes mail that passes. So what is not granted beyond the most is not granted beyond less.
  var grantedMost: [(kind: MatchedText.Kind, level: Grants)] {
    let sender = grants.strongest([.trustedUnverified, .trustedVerified, .acceptableUnverified, .acceptableVerified])
    let recipient = grants.strongest([.recipientUnverified, .recipientVerified])
    let kinds: [(MatchedText.Kind, Grants?)] =
      switch pattern {
      case .email, .domain: [(.sender, sender), (.recipient, recipient)]
      // An address of a network is no recipient, and all of its mail may be exempt.
      case .network: [(.ip, sender), (.ip, recipient)]
      case .expression:
        [(.sender, sender), (.recipient, recipient), (.ip, sender), (.ip, recipient), (.server, sender)]
      case .unreadable: []
      }
    return kinds.compactMap { kind, level in level.map { (kind, $0) } }
  }

  /// The texts of a kind that it matches; throws that it is undecided.
  ///
  /// Networks are given by ``network``, as their texts would be no automaton for IPv6.
  func language(
    of kind: MatchedText.Kind,
    in reading: ServerReading
  ) throws(ExpressionFailure) -> Language {
    switch pattern {
    case .email(let address): return Self.language(of: address, in: reading) ?? .none
    case .domain(let name): return Self.language(of: name, in: reading) ?? .none
    case .network(let network): return Self.language(of: network) ?? .none
    case .unreadable: return .none
    case .expression(let source, let type):
      guard ExpressionIndex.sees(kind, expressionFor: type, in: reading) else { return .none }
      do {
        return try LanguageCache.language(of: source, reading.expressionReading).intersection(kind.universe(reading))
      } catch .mistake {
        return .none
      }
    }
  }

  /// Whether it matches a text; what is not decided does not.
  func matches(_ text: MatchedText, in reading: ServerReading) -> Bool {
    if case .ip(let address) = text, let network { return network.contains(address) }
    return (try? language(of: text.kind, in: reading))?.contains(text.text) ?? false
  }

  /// Of a pattern without an expression; nil for an IPv6 network.
  static func language(of pattern: ParsedPattern, in reading: ServerReading) -> Language? {
    switch pattern {
    case .email(let address): language(of: address, in: reading)
    case .domain(let name): language(of: name, in: reading)
    case .network(let network): language(of: network)
    case .regex: nil
    }
  }

  static func language(of address: EmailAddress, in reading: ServerReading) -> Language? {
    let text = Language.text("\(address)")
    return reading.ignoresCase ? try? text.caseless() : text
  }

  static func language(of name: HostName, in reading: ServerReading) -> Language? {
    try? .addresses(at: .domain(name.ascii, subdomains: reading.coversSubdomains, caseless: reading.ignoresCase))
  }

  /// Nil for IPv6.
  static func language(of network: Network) -> Language? {
    network.address.v4Bits.map { .ipv4Texts(network: $0, prefixLength: network.prefixLength) }
  }
}

extension Grants {
  /// Whether as much as a level, or more, is granted, and nothing in doubt.
  func certainlyGrant(_ level: Grants) -> Bool {
    isSuperset(of: level) && isDisjoint(with: [.uncertain, .uncertainPattern])
  }

  /// The first of some that is granted.
  fileprivate func strongest(_ levels: [Grants]) -> Grants? { levels.first { isSuperset(of: $0) } }
}
