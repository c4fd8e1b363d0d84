/// All characters, divided into classes whose members an automaton does not tell apart.
///
/// Class 0 holds what leads nowhere, always: the characters that no text in question has, and in the alphabet of a
/// ``Language`` every other character that none of its texts has. Automata read characters, not bytes: `.` is one
/// step, a text reversed is a text, and the fewest steps are the fewest characters.
struct Alphabet: Hashable, Sendable {
  /// Where each interval begins; the first at 0.
  let bounds: [UInt32]
  /// The class of each interval.
  let classes: [UInt16]
  /// How many classes there are, class 0 included.
  let count: Int
  /// The classes of ASCII, looked up without a search.
  let ascii: [UInt16]

  static func == (left: Alphabet, right: Alphabet) -> Bool {
    left.bounds == right.bounds && left.classes == right.classes
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(bounds)
    hasher.combine(classes)
  }

  /// Of intervals in order; neighbours of one class become one.
  init(bounds: [UInt32], classes: [UInt16], count: Int) {
    var kept: [UInt32] = []
    var keptClasses: [UInt16] = []
    kept.reserveCapacity(bounds.count)
    keptClasses.reserveCapacity(bounds.count)
    for index in bounds.indices where keptClasses.last != classes[index] {
      kept.append(bounds[index])
      keptClasses.append(classes[index])
    }
    self.bounds = kept
    self.classes = keptClasses
    self.count = count
    var ascii = [UInt16](repeating: 0, count: 128)
    var interval = 0
    for scalar in 0..<128 {
      while interval + 1 < kept.count, kept[interval + 1] <= scalar { interval += 1 }
      ascii[scalar] = keptClasses[interval]
    }
    self.ascii = ascii
  }

  func classOf(_ scalar: UInt32) -> Int {
    if scalar < 128 { return Int(ascii[Int(scalar)]) }
    var low = 0
    var high = bounds.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if bounds[middle] <= scalar { low = middle } else { high = middle }
    }
    return Int(classes[low])
  }

  /// The last character of an interval.
  func end(ofInterval index: Int) -> UInt32 {
    index + 1 < bounds.count ? bounds[index + 1] - 1 : ScalarSet.last
  }

  /// How many characters each class has.
  var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: count)
    for index in bounds.indices { sizes[Int(classes[index])] += Int(end(ofInterval: index) - bounds[index]) + 1 }
    return sizes
  }
}

// MARK: - Partitions

extension Alphabet {
  /// The coarsest partition that divides none of the sets, and the classes that each set is made of.
  ///
  /// Partition refinement: each set in turn splits the classes that it cuts.
  static func partition(by sets: [ScalarSet]) -> (alphabet: Alphabet, members: [[UInt16]]) {
    var cuts: [UInt32] = [0]
    for set in CollectionOfOne(ScalarSet.outside) + sets {
      for range in set.ranges {
        cuts.append(range.lowerBound)
        if range.upperBound < ScalarSet.last { cuts.append(range.upperBound + 1) }
      }
    }
    cuts.sort()
    var bounds: [UInt32] = []
    bounds.reserveCapacity(cuts.count)
    for cut in cuts where bounds.last != cut { bounds.append(cut) }

    // Class 0 is taken away first, and is never split.
    var classOf = [Int](repeating: 1, count: bounds.count)
    forEachInterval(of: .outside, in: bounds) { classOf[$0] = 0 }
    var split = [0, 0]
    var round = [-1, -1]
    for (index, set) in sets.enumerated() {
      forEachInterval(of: set, in: bounds) { interval in
        let old = classOf[interval]
        guard old != 0 else { return }
        if round[old] != index {
          round[old] = index
          split[old] = split.count
          split.append(0)
          round.append(-1)
        }
        classOf[interval] = split[old]
      }
    }

    var number = [Int](repeating: -1, count: split.count)
    number[0] = 0
    var count = 1
    for interval in bounds.indices where number[classOf[interval]] < 0 {
      number[classOf[interval]] = count
      count += 1
    }
    let classes = classOf.map { UInt16(truncatingIfNeeded: number[$0]) }
    var seen = [Int](repeating: -1, count: count)
    let members = sets.enumerated().map { index, set in
      var found: [UInt16] = []
      forEachInterval(of: set, in: bounds) { interval in
        let id = classes[interval]
        if id != 0, seen[Int(id)] != index {
          seen[Int(id)] = index
          found.append(id)
        }
      }
      return found
    }
    return (Alphabet(bounds: bounds, classes: classes, count: count), members)
  }

  private static func forEachInterval(of set: ScalarSet, in bounds: [UInt32], _ body: (Int) -> Void) {
    for range in set.ranges {
      var low = 0
      var high = bounds.count
      while low < high {
        let middle = (low + high) / 2
        if bounds[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
      }
      while low < bounds.count, bounds[low] <= range.upperBound {
        body(low)
        low += 1
      }
    }
  }

  /// The partition that both know, and for each of its classes which ones of theirs it lies in.
  ///
  /// Pairs are numbered by their first characters; where both are class 0 it is class 0.
  static func common(
    _ left: Alphabet,
    _ right: Alphabet
  ) -> (alphabet: Alphabet, left: [Int], right: [Int]) {
    var bounds: [UInt32] = []
    var classes: [UInt16] = []
    var lefts = [0]
    var rights = [0]
    var numbers = [Int](repeating: -1, count: left.count * right.count)
    numbers[0] = 0
    var i = 0
    var j = 0
    while true {
      let pair = Int(left.classes[i]) * right.count + Int(right.classes[j])
      if numbers[pair] < 0 {
        numbers[pair] = lefts.count
        lefts.append(Int(left.classes[i]))
        rights.append(Int(right.classes[j]))
      }
      bounds.append(max(left.bounds[i], right.bounds[j]))
      classes.append(UInt16(truncatingIfNeeded: numbers[pair]))
      let nextLeft = i + 1 < left.bounds.count ? left.bounds[i + 1] : .max
      let nextRight = j + 1 < right.bounds.count ? right.bounds[j + 1] : .max
      if nextLeft == .max, nextRight == .max { break }
      if nextLeft <= nextRight { i += 1 }
      if nextRight <= nextLeft { j += 1 }
    }
    return (Alphabet(bounds: bounds, classes: classes, count: lefts.count), lefts, rights)
  }
}
