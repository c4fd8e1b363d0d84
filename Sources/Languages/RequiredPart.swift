/// A piece of text that every text of a language has in it, by which most other texts are told at a glance.
///
/// Each state of the automaton has an ending that all texts share which lead there; of the states that every text passes
/// (dominators of what accepts), the one with the longest such ending gives the piece. Letters are taken in lower case,
/// and texts are to be, so that `(?i)` has a piece too.
struct RequiredPart {
  /// Up to 16 bytes of ASCII, the last one lowest; 0 for none.
  let bytes: UInt128

  /// Larger automata are not looked into.
  private static let stateLimit = 300

  init(of language: Language) {
    let states = language.states
    guard states.start != 0, !states.accepting[Int(states.start)], states.count <= Self.stateLimit else {
      bytes = 0
      return
    }
    let letters = Self.letters(of: language.alphabet)
    let endings = Self.endings(of: states, letters)
    let candidates = (1..<states.count).filter { endings[$0] >> 16 != 0 }
      .sorted { (endings[$0], $1) > (endings[$1], $0) }
    bytes = candidates.prefix(12).first { Self.isPassed($0, states) }.map { endings[$0] } ?? 0
  }

  /// For each class the one character that it has in lower case, or 0.
  private static func letters(of alphabet: Alphabet) -> [UInt8] {
    var letters = [UInt8](repeating: 0, count: alphabet.count)
    var isMixed = [Bool](repeating: false, count: alphabet.count)
    for index in alphabet.bounds.indices {
      let character = Int(alphabet.classes[index])
      let low = alphabet.bounds[index]
      guard low < 128, low == alphabet.end(ofInterval: index) else {
        isMixed[character] = true
        continue
      }
      let letter = TextSieve.lowered(UInt8(low))
      if letters[character] != 0, letters[character] != letter { isMixed[character] = true }
      letters[character] = letter
    }
    for character in letters.indices where isMixed[character] { letters[character] = 0 }
    return letters
  }

  /// The longest ending that all ways to each state share: the greatest fixed point, as far as 16 bytes.
  private static func endings(of states: DenseAutomaton, _ letters: [UInt8]) -> [UInt128] {
    var endings = [UInt128](repeating: 0, count: states.count)
    var isKnown = [Bool](repeating: false, count: states.count)
    isKnown[Int(states.start)] = true
    var pending = [Int(states.start)]
    while let state = pending.popLast() {
      for character in 1..<max(states.classes, 1) {
        let target = Int(states.next(UInt32(state), character))
        if target == 0 { continue }
        let letter = letters[character]
        let ending = letter == 0 ? 0 : endings[state] << 8 | UInt128(letter)
        let common: UInt128
        if isKnown[target] {
          let difference = endings[target] ^ ending
          let shared = difference == 0 ? 16 : difference.trailingZeroBitCount / 8
          common = shared == 16 ? ending : ending & ((1 << UInt128(shared * 8)) - 1)
        } else {
          common = ending
        }
        if !isKnown[target] || common != endings[target] {
          endings[target] = common
          isKnown[target] = true
          pending.append(target)
        }
      }
    }
    return endings
  }

  /// Whether no text gets from the start to an accepting state without passing this one.
  private static func isPassed(_ gate: Int, _ states: DenseAutomaton) -> Bool {
    if gate == Int(states.start) { return true }
    var seen = [Bool](repeating: false, count: states.count)
    seen[0] = true
    seen[gate] = true
    seen[Int(states.start)] = true
    var pending = [Int(states.start)]
    while let state = pending.popLast() {
      if states.accepting[state] { return false }
      for character in 1..<max(states.classes, 1) {
        let target = Int(states.next(UInt32(state), character))
        if !seen[target] {
          seen[target] = true
          pending.append(target)
        }
      }
    }
    return true
  }
}
