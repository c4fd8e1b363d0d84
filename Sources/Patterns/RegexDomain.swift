/// A literal domain at the end of a regular expression, and how firmly the expression holds it.
package struct RegexDomain: Hashable, Sendable {
  /// What keeps another name from standing directly before the domain.
  package enum LeftHold: String, Hashable, Sendable {
    /// `@`, as in `.*@x\.org`.
    case at
    /// An escaped dot, as in `.*\.x\.org`: the domain or something below it.
    case dot
    /// The expression begins with the domain, and `^` says so.
    case start
    /// Nothing: `.*x\.org` also takes `evilx.org`.
    case none
  }

  /// Lower case, without a leading dot: `x.org`.
  package let name: String
  package let left: LeftHold
  /// Whether `$` or its like stands after the domain; without it `x.org.evil.net` may be taken too.
  package let isHeldOnRight: Bool
  /// Whether nothing can follow the domain where the expression has to match all of a text.
  package let endsExpression: Bool
  /// Where unescaped dots stand in for the dots of the domain, in Unicode scalars from the beginning.
  package let looseDots: [Int]
  /// Whether the dot before the top-level domain is one of them, so that `x.org` also takes `xyorg`.
  package let hasLooseTopLevel: Bool
  /// Whether certainly every address at the domain is taken: `.*@x\.org`, but not `bob@x\.org`.
  package let takesEveryAddress: Bool

  /// Whether nothing can be put before the domain, and its top-level domain cannot be varied.
  ///
  /// The right side is left out: whether the API looks for a match or for a whole match is not documented, and its own
  /// example, `.*@domain\.com`, ends without `$`.
  package var isHeld: Bool { left != .none && !hasLooseTopLevel }
}

/// Walks an expression from its end to find the domains that it is about.
///
/// Each way through alternatives and optional pieces gives a domain of its own, up to a limit; the walk along one way
/// ends at the first piece that is not literal.
struct RegexDomainWalk {
  /// More ways than this are not followed: an expression with so many is about no domain in particular.
  static let limit = 64

  private struct Character {
    let scalar: Unicode.Scalar
    /// The place of the unescaped dot that it was read from.
    let looseAt: Int?
  }

  private struct Way {
    /// What is still to be read; the last comes next.
    var pending: [RegexNode]
    /// The text so far, last character first.
    var text: [Character] = []
    var isHeldOnRight = false
    /// Whether a piece was passed that takes text of any kind after the domain.
    var isFollowed = false
    /// Whether something was passed that narrows what is taken, so that nothing can be said to be taken for certain.
    var isNarrowed = false
  }

  private enum Stop { case at, start, open }

  private var ways: [Way]
  private var followed = 0
  private var found: [RegexDomain] = []
  private var hasWayWithoutDomain = false

  private init(_ root: RegexNode) {
    ways = [Way(pending: [root])]
  }

  /// The domains, each once, and whether every way through the expression ends in one of them.
  static func domains(in root: RegexNode) -> (found: [RegexDomain], isComplete: Bool) {
    var walk = RegexDomainWalk(root)
    while walk.followed < limit, let way = walk.ways.popLast() {
      walk.followed += 1
      walk.follow(way)
    }
    return (walk.found, walk.ways.isEmpty && !walk.hasWayWithoutDomain)
  }

  private mutating func follow(_ start: Way) {
    var way = start
    while let node = way.pending.popLast() {
      switch node {
      case .sequence(let nodes): way.pending += nodes
      case .group(let inner, let isAtomic):
        way.isNarrowed = way.isNarrowed || isAtomic
        way.pending.append(inner)
      case .alternatives(let branches):
        for branch in branches.dropFirst().reversed() {
          var other = way
          other.pending.append(branch)
          ways.append(other)
        }
        if let first = branches.first { way.pending.append(first) }
      case .literal("@"): return close(way, .at)
      case .literal(let scalar): way.text.append(Character(scalar: scalar, looseAt: nil))
      case .any(let offset):
        if way.text.isEmpty {
          way.isNarrowed = true
          way.isHeldOnRight = false
          way.isFollowed = true
        } else {
          way.text.append(Character(scalar: ".", looseAt: offset))
        }
      case .oneOf(let set):
        guard let single = set.single else { return close(way, .open) }
        way.pending.append(.literal(single))
      case .start: return close(way, .start)
      case .end:
        guard way.text.isEmpty else { return close(way, .open) }
        way.isHeldOnRight = true
      case .boundary, .look: way.isNarrowed = true
      case .repeated(let inner, let repetition, _):
        guard repeated(inner, repetition, &way) else { return close(way, .open) }
      case .unknown: return close(way, .open)
      }
    }
    close(way, .open)
  }

