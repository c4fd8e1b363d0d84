/// Languages put together from others: one text after another, backwards, again and again.
extension Language {
  /// Each text from back to front, by characters (Brzozowski 1964 reverses twice to minimise; here once, to look at ends).
  package func reversed(within bounds: Bounds = .standard) throws(ExpressionFailure) -> Language {
    var meter = Meter(bounds)
    var other = NondeterministicAutomaton(classes: alphabet.count, count: states.count)
    for state in 1..<max(states.count, 1) {
      if states.accepting[state] { other.starts.append(UInt32(state)) }
      for character in 1..<max(alphabet.count, 1) {
        let target = states.next(UInt32(state), character)
        if target != 0 { other.connect(target, character, to: UInt32(state)) }
      }
    }
    other.accepting[Int(states.start)] = states.start != 0
    return Language(try other.determinised(within: &meter), over: alphabet)
  }

  /// A text of this one, and one of the other right behind it.
  package func followed(by other: Language, within bounds: Bounds = .standard) throws(ExpressionFailure) -> Language {
    if isEmpty || other.isEmpty { return .none }
    var meter = Meter(bounds)
    let (common, own, others) = Alphabet.common(alphabet, other.alphabet)
    let offset = UInt32(states.count)
    var joined = NondeterministicAutomaton(classes: common.count, count: states.count + other.states.count)
    joined.add(states, classes: own, offset: 0)
    joined.add(other.states, classes: others, offset: offset)
    joined.starts = [states.start]
    for state in 1..<max(states.count, 1) where states.accepting[state] {
      joined.connectSilently(UInt32(state), to: other.states.start + offset)
    }
    for state in 1..<max(other.states.count, 1) where other.states.accepting[state] {
      joined.accepting[state + Int(offset)] = true
    }
    return Language(try joined.determinised(within: &meter), over: common)
  }

  /// Any number of its texts one behind the other, none included.
  package func repeated(within bounds: Bounds = .standard) throws(ExpressionFailure) -> Language {
    if isEmpty { return .emptyText }
    var meter = Meter(bounds)
    var looped = NondeterministicAutomaton(classes: alphabet.count, count: states.count)
    looped.add(states, classes: Array(0..<alphabet.count), offset: 0)
    // The dead state is free to be the start that accepts the empty text.
    looped.starts = [0]
    looped.accepting[0] = true
    looped.connectSilently(0, to: states.start)
    for state in 1..<max(states.count, 1) where states.accepting[state] {
      looped.accepting[state] = true
      looped.connectSilently(UInt32(state), to: states.start)
    }
    return Language(try looped.determinised(within: &meter), over: alphabet)
  }
}
