package import MailLog
package import Policies
package import Values

/// What each policy of a list let through of the mail that was read, as the API tells it.
///
/// The API names the pattern and the kind of policy, not the policy: policies that have both in common share what is told,
/// and say so. Whether the pattern matches the message at all is checked by our own matcher.
package struct PolicyUsage: Sendable {
  /// What one policy let through.
  package struct Use: Hashable, Sendable {
    package fileprivate(set) var count = 0
    /// When the last of them was scanned, in seconds since 1970; zero where that is not told.
    package fileprivate(set) var last: UInt32 = 0
    /// By the verdicts' ranks.
    fileprivate var verdicts = [Int](repeating: 0, count: Verdict.allCases.count)
    /// How many policies share it, this one among them.
    package fileprivate(set) var sharers = 0
    /// How many of the messages the policy does not match by our reading of it, in any of its readings.
    package fileprivate(set) var differences = 0

    /// The day of the last, in UTC, as 2026-11-28; nil where it is not told.
    package var lastDay: String? { last == 0 ? nil : MailDay.text(ofTime: Int(last)) }

    package var lastMoment: Instant {
      last == 0 ? .distantPast : Instant(microseconds: Int64(last) * 1_000_000)
    }

    package func count(_ verdict: Verdict) -> Int { verdicts[verdict.rank] }

    /// How many messages there are of each verdict, the gravest first; verdicts that none has are left out.
    package var byVerdict: [(verdict: Verdict, count: Int)] {
      zip(Verdict.allCases, verdicts).filter { $0.1 > 0 }.map { ($0.0, $0.1) }
    }

    fileprivate mutating func add(_ other: Use) {
      count += other.count
      last = max(last, other.last)
      for rank in verdicts.indices { verdicts[rank] += other.verdicts[rank] }
      sharers = max(sharers, other.sharers)
      differences += other.differences
    }
  }

  private let list: PolicyList
  /// What the policies let through that let something through at all.
  private let uses: [Use]
  /// The place among the uses of what each row of the list let through; -1 for nothing.
  ///
  /// Empty where none of them let anything through.
  private let useOfRow: [Int32]
  /// The patterns and kinds that rows share, as places in `counts`, the messages of each.
  private let placesOfRow: [Int: [Int]]
  private let counts: [Int]
  /// How many messages were let through by a pattern and grant that no policy of the list has.
  package let strangers: Int
  /// How many messages do not match by our reading, of all that policies of the list let through.
  package let differences: Int
  /// Of which time it speaks; nil where no mail was read.
  package let coverage: MailCoverage?
  private let identity = Identity()

  private final class Identity: Sendable {}

  /// What the policy in a row let through; nil for nothing.
  package subscript(row: Int) -> Use? {
    guard useOfRow.indices.contains(row), useOfRow[row] >= 0 else { return nil }
    return uses[Int(useOfRow[row])]
  }

  /// What a policy of the list let through; nil for nothing.
  package subscript(id: PolicyID) -> Use? { list.index(of: id).flatMap { self[$0] } }

  /// What the policy in a row of another list let through; found by its number where the lists are the same.
  package func use(ofRow row: Int, in other: PolicyList) -> Use? {
    other.revision == list.revision && other.count == list.count ? self[row] : self[other.id(at: row)]
  }

  /// Whether all mail of the time was read and none of it was let through by a policy, which is still as the list has it.
  package func isUnused(_ policy: AllowPolicy) -> Bool {
    guard coverage?.isComplete == true, let row = list.index(of: policy.id), self[row] == nil else { return false }
    return list.fields(at: row).pattern == policy.fields.pattern
  }

  /// The rows that let something through, in order.
  package var usedRows: [Int] { useOfRow.indices.filter { useOfRow[$0] >= 0 } }

  /// How many messages the policies in some rows let through; one that several share counts once.
  package func count(ofRows rows: some Sequence<Int>) -> Int {
    Set(rows.lazy.compactMap { placesOfRow[$0] }.joined()).reduce(0) { $0 + counts[$1] }
  }

  /// Throws if its task is cancelled.
  package init(of policies: PolicySet, in mail: KeptMail) async throws(CancellationError) {
    coverage = mail.coverage
    list = policies.base.members
    let names = NamedPatterns(mail.log)
    var told = names.count()
    let places = Self.places(of: names, in: list)
    for own in places.values {
      for place in own { told[place].sharers += 1 }
    }
    strangers = told.reduce(0) { $1.sharers == 0 ? $0 + $1.count : $0 }
    let found = names.patterns.isEmpty ? [] : try await UsageCheck(names, policies.base, places).differences()
    for (place, count) in found { told[place].differences = count }
    differences = told.reduce(0) { $1.sharers == 0 ? $0 : $0 + $1.differences }
    var uses: [Use] = []
    var useOfRow = places.isEmpty ? [] : [Int32](repeating: -1, count: list.count)
    for (row, own) in places {
      useOfRow[row] = Int32(uses.count)
      uses.append(own.reduce(into: Use()) { $0.add(told[$1]) })
    }
    self.uses = uses
    self.useOfRow = useOfRow
    placesOfRow = places
    counts = told.map(\.count)
  }

  /// The patterns and kinds of each row that let something through, as places among those that are named.
  private static func places(of names: NamedPatterns, in list: PolicyList) -> [Int: [Int]] {
    guard !names.patterns.isEmpty else { return [:] }
    var places: [Int: [Int]] = [:]
    for row in list.indices {
      let fields = list.fields(at: row)
      guard let pattern = fields.pattern, let kinds = names.kinds(of: pattern) else { continue }
      let own = kinds.filter { fields.grants($0.kind) }.map(\.place)
      if !own.isEmpty { places[row] = own }
    }
    return places
  }

  fileprivate static func use(_ log: MailLog, _ row: Int, _ use: inout Use) {
    use.count += 1
    use.last = max(use.last, log.times[row])
    use.verdicts[log.marks[row].verdict.rank] += 1
  }
}

