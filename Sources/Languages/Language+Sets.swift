/// Languages as sets: by the product of two automata, walked together.
extension Language {
  package func union(_ other: Language, within bounds: Bounds = .standard) throws(ExpressionFailure) -> Language {
    if isEmpty || self == other { return other }
    if other.isEmpty { return self }
    return try combined(other, .either, bounds) { $0 || $1 }
  }

  package func intersection(
    _ other: Language,
    within bounds: Bounds = .standard
  ) throws(ExpressionFailure) -> Language {
    try combined(other, .both, bounds) { $0 && $1 }
  }

  package func subtracting(
    _ other: Language,
    within bounds: Bounds = .standard
  ) throws(ExpressionFailure) -> Language {
    try combined(other, .left, bounds) { $0 && !$1 }
  }

  /// All other texts; those with a control character stay out.
  ///
  /// It has at most one state more than this one, so that no bound is needed.
  package var complement: Language {
    let (alphabet, _, own) = Alphabet.common(Language.all.alphabet, self.alphabet)
    var other = DenseAutomaton(classes: alphabet.count)
    for state in 1..<max(states.count, 1) { _ = other.addState(accepting: !states.accepting[state]) }
    let rest = other.addState(accepting: true)
    other.connectAll(rest, to: rest)
    for state in 1..<max(states.count, 1) {
      for character in 1..<max(alphabet.count, 1) {
        let target = states.next(UInt32(state), own[character])
        other.connect(UInt32(state), character, to: target == 0 ? rest : target)
      }
    }
    other.start = states.start == 0 ? rest : states.start
    return Language(other, over: alphabet)
  }

  private func combined(
    _ other: Language,
    _ side: PairWalk.Side,
    _ bounds: Bounds,
    _ accepts: (Bool, Bool) -> Bool
  ) throws(ExpressionFailure) -> Language {
    var meter = Meter(bounds)
    var walk = PairWalk(self, other)
    return Language(try walk.product(where: side, within: &meter, accepts: accepts), over: walk.alphabet)
  }

  // MARK: - Questions

  /// How two languages lie to each other.
  package enum Relation: Hashable, Sendable {
    case equal, subset, superset, overlapping, disjoint
  }

  /// The empty language is a subset of every other, and disjoint from none but by being one.
  package func relation(
    to other: Language,
    within bounds: Bounds = .standard
  ) throws(ExpressionFailure) -> Relation {
    if self == other { return .equal }
    if try isSubset(of: other, within: bounds) { return .subset }
    if try other.isSubset(of: self, within: bounds) { return .superset }
    return try intersects(other, within: bounds) ? .overlapping : .disjoint
  }

  package func isSubset(of other: Language, within bounds: Bounds = .standard) throws(ExpressionFailure) -> Bool {
    try text(notIn: other, within: bounds) == nil
  }

  package func intersects(_ other: Language, within bounds: Bounds = .standard) throws(ExpressionFailure) -> Bool {
    try commonText(with: other, within: bounds) != nil
  }

  /// A text that is in this language and not in the other: the shortest, and of those the most readable.
  package func text(
    notIn other: Language,
    within bounds: Bounds = .standard
  ) throws(ExpressionFailure) -> String? {
    if isEmpty || automaton === other.automaton { return nil }
    var meter = Meter(bounds)
    var walk = PairWalk(self, other)
    return try walk.firstText(where: .left, within: &meter) { $0 && !$1 }
  }

  /// A text that is in both languages: the shortest, and of those the most readable.
  package func commonText(
    with other: Language,
    within bounds: Bounds = .standard
  ) throws(ExpressionFailure) -> String? {
    var meter = Meter(bounds)
    var walk = PairWalk(self, other)
    return try walk.firstText(where: .both, within: &meter) { $0 && $1 }
  }

  /// A text of the language: of the fewest characters, and of those the one with letters before digits before signs.
  package var witness: String? {
    var meter = Meter(Bounds(states: .max, steps: .max))
    var walk = PairWalk(self, self)
    return try? walk.firstText(where: .both, within: &meter) { left, _ in left }
  }

  /// How many texts there are; nil for infinitely many, and `Int.max` for more than that.
  package var count: Int? {
    guard !isEmpty else { return 0 }
    let sizes = alphabet.sizes
    // 0: not met; 1: on the way to here; 2: counted.
    var marks = [UInt8](repeating: 0, count: states.count)
    var counts = [Int](repeating: 0, count: states.count)
    var path: [(state: Int, character: Int)] = [(Int(states.start), 0)]
    marks[Int(states.start)] = 1
    counts[Int(states.start)] = states.accepting[Int(states.start)] ? 1 : 0
    while let (state, character) = path.last {
      if character == states.classes {
        marks[state] = 2
        path.removeLast()
        guard let (parent, read) = path.last else { break }
        counts[parent] = Self.sum(counts[parent], sizes[read], counts[state])
        path[path.count - 1].character += 1
        continue
      }
      let target = Int(states.next(UInt32(state), character))
      switch target == 0 ? 3 : marks[target] {
      case 0:
        marks[target] = 1
        counts[target] = states.accepting[target] ? 1 : 0
        path.append((target, 0))
      case 1: return nil
      case 2:
        counts[state] = Self.sum(counts[state], sizes[character], counts[target])
        path[path.count - 1].character += 1
      default: path[path.count - 1].character += 1
      }
    }
    return counts[Int(states.start)]
  }

  private static func sum(_ sum: Int, _ factor: Int, _ count: Int) -> Int {
    let (product, isTooMuch) = factor.multipliedReportingOverflow(by: count)
    let (result, isMore) = sum.addingReportingOverflow(product)
    return isTooMuch || isMore ? .max : result
  }
}
