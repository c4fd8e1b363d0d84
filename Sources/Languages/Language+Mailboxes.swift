/// How many mailboxes a language of addresses has at a host.
extension Language {
  /// Whether it has infinitely many local parts at some of these hosts, what follows a `+` not counted.
  ///
  /// Providers deliver `ann+shop` and `ann+bank` to one mailbox.
  package func opensManyMailboxes(
    at hosts: Language,
    within bounds: Bounds = .standard
  ) throws(ExpressionFailure) -> Bool {
    let opened = try intersection(.addresses(at: hosts), within: bounds)
    let states = opened.states
    guard states.start != 0 else { return false }
    // Every state leads to an address. So a way round before the `@` and the `+` is one for infinitely many.
    // A class that has other characters beside the `+` is no end, as those lead on just so.
    let ends = [UInt32(0x40), 0x2B].map { opened.alphabet.classOf($0) }.filter { opened.alphabet.sizes[$0] == 1 }
    // 0: not met; 1: on the way to here; 2: done.
    var marks = [UInt8](repeating: 0, count: states.count)
    var path: [(state: UInt32, character: Int)] = [(states.start, 1)]
    marks[Int(states.start)] = 1
    while let (state, character) = path.last {
      guard character < states.classes else {
        marks[Int(state)] = 2
        path.removeLast()
        continue
      }
      path[path.count - 1].character += 1
      let next = ends.contains(character) ? 0 : states.next(state, character)
      if next == 0 { continue }
      if marks[Int(next)] == 1 { return true }
      if marks[Int(next)] == 0 {
        marks[Int(next)] = 1
        path.append((next, 1))
      }
    }
    return false
  }

  /// A host of two labels or more at which it has every local part of letters; nil if there is none.
  package func wholeHost(within bounds: Bounds = .standard) throws(ExpressionFailure) -> String? {
    var meter = Meter(bounds)
    let hosts = try HostAutomaton(self, within: &meter)
    guard hosts.states.start != 0 else { return nil }
    struct Place: Hashable {
      let state: UInt32
      let labels: Int
      let isInLabel: Bool
    }
    let first = Place(state: hosts.states.start, labels: 0, isInLabel: false)
    var seen: Set<Place> = [first]
    var level: [(place: Place, read: [UInt8])] = [(first, [])]
    while !level.isEmpty {
      var following: [(place: Place, read: [UInt8])] = []
      try meter.count(level.count)
      for (place, read) in level {
        if place.isInLabel, place.labels > 0, hosts.hasAll[Int(place.state)] {
          return String(decoding: read.reversed(), as: UTF8.self)
        }
        for byte in HostAutomaton.labelBytes + [HostAutomaton.dot] {
          let isDot = byte == HostAutomaton.dot
          let state = hosts.next(place.state, byte)
          guard state != 0, !isDot || place.isInLabel else { continue }
          let next = Place(state: state, labels: min(1, place.labels + (isDot ? 1 : 0)), isInLabel: !isDot)
          if seen.insert(next).inserted { following.append((next, read + [byte])) }
        }
      }
      level = following
    }
    return nil
  }
}
