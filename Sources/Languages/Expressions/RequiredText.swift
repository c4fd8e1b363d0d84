extension RegularExpression {
  /// A piece, in lower-case ASCII, that every text has which the expression matches, in any case; empty if none is known.
  ///
  /// It is found in the tree alone, in a moment: the longest run of letters that nothing can leave out.
  package var requiredText: String {
    var runs = LiteralRuns()
    runs.add(root)
    return String(decoding: runs.longest, as: UTF8.self)
  }
}

/// The runs of single characters in an expression that every match goes through.
private struct LiteralRuns {
  private(set) var longest: [UInt8] = []
  private var current: [UInt8] = []

  mutating func add(_ node: ExpressionNode) {
    switch node.kind {
    case .empty, .assertion, .look: break
    case .character(let scalar): add(scalar.isASCII ? UInt8(scalar.value) : nil)
    case .characters(let set): add(Self.letter(of: set))
    case .sequence(let nodes): for node in nodes { add(node) }
    case .group(let node): add(node)
    case .repeated(let node, let least, _):
      if least > 0 { add(node) }
      end()
    case .alternatives, .undecided: end()
    }
  }

  private mutating func add(_ byte: UInt8?) {
    guard let byte else { return end() }
    current.append(TextSieve.lowered(byte))
    if current.count > longest.count { longest = current }
  }

  private mutating func end() { current = [] }

  /// The one character that a set has in lower case; nil where it has several.
  private static func letter(of set: ScalarSet) -> UInt8? {
    guard set.ranges.count <= 2 else { return nil }
    var letters: Set<UInt8> = []
    for range in set.ranges {
      guard range.count == 1, range.lowerBound < 0x80 else { return nil }
      letters.insert(TextSieve.lowered(UInt8(range.lowerBound)))
    }
    return letters.count == 1 ? letters.first : nil
  }
}
