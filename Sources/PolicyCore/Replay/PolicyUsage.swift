package import MailLog
package import Policies
import Values

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

  /// The rows that let something through, in order.
  package var usedRows: [Int] { places.keys.sorted() }

  /// How many messages do not match by our reading, of all that policies of the list let through.
  package var differences: Int {
    Set(places.values.joined()).reduce(0) { $0 + uses[$1].differences }
  }

  /// Throws if its task is cancelled.
  package init(of list: PolicyList, in mail: KeptMail) throws(CancellationError) {
    coverage = mail.coverage
    var names = NamedPatterns(mail.log)
    uses = names.count()
    guard !names.patterns.isEmpty else { return }
    for row in list.indices {
      let fields = list.fields(at: row)
      guard let pattern = fields.pattern, let kinds = names.kinds(of: pattern) else { continue }
      let own = kinds.filter { fields.grants($0.kind) }.map(\.place)
      guard !own.isEmpty else { continue }
      places[row] = own
      for place in own {
        uses[place].sharers += 1
        names.add(AllowPolicy(id: list.id(at: row), fields: fields), at: place)
      }
    }
    if Task.isCancelled { throw CancellationError() }
    for place in uses.indices where uses[place].sharers == 0 { strangers += uses[place].count }
    for (place, count) in try names.differences() { uses[place].differences = count }
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
private struct NamedPatterns {
  let log: MailLog
  private(set) var patterns: [LoggedPattern] = []
  /// The place of the pattern and kind that let a row's message through; -1 for none.
  private var placeOfRow: [Int32]
  private var byText: [ByBytes<String>: [(kind: LoggedMessage.Allowance.Kind, place: Int)]] = [:]
  /// Of each place one policy of every type, read as an expression or not.
  private var policies: [Int: [AllowPolicy]] = [:]

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

  mutating func add(_ policy: AllowPolicy, at place: Int) {
    let isKnown = (policies[place] ?? []).contains {
      $0.fields.patternType == policy.fields.patternType && $0.fields.isRegex == policy.fields.isRegex
    }
    if !isKnown { policies[place, default: []].append(policy) }
  }

  // MARK: - Checking

  /// How many messages of each place none of its policies matches.
  ///
  /// A text that is the pattern itself needs no check; any other is checked once for each pattern that names it.
  func differences() throws(CancellationError) -> [(place: Int, count: Int)] {
    var counts: [Int: Int] = [:]
    var checks: [Int: PatternCheck] = [:]
    for row in log.indices where placeOfRow[row] >= 0 {
      if row & 0xFFFF == 0, Task.isCancelled { throw CancellationError() }
      let place = Int(placeOfRow[row])
      guard let own = policies[place] else { continue }
      if checks[place] == nil { checks[place] = PatternCheck(own, patterns[place]) }
      if checks[place]?.mayMatch(row, log) == false { counts[place, default: 0] += 1 }
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// Whether policies of one pattern match messages, by our own matcher.
private struct PatternCheck {
  private let pattern: NamedPatterns.LoggedPattern
  private let index: PolicyIndex
  private var matcher: TextMatcher
  /// Of a policy of an unknown type it is not known what it matches.
  private let isUnknown: Bool
  private var known: [LoggedText: Bool] = [:]

  init(_ policies: [AllowPolicy], _ pattern: NamedPatterns.LoggedPattern) {
    self.pattern = pattern
    index = PolicyIndex(PolicyList(policies))
    matcher = TextMatcher(index, DomainFilter(index.names))
    isUnknown = policies.contains { PolicyReach($0.fields).isOfUnknownType || $0.fields.isPatternUncertain }
  }

  mutating func mayMatch(_ row: Int, _ log: MailLog) -> Bool {
    if isUnknown { return true }
    for part in log.parts(of: row) {
      guard let logged = LoggedText(part), isConcerned(logged.kind) else { continue }
      if part.text == pattern.text || mayMatch(logged, log) { return true }
    }
    return false
  }

  /// Whether a policy of its kind looks at texts of a kind; an exempt recipient may be an IP address.
  private func isConcerned(_ kind: MatchedText.Kind) -> Bool {
    switch pattern.kind {
    case .trustedSender, .acceptableSender: kind != .recipient
    case .exemptRecipient: kind == .recipient || kind == .ip
    case .untold: true
    }
  }

  private mutating func mayMatch(_ logged: LoggedText, _ log: MailLog) -> Bool {
    if let answer = known[logged] { return answer }
    var isFound = false
    if let text = logged.text(in: log) {
      log.texts.bytes.withUnsafeBufferPointer { bytes in
        let own = UnsafeBufferPointer(rebasing: bytes[log.texts.range(of: logged.number)])
        matcher.eachMatch(of: text, own) { _, _, _ in isFound = true }
      }
    }
    known[logged] = isFound
    return isFound
  }
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
