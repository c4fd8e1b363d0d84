/// Finds what somebody probably meant by a name that is not known.
enum Suggestion {
  /// The known name with the fewest differing letters, where they are few enough to be a slip.
  static func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let limit = max(1, min(2, name.count / 3))
    return known.map { (name: $0, distance: distance(Array(name), Array($0))) }
      .filter { $0.distance <= limit }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
      .name
  }

  /// The least number of slips: a letter too many, too few or another one, or two neighbours exchanged.
  static func distance(_ one: [Character], _ other: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (row, left) in one.enumerated() {
      var current = [row + 1]
      for (column, right) in other.enumerated() {
        var least = min(last[column] + (left == right ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left == other[column - 1], one[row - 1] == right {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      beforeLast = last
      last = current
    }
    return last[other.count]
  }
}
