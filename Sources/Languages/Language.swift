/// A regular language: a set of texts without control characters, as its minimal deterministic automaton.
///
/// Two languages are equal exactly if they have the same texts: the automaton is minimal (it has one state for each way
/// in which a text may go on: Myhill and Nerode), its alphabet is the coarsest, and its states are numbered in the order
/// in which a walk from the start meets them. So a language can be a key, and equal ones can be shared.
///
/// A text with a control character (C0, DEL, C1) is in no language, not even in a complement.
package struct Language: Sendable {
  let automaton: Automaton

  /// What a language is made of, shared by its copies.
  final class Automaton: Sendable {
    let alphabet: Alphabet
    /// State 1 is the start, unless nothing is accepted.
    let states: DenseAutomaton
    let hash: Int

    init(alphabet: Alphabet, states: DenseAutomaton) {
      self.alphabet = alphabet
      self.states = states
      // The tables are long and the alphabets often alike: the hash takes a few words of each.
      var mixed: UInt64 = 0x9E37_79B9_7F4A_7C15
      func mix(_ word: UInt64) {
        mixed = (mixed ^ word) &* 0xBF58_476D_1CE4_E5B9
        mixed ^= mixed >> 29
      }
      for bound in alphabet.bounds { mix(UInt64(bound)) }
      for target in states.table { mix(UInt64(target)) }
      for (state, accepts) in states.accepting.enumerated() where accepts { mix(UInt64(state)) }
      hash = Int(truncatingIfNeeded: mixed)
    }
  }

  var alphabet: Alphabet { automaton.alphabet }
  var states: DenseAutomaton { automaton.states }

  /// How many states the automaton has, the dead one not counted.
  package var stateCount: Int { states.count - 1 }

  /// The language of an automaton, made minimal and numbered canonically.
  init(_ states: DenseAutomaton, over alphabet: Alphabet) {
    let minimal = states.minimised()
    let columns = minimal.distinctColumns(over: alphabet)
    automaton = Automaton(
      alphabet: columns.alphabet,
      states: minimal.canonical(readingClasses: columns.representatives)
    )
  }
}

extension Language: Hashable {
  package static func == (left: Language, right: Language) -> Bool {
    if left.automaton === right.automaton { return true }
    return left.automaton.hash == right.automaton.hash && left.states == right.states
      && left.alphabet == right.alphabet
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(automaton.hash) }
}

extension DenseAutomaton {
  /// The alphabet in which classes that do the same everywhere are one, and a class of this one for each of them.
  fileprivate func distinctColumns(over alphabet: Alphabet) -> (alphabet: Alphabet, representatives: [Int]) {
    var hashes = [UInt64](repeating: 0, count: classes)
    for state in 1..<max(count, 1) {
      for character in 0..<classes {
        let target = UInt64(table[state * classes + character])
        if target != 0 {
          hashes[character] = (hashes[character] ^ (target << 32 | UInt64(state))) &* 0x9FB2_1C65_1E98_DF25
          hashes[character] ^= hashes[character] >> 32
        }
      }
    }
    var number = [Int](repeating: -1, count: classes)
    var representatives = [0]
    number[0] = 0
    // In the order of the characters: a class is numbered by the first of them.
    for character in alphabet.classes.lazy.map(Int.init) where number[character] < 0 {
      number[character] =
        representatives.firstIndex { hashes[$0] == hashes[character] && isSameColumn($0, character) }
        ?? representatives.count
      if number[character] == representatives.count { representatives.append(character) }
    }
    let merged = Alphabet(
      bounds: alphabet.bounds,
      classes: alphabet.classes.map { UInt16(truncatingIfNeeded: number[Int($0)]) },
      count: representatives.count
    )
    return (merged, representatives)
  }

  private func isSameColumn(_ left: Int, _ right: Int) -> Bool {
    (0..<count).allSatisfy { table[$0 * classes + left] == table[$0 * classes + right] }
  }

  /// The same automaton with some of its classes only, its states in the order in which a walk by classes meets them.
  fileprivate func canonical(readingClasses chosen: [Int]) -> DenseAutomaton {
    var result = DenseAutomaton(classes: chosen.count)
    guard start != 0 else { return result }
    var number = [UInt32](repeating: 0, count: count)
    var order = [start]
    number[Int(start)] = 1
    result.table.reserveCapacity(count * chosen.count)
    var position = 0
    while position < order.count {
      let state = Int(order[position])
      position += 1
      result.accepting.append(accepting[state])
      for character in chosen {
        let target = table[state * classes + character]
        if target != 0, number[Int(target)] == 0 {
          order.append(target)
          number[Int(target)] = UInt32(order.count)
        }
        result.table.append(number[Int(target)])
      }
    }
    result.start = 1
    return result
  }
}

// MARK: - One text

extension Language {
  package func contains(_ text: String) -> Bool {
    var state = states.start
    for scalar in text.unicodeScalars {
      state = states.next(state, alphabet.classOf(scalar.value))
      if state == 0 { return false }
    }
    return states.accepting[Int(state)]
  }

  package var isEmpty: Bool { states.start == 0 }

  /// Whether every text is in it that has no control character.
  package var isAll: Bool { self == .all }
}

// MARK: - Of an expression

extension Language {
  /// What an expression matches, read as `java.util.regex` (Java 17) reads it.
  package init(source: String, _ reading: Reading, within bounds: Bounds = .standard) throws(ExpressionFailure) {
    let root = try ExpressionParser.parse(source, flags: reading.caseless ? .caseless : [])
    try self.init(root, reading.extent, within: bounds)
  }

  init(_ root: ExpressionNode, _ extent: Reading.Extent, within bounds: Bounds) throws(ExpressionFailure) {
    if let undecided = root.firstUndecided { throw .undecided(undecided.reason, undecided.range) }
    var meter = Meter(bounds)
    let program = try ProgramWriter.write(root, meter: &meter)
    let (automaton, alphabet) = try Determiniser.automaton(of: program, extent: extent, meter: &meter)
    self.init(automaton, over: alphabet)
  }

  /// Every text.
  package static let all: Language = {
    var states = DenseAutomaton(classes: 2)
    states.start = states.addState(accepting: true)
    states.connectAll(states.start, to: states.start)
    return Language(states, over: Alphabet.partition(by: [.universe]).alphabet)
  }()

  /// No text.
  package static let none = Language(DenseAutomaton(classes: 1), over: Alphabet(bounds: [0], classes: [0], count: 1))
}
