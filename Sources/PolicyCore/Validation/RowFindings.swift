package import Policies

/// The findings of a list's rows and of new policies, made ready to filter and sort by.
///
/// Whoever makes it decides which findings count: those that hold once the draft is applied.
package struct RowFindings: Sendable {
  /// The list's revision and count.
  private var rowSet: [Int] = []
  /// The levels that a row has, as bits, for each row of the list; empty where there are no findings.
  private(set) var levels: [UInt8] = []
  /// The rows of the list that a rule speaks of.
  private(set) var rules: [RuleName: [Int]] = [:]
  /// What is said of ids that are not in the list: those of new policies.
  private(set) var others: [PolicyID: [(rule: RuleName, bit: UInt8)]] = [:]
  /// How many policies have a finding of each level, by its place among them: counted once, as every frame asks.
  private var counts = [Int](repeating: 0, count: FindingLevel.allCases.count)
  /// What queued operations do, where that was judged together with the other policies.
  package var effects: [PolicyID: Effect] = [:]

  package init() {}

  /// Findings about a batch as a whole belong to no row and are left out, and so are silenced ones.
  package init(_ findings: some Sequence<Finding>, in list: PolicyList) {
    rowSet = Self.rowSet(of: list)
    for finding in findings where !finding.isSilenced {
      if let id = finding.policyID { add(finding, on: id, in: list) }
    }
    count()
  }

  /// The same list, with other findings for some of its policies and for new ones.
  package func replacing(_ findings: [PolicyID: [Finding]], in list: PolicyList) -> RowFindings {
    guard !findings.isEmpty else { return self }
    var other = self
    other.rowSet = Self.rowSet(of: list)
    let rows = Set(findings.keys.compactMap { list.index(of: $0) })
    if !other.levels.isEmpty { for row in rows { other.levels[row] = 0 } }
    for rule in other.rules.keys { other.rules[rule]?.removeAll { rows.contains($0) } }
    for (id, found) in findings {
      for finding in found where !finding.isSilenced { other.add(finding, on: id, in: list) }
    }
    other.count()
    return other
  }

  private mutating func add(_ finding: Finding, on id: PolicyID, in list: PolicyList) {
    let bit = Self.bit(of: finding.level)
    if let row = list.index(of: id) {
      if levels.isEmpty { levels = [UInt8](repeating: 0, count: list.count) }
      levels[row] |= bit
      rules[finding.rule, default: []].append(row)
    } else {
      others[id, default: []].append((finding.rule, bit))
    }
  }

  /// How many policies have a finding of this level.
  package func count(of level: FindingLevel) -> Int {
    FindingLevel.allCases.firstIndex(of: level).map { counts[$0] } ?? 0
  }

  private mutating func count() {
    var ofBits = [Int](repeating: 0, count: 16)
    for bits in levels { ofBits[Int(bits & 15)] += 1 }
    for found in others.values { ofBits[Int(found.reduce(0) { $0 | $1.bit } & 15)] += 1 }
    for (place, level) in FindingLevel.allCases.enumerated() {
      counts[place] = ofBits.indices.reduce(0) { $1 & Int(Self.bit(of: level)) != 0 ? $0 + ofBits[$1] : $0 }
    }
  }

  /// How much the worst finding on a row of the list matters; nil if there is none.
  func worst(ofRow row: Int) -> FindingLevel? {
    guard levels.indices.contains(row) else { return nil }
    return FindingLevel.allCases.last { levels[row] & Self.bit(of: $0) != 0 }
  }

  /// The bits of one row of the list.
  package func levels(ofRow row: Int) -> UInt8 {
    levels.isEmpty ? 0 : levels[row]
  }

  /// The bits of a policy that is not in the list.
  package func levels(ofOther id: PolicyID) -> UInt8 {
    others[id]?.reduce(0) { $0 | $1.bit } ?? 0
  }

  package static func bit(of level: FindingLevel) -> UInt8 {
    switch level {
    case .notice: 1
    case .warning: 2
    case .danger: 4
    case .error: 8
    }
  }

  /// Which rows of the list have a finding of a rule whose name begins with one of these texts; empty for none.
  package func marks(rulePrefixes: Set<String>) -> [Bool] {
    var marks: [Bool] = []
    for (rule, rows) in rules where Self.matches(rule, rulePrefixes) {
      if marks.isEmpty { marks = [Bool](repeating: false, count: levels.count) }
      for row in rows { marks[row] = true }
    }
    return marks
  }

  /// Whether a policy that is not in the list has a finding of such a rule.
  package func hasOther(_ id: PolicyID, rulePrefixes: Set<String>) -> Bool {
    others[id]?.contains { Self.matches($0.rule, rulePrefixes) } ?? false
  }

  /// Whether the row numbers are those of this list.
  package func speak(of list: PolicyList) -> Bool {
    rowSet.isEmpty || rowSet == Self.rowSet(of: list)
  }

  private static func rowSet(of list: PolicyList) -> [Int] { [list.revision, list.count] }

  private static func matches(_ rule: RuleName, _ prefixes: Set<String>) -> Bool {
    let name = rule.rawValue.lowercased()
    return prefixes.contains { name.hasPrefix($0) }
  }
}
