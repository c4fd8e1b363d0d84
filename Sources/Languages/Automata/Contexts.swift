/// What assertions want to know of the text before the place where they stand, numbered.
///
/// Context 0 is the start of the text. The others are made as they are met.
struct Contexts {
  struct Facts: OptionSet {
    let rawValue: UInt32
    static let start = Facts(rawValue: 1)
    static let afterTerminator = Facts(rawValue: 2)
    /// The character before belongs to a word, by Java's notion for `\b`.
    static let word = Facts(rawValue: 4)
    /// A mark here would belong to a word: a letter or digit stands before, with nothing but marks after it.
    static let base = Facts(rawValue: 8)
  }

  /// What a class of characters is.
  struct Kinds: OptionSet {
    let rawValue: UInt8
    static let terminator = Kinds(rawValue: 1)
    /// A letter, a digit, `_`.
    static let word = Kinds(rawValue: 2)
    static let base = Kinds(rawValue: 4)
    static let mark = Kinds(rawValue: 8)
    /// Java looks back over these and no others: it goes by halves of a character beyond the first 65,536.
    static let nearMark = Kinds(rawValue: 16)
  }

  private let classes: Int
  let kinds: [Kinds]
  /// Whether the facts are asked for at all.
  private let tracked: Facts
  /// For each look that is behind and known by now, the automaton that reads the text before.
  private var behinds: [(look: Int, automaton: DenseAutomaton)] = []
  private var vectors = SliceTable()
  private var steps: [UInt32] = []

  init(classes: Int, kinds: [Kinds], tracked: Facts) {
    self.classes = classes
    self.kinds = kinds
    self.tracked = tracked
    startAnew()
  }

  private mutating func startAnew() {
    vectors = SliceTable()
    steps = []
    _ = number(of: [Facts.start.intersection(tracked).rawValue] + behinds.map(\.automaton.start))
  }

  /// From here on contexts know whether the text before is in the language of an automaton; all numbers change.
  mutating func follow(_ look: Int, by automaton: DenseAutomaton) {
    behinds.append((look, automaton))
    startAnew()
  }

  func facts(_ context: Int) -> Facts { Facts(rawValue: vectors[context].first ?? 0) }

  /// Whether what a look looks behind for is there.
  func isBehind(_ look: Int, _ context: Int) -> Bool {
    guard let index = behinds.firstIndex(where: { $0.look == look }) else { return false }
    let vector = vectors[context]
    return behinds[index].automaton.accepting[Int(vector[vector.startIndex + index + 1])]
  }

  /// The context after one more character.
  mutating func after(_ context: Int, _ character: Int) -> Int {
    let place = context * classes + character
    if steps[place] != .max { return Int(steps[place]) }
    let old = Array(vectors[context])
    let facts = Facts(rawValue: old.first ?? 0)
    let kind = kinds[character]
    var new: Facts = []
    if kind.contains(.terminator) { new.insert(.afterTerminator) }
    let isCarried = kind.contains(.nearMark) && facts.contains(.base)
    if kind.contains(.word) || isCarried { new.insert(.word) }
    if kind.contains(.base) || isCarried { new.insert(.base) }
    var vector = [new.intersection(tracked).rawValue]
    for (index, behind) in behinds.enumerated() { vector.append(behind.automaton.next(old[index + 1], character)) }
    let result = number(of: vector)
    steps[place] = UInt32(result)
    return result
  }

  private mutating func number(of vector: [UInt32]) -> Int {
    let known = vectors.count
    let number = vectors.number(of: vector)
    if number == known { steps.append(contentsOf: repeatElement(.max, count: classes)) }
    return number
  }
}
