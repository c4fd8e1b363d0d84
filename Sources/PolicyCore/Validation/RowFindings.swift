package import Policies

/// Which rules hold of a list's rows and of new policies: what filters, sorting and the signs of the table ask of.
///
/// Whoever makes it decides which findings count: those that hold once the draft is applied.
package struct RowFindings: Equatable, Sendable {
  /// The list's revision and count.
  private var rowSet: [Int] = []
  /// One for each row of the list; both empty where there are no findings.
  private var rules: [UInt64] = []
  private var levels: [UInt8] = []
  /// What is said of ids that are not in the list: those of new policies.
  private var others: [PolicyID: RowSigns] = [:]
  /// How many policies have a finding of each level, by its place among them: counted once, as every frame asks.
  private var counts = [Int](repeating: 0, count: FindingLevel.allCases.count)
  /// What queued operations do, where that was judged together with the other policies.
  package var effects: [PolicyID: Effect] = [:]

  package init() {}

  /// The signs of all rows of a list, in its order.
  package init(_ signs: [RowSigns], of list: PolicyList) {
    rowSet = Self.rowSet(of: list)
    rules = signs.map(\.rules)
    levels = signs.map(\.levels)
    count()
  }

  /// Findings about a batch as a whole belong to no row and are left out, and so are silenced ones.
  package init(_ findings: some Sequence<Finding>, in list: PolicyList) {
    rowSet = Self.rowSet(of: list)
    for finding in findings {
      if let id = finding.policyID { add([finding], on: id, in: list) }
    }
    count()
  }

  /// The same list, with other findings for some of its policies and for new ones.
  package func replacing(_ findings: [PolicyID: [Finding]], in list: PolicyList) -> RowFindings {
    guard !findings.isEmpty else { return self }
    var other = self
    other.rowSet = Self.rowSet(of: list)
    for (id, found) in findings {
      if let row = list.index(of: id), !other.rules.isEmpty { (other.rules[row], other.levels[row]) = (0, 0) }
      other.add(found, on: id, in: list)
    }
    other.count()
    return other
  }

  /// With more signs for the list's rows, in its order.
  func adding(_ signs: [RowSigns]) -> RowFindings {
    guard rules.count == signs.count else { return self }
    var other = self
    for (row, more) in signs.enumerated() {
      other.rules[row] |= more.rules
      other.levels[row] |= more.levels
    }
    other.count()
    return other
  }

  private mutating func add(_ findings: [Finding], on id: PolicyID, in list: PolicyList) {
    var signs = RowSigns()
    for finding in findings where !finding.isSilenced {
      if let place = Rule.places[finding.rule] { signs.add(place, finding.level) }
    }
    guard signs != RowSigns() else { return }
    guard let row = list.index(of: id) else {
      let known = others[id] ?? RowSigns()
      others[id] = RowSigns(rules: known.rules | signs.rules, levels: known.levels | signs.levels)
      return
    }
    if rules.isEmpty {
      rules = [UInt64](repeating: 0, count: list.count)
      levels = [UInt8](repeating: 0, count: list.count)
    }
    rules[row] |= signs.rules
    levels[row] |= signs.levels
  }

  private mutating func count() {
    var ofBits = [Int](repeating: 0, count: 16)
    for bits in levels { ofBits[Int(bits & 15)] += 1 }
    for signs in others.values { ofBits[Int(signs.levels & 15)] += 1 }
    for (place, level) in FindingLevel.allCases.enumerated() {
      counts[place] = ofBits.indices.reduce(0) { $1 & Int(RowSigns.bit(of: level)) != 0 ? $0 + ofBits[$1] : $0 }
    }
  }

  /// How many policies have a finding of this level.
  package func count(of level: FindingLevel) -> Int {
    FindingLevel.allCases.firstIndex(of: level).map { counts[$0] } ?? 0
  }

  /// What holds of a row of the list.
  package func signs(ofRow row: Int) -> RowSigns {
    rules.indices.contains(row) ? RowSigns(rules: rules[row], levels: levels[row]) : RowSigns()
  }

  /// What holds of a policy that is not in the list.
  package func signs(ofOther id: PolicyID) -> RowSigns { others[id] ?? RowSigns() }

  /// The policies of which something is said and that are not in the list.
  var otherPolicies: some Collection<PolicyID> { others.keys }

  /// Whether the row numbers are those of this list.
  package func speak(of list: PolicyList) -> Bool {
    rowSet.isEmpty || rowSet == Self.rowSet(of: list)
  }

  private static func rowSet(of list: PolicyList) -> [Int] { [list.revision, list.count] }
}
