/// Finds what a person probably meant to type.
package enum Spelling {
  /// The word that the fewest slips of the finger turn into `text`, if those are few for its length.
  package static func nearest(to text: String, among words: [String]) -> String? {
    let typed = Array(text.lowercased())
    let candidates = words.map { (word: $0, distance: distance(typed, Array($0))) }
    guard let best = candidates.min(by: { $0.distance < $1.distance }) else { return nil }
    let allowed = best.word.count < 5 ? 1 : 2
    // A swap counts once here, and a text of two letters is near to everything.
    return typed.count > 2 && best.distance <= allowed ? best.word : nil
  }

  /// How many insertions, deletions, replacements and swaps of neighbours lead from one to the other.
  ///
  /// Source: the restricted Damerau–Levenshtein distance.
  package static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
