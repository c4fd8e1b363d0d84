package import MailLog

/// What a draft would have done, message by message.
package struct ReplayResult: Sendable {
  package let log: MailLog
  /// By the messages' rows.
  package let changes: [BypassChange]
  private let counts: [BypassChange: [Verdict: Int]]

  init(log: MailLog, changes: [BypassChange]) {
    self.log = log
    self.changes = changes
    var counts: [BypassChange: [Int]] = [:]
    for change in BypassChange.allCases { counts[change] = [Int](repeating: 0, count: Verdict.allCases.count) }
    for (row, change) in changes.enumerated() { counts[change]?[log.marks[row].verdict.rank] += 1 }
    self.counts = counts.mapValues { numbers in
      Dictionary(uniqueKeysWithValues: zip(Verdict.allCases, numbers).filter { $0.1 > 0 })
    }
  }

  package func count(_ change: BypassChange) -> Int { counts[change]?.values.reduce(0, +) ?? 0 }

  /// How many messages there are of each verdict, the gravest first; verdicts that none has are left out.
  package func verdicts(_ change: BypassChange) -> [(verdict: Verdict, count: Int)] {
    (counts[change] ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// How many messages of a verdict change so.
  package func count(_ change: BypassChange, _ verdict: Verdict) -> Int { counts[change]?[verdict] ?? 0 }

  /// The rows of messages that change so, the gravest verdicts first and of one verdict the newest.
  package func rows(_ change: BypassChange, atMost limit: Int = .max) -> [Int] {
    let rows = changes.indices.filter { changes[$0] == change }
    return Array(
      rows.sorted { left, right in
        let (one, two) = (log.marks[left].verdict.rank, log.marks[right].verdict.rank)
        return one != two ? one < two : (log.times[left], right) > (log.times[right], left)
      }.prefix(limit)
    )
  }
}