  /// Goes on through a repeated piece; false where the walk ends.
  private mutating func repeated(_ inner: RegexNode, _ repetition: RegexRepetition, _ way: inout Way) -> Bool {
    if repetition.maximum == 0 { return true }
    let isRun: Bool
    switch inner.onlyPiece {
    case .any, .oneOf: isRun = repetition.reaches(2)
    default: isRun = false
    }
    if isRun {
      // Before the domain it is whatever may stand there; after it, an open end.
      guard way.text.isEmpty else { return false }
      way.isHeldOnRight = false
      way.isFollowed = true
      way.isNarrowed = way.isNarrowed || repetition.minimum > 0
      return true
    }
    if repetition.minimum == 0 { ways.append(way) }
    way.isNarrowed = way.isNarrowed || repetition.minimum > 1 || repetition.isPossessive
    if repetition.reaches(2) { way.pending.append(.unknown) }
    way.pending.append(inner)
    return true
  }

  private mutating func close(_ way: Way, _ stop: Stop) {
    var characters = ArraySlice(way.text.reversed())
    var left: RegexDomain.LeftHold = stop == .at ? .at : stop == .start ? .start : .none
    if let first = characters.first, first.scalar == "." {
      left = first.looseAt == nil ? .dot : .none
      characters.removeFirst()
    }
    if left == .none, let registered = registeredTail(characters) {
      characters = registered
      left = .dot
    }
    let name = RegexDomainWalk.text(characters)
    guard RegexDomainWalk.isDomain(name, left) else {
      hasWayWithoutDomain = true
      return
    }
    let topDot = characters.last { $0.scalar == "." }
    let domain = RegexDomain(
      name: name,
      left: left,
      isHeldOnRight: way.isHeldOnRight,
      endsExpression: !way.isFollowed,
      looseDots: characters.compactMap(\.looseAt),
      hasLooseTopLevel: topDot?.looseAt != nil,
      takesEveryAddress: stop == .at && !way.isNarrowed && RegexDomainWalk.isAnyLocalPart(way.pending)
    )
    if !found.contains(domain) { found.append(domain) }
  }

  /// The registered domain at the end of a name that begins with half a label: `x.org` of `…mail.x.org`.
  private func registeredTail(_ characters: ArraySlice<Character>) -> ArraySlice<Character>? {
    guard let registered = PublicSuffix.registrableDomain(of: RegexDomainWalk.text(characters)) else { return nil }
    let tail = characters.suffix(registered.unicodeScalars.count)
    guard tail.startIndex > characters.startIndex, let before = characters[..<tail.startIndex].last else { return nil }
    return before.scalar == "." && before.looseAt == nil ? tail : nil
  }

  private static func text(_ characters: ArraySlice<Character>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: characters.map(\.scalar))
    return String(text).lowercased()
  }

  /// A host name, or after a dot or `@` a top-level domain alone.
  private static func isDomain(_ name: String, _ left: RegexDomain.LeftHold) -> Bool {
    if (try? HostName.parse(name)) != nil { return !name.hasSuffix(".") }
    return left != .none && (try? HostName.parse("a." + name)) != nil && !name.contains(".")
  }

  /// Whether what stands before `@` takes every local part: `.*`, `.+`, `[^@]+`, with `^` before it or without.
  private static func isAnyLocalPart(_ nodes: [RegexNode]) -> Bool {
    var pieces = RegexNode.sequence(nodes).flattened[...]
    if pieces.first == .start { pieces.removeFirst() }
    guard pieces.count == 1, case .repeated(let inner, let repetition, _) = pieces.first else { return false }
    guard repetition.isUnbounded, repetition.minimum <= 1, !repetition.isPossessive else { return false }
    return switch inner.onlyPiece {
    case .any: true
    case .oneOf(let set): set.holdsLocalParts
    default: false
    }
  }
}
