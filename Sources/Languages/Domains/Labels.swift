/// The labels that can be read from a state, from their ends, so that a name stands there.
struct Labels {
  private(set) var isInfinite = false
  /// The shortest ones, up to one more than the limit.
  private(set) var found: [(bytes: [UInt8], state: UInt32)] = []

  var isEmpty: Bool { found.isEmpty && !isInfinite }

  /// Where a reader of labels is: at a state, after a character of some kind.
  private struct Place: Hashable {
    let state: UInt32
    let last: Last
  }

  private enum Last: Hashable { case nothing, letter, digit, hyphen }

  /// Labels that can be registered: letters, digits and hyphens, no hyphen at either end.
  ///
  /// `needsLetterFirst`: as the last labels of names have; `isEnd` tells whether a name ends at a state.
  init(
    from start: UInt32,
    in hosts: HostAutomaton,
    limit: Int,
    needsLetterFirst: Bool,
    _ meter: inout Meter,
    isEnd: (UInt32) -> Bool
  ) throws(ExpressionFailure) {
    // All places that can be reached, and which of them lead to an end.
    var numbers: [Place: Int] = [Place(state: start, last: .nothing): 0]
    var places = [Place(state: start, last: .nothing)]
    var heads: [Int32] = []
    var tails: [Int32] = []
    var bytes: [UInt8] = []
    var firstEdges: [Int] = []
    var position = 0
    while position < places.count {
      firstEdges.append(heads.count)
      let place = places[position]
      try meter.count(HostAutomaton.labelBytes.count)
      for byte in HostAutomaton.labelBytes where byte != HostAutomaton.hyphen || place.last != .nothing {
        let state = hosts.next(place.state, byte)
        guard state != 0 else { continue }
        let last: Last = byte == HostAutomaton.hyphen ? .hyphen : byte >= UInt8(ascii: "a") ? .letter : .digit
        let next = Place(state: state, last: last)
        let number = numbers[next] ?? places.count
        if number == places.count {
          numbers[next] = number
          places.append(next)
        }
        tails.append(Int32(position))
        heads.append(Int32(number))
        bytes.append(byte)
      }
      position += 1
    }
    firstEdges.append(heads.count)
    let ends = places.map { place in
      (place.last == .letter || (place.last == .digit && !needsLetterFirst)) && isEnd(place.state)
    }
    let incoming = Adjacency(of: heads, count: places.count)
    var leads = ends
    var pending = ends.indices.filter { ends[$0] }
    while let place = pending.popLast() {
      for edge in incoming.edges[Int(incoming.starts[place])..<Int(incoming.starts[place + 1])] {
        let tail = Int(tails[Int(edge)])
        if !leads[tail] {
          leads[tail] = true
          pending.append(tail)
        }
      }
    }
    guard leads[0] else { return }

    // By length, the shortest first; a label as long as there are places has gone in a circle.
    var level: [(place: Int, bytes: [UInt8])] = [(0, [])]
    var length = 0
    while !level.isEmpty, found.count <= limit {
      if length > places.count { break }
      var following: [(place: Int, bytes: [UInt8])] = []
      for (place, read) in level {
        if ends[place], found.count <= limit { found.append((read, places[place].state)) }
        // More than these are never asked for.
        if following.count > 40 * (limit + 1) { continue }
        for edge in firstEdges[place]..<firstEdges[place + 1] where leads[Int(heads[edge])] {
          following.append((Int(heads[edge]), read + [bytes[edge]]))
        }
      }
      level = following
      length += 1
    }
    isInfinite = Self.hasCircle(leads: leads, firstEdges: firstEdges, heads: heads)
  }

  /// Whether the places that lead to an end, all of which are reached, go round somewhere.
  private static func hasCircle(leads: [Bool], firstEdges: [Int], heads: [Int32]) -> Bool {
    var degree = [Int](repeating: 0, count: leads.count)
    for place in leads.indices where leads[place] {
      for edge in firstEdges[place]..<firstEdges[place + 1] where leads[Int(heads[edge])] {
        degree[Int(heads[edge])] += 1
      }
    }
    var pending = leads.indices.filter { leads[$0] && degree[$0] == 0 }
    var left = leads.count(where: { $0 })
    while let place = pending.popLast() {
      left -= 1
      for edge in firstEdges[place]..<firstEdges[place + 1] where leads[Int(heads[edge])] {
        degree[Int(heads[edge])] -= 1
        if degree[Int(heads[edge])] == 0 { pending.append(Int(heads[edge])) }
      }
    }
    return left > 0
  }

