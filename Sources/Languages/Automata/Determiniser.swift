/// Makes a program deterministic: the subset construction (Rabin and Scott 1959), with what assertions add to it.
///
/// A state is a set of threads beside a context. A thread is an instruction and what it owes (``Obligations``); the
/// context is what is known of the text so far (``Contexts``). What is looked for behind is an automaton that the context
/// follows; what is looked for ahead is an automaton whose states are owed. Both are made by this construction too,
/// inner ones first, each as it is first met.
struct Determiniser {
  let program: Program
  let alphabet: Alphabet
  private let classes: Int
  /// The classes of each set of the program.
  private let members: [[UInt16]]
  /// Whether a set has a class: `reads[set * classes + class]`.
  private let reads: [Bool]
  private let terminators: [UInt16]
  var meter: Meter
  private var contexts: Contexts
  private var obligations: Obligations
  /// The obligation of each look ahead, by its number, its sign and the context that it is met in.
  private var aheads: [AheadKey: UInt32] = [:]
  private var endings: [ExpressionNode.Assertion: UInt32] = [:]
  private var wordObligations: [Int: UInt32] = [:]

  private struct AheadKey: Hashable {
    let look: Int
    let isNegative: Bool
    let context: Int
  }

  /// Scratch for closures: which threads were met in this round.
  private var marks: [UInt32]
  private var round: UInt32 = 0
  private var pending: [UInt32] = []
  private static let markLimit = 1 << 22

  /// Whether threads that others make needless are dropped, which costs more for each state.
  private let isThinning: Bool
  private var dominances: [Bool: Dominance] = [:]

  /// The automaton of the texts that a program matches.
  ///
  /// Where that is too much it is tried again, with all bounds anew, dropping what is needless.
  static func automaton(
    of program: Program,
    extent: Reading.Extent,
    meter: inout Meter
  ) throws(ExpressionFailure) -> (DenseAutomaton, Alphabet) {
    do {
      return try automaton(of: program, extent: extent, isThinning: false, meter: &meter)
    } catch {
      guard case .undecided(let reason, _) = error, reason.isBound else { throw error }
      var anew = Meter(meter.bounds)
      guard let result = try? automaton(of: program, extent: extent, isThinning: true, meter: &anew) else {
        throw error
      }
      meter = anew
      return result
    }
  }

  private static func automaton(
    of program: Program,
    extent: Reading.Extent,
    isThinning: Bool,
    meter: inout Meter
  ) throws(ExpressionFailure) -> (DenseAutomaton, Alphabet) {
    var determiniser = try Determiniser(program, isThinning: isThinning, meter: meter)
    let isAnywhere = extent == .anywhere
    if isThinning, try determiniser.dominance(isOpen: isAnywhere).isTrivial {
      throw .undecided(.states(meter.bounds.states), nil)
    }
    for (number, look) in program.looks.enumerated() where !look.isAhead {
      do {
        let behind = try determiniser.run(from: look.entry, isFloating: true, isOpen: false, isBehind: true)
        determiniser.contexts.follow(number, by: behind.minimised())
        // What was owed ahead was numbered by contexts that are no more.
        determiniser.aheads = [:]
      } catch .undecided(.lookAheadInLookBehind, _) {
        throw .undecided(.lookAheadInLookBehind, look.range)
      }
    }
    let result = try determiniser.run(from: program.entry, isFloating: isAnywhere, isOpen: isAnywhere)
    meter = determiniser.meter
    return (result, determiniser.alphabet)
  }

