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
  /// What is told of one pattern and kind.
  private var uses: [Use] = []
  /// The places among the uses, by the rows of policies that let something through.
  private var places: [Int: [Int]] = [:]
  /// How many messages were let through by a pattern that no policy of the list has.
  package private(set) var strangers = 0
  /// Of which time it speaks; nil where no mail was read.
  package let coverage: MailCoverage?

  /// What the policy in a row let through; nil for nothing.
  package subscript(row: Int) -> Use? {
    guard let places = places[row] else { return nil }
    return places.reduce(into: Use()) { $0.add(uses[$1]) }
  }

  /// What a policy of the list let through; nil for nothing.
  package subscript(id: PolicyID) -> Use? { list.index(of: id).flatMap { self[$0] } }

  /// The rows that let something through, in order.
  package var usedRows: [Int] { places.keys.sorted() }

  /// How many messages do not match by our reading, of all that policies of the list let through.
  package var differences: Int {
    Set(places.values.joined()).reduce(0) { $0 + uses[$1].differences }
  }

  /// Throws if its task is cancelled.
  package init(of policies: PolicySet, in mail: KeptMail) async throws(CancellationError) {
    coverage = mail.coverage
    list = policies.base.members
    let names = NamedPatterns(mail.log)
    guard !names.patterns.isEmpty else { return }
    let index = policies.base
    uses = names.count()
    for row in index.members.indices {
      let fields = index.members.fields(at: row)
      guard let pattern = fields.pattern, let kinds = names.kinds(of: pattern) else { continue }
      let own = kinds.filter { fields.grants($0.kind) }.map(\.place)
      guard !own.isEmpty else { continue }
      places[row] = own
      for place in own { uses[place].sharers += 1 }
    }
    for place in uses.indices where uses[place].sharers == 0 { strangers += uses[place].count }
    let check = UsageCheck(names, index, places)
    for (place, count) in try await check.differences() { uses[place].differences = count }
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

extension PolicyUsage.Use {
  /// What it let through, as a sentence without its subject: "let 14 messages through since 3 November".
  package func words(since date: String) -> String {
    let grave = byVerdict.filter { $0.verdict < .bulk }
    let verdicts = grave.map { "\($0.count) of them recorded as \($0.verdict.rawValue)" }
    let clauses = [verdicts.isEmpty ? nil : verdicts.joined(separator: ", ")].compactMap(\.self)
    return (["let \(count.counted("message")) through since \(date)"] + clauses).joined(separator: ", ")
  }
}
