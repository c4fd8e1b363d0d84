/// An expression as a nondeterministic automaton: instructions that lead to instructions (Thompson 1968).
struct Program {
  enum Operation: UInt8 {
    /// Reads a character of the set `first`, goes on at `second`.
    case read
    /// Goes on at `first` and at `second`.
    case split
    /// Goes on at `second` where the assertion `first` holds.
    case check
    /// The end, of the whole or of what is looked for.
    case accept
  }

  /// What an instruction checks.
  enum Check: Hashable {
    case assertion(ExpressionNode.Assertion)
    /// A look by its number.
    case look(Int, isNegative: Bool)
  }

  struct Look {
    let entry: Int
    let isAhead: Bool
    let range: Range<Int>
  }

  var operations: [Operation] = [.accept]
  var first: [UInt32] = [0]
  var second: [UInt32] = [0]
  var checks: [Check] = []
  /// Inner ones before those that they are in.
  var looks: [Look] = []
  var sets: [ScalarSet] = []
  var entry = 0

  var count: Int { operations.count }
  /// The instruction that every way ends at.
  static let accepting = 0
}

/// Writes the instructions, from the end to the beginning: what comes next is always there already.
struct ProgramWriter {
  private(set) var program = Program()
  var meter: Meter
  private let limit: Int
  private var setNumbers: [ScalarSet: UInt32] = [:]
  private var asciiNumbers = [UInt32](repeating: .max, count: 128)
  private var checkNumbers: [Program.Check: UInt32] = [:]
  private var lookNumbers: [LookKey: Int] = [:]

  private struct LookKey: Hashable {
    let isAhead: Bool
    let node: ExpressionNode
  }

  static func write(
    _ root: ExpressionNode,
    meter: inout Meter
  ) throws(ExpressionFailure) -> Program {
    var writer = ProgramWriter(meter: meter)
    writer.program.entry = try writer.write(root, then: Program.accepting)
    meter = writer.meter
    return writer.program
  }

  private init(meter: Meter) {
    self.meter = meter
    // A thread has 16 bits for its instruction.
    limit = min(meter.bounds.states * 4, 0xFFFF)
  }

  private mutating func append(
    _ operation: Program.Operation,
    _ first: Int,
    _ second: Int
  ) throws(ExpressionFailure) -> Int {
    guard program.count < limit else { throw .undecided(.states(meter.bounds.states), nil) }
    program.operations.append(operation)
    program.first.append(UInt32(first))
    program.second.append(UInt32(second))
    return program.count - 1
  }

  private mutating func write(_ node: ExpressionNode, then next: Int) throws(ExpressionFailure) -> Int {
    try meter.count(1)
    switch node.kind {
    case .empty: return next
    case .character(let scalar): return try append(.read, number(of: scalar), next)
    case .characters(let set): return try append(.read, number(of: set), next)
    case .group(let inner): return try write(inner, then: next)
    case .sequence(let nodes):
      var next = next
      for node in nodes.reversed() { next = try write(node, then: next) }
      return next
    case .alternatives(let nodes):
      var entry: Int?
      for node in nodes.reversed() {
        let branch = try write(node, then: next)
        if let others = entry { entry = try append(.split, branch, others) } else { entry = branch }
      }
      return entry ?? next
    case .repeated(let inner, let least, let most):
      return try writeRepeated(inner, least: least, most: most, then: next)
    case .assertion(let assertion):
      return try append(.check, number(of: .assertion(assertion)), next)
    case .look(let look, let inner):
      let number = try writeLook(inner, isAhead: look.isAhead, range: node.range)
      return try append(.check, self.number(of: .look(number, isNegative: look.isNegative)), next)
    case .undecided(let reason): throw .undecided(reason, node.range)
    }
  }

  private mutating func writeRepeated(
    _ node: ExpressionNode,
    least: Int,
    most: Int?,
    then next: Int
  ) throws(ExpressionFailure) -> Int {
    if case .empty = node.kind { return next }
    var next = next
    var copies = least
    if let most {
      let end = next
      for _ in least..<max(least, most) { next = try append(.split, write(node, then: next), end) }
    } else {
      let loop = try append(.split, next, next)
      let body = try write(node, then: loop)
      program.first[loop] = UInt32(body)
      next = least == 0 ? loop : body
      copies = max(least - 1, 0)
    }
    for _ in 0..<copies { next = try write(node, then: next) }
    return next
  }

  private mutating func writeLook(
    _ node: ExpressionNode,
    isAhead: Bool,
    range: Range<Int>
  ) throws(ExpressionFailure) -> Int {
    let key = LookKey(isAhead: isAhead, node: node)
    if let number = lookNumbers[key] { return number }
    let entry = try write(node, then: Program.accepting)
    program.looks.append(Program.Look(entry: entry, isAhead: isAhead, range: range))
    lookNumbers[key] = program.looks.count - 1
    return program.looks.count - 1
  }

  // MARK: - Numbers

  private mutating func number(of scalar: Unicode.Scalar) -> Int {
    guard scalar.isASCII else { return number(of: ScalarSet(scalar.value)) }
    let index = Int(scalar.value)
    if asciiNumbers[index] == .max {
      asciiNumbers[index] = UInt32(program.sets.count)
      program.sets.append(ScalarSet(scalar.value))
    }
    return Int(asciiNumbers[index])
  }

  private mutating func number(of set: ScalarSet) -> Int {
    if let number = setNumbers[set] { return Int(number) }
    setNumbers[set] = UInt32(program.sets.count)
    program.sets.append(set)
    return program.sets.count - 1
  }

  private mutating func number(of check: Program.Check) -> Int {
    if let number = checkNumbers[check] { return Int(number) }
    checkNumbers[check] = UInt32(program.checks.count)
    program.checks.append(check)
    return program.checks.count - 1
  }
}
