/// Which instructions of a program match all that others do: a simulation between them (Henzinger, Henzinger and Kopke
/// 1995), so that of a set of threads only those need be kept that no other makes needless.
///
/// Of "at most 25 letters" the thread that has read the fewest is enough, of "30 letters, then anything" the one that
/// has read the most: without this there is a state for each combination of them.
struct Dominance {
  /// The place of each instruction at which a thread can be, and -1 for the others.
  private var places: [Int]
  private let count: Int
  /// Whether an instruction matches all that another does: `covers[other * count + one]`.
  private var covers: [Bool]

  /// Whether no instruction makes another needless.
  private(set) var isTrivial = true

  private static let most = 512

  /// `isOpen` is whether anything may follow at the end, `isCovered` whether one set of the program is within another.
  init(
    _ program: Program,
    isOpen: Bool,
    meter: inout Meter,
    isCovered: (_ set: Int, _ other: Int) -> Bool
  ) throws(ExpressionFailure) {
    let stops = program.operations.indices.filter { [.read, .accept].contains(program.operations[$0]) }
    guard stops.count <= Self.most else { throw .undecided(.states(meter.bounds.states), nil) }
    places = [Int](repeating: -1, count: program.count)
    for (place, stop) in stops.enumerated() { places[stop] = place }
    count = stops.count
    covers = [Bool](repeating: false, count: count * count)
    let followers = stops.map { Self.followers(of: $0, in: program)?.map { places[$0] } }
    let end = places[Program.accepting]
    for one in 0..<count {
      for other in 0..<count {
        try meter.count(1)
        let isWhole = other == one || (isOpen && other == end)
        // What is asserted on the way makes a difference that is not looked into.
        let isPart =
          one != end && other != end && followers[one] != nil && followers[other] != nil
          && isCovered(Int(program.first[stops[one]]), Int(program.first[stops[other]]))
        covers[other * count + one] = isWhole || isPart
      }
    }
    var isChanged = true
    while isChanged {
      isChanged = false
      for one in 0..<count {
        for other in 0..<count where other != one && other != end && covers[other * count + one] {
          let (here, there) = (followers[one] ?? [], followers[other] ?? [])
          try meter.count(1 + here.count)
          if !here.allSatisfy({ next in there.contains { covers[$0 * count + next] } }) {
            covers[other * count + one] = false
            isChanged = true
          }
        }
      }
    }
    isTrivial = !(0..<count).contains { one in (0..<count).contains { $0 != one && covers[$0 * count + one] } }
  }

  /// Where threads can be after an instruction has read; nil where that takes an assertion.
  private static func followers(of instruction: Int, in program: Program) -> [Int]? {
    guard program.operations[instruction] == .read else { return [] }
    var found: [Int] = []
    var seen: Set<Int> = []
    var pending = [Int(program.second[instruction])]
    while let next = pending.popLast() {
      guard seen.insert(next).inserted else { continue }
      switch program.operations[next] {
      case .read, .accept: found.append(next)
      case .split: pending += [Int(program.first[next]), Int(program.second[next])]
      case .check: return nil
      }
    }
    return found
  }

  /// Drops the threads that others of them make needless: those match all that they do, and owe the same or nothing.
  func thin(_ threads: inout [UInt32]) {
    let all = threads
    threads.removeAll { thread in
      all.contains { other in
        // Of two that match the same one stays.
        other != thread && isNeedless(thread, beside: other) && (other < thread || !isNeedless(other, beside: thread))
      }
    }
  }

  private func isNeedless(_ thread: UInt32, beside other: UInt32) -> Bool {
    let (owed, otherOwed) = (thread >> 16, other >> 16)
    return (otherOwed == 0 || otherOwed == owed)
      && covers[places[Int(other & 0xFFFF)] * count + places[Int(thread & 0xFFFF)]]
  }
}
