import Policies
import Values

/// Which policy each row of a file is about.
///
/// By its id, where it has one that exists; else by type, expression or not, and pattern, to the byte and then however
/// it is spelled. A policy is what one row is about at most.
struct RowMatching {
  private let rows: [DesiredRow]
  private let list: PolicyList
  /// For each row the place of its policy in the list; nil where there is none.
  private(set) var policies: [Int?]
  /// The rows whose policy is spelled in another way, by their places.
  private(set) var respelled: Set<Int> = []
  /// The rows whose id no policy has.
  private(set) var gone: Set<Int> = []
  private(set) var mistakes: [DesiredRow.Mistake] = []
  private var isTaken: [Bool]
  /// The rows that cannot be taken.
  private var isRefused: Set<Int> = []

  init(_ rows: [DesiredRow], with list: PolicyList) {
    self.rows = rows
    self.list = list
    policies = rows.map { _ in nil }
    isTaken = [Bool](repeating: false, count: list.count)
    matchIDs()
    match { fields in Self.exactKey(fields) }
    match { fields in fields.pattern != nil ? PatternKey(written: fields) : nil }
    refuseSurplus()
    mistakes.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  /// The places in the list of the policies that no row is about, in their order.
  var missing: [Int] { isTaken.indices.filter { !isTaken[$0] } }

  /// The places of the rows that are about no policy, and can be taken.
  var new: [Int] { rows.indices.filter { policies[$0] == nil && !isRefused.contains($0) } }

  private mutating func refuse(_ row: Int, _ what: String, advice: String) {
    isRefused.insert(row)
    mistakes.append(rows[row].mistake(what, advice: advice))
  }

  // MARK: - By id

  private mutating func matchIDs() {
    var lines: [PolicyID: Int] = [:]
    for (row, desired) in rows.enumerated() {
      guard let id = desired.id else {
        if desired.fields.pattern == nil { refuseNameless(row) }
        continue
      }
      if let line = lines[id] {
        refuse(
          row,
          "The id \(id) stands in line \(line) already.",
          advice: "Keep the one of the two rows that is meant."
        )
        continue
      }
      lines[id] = desired.line
      guard let policy = list.index(of: id) else {
        gone.insert(row)
        if desired.fields.pattern == nil { refuseNameless(row) }
        continue
      }
      take(policy, for: row)
    }
  }

  private mutating func refuseNameless(_ row: Int) {
    refuse(
      row,
      "The row names no policy: it has neither the id of one that there is, nor a pattern.",
      advice: "Give it a pattern, or take it out."
    )
  }

  private mutating func take(_ policy: Int, for row: Int) {
    policies[row] = policy
    isTaken[policy] = true
  }

  // MARK: - By content

  /// Which of pattern, type and expression a row says.
  private struct Shape: Hashable {
    let hasType: Bool
    let hasRegex: Bool

    init(hasType: Bool, hasRegex: Bool) {
      self.hasType = hasType
      self.hasRegex = hasRegex
    }

    init(_ fields: PolicyFields) {
      hasType = fields.patternType != nil
      hasRegex = fields.isRegex != nil
    }

    /// Those that say more come first.
    static let all = [(true, true), (true, false), (false, true), (false, false)].map { type, regex in
      Shape(hasType: type, hasRegex: regex)
    }

    /// As much of a policy as such a row says.
    func part(of policy: PolicyFields) -> PolicyFields {
      var part = PolicyFields(pattern: policy.pattern)
      if hasType { part.patternType = policy.patternType }
      if hasRegex, policy.unread[.isRegex] == nil { part.isRegex = policy.isRegex ?? false }
      return part
    }
  }

  private struct ExactKey: Hashable {
    let pattern: ByBytes<String>
    let type: PatternType?
    let isRegex: Bool?
  }

  private static func exactKey(_ fields: PolicyFields) -> ExactKey? {
    fields.pattern.map { ExactKey(pattern: ByBytes($0), type: fields.patternType, isRegex: fields.isRegex) }
  }

  /// Matches what has the same key, in each group of rows that say the same fields.
  private mutating func match<Key: Hashable>(by key: (PolicyFields) -> Key?) {
    let open = rows.indices.filter { policies[$0] == nil && !isRefused.contains($0) }
    // Rows that say more come first: they can be about fewer policies.
    for shape in Shape.all {
      let some = open.filter { policies[$0] == nil && Shape(rows[$0].fields) == shape }
      guard !some.isEmpty else { continue }
      let wanted = Dictionary(grouping: some) { key(shape.part(of: rows[$0].fields)) }
      var found: [Key: [Int]] = [:]
      for policy in missing {
        let fields = list.fields(at: policy)
        guard fields.pattern != nil, let key = key(shape.part(of: fields)), wanted[key] != nil else { continue }
        found[key, default: []].append(policy)
      }
      for (key, rows) in wanted {
        guard let key, let policies = found[key] else { continue }
        pair(rows, policies)
      }
    }
  }

  private mutating func pair(_ some: [Int], _ candidates: [Int]) {
    let byID = candidates.count == 1 ? candidates : candidates.sorted { list.id(at: $0) < list.id(at: $1) }
    let pairs = EqualRows.pairs(
      some.map { EqualRows.Side(place: $0, fields: rows[$0].fields) },
      byID.map { EqualRows.Side(place: $0, fields: list.fields(at: $0)) }
    )
    for pair in pairs {
      take(pair.policy, for: pair.row)
      if list.fields(at: pair.policy)[.pattern] != rows[pair.row].fields[.pattern] { respelled.insert(pair.row) }
    }
  }

  // MARK: - More rows than policies

  /// A row that equals another one, and for which there is no policy, is a slip and no new policy.
  private mutating func refuseSurplus() {
    let new = new
    guard !new.isEmpty else { return }
    func key(_ row: Int) -> PatternKey { PatternKey(written: Shape(rows[row].fields).part(of: rows[row].fields)) }
    let wanted = Set(new.map(key))
    var groups: [PatternKey: [Int]] = [:]
    for row in rows.indices where rows[row].fields.pattern != nil && !isRefused.contains(row) {
      let key = key(row)
      if wanted.contains(key) { groups[key, default: []].append(row) }
    }
    for group in groups.values where group.count > 1 {
      let there = group.count { policies[$0] != nil }
      // Of rows that no policy has, the first may be new.
      for row in group.filter({ policies[$0] == nil }).dropFirst(there == 0 ? 1 : 0) {
        let other = group.first { $0 != row } ?? row
        let what = there == 0 ? "no policy has it" : "\(there.counted("policy has", "policies have")) it"
        refuse(
          row,
          "Line \(rows[other].line) has the same pattern, type and kind, and \(what).",
          advice: "Keep as many such rows as there shall be policies; a second equal one is never made."
        )
      }
    }
  }
}
