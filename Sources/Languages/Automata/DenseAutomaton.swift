/// A deterministic automaton over the classes of some alphabet, as one flat table.
///
/// State 0 is the dead one: nothing leads out of it, it accepts nothing, and every transition that is missing leads
/// there. Class 0 of the alphabet always leads there.
struct DenseAutomaton: Hashable, Sendable {
  /// How many classes the alphabet has.
  let classes: Int
  /// Where state `s` goes with class `c`: `table[s * classes + c]`.
  var table: [UInt32]
  var accepting: [Bool]
  var start: UInt32

  var count: Int { accepting.count }

  /// With the dead state only.
  init(classes: Int) {
    self.classes = classes
    table = [UInt32](repeating: 0, count: classes)
    accepting = [false]
    start = 0
  }

  mutating func addState(accepting isAccepting: Bool) -> UInt32 {
    table.append(contentsOf: repeatElement(0, count: classes))
    accepting.append(isAccepting)
    return UInt32(accepting.count - 1)
  }

  func next(_ state: UInt32, _ character: Int) -> UInt32 { table[Int(state) * classes + character] }

  mutating func connect(_ state: UInt32, _ character: Int, to target: UInt32) {
    table[Int(state) * classes + character] = target
  }

  /// Lets every class but 0 lead to a state.
  mutating func connectAll(_ state: UInt32, to target: UInt32) {
    for character in 1..<max(classes, 1) { connect(state, character, to: target) }
  }

  /// The automaton of all other texts, over the same alphabet; not minimal.
  func complement() -> DenseAutomaton {
    var result = self
    for state in 0..<count { result.accepting[state].toggle() }
    result.accepting[0] = false
    let all = result.addState(accepting: true)
    for state in 1..<result.count {
      for character in 1..<max(classes, 1) where result.table[state * classes + character] == 0 {
        result.table[state * classes + character] = all
      }
    }
    if start == 0 { result.start = all }
    return result
  }

  /// Whether a state accepts everything that may follow.
  func isUniversal(_ state: UInt32) -> Bool {
    accepting[Int(state)] && (1..<max(classes, 1)).allSatisfy { next(state, $0) == state }
  }
}
