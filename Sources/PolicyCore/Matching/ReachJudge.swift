import Languages
import Patterns
import Policies
import Values

/// Says of single patterns whether they let in what a question names.
///
/// An end that is not held lets in names that go on after the domain, `x@acme.org.evil.net`, and so something below every
/// domain: that is told by the rule for open ends. Here it does not count where all of the domain that is asked for
/// stands behind what the expression would match if it were held.
struct ReachJudge {
  private let question: ReachQuestion
  private let texts: Language?
  /// Those at each of the domains that are named, and below it, made once for all patterns.
  private let textsOfNames: [HostName: Language]

  init(_ question: ReachQuestion) {
    self.question = question
    texts = question.texts
    var textsOfNames: [HostName: Language] = [:]
    for sender in question.named {
      if case .domain(let name) = sender.kind { textsOfNames[name] = NamedSender.texts(atOrBelow: name) }
    }
    self.textsOfNames = textsOfNames
  }

  // MARK: - Expressions

  /// Nil where an expression certainly lets in nothing of what is named, in no reading.
  func sign(of source: String, _ kind: PatternKind) -> ReachAnswer.Sign? {
    var isUndecided = false
    for sender in question.named {
      switch verdict(on: sender, source, kind) {
      case true?: return opensOthers(source, kind) ? .opensOthers : []
      case nil: isUndecided = true
      case false?: break
      }
    }
    return isUndecided ? .undecided : nil
  }

  /// Nil where it is undecided.
  private func verdict(on sender: NamedSender, _ source: String, _ kind: PatternKind) -> Bool? {
    switch sender.kind {
    case .address(let address): matches(address, source, kind)
    case .domain(let name):
      question.extent == .all ? covers(name, source, kind) : opens(name, source, kind)
    case .network(let network):
      network.isSingleAddress ? matches("\(network)", source) : lets(in: network, source)
    }
  }

  /// Asks in both readings of letters' case where they may differ; anywhere in a text is the wider of the other two.
  private func ask(
    _ source: String,
    _ holds: (Language, Reading) throws(ExpressionFailure) -> Bool
  ) -> Bool? {
    do throws(ExpressionFailure) {
      for isCaseless in ExpressionVerdict.caseMayMatter(in: source) ? [true, false] : [false] {
        let reading = Reading.anywhere(caseless: isCaseless)
        if try holds(LanguageCache.language(of: source, reading), reading) { return true }
      }
      return false
    } catch .undecided {
      return nil
    } catch {
      // What is no expression matches nothing.
      return false
    }
  }

  private func matches(_ text: String, _ source: String) -> Bool? {
    // Before the `@` of what is named there may be capitals.
    if let required = (try? RegularExpression(source))?.requiredText, !text.lowercased().contains(required) {
      return false
    }
    for isCaseless in [true, false] {
      do throws(ExpressionFailure) {
        if try LanguageCache.language(of: source, .anywhere(caseless: isCaseless)).contains(text) { return true }
      } catch .undecided {
        return nil
      } catch {
        return false
      }
    }
    return false
  }

  /// An expression for domains may be held against the name alone.
  private func matches(_ address: EmailAddress, _ source: String, _ kind: PatternKind) -> Bool? {
    if kind == .domain, matches(address.domain.ascii, source) == true { return true }
    return matches("\(address)", source)
  }

  private func covers(_ name: HostName, _ source: String, _ kind: PatternKind) -> Bool? {
    if kind == .domain, matches(name.ascii, source) == true { return true }
    guard matches("x@\(name)", source) != false, let addresses = MailTexts.addresses(at: name.ascii) else {
      return false
    }
    return ask(source) { language, _ throws(ExpressionFailure) in try addresses.isSubset(of: language) }
  }

  private func opens(_ name: HostName, _ source: String, _ kind: PatternKind) -> Bool? {
    guard let texts = textsOfNames[name] else { return nil }
    var held = source
    // One for networks that sees addresses too is one like another.
    let judgement = ExpressionJudgement.of(source, kind == .ip ? .email : kind)
    if let decided = judgement.verdict.decided, decided.isHeldButForEnds {
      // Only where just this name is asked for, what stands behind the end counts.
      if decided.matchesNothing || !decided.mayOpen(name) { return matches("x@\(name)", source) }
      held = Self.held(source)
    }
    return ask(source) { language, reading throws(ExpressionFailure) in
      let there = try language.intersection(texts)
      if there.isEmpty || held == source || there.contains("x@\(name)") { return !there.isEmpty }
      let matched = try LanguageCache.language(of: held, reading)
      return try !there.isSubset(of: matched.followed(by: .all).followed(by: .text(".\(name)")))
    }
  }

