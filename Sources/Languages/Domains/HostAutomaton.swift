/// The hosts of a language of addresses, read from their ends, in lower case.
///
/// A state is what remains possible of the address to the left of what was read: a set of the language's own states,
/// determinised backwards. So names under one suffix are what follows one state.
struct HostAutomaton {
  /// What is read: a letter, a digit, `-`, `_`, `.`; each has the class of its kind.
  let states: DenseAutomaton
  private let classOfByte: [Int]
  /// Whether some address at the host that was read is in the language.
  private(set) var hasSome: [Bool] = [false]
  /// Whether all addresses at it are whose local part is of letters.
  private(set) var hasAll: [Bool] = [false]

  static let letters = Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
  static let digits = Array(UInt8(ascii: "0")...UInt8(ascii: "9"))
  static let hyphen = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  /// What a label has that one can register.
  static let labelBytes = letters + digits + [hyphen]
  private static let allBytes = labelBytes + [UInt8(ascii: "_"), dot]

  init(_ whole: Language, within meter: inout Meter) throws(ExpressionFailure) {
    let language = try whole.intersection(.addressesAnywhere, within: meter.bounds)
    let own = language.states
    let alphabet = language.alphabet
    // Letters of both cases are one: whoever has the name has it in either.
    var classOfByte = [Int](repeating: 0, count: 128)
    var pairs: [(Int, Int)] = [(0, 0)]
    for byte in Self.allBytes {
      let upper = Self.letters.contains(byte) ? byte - 32 : byte
      let pair = (Int(alphabet.ascii[Int(byte)]), Int(alphabet.ascii[Int(upper)]))
      // The dot is told apart always: labels end there.
      let known = byte == Self.dot ? nil : pairs.dropFirst().firstIndex { $0 == pair }
      classOfByte[Int(byte)] = known ?? pairs.count
      if known == nil { pairs.append(pair) }
    }
    self.classOfByte = classOfByte

    var backwards = NondeterministicAutomaton(classes: pairs.count, count: own.count)
    var isEntered = false
    let at = Int(alphabet.ascii[Int(UInt8(ascii: "@"))])
    for state in 1..<max(own.count, 1) {
      if own.accepting[state] { backwards.starts.append(UInt32(state)) }
      for character in 0..<own.classes where own.next(UInt32(state), character) == own.start { isEntered = true }
      for (character, pair) in pairs.enumerated().dropFirst() {
        let lower = own.next(UInt32(state), pair.0)
        let upper = own.next(UInt32(state), pair.1)
        if lower != 0 { backwards.connect(lower, character, to: UInt32(state)) }
        if upper != 0, upper != lower { backwards.connect(upper, character, to: UInt32(state)) }
      }
    }
    // The states behind a local part and its `@`: of some local part, and of those of letters.
    var isBehindAt = [Bool](repeating: false, count: own.count)
    for state in 1..<max(own.count, 1) where UInt32(state) != own.start || isEntered {
      isBehindAt[Int(own.next(UInt32(state), at))] = true
    }
    isBehindAt[0] = false
    let plain = Self.statesBehindLetters(of: language, at: at)

    var hasSome = [false]
    var hasAll = [false]
    states = try backwards.determinised(within: &meter) { set in
      hasSome.append(set.contains { isBehindAt[Int($0)] })
      hasAll.append(!plain.isEmpty && plain.allSatisfy(set.contains))
    }
    self.hasSome = hasSome
    self.hasAll = hasAll
  }

  /// Where local parts of letters, each with its `@`, lead from the start; the dead state among them if one fails.
  private static func statesBehindLetters(of language: Language, at: Int) -> Set<UInt32> {
    let classes = Set(letters.map { Int(language.alphabet.ascii[Int($0)]) })
    var seen: Set<UInt32> = []
    var pending = [language.states.start]
    var found: Set<UInt32> = []
    while let state = pending.popLast() {
      for character in classes {
        let next = language.states.next(state, character)
        if seen.insert(next).inserted {
          found.insert(language.states.next(next, at))
          pending.append(next)
        }
      }
    }
    return found
  }

  func next(_ state: UInt32, _ byte: UInt8) -> UInt32 { states.next(state, classOfByte[Int(byte)]) }
}