  private init(_ program: Program, isThinning: Bool, meter: Meter) throws(ExpressionFailure) {
    var sets = program.sets
    let count = sets.count
    var tracked: Contexts.Facts = []
    var needsTerminators = false
    var needsWords = false
    for case .assertion(let assertion) in program.checks {
      switch assertion {
      case .start, .nonEmptyStart: tracked.insert(.start)
      case .lineStart:
        tracked.formUnion([.start, .afterTerminator])
        needsTerminators = true
      case .endOrLastTerminator, .lineEnd: needsTerminators = true
      case .wordBoundary, .noWordBoundary:
        tracked.formUnion([.word, .base])
        needsWords = true
      case .end: break
      }
    }
    sets.append(needsTerminators ? JavaClasses.lineTerminators : ScalarSet())
    if needsWords { sets += UnicodeTables.wordSets }
    let (alphabet, members) = Alphabet.partition(by: sets)
    if alphabet.count > 0x7FFF { throw .undecided(.states(meter.bounds.states), nil) }
    var kinds = [Contexts.Kinds](repeating: [], count: alphabet.count)
    for (index, kind) in zip(count..., [Contexts.Kinds.terminator, .word, .base, .mark, .nearMark])
    where index < members.count {
      for character in members[index] { kinds[Int(character)].insert(kind) }
    }
    self.program = program
    self.isThinning = isThinning
    self.alphabet = alphabet
    self.members = Array(members.prefix(count))
    self.meter = meter
    classes = alphabet.count
    var reads = [Bool](repeating: false, count: count * alphabet.count)
    for set in 0..<count { for character in members[set] { reads[set * alphabet.count + Int(character)] = true } }
    self.reads = reads
    terminators = members[count]
    contexts = Contexts(classes: alphabet.count, kinds: kinds, tracked: tracked)
    obligations = Obligations(classes: alphabet.count)
    marks = [UInt32](repeating: 0, count: program.count)
  }

  // MARK: - The construction

  /// The automaton of the texts that lead from an instruction to the end.
  ///
  /// `isFloating`: anything may come before; `isOpen`: anything may come after.
  private mutating func run(
    from entry: Int,
    context: Int = 0,
    isFloating: Bool,
    isOpen: Bool,
    isBehind: Bool = false
  ) throws(ExpressionFailure) -> DenseAutomaton {
    var sets = SliceTable()
    var result = DenseAutomaton(classes: classes)
    // In place of all sets that accept whatever comes.
    let everything: [UInt32] = [.max]
    var threads: [UInt32] = []

    func finish(_ threads: inout [UInt32], _ context: Int) -> Int {
      if isOpen, threads.contains(UInt32(Program.accepting)) { return sets.number(of: everything) + 1 }
      if threads.isEmpty, !isFloating { return 0 }
      threads.sort()
      threads.append(UInt32(context))
      return sets.number(of: threads) + 1
    }

    let dominance = isThinning ? try dominance(isOpen: isOpen) : nil
    startRound()
    try close(entry, 0, context, into: &threads)
    dominance?.thin(&threads)
    result.start = UInt32(finish(&threads, context))
    var masks = [UInt64](repeating: 0, count: classes)
    var groups: [(mask: UInt64, context: Int, target: Int)] = []
    while result.count <= sets.count {
      try meter.check(states: result.count)
      let set = Array(sets[result.count - 1])
      let state = result.addState(accepting: false)
      if set == everything {
        result.accepting[Int(state)] = true
        result.connectAll(state, to: state)
        continue
      }
      let context = Int(set[set.count - 1])
      let members = set.dropLast()
      for thread in members where Int(thread & 0xFFFF) == Program.accepting {
        if isBehind, thread >> 16 != 0 { throw .undecided(.lookAheadInLookBehind, nil) }
        if obligations.isFulfilledAtEnd[Int(thread >> 16)] { result.accepting[Int(state)] = true }
      }
      // Threads without debts go the same way with all classes that the same of them read.
      let isPlain = members.count <= 64 && members.allSatisfy { $0 <= 0xFFFF }
      if isPlain { fillMasks(members, &masks) }
      groups.removeAll(keepingCapacity: true)
      for character in 1..<max(classes, 1) {
        let after = contexts.after(context, character)
        if isPlain {
          let mask = masks[character]
          if let known = groups.first(where: { $0.mask == mask && $0.context == after }) {
            result.connect(state, character, to: UInt32(known.target))
            continue
          }
        }
        threads.removeAll(keepingCapacity: true)
        startRound()
        try step(members, reading: character, to: after, isOpen: isOpen, into: &threads)
        if isFloating { try close(entry, 0, after, into: &threads) }
        dropDominated(&threads)
        if let dominance {
          try meter.count(threads.count * threads.count)
          dominance.thin(&threads)
        }
        let target = finish(&threads, after)
        if isPlain { groups.append((masks[character], after, target)) }
        result.connect(state, character, to: UInt32(target))
      }
    }
    return result
  }

