import Languages

/// Some of the ways in which the server may read what its documentation leaves open.
struct ReadingSet: Hashable, Sendable {
  private var bits: UInt16

  /// All readings, the widest first; their places are the bits.
  static let readings = ServerReading.all()

  static let none = ReadingSet(bits: 0)
  static let all = ReadingSet { _ in true }
  static let ignoringCase = ReadingSet(where: \.ignoresCase)
  static let coveringSubdomains = ReadingSet(where: \.coversSubdomains)
  static let seeingServers = ReadingSet(where: \.seesServers)

  /// In which of them an expression is read one way.
  static let byExpression = Reading.all.map { reading in
    (reading: reading, places: ReadingSet { $0.expressionReading == reading })
  }

  private init(bits: UInt16) {
    self.bits = bits
  }

  init(where isIn: (ServerReading) -> Bool) {
    bits = 0
    for (place, reading) in Self.readings.enumerated() where isIn(reading) { bits |= 1 << UInt16(place) }
  }

  /// A bit for each reading, in the order of ``readings``.
  var mask: UInt64 { UInt64(bits) }

  var isEmpty: Bool { bits == 0 }
  var count: Int { bits.nonzeroBitCount }

  func contains(_ reading: ServerReading) -> Bool { contains(place: Self.place(of: reading)) }

  func contains(place: Int) -> Bool { bits >> UInt16(place) & 1 == 1 }

  func union(_ other: ReadingSet) -> ReadingSet { ReadingSet(bits: bits | other.bits) }

  func intersection(_ other: ReadingSet) -> ReadingSet { ReadingSet(bits: bits & other.bits) }

  func subtracting(_ other: ReadingSet) -> ReadingSet { ReadingSet(bits: bits & ~other.bits) }

  mutating func insert(_ reading: ServerReading) { bits |= 1 << UInt16(Self.place(of: reading)) }

  mutating func formUnion(_ other: ReadingSet) { bits |= other.bits }

  /// In which readings it is so, as clauses that follow "if"; nil for all of them.
  ///
  /// Where no few clauses say it, those of the first reading in which it is so are an example, counted from one.
  func condition(first: ServerReading) -> String? {
    guard self != .all, let reading = ServerReading.all(first: first).first(where: { contains($0) }) else { return nil }
    let aspects = ServerReading.Aspect.allCases.filter { aspect in
      Self.readings.indices.contains {
        contains(place: $0) != contains(place: Self.place(of: Self.readings[$0].turned(aspect)))
      }
    }
    let clauses = aspects.map { reading.clause(on: $0) }.joined(separator: " and ")
    let described = ReadingSet { other in aspects.allSatisfy { reading.clause(on: $0) == other.clause(on: $0) } }
    return described == self ? clauses : "\(clauses), or in another reading"
  }

  private static func place(of reading: ServerReading) -> Int { readings.firstIndex(of: reading) ?? 0 }
}
