/// The blocks of a partition that is being refined.
///
/// Elements of a block stand together in `elements`, its marked ones first. See Valmari, *Fast brief practical DFA
/// minimization* (2012), which gives Hopcroft's algorithm (1971) this form: partial automata cost what they have of
/// transitions, O(m log m), and dead states nothing.
private struct Refinement {
  var count: Int
  var elements: [Int32]
  var location: [Int32]
  var blockOf: [Int32]
  var first: [Int32]
  var past: [Int32]
  private var marked: [Int32]
  private var touched: [Int32] = []

  init(_ size: Int) {
    count = size > 0 ? 1 : 0
    elements = Array(0..<Int32(size))
    location = elements
    blockOf = [Int32](repeating: 0, count: size)
    first = [Int32](repeating: 0, count: size + 1)
    past = [Int32](repeating: 0, count: size + 1)
    marked = [Int32](repeating: 0, count: size + 1)
    past[0] = Int32(size)
  }

  /// Moves an element among the marked ones of its block; marking twice does nothing.
  mutating func mark(_ element: Int32) {
    let block = Int(blockOf[Int(element)])
    let here = location[Int(element)]
    let there = first[block] + marked[block]
    guard here >= there else { return }
    let other = elements[Int(there)]
    elements[Int(here)] = other
    location[Int(other)] = here
    elements[Int(there)] = element
    location[Int(element)] = there
    if marked[block] == 0 { touched.append(Int32(block)) }
    marked[block] += 1
  }

  /// Separates what is marked from what is not; the smaller part becomes the new block.
  mutating func split() {
    while let block = touched.popLast().map(Int.init) {
      let middle = first[block] + marked[block]
      if middle == past[block] {
        marked[block] = 0
        continue
      }
      if marked[block] <= past[block] - middle {
        first[count] = first[block]
        past[count] = middle
        first[block] = middle
      } else {
        past[count] = past[block]
        first[count] = middle
        past[block] = middle
      }
      for index in first[count]..<past[count] { blockOf[Int(elements[Int(index)])] = Int32(count) }
      marked[block] = 0
      marked[count] = 0
      count += 1
    }
  }

  /// Makes blocks of elements with equal keys; only before anything was marked.
  mutating func divide(byKeys keys: [Int32], below limit: Int) {
    guard !elements.isEmpty else { return }
    var starts = [Int32](repeating: 0, count: limit + 1)
    for key in keys { starts[Int(key) + 1] += 1 }
    for key in 0..<limit { starts[key + 1] += starts[key] }
    var block = -1
    var blocks = [Int32](repeating: 0, count: limit)
    for key in 0..<limit where starts[key + 1] > starts[key] {
      block += 1
      blocks[key] = Int32(block)
      first[block] = starts[key]
      past[block] = starts[key + 1]
    }
    count = block + 1
    for element in keys.indices {
      let key = Int(keys[element])
      elements[Int(starts[key])] = Int32(element)
      location[element] = starts[key]
      blockOf[element] = blocks[key]
      starts[key] += 1
    }
  }
}

extension DenseAutomaton {
  /// The smallest automaton of the same language over the same alphabet, in no particular numbering.
  func minimised() -> DenseAutomaton {
    let useful = usefulStates()
    guard useful[Int(start)] else { return DenseAutomaton(classes: classes) }
    var number = [Int32](repeating: -1, count: count)
    var states: [Int] = []
    for state in 0..<count where useful[state] {
      number[state] = Int32(states.count)
      states.append(state)
    }

    // What is left of the transitions, by their tails.
    var tails: [Int32] = []
    var labels: [Int32] = []
    var heads: [Int32] = []
    tails.reserveCapacity(states.count * classes)
    labels.reserveCapacity(states.count * classes)
    heads.reserveCapacity(states.count * classes)
    for (index, state) in states.enumerated() {
      let row = state * classes
      for character in 0..<classes {
        let target = Int(table[row + character])
        if target != 0, number[target] >= 0 {
          tails.append(Int32(index))
          labels.append(Int32(character))
          heads.append(number[target])
        }
      }
    }

    var blocks = Refinement(states.count)
    for (index, state) in states.enumerated() where accepting[state] { blocks.mark(Int32(index)) }
    blocks.split()
    var cords = Refinement(tails.count)
    cords.divide(byKeys: labels, below: classes)
    let incoming = Adjacency(of: heads, count: states.count)
    var block = 1
    var cord = 0
    while cord < cords.count {
      for index in cords.first[cord]..<cords.past[cord] { blocks.mark(tails[Int(cords.elements[Int(index)])]) }
      blocks.split()
      cord += 1
      while block < blocks.count {
        for index in blocks.first[block]..<blocks.past[block] {
          let state = Int(blocks.elements[Int(index)])
          for edge in incoming.starts[state]..<incoming.starts[state + 1] { cords.mark(incoming.edges[Int(edge)]) }
        }
        cords.split()
        block += 1
      }
    }

    var result = DenseAutomaton(classes: classes)
    for block in 0..<blocks.count {
      _ = result.addState(accepting: accepting[states[Int(blocks.elements[Int(blocks.first[block])])]])
    }
    for edge in tails.indices {
      let from = Int(blocks.blockOf[Int(tails[edge])]) + 1
      result.table[from * classes + Int(labels[edge])] = UInt32(blocks.blockOf[Int(heads[edge])] + 1)
    }
    result.start = UInt32(blocks.blockOf[Int(number[Int(start)])] + 1)
    return result
  }

  /// The states that lie on a way from the start to an accepting one.
  private func usefulStates() -> [Bool] {
    var reached = [Bool](repeating: false, count: count)
    var pending = [Int(start)]
    reached[Int(start)] = true
    var order: [Int32] = []
    var heads: [Int32] = []
    order.reserveCapacity(count * classes)
    heads.reserveCapacity(count * classes)
    while let state = pending.popLast() {
      for character in 0..<classes {
        let target = Int(table[state * classes + character])
        if target == 0 { continue }
        order.append(Int32(state))
        heads.append(Int32(target))
        if !reached[target] {
          reached[target] = true
          pending.append(target)
        }
      }
    }
    let incoming = Adjacency(of: heads, count: count)
    var useful = [Bool](repeating: false, count: count)
    for state in 1..<max(count, 1) where reached[state] && accepting[state] {
      useful[state] = true
      pending.append(state)
    }
    while let state = pending.popLast() {
      for edge in incoming.starts[state]..<incoming.starts[state + 1] {
        let tail = Int(order[Int(incoming.edges[Int(edge)])])
        if !useful[tail] {
          useful[tail] = true
          pending.append(tail)
        }
      }
    }
    return useful
  }
}

/// The edges that lead to each of some nodes.
struct Adjacency {
  /// Those of node `n` are `edges[starts[n]..<starts[n + 1]]`.
  let starts: [Int32]
  let edges: [Int32]

  init(of heads: [Int32], count: Int) {
    var starts = [Int32](repeating: 0, count: count + 1)
    for head in heads { starts[Int(head) + 1] += 1 }
    for node in 0..<count { starts[node + 1] += starts[node] }
    var places = starts
    var edges = [Int32](repeating: 0, count: heads.count)
    for edge in heads.indices {
      let head = Int(heads[edge])
      edges[Int(places[head])] = Int32(edge)
      places[head] += 1
    }
    self.starts = starts
    self.edges = edges
  }
}
