/// What the rest of a text must be for a look ahead, or an end, to have been right.
///
/// Each obligation is a state of a minimal automaton that reads the rest. A thread owes a conjunction of them, which is
/// numbered: 0 is nothing. One that can no longer be kept ends its thread, one that is kept whatever comes is dropped;
/// so look-aheads are intersections, made only as far as the text goes.
struct Obligations {
  static let kept: UInt32 = 0
  static let broken: UInt32 = 1
  /// In place of a conjunction that is broken.
  static let failure: UInt32 = .max
  private static let limit = 0xFFFF

  private let classes: Int
  private var next: [UInt32]
  private var isKeptAtEnd = [true, false]
  private var lists: [[UInt32]] = [[]]
  private var numbers: [[UInt32]: UInt32] = [[]: 0]
  private var steps: [UInt32]
  private var sums: [UInt64: UInt32] = [:]
  private(set) var isFulfilledAtEnd = [true]

  init(classes: Int) {
    self.classes = classes
    next = [UInt32](repeating: Self.kept, count: classes) + [UInt32](repeating: Self.broken, count: classes)
    steps = [UInt32](repeating: 0, count: classes)
  }

  /// How many conjunctions there are.
  var count: Int { lists.count }

  /// The obligation that the rest is in the language of a minimal automaton over the same classes.
  mutating func add(_ minimal: DenseAutomaton) -> UInt32 {
    var ids: [UInt32] = [Self.broken]
    var fresh = UInt32(isKeptAtEnd.count)
    for state in 1..<max(minimal.count, 1) {
      if minimal.isUniversal(UInt32(state)) {
        ids.append(Self.kept)
      } else {
        ids.append(fresh)
        fresh += 1
      }
    }
    for state in 1..<max(minimal.count, 1) where ids[state] != Self.kept {
      isKeptAtEnd.append(minimal.accepting[state])
      for character in 0..<classes { next.append(ids[Int(minimal.next(UInt32(state), character))]) }
    }
    return ids[Int(minimal.start)]
  }

  /// A conjunction with one more obligation, or `failure`.
  mutating func adding(
    _ obligation: UInt32,
    to conjunction: UInt32
  ) throws(ExpressionFailure) -> UInt32 {
    if obligation == Self.kept { return conjunction }
    if obligation == Self.broken { return Self.failure }
    let key = UInt64(conjunction) << 32 | UInt64(obligation)
    if let sum = sums[key] { return sum }
    let sum = try number(of: lists[Int(conjunction)] + [obligation])
    sums[key] = sum
    return sum
  }

  /// What remains of a conjunction after a character, or `failure`.
  mutating func after(_ conjunction: UInt32, _ character: Int) throws(ExpressionFailure) -> UInt32 {
    let place = Int(conjunction) * classes + character
    // The numbers are one higher there: 0 is not known yet, and nothing owed stays so.
    if conjunction == 0 { return 0 }
    if steps[place] != 0 { return steps[place] == .max ? Self.failure : steps[place] - 1 }
    var list: [UInt32] = []
    var isBroken = false
    for obligation in lists[Int(conjunction)] {
      let rest = next[Int(obligation) * classes + character]
      if rest == Self.broken { isBroken = true }
      if rest != Self.kept { list.append(rest) }
    }
    let result = isBroken ? Self.failure : try number(of: list)
    steps[place] = isBroken ? .max : result + 1
    return result
  }

  private mutating func number(of obligations: [UInt32]) throws(ExpressionFailure) -> UInt32 {
    var list: [UInt32] = []
    for obligation in obligations.sorted() where list.last != obligation { list.append(obligation) }
    if let number = numbers[list] { return number }
    // A thread has 16 bits for it.
    if lists.count == Self.limit { throw .undecided(.states(Self.limit), nil) }
    let number = UInt32(lists.count)
    numbers[list] = number
    lists.append(list)
    isFulfilledAtEnd.append(list.allSatisfy { isKeptAtEnd[Int($0)] })
    steps.append(contentsOf: repeatElement(0, count: classes))
    return number
  }
}
