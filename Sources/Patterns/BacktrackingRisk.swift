/// Why an expression may take very long on a text that it does not match, and where, in Unicode scalars.
package enum BacktrackingRisk: Hashable, Sendable {
  /// A repeated piece that is itself all repetition, as in `(a+)+`: the time doubles with each character.
  case nested(at: Int)
  /// A repeated choice between pieces that take the same text, as in `(\w|\d)*`.
  case overlappingChoices(at: Int)
  /// Neighbours that compete for the same text, as in `.*.*`: the time grows with a power of the length.
  case adjacent(at: Int)

  /// A clause for a message.
  package var description: String {
    switch self {
    case .nested: "a repeated group holds a repetition of the same characters"
    case .overlappingChoices: "a repeated group offers two ways to take the same characters"
    case .adjacent: "repetitions of the same characters stand side by side"
    }
  }
}

/// Looks for quantifiers that compete for the same text.
///
/// It is a heuristic on the structure: it asks for the usual mistakes, and proves nothing about an expression in which
/// it finds none. The engine's limits are what holds a match in bounds.
enum BacktrackingScan {
  /// So many repetitions are as bad as no limit.
  private static let many = 10

  static func risk(in node: RegexNode) -> BacktrackingRisk? {
    switch node {
    case .repeated(let inner, let repetition, let offset):
      if repetition.reaches(many), !repetition.isPossessive {
        if bodies(of: inner).contains(where: isAllRepetition) { return .nested(at: offset) }
        if choicesOverlap(inner) { return .overlappingChoices(at: offset) }
      }
      return risk(in: inner)
    case .group(let inner, isAtomic: false): return risk(in: inner)
    case .alternatives(let branches): return first(in: branches)
    case .sequence:
      let pieces = node.flattened
      return first(in: pieces) ?? adjacent(pieces)
    default: return nil
    }
  }

  private static func first(in nodes: [RegexNode]) -> BacktrackingRisk? {
    for node in nodes {
      if let risk = risk(in: node) { return risk }
    }
    return nil
  }

  /// The ways through a repeated piece, each as the pieces that stand one after the other.
  private static func bodies(of node: RegexNode) -> [[RegexNode]] {
    let pieces = node.flattened
    if pieces.count == 1, case .alternatives(let branches) = pieces[0] { return branches.flatMap(bodies) }
    return [pieces]
  }

  /// Whether a long run of characters can be split between rounds of the group in more than one way.
  private static func isAllRepetition(_ pieces: [RegexNode]) -> Bool {
    for (index, piece) in pieces.enumerated() {
      guard case .repeated(let inner, let repetition, _) = piece, repetition.reaches(many), !repetition.isPossessive
      else { continue }
      let taken = inner.characters
      let isSeparated = pieces.enumerated().contains { other, piece in
        other != index && piece.minimumLength > 0 && !piece.characters.overlaps(taken)
      }
      if !isSeparated { return true }
    }
    return false
  }

  private static func choicesOverlap(_ node: RegexNode) -> Bool {
    guard case .alternatives(let branches) = node.onlyPiece else { return false }
    let short = branches.filter { $0.minimumLength <= 1 && $0.onlyPiece != nil }
    for (index, branch) in short.enumerated() {
      let characters = branch.characters
      if short[(index + 1)...].contains(where: { $0.characters.overlaps(characters) }) { return true }
    }
    return false
  }

  /// Two neighbours that repeat the same set, or three that overlap, with nothing between them that must be there.
  private static func adjacent(_ pieces: [RegexNode]) -> BacktrackingRisk? {
    var chain: [RegexCharacters] = []
    for piece in pieces {
      if case .repeated(let inner, let repetition, let offset) = piece, repetition.isUnbounded {
        let set = inner.characters
        let competing = chain.filter { $0.overlaps(set) }
        if competing.contains(set) || competing.count >= 2 { return .adjacent(at: offset) }
        if repetition.isPossessive { chain = [] } else { chain = competing + [set] }
      } else if piece.minimumLength > 0 {
        chain = []
      }
    }
    return nil
  }
}