  /// Which threads read each class, as bits.
  private func fillMasks(_ threads: ArraySlice<UInt32>, _ masks: inout [UInt64]) {
    for character in 0..<classes { masks[character] = 0 }
    var bit: UInt64 = 1
    for thread in threads {
      let instruction = Int(thread)
      if program.operations[instruction] == .read {
        for character in members[Int(program.first[instruction])] { masks[Int(character)] |= bit }
      }
      bit <<= 1
    }
  }

  private mutating func step(
    _ threads: ArraySlice<UInt32>,
    reading character: Int,
    to context: Int,
    isOpen: Bool,
    into found: inout [UInt32]
  ) throws(ExpressionFailure) {
    try meter.count(threads.count + 1)
    for thread in threads {
      let instruction = Int(thread & 0xFFFF)
      let owed = try obligations.after(thread >> 16, character)
      if owed == Obligations.failure { continue }
      if instruction == Program.accepting {
        if isOpen { found.append(owed << 16) }
      } else if reads[Int(program.first[instruction]) * classes + character] {
        try close(Int(program.second[instruction]), owed, context, into: &found)
      }
    }
  }

  /// A thread that owes nothing makes those needless that are at the same instruction and owe something.
  private func dropDominated(_ threads: inout [UInt32]) {
    guard threads.contains(where: { $0 > 0xFFFF }) else { return }
    let free = Set(threads.lazy.filter { $0 <= 0xFFFF })
    var seen: Set<UInt32> = []
    threads.removeAll { ($0 > 0xFFFF && free.contains($0 & 0xFFFF)) || !seen.insert($0).inserted }
  }

  private mutating func dominance(isOpen: Bool) throws(ExpressionFailure) -> Dominance {
    if let known = dominances[isOpen] { return known }
    let dominance = try Dominance(program, isOpen: isOpen, meter: &meter) { set, other in
      members[set].allSatisfy { reads[other * classes + Int($0)] }
    }
    dominances[isOpen] = dominance
    return dominance
  }

  // MARK: - Closures

  private mutating func startRound() { round += 1 }

  /// Follows everything that reads nothing from an instruction, and adds the threads at reading ones and at the end.
  private mutating func close(
    _ instruction: Int,
    _ owed: UInt32,
    _ context: Int,
    into found: inout [UInt32]
  ) throws(ExpressionFailure) {
    pending.removeAll(keepingCapacity: true)
    pending.append(owed << 16 | UInt32(instruction))
    // A look ahead that is made in between closes too, with scratch of its own.
    while let thread = pending.popLast() {
      let instruction = Int(thread & 0xFFFF)
      let place = Int(thread >> 16) * program.count + instruction
      if place >= marks.count { try growMarks(beyond: place) }
      if marks[place] == round { continue }
      marks[place] = round
      try meter.count(1)
      switch program.operations[instruction] {
      case .read, .accept: found.append(thread)
      case .split:
        pending.append(thread & 0xFFFF_0000 | program.second[instruction])
        pending.append(thread & 0xFFFF_0000 | program.first[instruction])
      case .check:
        let check = program.checks[Int(program.first[instruction])]
        let owed = try owing(thread >> 16, and: check, context)
        if owed != Obligations.failure { pending.append(owed << 16 | program.second[instruction]) }
      }
    }
  }

