/// Compares a regular expression with other patterns, by its shape and by texts that are tried.
struct RegexCoverage {
  let regex: PatternRegex
  let kind: PatternKind

  /// Whether the expression takes everything that another pattern takes.
  func coverage(of other: ParsedPattern) -> Coverage {
    // Whether an expression of type IP is tried on addresses of mail, or the reverse, is not documented.
    if (kind == .ip) != (other.kind == .ip) { return Coverage(.notComparable) }
    if regex.shape.takesAnything { return Coverage(.takesAnything) }
    return switch other {
    case .email(let address): Coverage(reason(ofText: "\(address)", address.unicode))
    case .domain(let name): Coverage(reason(of: name))
    case .network(let network): Coverage(reason(of: network))
    case .regex(let other, let otherKind): Coverage(reason(of: other, otherKind))
    }
  }

  /// Whether a pattern that is no expression takes everything that the expression takes.
  ///
  /// That is never certain. That it does not is certain when the expression takes a text that the pattern leaves out.
  func coverage(by pattern: ParsedPattern) -> Coverage {
    if (kind == .ip) != (pattern.kind == .ip) { return Coverage(.notComparable) }
    let isLeftOut = samples.contains { sample in
      guard let address = try? EmailAddress.parse(sample), regex.match(sample, .whole) == .matched else { return false }
      return switch pattern.coverage(of: .email(address)).reason.verdict {
      case .doesNotCover: true
      case .covers, .unknown: false
      }
    }
    return Coverage(isLeftOut ? .takesMore : .notComparable)
  }

  // MARK: - Literals

  /// Both forms of an international domain are tried: which of them the API sees is not documented.
  private func reason(ofText ascii: String, _ unicode: String) -> Coverage.Reason {
    let forms = ascii == unicode ? [ascii] : [ascii, unicode]
    let whole = regex.matchesAll(forms, .whole)
    if whole == .matched { return .matchesWhole }
    let parts = forms.map { regex.match($0) }
    if whole == .limitReached || parts.contains(.limitReached) { return .stepLimit }
    if parts.contains(.matched) { return .matchesPart }
    return forms.contains(where: couldMatchInAnotherCase) ? .caseOnly : .leavesSomeOut
  }

  /// Whether a text that does not match may do so where case does not matter.
  private func couldMatchInAnotherCase(_ text: String) -> Bool {
    if regex.shape.hasUpperCase { return true }
    let lower = text.lowercased()
    return lower != text && regex.match(lower) != .notMatched
  }

  private func reason(of name: HostName) -> Coverage.Reason {
    if regex.shape.domains.contains(where: { $0.takesEveryAddress && $0.name == name.ascii }) {
      return .takesEveryAddress
    }
    switch regex.takesWholeDomain(name.ascii) {
    case .matched: return .matchesSamples
    case .limitReached: return .stepLimit
    case .notMatched: return regex.shape.hasUpperCase ? .caseOnly : .leavesSomeOut
    }
  }

  private func reason(of network: Network) -> Coverage.Reason {
    if network.isSingleAddress { return reason(ofText: "\(network.address)", "\(network.address)") }
    switch regex.match("\(network.cleared.address)") {
    case .matched: return .matchesSamples
    case .limitReached: return .stepLimit
    case .notMatched: return regex.shape.hasUpperCase ? .caseOnly : .leavesSomeOut
    }
  }

  // MARK: - Expressions

  private func reason(of other: PatternRegex, _ otherKind: PatternKind) -> Coverage.Reason {
    if regex.expression == other.expression, kind == otherKind { return .same }
    if regex.shape.hasUpperCase || regex.shape.ignoresCase != other.shape.ignoresCase { return .notComparable }
    let taken = RegexCoverage(regex: other, kind: otherKind).samples.filter { other.match($0, .whole) == .matched }
    let isLeftOut = taken.contains { regex.match($0) == .notMatched }
    return isLeftOut ? .leavesSomeOut : .notComparable
  }

  /// Texts that the expression may take: unrelated addresses, and some at the domains that it names.
  private var samples: [String] {
    let names = regex.shape.domains.prefix(4).flatMap { domain in
      [domain.name, "a." + domain.name].filter { $0.contains(".") }
    }
    return names.flatMap { name in Witnesses.localParts.map { "\($0)@\(name)" } } + Witnesses.addresses
  }
}
