import Mail
package import MailLog
import Policies
import Values

/// What a draft would have done for each message of a log.
///
/// Each distinct text is judged once, however many messages name it, and only where a policy that the draft touches has
/// to do with one of its messages. The answers are those of ``WhatIf/answer(to:)``.
package struct MailReplay: Sendable {
  private let whatIf: WhatIf
  private let filters: Filters
  private let touchedBefore: PolicyIndex
  private let touchedAfter: PolicyIndex
  /// What the policies that the draft touches could grant to texts that cannot be told, by the place of their kind.
  private let untold: [ReplaySides]
  /// The policies of which it is not known what they match, and which the draft touches.
  private let unknown: [UnknownPolicy]

  private struct Filters {
    let base: DomainFilter
    let overlay: DomainFilter?
    let touchedBefore: DomainFilter
    let touchedAfter: DomainFilter
  }

  private struct UnknownPolicy {
    let policy: AllowPolicy
    /// What it may grant to a text, by the place of its kind, where it has to do with the message.
    let sides: [ReplaySides]
  }

  package init(_ whatIf: WhatIf) {
    self.whatIf = whatIf
    let base = whatIf.before.base
    let before = whatIf.after.hidden.sorted().map { base.members[$0] }.filter { whatIf.touched.contains($0.id) }
    let after = (whatIf.after.overlay?.members).map(Array.init) ?? []
    touchedBefore = PolicyIndex(PolicyList(before))
    touchedAfter = PolicyIndex(PolicyList(after.filter { whatIf.touched.contains($0.id) }))
    filters = Filters(
      base: DomainFilter(base.names),
      overlay: whatIf.after.overlay.map { DomainFilter($0.names) },
      touchedBefore: DomainFilter(touchedBefore.names),
      touchedAfter: DomainFilter(touchedAfter.names)
    )
    untold = Self.untold(whatIf)
    unknown = Self.unknown(whatIf)
  }

  private static let kinds: [MatchedText.Kind] = [.sender, .recipient, .ip]

  private static func untold(_ whatIf: WhatIf) -> [ReplaySides] {
    kinds.map { kind in
      var sides = ReplaySides()
      for (passes, verifiesRecipients) in [(true, true), (false, true), (false, false)] {
        let mail = Outcomes.Mail(passes: passes, verifiesRecipients: verifiesRecipients)
        // Verified or not has been counted in: what remains is which of the three mails it is.
        let place = passes ? 0 : verifiesRecipients ? 1 : 2
        let cases = ReplayCells.everyReading << UInt64(place * ReadingSet.readings.count)
        sides.before.most.add(whatIf.open.touchedBefore.most(for: kind, mail), in: cases)
        sides.after.most.add(whatIf.open.touchedAfter.most(for: kind, mail), in: cases)
      }
      return sides
    }
  }

  private static func unknown(_ whatIf: WhatIf) -> [UnknownPolicy] {
    func policies(_ policies: [AllowPolicy], isAfter: Bool) -> [UnknownPolicy] {
      policies.filter { whatIf.touched.contains($0.id) }.map { policy in
        let grants = Grants(policy.fields)
        let isVerified = policy.fields.verifySender == true
        return UnknownPolicy(
          policy: policy,
          sides: kinds.map { kind in
            var range = ReplayRange()
            let cases = ReplayCells.cases(ReplayCells.everyReading, kind, isVerified: isVerified)
            range.most.add(grants.level(for: kind), in: cases)
            return isAfter ? ReplaySides(after: range) : ReplaySides(before: range)
          }
        )
      }
    }
    return policies(whatIf.unknownBefore, isAfter: false) + policies(whatIf.unknownAfter, isAfter: true)
  }

  // MARK: - Running

  /// Throws if its task is cancelled.
  package func run(over log: MailLog) async throws(CancellationError) -> ReplayResult {
    var changes = [BypassChange](repeating: .same, count: log.count)
    let texts = LoggedTexts(log)
    let isTouched = await touchedTexts(of: texts)
    if Task.isCancelled { throw CancellationError() }
    let rows = log.indices.filter { isAffected($0, log, texts, isTouched) }
    let needed = texts.named(in: rows)
    let sides = await sides(of: needed, texts)
    if Task.isCancelled { throw CancellationError() }
    for row in rows { changes[row] = change(of: row, log, texts, sides) }
    return ReplayResult(log: log, changes: changes)
  }

  /// Whether a policy that the draft touches matches each text, or may.
  private func touchedTexts(of texts: LoggedTexts) async -> [Bool] {
    var isTouched: [Bool] = []
    isTouched.reserveCapacity(texts.count)
    await Pieces.work(onRows: texts.count) { range in
      guard !Task.isCancelled else { return range.map { _ in false } }
      var before = TextMatcher(touchedBefore, filters.touchedBefore)
      var after = TextMatcher(touchedAfter, filters.touchedAfter)
      return range.map { number in
        var isFound = false
        texts.withText(number) { text, bytes in
          before.eachMatch(of: text, bytes) { _, _, _ in isFound = true }
          if !isFound { after.eachMatch(of: text, bytes) { _, _, _ in isFound = true } }
          isFound = isFound || unknown.contains { FoundPolicy.isNear($0.policy.fields, text) }
        }
        return isFound
      }
    } take: {
      isTouched += $0
    }
    return isTouched
  }

  private func isAffected(_ row: Int, _ log: MailLog, _ texts: LoggedTexts, _ isTouched: [Bool]) -> Bool {
    for part in log.parts(of: row) {
      if let number = texts.number(of: part), isTouched[number] { return true }
    }
    return untoldSides(of: log.marks[row]) != ReplaySides() || unknown.contains { $0.policy.fields.pattern == nil }
  }

  private func untoldSides(of marks: MailLog.Marks) -> ReplaySides {
    var sides = ReplaySides()
    if marks.lacksSender { sides.formUnion(untold[0]) }
    if marks.lacksRecipients { sides.formUnion(untold[1]) }
    if marks.lacksIP { sides.formUnion(untold[2]) }
    return sides
  }

  /// What all policies grant to texts, by their numbers; nothing for those that are not needed.
  private func sides(of needed: [Int], _ texts: LoggedTexts) async -> [ReplaySides] {
    var sides = [ReplaySides](repeating: ReplaySides(), count: texts.count)
    var next = 0
    await Pieces.work(onRows: needed.count) { range in
      guard !Task.isCancelled else { return range.map { _ in ReplaySides() } }
      var judge = TextJudge(
        base: TextMatcher(whatIf.before.base, filters.base),
        overlay: whatIf.after.overlay.flatMap { index in filters.overlay.map { TextMatcher(index, $0) } },
        hidden: whatIf.after.hidden,
        touched: whatIf.touched
      )
      return range.map { place in texts.withText(needed[place]) { judge.sides(of: $0, $1) } ?? ReplaySides() }
    } take: { piece in
      for found in piece {
        sides[needed[next]] = found
        next += 1
      }
    }
    return sides
  }

  private func change(of row: Int, _ log: MailLog, _ texts: LoggedTexts, _ sides: [ReplaySides]) -> BypassChange {
    var all = untoldSides(of: log.marks[row])
    for part in log.parts(of: row) {
      if let number = texts.number(of: part) { all.formUnion(sides[number]) }
    }
    addUnknown(row, log, texts, to: &all)
    return all.change(in: ReplayCells.mask(passes: log.marks[row].passesAuthentication))
  }

  private func addUnknown(_ row: Int, _ log: MailLog, _ texts: LoggedTexts, to sides: inout ReplaySides) {
    guard !unknown.isEmpty else { return }
    let numbers = log.parts(of: row).compactMap { texts.number(of: $0) }
    for policy in unknown {
      let isNear = numbers.contains {
        texts.withText($0) { text, _ in FoundPolicy.isNear(policy.policy.fields, text) } ?? false
      }
      guard isNear || policy.policy.fields.pattern == nil else { continue }
      for number in numbers { sides.formUnion(policy.sides[texts.kind(of: number).place]) }
    }
  }
}

