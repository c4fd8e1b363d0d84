import Canvas
import PolicyCore
import Policies

/// What is counted over all operations of a review: once for a review, not at every repaint.
struct ReviewTally: Equatable, Sendable {
  let kinds: OperationCounts
  let effects: [Effect: Int]
  let levels: [FindingLevel: Int]
  /// The columns of the widest pattern, as far as a list gives it room.
  let patternWidth: Int
  /// The operations' places in the order of execution.
  let places: [PolicyID: Int]
  /// The places of the operations on policies that somebody else has changed since they were queued.
  let changedElsewhere: [Int]

  static let widestPattern = 40

  init(_ review: Review) {
    var effects: [Effect: Int] = [:]
    var levels: [FindingLevel: Int] = [:]
    var widest = 0
    changedElsewhere = review.operations.indices.filter { review.operations[$0].operation.queuedOn != nil }
    for finding in review.batchFindings where !finding.isSilenced { levels[finding.level, default: 0] += 1 }
    for operation in review.operations {
      effects[operation.effect, default: 0] += 1
      for finding in operation.findings where !finding.isSilenced { levels[finding.level, default: 0] += 1 }
      if widest < Self.widestPattern { widest = max(widest, TextWidth.displayWidth(of: operation.pattern)) }
    }
    kinds = review.counts
    self.effects = effects
    self.levels = levels
    patternWidth = min(widest, Self.widestPattern)
    places = Dictionary(
      review.operations.enumerated().map { ($0.element.id, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  func count(of effect: Effect) -> Int { effects[effect] ?? 0 }

  func count(of level: FindingLevel) -> Int { levels[level] ?? 0 }
}
