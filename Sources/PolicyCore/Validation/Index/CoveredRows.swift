import Patterns
import Policies
import Synchronization

/// How many policies one covers, so that where they are many it is said once, at the cause.
extension PolicySet {
  /// From so many on, a policy covers many.
  static let manyCovered = 10

  /// How many other policies without an expression one covers with the same or a wider effect.
  ///
  /// Zero where that is not counted: of expressions that open names without number only the first are.
  func coveredCount(by found: FoundRow) -> Int {
    let key = CoverCounts.Row(row: found.row, isChanged: found.isChanged)
    if let count = counts[key] { return count }
    let members = (found.isChanged ? overlay?.members : nil) ?? base.members
    let fields = members.fields(at: found.row)
    let reading = PatternReader.read(fields)
    // Others with the same pattern cover the same.
    let pattern = CoverCounts.Pattern(key: PatternKey(fields, reading), grants: found.grants)
    let count = counts[pattern] ?? countCovered(by: reading.parsed, found.grants)
    counts.note(count, for: key, pattern)
    return count
  }

  /// The same, where they are many; else zero.
  func manyCovered(by found: FoundRow) -> Int {
    let count = coveredCount(by: found)
    return count >= Self.manyCovered ? count : 0
  }

  private func countCovered(by pattern: ParsedPattern?, _ grants: Grants) -> Int {
    guard !grants.isEmpty, grants.isDisjoint(with: [.uncertain, .uncertainPattern]), let pattern else { return 0 }
    if case .regex(let regex, let kind) = pattern {
      return countCovered(by: RegexIndex.Entry(regex: regex, kind: kind), grants)
    }
    var count = 0
    _ = rows(besides: Place(base: nil, overlay: nil)) { index, isThere, _ in
      count += index.countRows(coveredBy: pattern) { isThere($0) && index.grants(lessThan: grants, at: $0) }
    }
    return count
  }

  /// An expression may have to be tried on all rows of the list: that is done once for all drafts over it.
  private func countCovered(by entry: RegexIndex.Entry, _ grants: Grants) -> Int {
    let known = CoverCounts.Pattern(key: entry.key, grants: grants)
    let inList = base.coverCounts[known] ?? base.countRows(coveredBy: entry, grants)
    base.coverCounts.note(inList, for: known)
    let gone = inList == 0 ? 0 : hidden.count { base.isCovered($0, by: entry, grants) }
    return inList - gone + (overlay?.countRows(coveredBy: entry, grants) ?? 0)
  }
}

/// Counts that were made already, for as long as a set is the same.
final class CoverCounts: Sendable {
  struct Row: Hashable {
    let row: Int
    let isChanged: Bool
  }

  struct Pattern: Hashable {
    let key: PatternKey
    let grants: Grants
  }

  private struct Known: Sendable {
    var ofRows: [Row: Int] = [:]
    var ofPatterns: [Pattern: Int] = [:]
  }

  private let known = Mutex(Known())

  subscript(row: Row) -> Int? { known.withLock { $0.ofRows[row] } }
  subscript(pattern: Pattern) -> Int? { known.withLock { $0.ofPatterns[pattern] } }

  func note(_ count: Int, for pattern: Pattern) { known.withLock { $0.ofPatterns[pattern] = count } }

  func note(_ count: Int, for row: Row, _ pattern: Pattern) {
    known.withLock { known in
      known.ofRows[row] = count
      known.ofPatterns[pattern] = count
    }
  }
}

extension PolicyIndex {
  /// Whether a policy grants something, and no more than this.
  fileprivate func grants(lessThan most: Grants, at row: Int) -> Bool {
    !grants[row].isEmpty && most.isSuperset(of: grants[row])
  }

  /// How many policies without an expression an expression covers with the same or a wider effect.
  fileprivate func countRows(coveredBy entry: RegexIndex.Entry, _ grants: Grants) -> Int {
    rows(near: entry).count { isCovered($0, by: entry, grants) }
  }

  fileprivate func isCovered(_ row: Int, by entry: RegexIndex.Entry, _ grants: Grants) -> Bool {
    self.grants(lessThan: grants, at: row) && isCovered(row, by: entry)
  }

  /// How many policies without an expression another one without covers, of those that are wanted.
  fileprivate func countRows(coveredBy pattern: ParsedPattern, where isWanted: (Int) -> Bool) -> Int {
    switch pattern {
    case .email, .regex: return 0
    case .domain(let name): return names.rows(at: name).count { isWanted($0) && isAddress($0) }
    case .network(let network):
      return networks.rows(inside: network).count { isWanted($0) && !isNetwork(network, at: $0) }
    }
  }

  private func isAddress(_ row: Int) -> Bool { members.fields(at: row).patternType == .email }

  private func isNetwork(_ network: Network, at row: Int) -> Bool {
    PatternReading.network(of: members.fields(at: row))?.cleared == network.cleared
  }

  /// The rows of which an expression may cover some.
  private func rows(near entry: RegexIndex.Entry) -> [Int] {
    if entry.isForNetworks { return entry.regex.shape.takesAnything ? Array(members.indices) : [] }
    if let hosts = entry.judgement.hosts { return hosts.flatMap { names.rows(atOrBelow: $0) } }
    guard !entry.isSlow, entry.regex.shape.takesAnything || expressionCovers.isCounted(entry.judgement) else {
      return []
    }
    let part = entry.regex.shape.requiredText
    return part.isEmpty
      ? Array(members.indices)
      : members.indices.filter { members.fields(at: $0).pattern?.lowercased().contains(part) == true }
  }

  private func isCovered(_ row: Int, by entry: RegexIndex.Entry) -> Bool {
    let fields = members.fields(at: row)
    guard !fields.mayBeOn(.isRegex), let kind = PatternKind(fields.patternType), (kind == .ip) == entry.isForNetworks
    else { return false }
    guard let pattern = PatternReader.read(fields).parsed else { return false }
    if entry.regex.shape.takesAnything { return true }
    switch pattern {
    case .email(let address): return entry.covers(pattern, "\(address)")
    case .domain(let name): return ExpressionCovers.covers(entry.judgement, domain: name)
    case .network, .regex: return false
    }
  }
}
