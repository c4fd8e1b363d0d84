import PolicyCore

extension Query {
  /// Where the words and the expressions of the query stand in a text, to be shown: ranges in characters, ascending,
  /// none touching another.
  ///
  /// For the few rows that are seen, not for all. A character of which only a part is matched counts whole.
  package func matches(in text: String) -> [Range<Int>] {
    var isMatched: [Bool] = []
    for term in terms where !term.isNegated {
      if case .word(let word) = term.condition { Self.mark(word, in: text, &isMatched) }
      if case .expression(let expression) = term.condition {
        Self.mark(expression.ranges(in: text), in: text, &isMatched)
      }
    }
    return Self.runs(of: isMatched)
  }

  private static func mark(_ typed: String, in text: String, _ isMatched: inout [Bool]) {
    let word = FoldedText.terminated(typed).dropLast()
    var folded: [CChar] = []
    /// For each folded byte the place of the character that it came from.
    var origins: [Int] = []
    for (position, character) in text.enumerated() {
      FoldedText.append(String(character), to: &folded)
      origins.append(contentsOf: repeatElement(position, count: folded.count - origins.count))
    }
    var start = 0
    while start + word.count <= folded.count {
      guard folded[start..<(start + word.count)] == word else {
        start += 1
        continue
      }
      set(origins[start]...origins[start + word.count - 1], in: text, &isMatched)
      start += word.count
    }
  }

  private static func mark(_ octets: [Range<Int>], in text: String, _ isMatched: inout [Bool]) {
    guard !octets.isEmpty else { return }
    var matches = octets[...]
    var start = 0
    for (position, character) in text.enumerated() {
      let end = start + character.utf8.count
      while let first = matches.first, first.upperBound <= start { matches.removeFirst() }
      if let first = matches.first, first.lowerBound < end { set(position...position, in: text, &isMatched) }
      start = end
    }
  }

  private static func set(_ positions: ClosedRange<Int>, in text: String, _ isMatched: inout [Bool]) {
    if isMatched.isEmpty { isMatched = [Bool](repeating: false, count: text.count) }
    for position in positions { isMatched[position] = true }
  }

  private static func runs(of isMatched: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for position in isMatched.indices where isMatched[position] {
      if let last = runs.last, last.upperBound == position {
        runs[runs.count - 1] = last.lowerBound..<(position + 1)
      } else {
        runs.append(position..<(position + 1))
      }
    }
    return runs
  }
}
