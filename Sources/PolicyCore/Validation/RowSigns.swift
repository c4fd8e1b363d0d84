/// Which rules hold of a policy, and how much they matter; nine bytes, of which the sentences are made when somebody
/// reads them.
package struct RowSigns: Hashable, Sendable {
  /// A bit for each rule, by its place in ``Rule/all``; a test holds that there are at most 64.
  package private(set) var rules: UInt64 = 0
  /// A bit for each level that one of them has, by ``bit(of:)``.
  package private(set) var levels: UInt8 = 0

  package init() {}

  init(rules: UInt64, levels: UInt8) {
    self.rules = rules
    self.levels = levels
  }

  /// Notes that the rule at a place in ``Rule/all`` holds.
  mutating func add(_ place: Int, _ level: FindingLevel) {
    rules |= 1 << UInt64(place)
    levels |= Self.bit(of: level)
  }

  /// Nine bytes, to be kept as long as ``catalogue`` is the same.
  package var bytes: [UInt8] { withUnsafeBytes(of: rules.littleEndian) { Array($0) } + [levels] }

  /// The signs of as many rows as there are nine bytes; nil where some are left over.
  package static func all(from bytes: [UInt8]) -> [RowSigns]? {
    guard bytes.count.isMultiple(of: 9) else { return nil }
    return stride(from: 0, to: bytes.count, by: 9).map { start in
      let rules = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
      return RowSigns(rules: rules, levels: bytes[start + 8] & 15)
    }
  }

  /// A number for the rules that there are, in their order: bits kept by another version mean something else.
  package static let catalogue = Rule.all.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { sum, rule in
    rule.name.rawValue.utf8.reduce(sum &* 31) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// How many rules hold.
  package var count: Int { rules.nonzeroBitCount }

  /// The rules that hold, those first that matter most by nature.
  package var ruleNames: [RuleName] {
    Rule.all.indices.filter { rules >> UInt64($0) & 1 == 1 }
      .sorted { (Rule.all[$0].level, $1) > (Rule.all[$1].level, $0) }
      .map { Rule.all[$0].name }
  }

  /// How much the worst matters; nil if there is none.
  package var worst: FindingLevel? { FindingLevel.allCases.last { levels & Self.bit(of: $0) != 0 } }

  package static func bit(of level: FindingLevel) -> UInt8 {
    switch level {
    case .notice: 1
    case .warning: 2
    case .danger: 4
    case .error: 8
    }
  }

  /// The bits of the rules whose name begins with one of these texts, which are in lower case.
  package static func mask(ofPrefixes prefixes: Set<String>) -> UInt64 {
    Rule.all.enumerated().reduce(0) { mask, rule in
      prefixes.contains { rule.element.name.rawValue.hasPrefix($0) } ? mask | 1 << UInt64(rule.offset) : mask
    }
  }
}

extension Rule {
  /// The place of each rule in ``all``.
  static let places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })
}