/// Works out what the policies grant to a text, before a draft and after it.
private struct TextJudge {
  var base: TextMatcher
  var overlay: TextMatcher?
  let hidden: Set<Int>
  let touched: Set<PolicyID>

  mutating func sides(of text: MatchedText, _ bytes: UnsafeBufferPointer<UInt8>) -> ReplaySides {
    var sides = ReplaySides()
    let (hidden, touched) = (hidden, touched)
    let old = base.index
    base.eachMatch(of: text, bytes) { bucket, readings, undecided in
      for row in bucket.rows {
        let isHidden = !hidden.isEmpty && hidden.contains(row)
        let isTouched = isHidden && touched.contains(old.members.id(at: row))
        let range = old.range(ofRow: row, text.kind, readings, undecided: isTouched ? undecided : .none, isTouched)
        sides.before.formUnion(range)
        if !isHidden { sides.after.formUnion(range) }
      }
    }
    guard let new = overlay?.index else { return sides }
    overlay?.eachMatch(of: text, bytes) { bucket, readings, undecided in
      for row in bucket.rows {
        let isTouched = touched.contains(new.members.id(at: row))
        sides.after.formUnion(
          new.range(ofRow: row, text.kind, readings, undecided: isTouched ? undecided : .none, isTouched)
        )
      }
    }
    return sides
  }
}

extension PolicyIndex {
  /// What a policy grants that matches by a text of a kind; what is in doubt of it counts only where a draft touches it.
  fileprivate func range(
    ofRow row: Int,
    _ kind: MatchedText.Kind,
    _ readings: ReadingSet,
    undecided: ReadingSet,
    _ isTouched: Bool
  ) -> ReplayRange {
    let grants = grants[row]
    let level = grants.level(for: kind)
    var range = ReplayRange()
    guard level > .none else { return range }
    let isVerified = members.table.columns.bits[row].flag(.verifySender) == true
    let matched = ReplayCells.cases(readings.mask, kind, isVerified: isVerified)
    // What an exempt recipient is where the pattern is an IP address is not documented.
    let isUndocumented = kind == .ip && grants.contains(.recipientVerified) && !grants.contains(.trustedVerified)
    let isCertain = !grants.contains(.uncertain) && !isUndocumented
    if isCertain {
      range.least.add(level, in: matched)
      range.most.add(level, in: matched)
    }
    if isTouched {
      range.most.add(level, in: matched | ReplayCells.cases(undecided.mask, kind, isVerified: isVerified))
    }
    return range
  }
}
