/// Two automata beside each other, a pair of states at a time, made only as far as a question needs it.
///
/// The pairs are met in the order of the shortest and then most readable text that leads to them
/// (``Readability``), so that the first pair of a kind comes with the best witness of it.
struct PairWalk {
  let alphabet: Alphabet
  private let left: DenseAutomaton
  private let right: DenseAutomaton
  private let leftClasses: [Int]
  private let rightClasses: [Int]
  /// Classes in the order in which their best characters are read.
  private let order: [(character: Int, best: Unicode.Scalar)]
  private(set) var pairs: [UInt64] = []
  private var parents: [(pair: Int32, character: UInt16)] = []
  private var numbers: PairTable

  /// Which pairs can matter.
  enum Side { case both, left, either }

  init(_ left: Language, _ right: Language) {
    let common = Alphabet.common(left.alphabet, right.alphabet)
    alphabet = common.alphabet
    leftClasses = common.left
    rightClasses = common.right
    self.left = left.states
    self.right = right.states
    order = Readability.order(of: common.alphabet)
    numbers = PairTable()
  }

  static func left(of pair: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: pair >> 32) }
  static func right(of pair: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: pair) }

  private static func matters(_ pair: UInt64, _ side: Side) -> Bool {
    switch side {
    case .both: left(of: pair) != 0 && right(of: pair) != 0
    case .left: left(of: pair) != 0
    case .either: pair != 0
    }
  }

  /// Visits pairs until one is what was looked for; gives the text that leads there.
  mutating func firstText(
    where side: Side,
    within meter: inout Meter,
    isFound: (_ left: Bool, _ right: Bool) -> Bool
  ) throws(ExpressionFailure) -> String? {
    var position = 0
    start()
    while position < pairs.count {
      let pair = pairs[position]
      if isFound(left.accepting[Int(Self.left(of: pair))], right.accepting[Int(Self.right(of: pair))]) {
        return text(to: position)
      }
      try expand(position, side, &meter)
      position += 1
    }
    return nil
  }

  /// The automaton of all pairs that matter.
  mutating func product(
    where side: Side,
    within meter: inout Meter,
    accepts: (_ left: Bool, _ right: Bool) -> Bool
  ) throws(ExpressionFailure) -> DenseAutomaton {
    var result = DenseAutomaton(classes: alphabet.count)
    start()
    guard Self.matters(pairs[0], side) else { return result }
    result.start = 1
    var position = 0
    while position < pairs.count {
      let pair = pairs[position]
      let isAccepting = accepts(
        left.accepting[Int(Self.left(of: pair))],
        right.accepting[Int(Self.right(of: pair))]
      )
      let state = result.addState(accepting: isAccepting)
      try meter.count(alphabet.count)
      for character in 1..<max(alphabet.count, 1) {
        let target = after(pair, character)
        if Self.matters(target, side) {
          let (number, isNew) = numbers.number(of: target)
          if isNew {
            pairs.append(target)
            try meter.check(states: pairs.count)
          }
          result.connect(state, character, to: UInt32(number + 1))
        }
      }
      position += 1
    }
    return result
  }

  private mutating func start() {
    let pair = UInt64(left.start) << 32 | UInt64(right.start)
    _ = numbers.number(of: pair)
    pairs = [pair]
    parents = [(-1, 0)]
  }

  private func after(_ pair: UInt64, _ character: Int) -> UInt64 {
    let leftNext = left.next(Self.left(of: pair), leftClasses[character])
    return UInt64(leftNext) << 32 | UInt64(right.next(Self.right(of: pair), rightClasses[character]))
  }

  private mutating func expand(_ position: Int, _ side: Side, _ meter: inout Meter) throws(ExpressionFailure) {
    let pair = pairs[position]
    try meter.count(order.count + 1)
    for index in order.indices {
      let target = after(pair, order[index].character)
      if Self.matters(target, side), numbers.number(of: target).isNew {
        pairs.append(target)
        parents.append((Int32(position), UInt16(truncatingIfNeeded: index)))
      }
    }
  }

  private func text(to position: Int) -> String {
    var scalars: [Unicode.Scalar] = []
    var place = Int32(position)
    while place > 0 {
      scalars.append(order[Int(parents[Int(place)].character)].best)
      place = parents[Int(place)].pair
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars.reversed())
    return String(text)
  }
}

/// Numbers for pairs of states in the order in which they came.
private struct PairTable {
  private var keys: [UInt64] = []
  private var slots = [Int32](repeating: -1, count: 64)

  mutating func number(of key: UInt64) -> (number: Int, isNew: Bool) {
    var slot = Self.hash(key) & (slots.count - 1)
    while slots[slot] >= 0 {
      if keys[Int(slots[slot])] == key { return (Int(slots[slot]), false) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(keys.count)
    keys.append(key)
    if keys.count * 2 > slots.count { grow() }
    return (keys.count - 1, true)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in keys.indices {
      var slot = Self.hash(keys[number]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }

  private static func hash(_ key: UInt64) -> Int {
    var mixed = key &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 32
    return Int(truncatingIfNeeded: mixed >> 1)
  }
}