  private func lets(in network: Network, _ source: String) -> Bool? {
    if let required = (try? RegularExpression(source))?.requiredText, !required.allSatisfy(Self.isOfAddresses) {
      return false
    }
    guard let texts = PolicyReach.language(of: network) else {
      // The texts of an IPv6 network are no automaton of a size that could be had.
      let meets = ask(source) { language, _ throws(ExpressionFailure) in try language.intersects(.ipv6Texts) }
      return meets == false ? false : nil
    }
    return ask(source) { language, _ throws(ExpressionFailure) in
      try question.extent == .all ? texts.isSubset(of: language) : texts.intersects(language)
    }
  }

  private static func isOfAddresses(_ character: Character) -> Bool {
    character.isHexDigit || character == "." || character == ":"
  }

  private static func held(_ source: String) -> String {
    (try? RegularExpression(source).held(atEnd: true))?.source ?? source
  }

  /// Whether it lets in anything that is not named, or may.
  private func opensOthers(_ source: String, _ kind: PatternKind) -> Bool {
    guard let texts, let decided = ExpressionJudgement.of(source, kind).verdict.decided, decided.isHeldButForEnds,
      !decided.matchesEmptyText
    else { return true }
    // Names of servers that look like addresses of the network, and are none, are no others.
    let all = kind == .ip ? Self.addressesOfAllKinds : MailTexts.all
    return ask(Self.held(source)) { language, _ throws(ExpressionFailure) in
      try !language.intersection(all).isSubset(of: texts)
    } ?? true
  }

  private static let addressesOfAllKinds: Language = {
    let networks = (try? Language.ipv4Texts.union(.ipv6Texts)) ?? .ipv4Texts
    return (try? networks.union(MailTexts.addresses)) ?? MailTexts.all
  }()

  // MARK: - Of an unknown type

  /// Whether a policy of which it is not known what it matches may let in what is named, read in any way.
  func mayConcern(_ fields: PolicyFields) -> Bool {
    guard let pattern = fields.pattern else { return true }
    if fields.mayBeOn(.isRegex), PatternKind.allCases.contains(where: { sign(of: pattern, $0) != nil }) { return true }
    guard fields.isRegex != true, let other = NamedSender(pattern) else { return false }
    return question.named.contains { Self.meet($0, other) }
  }

  private static func meet(_ named: NamedSender, _ other: NamedSender) -> Bool {
    switch (named.kind, other.kind) {
    case (.network(let one), .network(let two)): one.overlaps(two)
    case (.address(let one), .address(let two)): one.inLowerCase == two.inLowerCase
    case (.domain(let one), .domain(let two)): isAtOrBelow(one, two) || isAtOrBelow(two, one)
    case (.address(let one), .domain(let two)), (.domain(let two), .address(let one)): isAtOrBelow(one.domain, two)
    case (.network, .address), (.network, .domain), (.address, .network), (.domain, .network): false
    }
  }

  private static func isAtOrBelow(_ name: HostName, _ other: HostName) -> Bool {
    name == other || name.isSubdomain(of: other)
  }
}

extension ExpressionVerdict.Decided {
  /// Whether all that it lets in lies at domains that are known, once its ends are held.
  fileprivate var isHeldButForEnds: Bool {
    switch hole {
    case .suffix, .open, .unheldEnd: false
    case .dot, .openEnd, nil: everything == nil
    }
  }

  private static func tails(of name: HostName) -> [String] {
    let labels = name.labels
    return labels.indices.map { labels[$0...].joined(separator: ".") }
  }

  /// Whether it may let in anything at a domain or below it, of which not all stands behind its end.
  ///
  /// One for `mail.acme.co` lets in `mail.acme.com`, too, if its end is not held.
  fileprivate func mayOpen(_ name: HostName) -> Bool {
    if hasLooseDots || domains.isEmpty { return true }
    return domains.contains { domain in
      let own = HostName(canonical: domain.name)
      // Either begins somewhere in the other, at a label.
      return Self.tails(of: own).contains { name.ascii.hasPrefix($0) }
        || Self.tails(of: name).contains { $0.hasPrefix(own.ascii) }
    }
  }
}
