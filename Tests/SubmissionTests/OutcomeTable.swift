import PolicyCore

/// How often each fault led to each outcome.
struct OutcomeTable: Sendable {
  private var counts: [LoopFault: [SubmissionOutcome: Int]] = [:]
  /// Batches that were not applied, and whose end state was there all the same by another hand.
  var byAnotherHand = 0
  /// Outcomes that a second look told.
  var toldLater = 0
  /// Batches that an unknown or unseen outcome hid, and that were applied.
  var appliedUnseen = 0
  var submissions = 0
  var rounds = 0

  static let outcomes: [SubmissionOutcome] = [.applied, .refused, .conflict, .notSent, .notSeen, .unknown]

  subscript(fault: LoopFault, outcome: SubmissionOutcome) -> Int {
    counts[fault]?[outcome] ?? 0
  }

  mutating func count(_ fault: LoopFault, _ outcome: SubmissionOutcome) {
    counts[fault, default: [:]][outcome, default: 0] += 1
    submissions += 1
  }

  mutating func add(_ other: OutcomeTable) {
    for (fault, row) in other.counts {
      counts[fault, default: [:]].merge(row, uniquingKeysWith: +)
    }
    byAnotherHand += other.byAnotherHand
    toldLater += other.toldLater
    appliedUnseen += other.appliedUnseen
    submissions += other.submissions
    rounds += other.rounds
  }

  var text: String {
    func cell(_ text: String) -> String { String(repeating: " ", count: max(0, 10 - text.count)) + text }
    let width = LoopFault.allCases.map(\.rawValue.count).max() ?? 0
    func name(_ text: String) -> String { text + String(repeating: " ", count: width - text.count) }
    var lines = [name("") + Self.outcomes.map { cell($0.rawValue) }.joined()]
    for fault in LoopFault.allCases {
      let numbers = Self.outcomes.map { self[fault, $0] }
      lines.append(name(fault.rawValue) + numbers.map { cell($0 == 0 ? "." : "\($0)") }.joined())
    }
    lines.append(
      "\(rounds) rounds, \(submissions) submissions; \(appliedUnseen) applied behind an outcome that was not seen or not "
        + "known, \(toldLater) of these told by a later look; \(byAnotherHand) done already by another hand"
    )
    return lines.joined(separator: "\n")
  }
}
