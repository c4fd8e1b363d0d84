/// A piece of an expression, and where it stands.
package struct ExpressionNode: Hashable, Sendable {
  package indirect enum Kind: Hashable, Sendable {
    /// Matches the empty text: an empty branch, an empty group, a flag.
    case empty
    /// One character.
    case character(Unicode.Scalar)
    /// One character out of a set: a class, `.`, a letter whose case does not matter.
    case characters(ScalarSet)
    case sequence([ExpressionNode])
    case alternatives([ExpressionNode])
    /// Greedy or lazy is the same here: it decides which match is found, not whether there is one.
    case repeated(ExpressionNode, least: Int, most: Int?)
    case group(ExpressionNode)
    case look(Look, ExpressionNode)
    case assertion(Assertion)
    /// What it matches was not decided.
    case undecided(Undecided)
  }

  /// A look around: ahead or behind, for something or for its absence.
  package struct Look: Hashable, Sendable {
    package let isAhead: Bool
    package let isNegative: Bool
  }

  /// What holds or does not hold between two characters.
  package enum Assertion: Hashable, Sendable {
    /// `^`, `\A`, `\G`: at the start of the text.
    case start
    /// `\z`, and `$` with `(?d)`: at its end.
    case end
    /// `$`, `\Z`: at its end, or before a line terminator that is its last character.
    case endOrLastTerminator
    /// `^` with `(?m)`: at the start of a line, but not at the end of the text.
    case lineStart
    /// `^` with `(?dm)`: line feeds are in no text, so at the start of one that is not empty.
    case nonEmptyStart
    /// `$` with `(?m)`: at the end, or before any line terminator.
    case lineEnd
    /// `\b`: between a character of a word and one that is not.
    case wordBoundary
    /// `\B`
    case noWordBoundary
  }

  package let kind: Kind
  /// In Unicode scalars of the source.
  package let range: Range<Int>

  init(_ kind: Kind, _ range: Range<Int>) {
    self.kind = kind
    self.range = range
  }

  /// The first construct in it that cannot be decided, and where it is.
  package var firstUndecided: (reason: Undecided, range: Range<Int>)? {
    switch kind {
    case .undecided(let reason): (reason, range)
    case .sequence(let nodes), .alternatives(let nodes): nodes.lazy.compactMap(\.firstUndecided).first
    case .repeated(let node, _, _), .group(let node), .look(_, let node): node.firstUndecided
    case .empty, .character, .characters, .assertion: nil
    }
  }

  /// Its pieces in order: of a sequence all, else itself.
  package var pieces: [ExpressionNode] {
    switch kind {
    case .sequence(let nodes): nodes
    case .empty: []
    default: [self]
    }
  }

  /// Its branches in order: of alternatives all, else itself.
  package var branches: [ExpressionNode] {
    if case .alternatives(let nodes) = kind { nodes } else { [self] }
  }
}

// MARK: - Empty matches, and the longest ones

extension ExpressionNode {
  /// Whether a piece can match without reading a character.
  enum Emptiness: Int, Comparable {
    case never, underAssertion, always

    static func < (left: Emptiness, right: Emptiness) -> Bool { left.rawValue < right.rawValue }
  }

  var emptiness: Emptiness {
    switch kind {
    case .empty: .always
    case .character, .characters, .undecided: .never
    case .sequence(let nodes): nodes.lazy.map(\.emptiness).min() ?? .always
    case .alternatives(let nodes): nodes.lazy.map(\.emptiness).max() ?? .never
    case .repeated(let node, let least, _): least == 0 ? .always : node.emptiness
    case .group(let node): node.emptiness
    case .look, .assertion: .underAssertion
    }
  }

  /// What Java finds out about what it looks behind for, in the arithmetic in which it does.
  struct Reach {
    /// The longest match, in 32 bits that may overflow.
    var longest: Int32 = 0
    /// Whether Java takes that for the longest match; if not it refuses the expression.
    var isBounded = true
    /// Whether there is one way of matching only; a repeated group with several is given no longest match.
    var isDeterministic = true
    /// Whether there is no longest match in truth: where Java does not notice, it looks in the wrong places.
    var isUnlimited = false
  }

  var reach: Reach {
    var reach = Reach()
    addReach(to: &reach)
    if reach.longest < 0 { reach.isUnlimited = true }
    return reach
  }

  private func addReach(to reach: inout Reach) {
    switch kind {
    case .character, .characters: reach.longest &+= 1
    case .sequence(let nodes): for node in nodes { node.addReach(to: &reach) }
    case .alternatives(let nodes):
      let inner = nodes.map(\.reach)
      reach.longest &+= inner.map(\.longest).max() ?? 0
      reach.isBounded = reach.isBounded && inner.allSatisfy(\.isBounded)
      reach.isUnlimited = reach.isUnlimited || inner.contains(where: \.isUnlimited)
      reach.isDeterministic = false
    case .group(let node): node.addReach(to: &reach)
    case .repeated(let node, let least, let most): addReach(of: node, least: least, most: most, to: &reach)
    case .undecided(.backReference), .undecided(.graphemeCluster): reach.isBounded = false
    case .empty, .look, .assertion, .undecided: break
    }
  }

  private func addReach(of node: ExpressionNode, least: Int, most: Int?, to reach: inout Reach) {
    let inner = node.reach
    if inner.isUnlimited || (most == nil && inner.longest != 0) { reach.isUnlimited = true }
    let isQuestion = least == 0 && most == 1 && range.count - node.range.count <= 2
    var isGroup = false
    switch node.kind {
    case .group: isGroup = true
    case .character, .characters:
      // A lazy one is refused more often; that much is not told apart here.
      if most == nil {
        reach.longest &+= .max
        reach.isDeterministic = false
        return
      }
    default: break
    }
    let sum = inner.longest &* Int32(clamping: most ?? .max) &+ reach.longest
    let isLoop = isGroup && !inner.isDeterministic && !isQuestion
    if !inner.isBounded || isLoop || sum < reach.longest { reach.isBounded = false }
    reach.longest = sum
    if least != most || !inner.isDeterministic { reach.isDeterministic = false }
  }
}
