/// What the text of a regular expression tells without running it.
///
/// The scan is light: what it does not understand it leaves out. A fact that is given is meant to hold; a fact that is
/// missing proves nothing.
package struct RegexShape: Sendable {
  /// Whether every alternative begins with `^` or its like.
  package let isAnchoredAtStart: Bool
  /// Whether every alternative ends with `$` or its like.
  package let isAnchoredAtEnd: Bool
  /// The domains that the expression ends in, one for each way through its alternatives; empty if it names none.
  package let domains: [RegexDomain]
  /// Whether every way through it ends in one of `domains`; if not, it also takes what they do not describe.
  package let everyWayNamesDomain: Bool
  /// The text, if the expression is one without choices or repetitions: `bob@x.org` for `bob@x.org` and `bob@x\.org`.
  package let plainLiteral: String?
  /// Where unescaped dots stand in `plainLiteral`, in Unicode scalars: a sign that no expression was meant.
  package let plainLiteralDots: [Int]
  /// Whether it takes every text without a line end: `.*`, `^.+$`.
  package let takesAnything: Bool
  package let backtracking: BacktrackingRisk?
  /// Whether a flag makes case meaningless in some part.
  package let ignoresCase: Bool
  /// The longest text, in lower case and ASCII, that stands in everything that it takes; empty if none is known.
  ///
  /// Compared in lower case it finds every text that may match, and others.
  package let requiredText: String
  /// Whether a literal in it is in upper case, so that the answer depends on whether the API minds case.
  package let hasUpperCase: Bool

  init(_ syntax: RegexSyntax) {
    let root = syntax.root
    let pieces = root.flattened
    isAnchoredAtStart = RegexShape.isAnchored(root, fromStart: true)
    isAnchoredAtEnd = RegexShape.isAnchored(root, fromStart: false)
    (domains, everyWayNamesDomain) = RegexDomainWalk.domains(in: root)
    let literal = RegexShape.literal(pieces)
    plainLiteral = literal?.text
    plainLiteralDots = literal?.dots ?? []
    takesAnything = RegexShape.takesAnything(pieces)
    backtracking = BacktrackingScan.risk(in: root)
    ignoresCase = syntax.ignoresCase
    hasUpperCase = RegexShape.hasUpperCase(root)
    requiredText = RegexShape.requiredText(pieces)
  }

  /// The domain that the expression is about: the first of `domains`, or what they have in common.
  ///
  /// `.*@(news|mail)\.x\.org` is about `x.org`; an expression about two registered domains has no single one.
  package var literalDomain: String? {
    let names = Set(domains.map(\.name))
    if names.count == 1 { return names.first }
    let registered = Set(names.map { PublicSuffix.registrableDomain(of: $0) ?? $0 })
    return registered.count == 1 ? registered.first : nil
  }

  private static func isAnchored(_ node: RegexNode, fromStart: Bool) -> Bool {
    switch node {
    case .start: fromStart
    case .end: !fromStart
    case .group(let inner, _): isAnchored(inner, fromStart: fromStart)
    case .sequence(let nodes):
      (fromStart ? nodes.first : nodes.last).map { isAnchored($0, fromStart: fromStart) } ?? false
    case .alternatives(let branches): branches.allSatisfy { isAnchored($0, fromStart: fromStart) }
    default: false
    }
  }

  private static func literal(_ nodes: [RegexNode]) -> (text: String, dots: [Int])? {
    var text = String.UnicodeScalarView()
    var dots: [Int] = []
    for node in nodes {
      switch node {
      case .literal(let scalar): text.append(scalar)
      case .any(let offset):
        text.append(".")
        dots.append(offset)
      default: return nil
      }
    }
    return text.isEmpty ? nil : (String(text), dots)
  }

  private static func requiredText(_ nodes: [RegexNode]) -> String {
    var longest = 0..<0
    var start = 0
    for (place, node) in nodes.enumerated() {
      guard case .literal(let scalar) = node, scalar.isASCII else {
        start = place + 1
        continue
      }
      if place + 1 - start > longest.count { longest = start..<(place + 1) }
    }
    return (literal(Array(nodes[longest]))?.text ?? "").lowercased()
  }

  private static func takesAnything(_ nodes: [RegexNode]) -> Bool {
    var pieces = nodes[...]
    if pieces.first == .start { pieces.removeFirst() }
    if pieces.last == .end { pieces.removeLast() }
    guard pieces.count == 1, case .repeated(let inner, let repetition, _) = pieces.first else { return false }
    guard repetition.isUnbounded, repetition.minimum <= 1, case .any = inner.onlyPiece else { return false }
    return true
  }

  private static func hasUpperCase(_ node: RegexNode) -> Bool {
    switch node {
    case .literal(let scalar): scalar.isASCII ? ("A"..."Z").contains(scalar) : scalar.properties.isUppercase
    // A class that lists upper case without lower case minds it; one that lists both does not.
    case .oneOf(let set):
      (0x41...0x5a as ClosedRange<UInt32>).contains { upper in
        guard let capital = Unicode.Scalar(upper), let small = Unicode.Scalar(upper + 32) else { return false }
        return set.contains(capital) && !set.contains(small)
      }
    case .group(let inner, _), .repeated(let inner, _, _): hasUpperCase(inner)
    case .sequence(let nodes), .alternatives(let nodes): nodes.contains(where: hasUpperCase)
    default: false
    }
  }
}