  /// Whether a name of labels can be read from a state, one label at least.
  static func canFollow(_ start: UInt32, in hosts: HostAutomaton) -> Bool {
    guard start != 0 else { return false }
    // The second half of the places are those behind a character, where a dot may come and a name may end.
    var seen: Set<UInt64> = [UInt64(start)]
    var pending = [(start, false)]
    while let (state, isInLabel) = pending.popLast() {
      if isInLabel, hosts.hasSome[Int(state)] { return true }
      for byte in HostAutomaton.labelBytes + [UInt8(ascii: "_")] + (isInLabel ? [HostAutomaton.dot] : []) {
        let next = hosts.next(state, byte)
        let isNextInLabel = byte != HostAutomaton.dot
        if next != 0, seen.insert(UInt64(next) << 1 | (isNextInLabel ? 1 : 0)).inserted {
          pending.append((next, isNextInLabel))
        }
      }
    }
    return false
  }
}

/// What is opened below a registered name: nothing that stands under a longer rule, which is somebody else's.
struct Below {
  private(set) var hasSome = false
  /// At every name of letters below it, for some local parts, and for all of letters.
  private(set) var isEvery: Bool
  private(set) var hasAll: Bool

  private struct Place: Hashable {
    let state: UInt32
    let node: Int32
    let isInLabel: Bool
    let isOfLetters: Bool
    /// The label ends at a suffix, whatever it is.
    let isWild: Bool
  }

  init(_ state: UInt32, node: Int?, hosts: HostAutomaton, rules: SuffixRules) {
    func place(_ state: UInt32, dotAfter node: Int?, _ isOfLetters: Bool) -> Place {
      Place(
        state: hosts.next(state, HostAutomaton.dot),
        node: node.flatMap { rules.child(of: $0, HostAutomaton.dot) }.map(Int32.init) ?? -1,
        isInLabel: false,
        isOfLetters: isOfLetters,
        isWild: node.map { rules.nodes[$0].marks.contains(.wildcard) } ?? false
      )
    }
    let first = place(state, dotAfter: node, true)
    isEvery = first.state != 0
    hasAll = isEvery
    guard first.state != 0, !first.isWild else {
      isEvery = false
      hasAll = false
      return
    }
    var seen: Set<Place> = [first]
    var pending = [first]
    while let current = pending.popLast() {
      let marks = current.node < 0 ? [] : rules.nodes[Int(current.node)].marks
      let isSuffix = current.isInLabel && !marks.isDisjoint(with: [.rule, .exception])
      if current.isInLabel, !isSuffix {
        if hosts.hasSome[Int(current.state)] { hasSome = true }
        if current.isOfLetters {
          if current.state == 0 || !hosts.hasSome[Int(current.state)] { isEvery = false }
          if !hosts.hasAll[Int(current.state)] { hasAll = false }
        }
      }
      var next: [Place] = []
      if current.isInLabel, !isSuffix {
        let below = place(current.state, dotAfter: current.node < 0 ? nil : Int(current.node), current.isOfLetters)
        if !below.isWild { next.append(below) }
      }
      for byte in HostAutomaton.labelBytes + [UInt8(ascii: "_")] {
        next.append(
          Place(
            state: hosts.next(current.state, byte),
            node: current.node < 0 ? -1 : rules.child(of: Int(current.node), byte).map(Int32.init) ?? -1,
            isInLabel: true,
            isOfLetters: current.isOfLetters && byte >= UInt8(ascii: "a"),
            isWild: false
          )
        )
      }
      for place in next where (place.state != 0 || (place.isOfLetters && isEvery)) && seen.insert(place).inserted {
        pending.append(place)
      }
    }
    if !isEvery { hasAll = false }
  }
}
