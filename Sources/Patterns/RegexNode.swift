/// One piece of a regular expression, as far as its shape matters for what it lets through.
indirect enum RegexNode: Equatable, Sendable {
  case literal(Unicode.Scalar)
  /// An unescaped dot; `at` counts Unicode scalars from the beginning of the expression.
  case any(at: Int)
  /// One character out of several: a class in brackets, `\d`, `\w`, `\p{…}`.
  case oneOf(RegexCharacters)
  /// `^` or `\A`.
  case start
  /// `$`, `\z` or `\Z`.
  case end
  /// Something without width that only narrows: `\b`, `\B`, `\G`.
  case boundary
  /// Looking ahead or behind, positive or negative.
  case look
  case group(RegexNode, isAtomic: Bool)
  case sequence([RegexNode])
  case alternatives([RegexNode])
  case repeated(RegexNode, RegexRepetition, at: Int)
  /// What only the engine understands, such as a back reference.
  case unknown
}

/// How often a piece may stand: `*`, `+`, `?`, `{2,5}`.
struct RegexRepetition: Hashable, Sendable {
  let minimum: Int
  /// Nil for no limit.
  let maximum: Int?
  let isPossessive: Bool

  var isUnbounded: Bool { maximum == nil }

  /// Whether it can stand at least so many times.
  func reaches(_ count: Int) -> Bool { maximum.map { $0 >= count } ?? true }
}

extension RegexNode {
  /// The pieces that stand one after the other, with groups opened that only hold them together.
  var flattened: [RegexNode] {
    var pieces: [RegexNode] = []
    flatten(into: &pieces)
    return pieces
  }

  private func flatten(into pieces: inout [RegexNode]) {
    switch self {
    case .sequence(let nodes): for node in nodes { node.flatten(into: &pieces) }
    case .group(let inner, isAtomic: false): inner.flatten(into: &pieces)
    default: pieces.append(self)
    }
  }

  /// The one piece that it consists of, out of the groups around it; nil if it has several or none.
  var onlyPiece: RegexNode? {
    switch self {
    case .sequence:
      let pieces = flattened
      return pieces.count == 1 ? pieces[0] : nil
    case .group(let inner, isAtomic: false): return inner.onlyPiece
    default: return self
    }
  }

  /// The fewest characters that it takes.
  var minimumLength: Int {
    switch self {
    case .literal, .any, .oneOf: 1
    case .start, .end, .boundary, .look, .unknown: 0
    case .group(let inner, _): inner.minimumLength
    case .sequence(let nodes): nodes.reduce(0) { min($0 + $1.minimumLength, 10_000) }
    case .alternatives(let branches): branches.map(\.minimumLength).min() ?? 0
    case .repeated(let inner, let repetition, _): min(inner.minimumLength * min(repetition.minimum, 10_000), 10_000)
    }
  }

  /// Every character that can stand anywhere in what it takes.
  var characters: RegexCharacters {
    switch self {
    case .literal(let scalar): RegexCharacters(scalar)
    case .any, .unknown: .everything
    case .oneOf(let set): set
    case .start, .end, .boundary, .look: .nothing
    case .group(let inner, _), .repeated(let inner, _, _): inner.characters
    case .sequence(let nodes), .alternatives(let nodes): nodes.reduce(.nothing) { $0.union($1.characters) }
    }
  }
}
