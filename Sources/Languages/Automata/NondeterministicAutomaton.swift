/// An automaton with several ways to go on: what reversal, concatenation and repetition make of deterministic ones.
struct NondeterministicAutomaton {
  let classes: Int
  private var tails: [Int32] = []
  private var labels: [UInt16] = []
  private var heads: [UInt32] = []
  /// Where each state goes without reading.
  private var silent: [[UInt32]]
  var accepting: [Bool]
  var starts: [UInt32] = []

  init(classes: Int, count: Int) {
    self.classes = classes
    silent = [[UInt32]](repeating: [], count: count)
    accepting = [Bool](repeating: false, count: count)
  }

  mutating func connect(_ tail: UInt32, _ character: Int, to head: UInt32) {
    tails.append(Int32(tail))
    labels.append(UInt16(character))
    heads.append(head)
  }

  mutating func connectSilently(_ tail: UInt32, to head: UInt32) { silent[Int(tail)].append(head) }

  /// Adds all transitions of a deterministic one, its classes being parts of given ones, its states moved up.
  mutating func add(_ states: DenseAutomaton, classes own: [Int], offset: UInt32) {
    for state in 1..<max(states.count, 1) {
      for character in 1..<max(classes, 1) {
        let target = states.next(UInt32(state), own[character])
        if target != 0 { connect(UInt32(state) + offset, character, to: target + offset) }
      }
    }
  }

  /// The subset construction; `onState` is told of each state and what it is a set of, in order.
  func determinised(
    within meter: inout Meter,
    onState: (ArraySlice<UInt32>) -> Void = { _ in }
  ) throws(ExpressionFailure) -> DenseAutomaton {
    let outgoing = Adjacency(of: tails, count: accepting.count)
    var marks = [Int](repeating: -1, count: accepting.count)
    var round = 0
    var sets = SliceTable()
    var result = DenseAutomaton(classes: classes)

    func closed(_ states: [UInt32]) -> [UInt32] {
      round += 1
      var pending = states
      var found: [UInt32] = []
      while let state = pending.popLast() {
        if marks[Int(state)] == round { continue }
        marks[Int(state)] = round
        found.append(state)
        pending.append(contentsOf: silent[Int(state)])
      }
      return found.sorted()
    }

    guard !starts.isEmpty else { return result }
    result.start = UInt32(sets.number(of: closed(starts)) + 1)
    var targets = [[UInt32]](repeating: [], count: classes)
    while result.count <= sets.count {
      try meter.check(states: result.count)
      let set = Array(sets[result.count - 1])
      let state = result.addState(accepting: set.contains { accepting[Int($0)] })
      onState(set[...])
      try meter.count(set.count)
      for tail in set {
        let edges = outgoing.edges[Int(outgoing.starts[Int(tail)])..<Int(outgoing.starts[Int(tail) + 1])]
        try meter.count(edges.count)
        for edge in edges { targets[Int(labels[Int(edge)])].append(heads[Int(edge)]) }
      }
      for character in 1..<max(classes, 1) where !targets[character].isEmpty {
        let target = sets.number(of: closed(targets[character]))
        result.connect(state, character, to: UInt32(target + 1))
        targets[character].removeAll(keepingCapacity: true)
      }
    }
    return result
  }
}
