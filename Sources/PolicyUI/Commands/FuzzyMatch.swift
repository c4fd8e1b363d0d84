/// How well a few typed letters stand for a text, and which of its letters they are.
///
/// The letters have to occur in the text in their order. Of all ways to find them the best counts: letters in a row and
/// letters that begin a word are worth more, each one that is skipped between two costs. Upper and lower case are the
/// same.
struct FuzzyMatch: Hashable {
  /// Comparable between texts for the same letters only.
  let score: Int
  /// The places of the letters in the text, in characters.
  let positions: [Int]

  enum Style {
    /// For names: any letter may follow any other.
    case anywhere
    /// For sentences, which contain nearly everything somehow: a letter follows its neighbour, or begins a word.
    case wordBeginnings
  }

  private enum Worth {
    static let letter = 16
    static let inARow = 10
    static let wordBeginning = 8
    static let textBeginning = 12
    static let wholeText = 12
    static let skipped = -1
  }

  init?(_ term: String, in text: String, style: Style = .anywhere) {
    let wanted = Self.letters(term)
    let letters = Self.letters(text)
    guard !wanted.isEmpty, wanted.count <= letters.count else { return nil }
    // For each wanted letter: the best score that ends at each place, and the place of the letter before it.
    var last: [Int?] = []
    var origins: [[Int]] = []
    for (number, letter) in wanted.enumerated() {
      var scores = [Int?](repeating: nil, count: letters.count)
      var origin = [Int](repeating: -1, count: letters.count)
      // The best of those that end two places before this one or earlier; it gets worse with every letter between.
      var best: (score: Int, place: Int)?
      for place in letters.indices {
        best?.score += Worth.skipped
        if number > 0, place > 1, let score = last[place - 2], score + Worth.skipped > best?.score ?? .min {
          best = (score + Worth.skipped, place - 2)
        }
        guard letters[place] == letter else { continue }
        let beginning = Self.worth(ofBeginningAt: place, letters)
        let mayStart = style == .anywhere || beginning > 0
        var found: (score: Int, place: Int)? = number == 0 && mayStart ? (0, -1) : nil
        if mayStart, let best { found = best }
        if number > 0, place > 0, let row = last[place - 1], row + Worth.inARow >= found?.score ?? .min {
          found = (row + Worth.inARow, place - 1)
        }
        guard let found else { continue }
        scores[place] = found.score + Worth.letter + beginning
        origin[place] = found.place
      }
      last = scores
      origins.append(origin)
    }
    guard let end = last.indices.max(by: { last[$0] ?? .min < last[$1] ?? .min }), let score = last[end] else {
      return nil
    }
    self.score = score + (wanted.count == letters.count ? Worth.wholeText : 0)
    var place = end
    positions = origins.reversed().map { origin in
      defer { place = origin[place] }
      return place
    }.reversed()
  }

  private static func worth(ofBeginningAt place: Int, _ letters: [Character]) -> Int {
    guard place > 0 else { return Worth.textBeginning }
    let isBeginning = isWord(letters[place]) && !isWord(letters[place - 1])
    return isBeginning ? Worth.wordBeginning : 0
  }

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  /// In lower case, still one for each character of the text.
  private static func letters(_ text: String) -> [Character] {
    text.map { character in
      let lower = character.lowercased()
      return lower.count == 1 ? lower.first ?? character : character
    }
  }
}