extension PolicyFields {
  /// Whether it is of the kind that the API says let a message through.
  fileprivate func grants(_ kind: LoggedMessage.Allowance.Kind) -> Bool {
    switch kind {
    case .trustedSender: isTrustedSender == true
    case .acceptableSender: isAcceptableSender == true
    case .exemptRecipient: isExemptRecipient == true
    case .untold: isTrustedSender == true || isAcceptableSender == true || isExemptRecipient == true
    }
  }
}

/// The patterns that a log names, each with the kinds of policy.
struct NamedPatterns: Sendable {
  let log: MailLog
  private(set) var patterns: [LoggedPattern] = []
  /// The place of the pattern and kind that let a row's message through; -1 for none.
  private(set) var placeOfRow: [Int32]
  private var byText: [ByBytes<String>: [(kind: LoggedMessage.Allowance.Kind, place: Int)]] = [:]

  struct LoggedPattern {
    /// Its number among the log's texts.
    let text: Int
    let kind: LoggedMessage.Allowance.Kind
  }

  init(_ log: MailLog) {
    self.log = log
    placeOfRow = [Int32](repeating: -1, count: log.count)
    var places: [Int: Int] = [:]
    for row in log.indices {
      guard let kind = log.marks[row].allowance, let part = log.parts(of: row).last, part.field == .pattern else {
        continue
      }
      let key = part.text << 2 | Int(kind.rawValue)
      let place = places[key] ?? patterns.count
      if place == patterns.count {
        places[key] = place
        patterns.append(LoggedPattern(text: part.text, kind: kind))
        byText[ByBytes(log.texts[part.text]), default: []].append((kind, place))
      }
      placeOfRow[row] = Int32(place)
    }
  }

  /// What each of them let through.
  func count() -> [PolicyUsage.Use] {
    var uses = [PolicyUsage.Use](repeating: PolicyUsage.Use(), count: patterns.count)
    for row in log.indices where placeOfRow[row] >= 0 { PolicyUsage.use(log, row, &uses[Int(placeOfRow[row])]) }
    return uses
  }

  func kinds(of pattern: String) -> [(kind: LoggedMessage.Allowance.Kind, place: Int)]? { byText[ByBytes(pattern)] }
}

extension PolicyUsage: Equatable {
  /// Whether both are the very same; two that were worked out apart are not.
  package static func == (left: PolicyUsage, right: PolicyUsage) -> Bool { left.identity === right.identity }
}
