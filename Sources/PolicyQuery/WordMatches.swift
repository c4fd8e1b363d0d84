extension Query {
  /// Where the words of the query stand in a text, to be shown: ranges in characters, ascending, none touching another.
  ///
  /// For the few rows that are seen, not for all. A character of which a word matches only a part counts whole.
  package func matches(in text: String) -> [Range<Int>] {
    let words = terms.compactMap { term -> ArraySlice<CChar>? in
      guard case .word(let word) = term.condition, !term.isNegated else { return nil }
      return FoldedText.terminated(word).dropLast()
    }
    guard !words.isEmpty else { return [] }
    var folded: [CChar] = []
    /// For each folded byte the place of the character that it came from.
    var origins: [Int] = []
    for (position, character) in text.enumerated() {
      FoldedText.append(String(character), to: &folded)
      origins.append(contentsOf: repeatElement(position, count: folded.count - origins.count))
    }
    var isMatched = [Bool](repeating: false, count: (origins.last ?? -1) + 1)
    for word in words where word.count <= folded.count {
      var start = 0
      while start + word.count <= folded.count {
        guard folded[start..<(start + word.count)] == word else {
          start += 1
          continue
        }
        for position in origins[start]...origins[start + word.count - 1] { isMatched[position] = true }
        start += word.count
      }
    }
    return Self.runs(of: isMatched)
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