  private mutating func growMarks(beyond place: Int) throws(ExpressionFailure) {
    let size = max(place + 1, obligations.count * program.count)
    if size > Self.markLimit {
      throw .undecided(.states(meter.bounds.states), nil)
    }
    marks.append(contentsOf: repeatElement(0, count: size - marks.count))
  }

  /// What is owed where an assertion holds, or `failure` where it does not.
  private mutating func owing(
    _ owed: UInt32,
    and check: Program.Check,
    _ context: Int
  ) throws(ExpressionFailure) -> UInt32 {
    switch check {
    case .look(let number, let isNegative):
      if program.looks[number].isAhead {
        return try obligations.adding(ahead(number, isNegative: isNegative, context), to: owed)
      }
      return contexts.isBehind(number, context) != isNegative ? owed : Obligations.failure
    case .assertion(let assertion):
      let facts = contexts.facts(context)
      switch assertion {
      case .start: return facts.contains(.start) ? owed : Obligations.failure
      case .nonEmptyStart, .lineStart:
        if facts.isDisjoint(with: [.start, .afterTerminator]) { return Obligations.failure }
        return try obligations.adding(ending(assertion), to: owed)
      case .end, .endOrLastTerminator, .lineEnd: return try obligations.adding(ending(assertion), to: owed)
      case .wordBoundary, .noWordBoundary:
        let wantsWord = facts.contains(.word) != (assertion == .wordBoundary)
        return try obligations.adding(word(wantsWord, afterBase: facts.contains(.base)), to: owed)
      }
    }
  }

  private mutating func ahead(
    _ number: Int,
    isNegative: Bool,
    _ context: Int
  ) throws(ExpressionFailure) -> UInt32 {
    let key = AheadKey(look: number, isNegative: isNegative, context: context)
    if let known = aheads[key] { return known }
    let scratch = (marks, round, pending)
    marks = [UInt32](repeating: 0, count: program.count)
    round = 0
    let found = try run(from: program.looks[number].entry, context: context, isFloating: false, isOpen: true)
    (marks, round, pending) = scratch
    let minimal = found.minimised()
    let obligation = obligations.add(isNegative ? minimal.complement().minimised() : minimal)
    aheads[key] = obligation
    return obligation
  }

  /// What must follow for the assertions that look at the end.
  private mutating func ending(_ assertion: ExpressionNode.Assertion) -> UInt32 {
    if let known = endings[assertion] { return known }
    var automaton = DenseAutomaton(classes: classes)
    let here = automaton.addState(accepting: assertion != .lineStart && assertion != .nonEmptyStart)
    automaton.start = here
    let after = automaton.addState(accepting: true)
    switch assertion {
    case .endOrLastTerminator: for character in terminators { automaton.connect(here, Int(character), to: after) }
    case .lineEnd:
      for character in terminators { automaton.connect(here, Int(character), to: after) }
      automaton.connectAll(after, to: after)
    case .lineStart, .nonEmptyStart:
      automaton.connectAll(here, to: after)
      automaton.connectAll(after, to: after)
    case .start, .end, .wordBoundary, .noWordBoundary: break
    }
    let obligation = obligations.add(automaton)
    endings[assertion] = obligation
    return obligation
  }

  /// That the next character belongs to a word, or that there is none that does.
  private mutating func word(_ isWanted: Bool, afterBase: Bool) -> UInt32 {
    let key = (isWanted ? 1 : 0) + (afterBase ? 2 : 0)
    if let known = wordObligations[key] { return known }
    var automaton = DenseAutomaton(classes: classes)
    let here = automaton.addState(accepting: !isWanted)
    automaton.start = here
    let after = automaton.addState(accepting: true)
    automaton.connectAll(after, to: after)
    for character in 1..<max(classes, 1) {
      let kinds = contexts.kinds[character]
      let isWord = kinds.contains(.word) || (afterBase && kinds.contains(.mark))
      if isWord == isWanted { automaton.connect(here, character, to: after) }
    }
    let obligation = obligations.add(automaton.minimised())
    wordObligations[key] = obligation
    return obligation
  }
}
