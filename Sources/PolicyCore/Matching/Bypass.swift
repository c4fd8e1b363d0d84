/// What a policy, or all that match together, let a message past, from the least to the most.
///
/// A guard forbids or requires one of them.
package enum Bypass: String, CaseIterable, Comparable, Hashable, Sendable {
  case none
  /// Spam, Spoof and Bulk: of an acceptable sender.
  case spamSpoofBulk = "spam-spoof-bulk"
  /// Every detection: of a trusted sender, and to an exempt recipient.
  case all

  package static func < (left: Bypass, right: Bypass) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .none: 0
    case .spamSpoofBulk: 1
    case .all: 2
    }
  }

  /// As a clause that follows "the message".
  package var words: String { "bypasses \(detections)" }

  /// What is bypassed.
  package var detections: String {
    switch self {
    case .none: "nothing"
    case .spamSpoofBulk: "Spam, Spoof and Bulk"
    case .all: "all detections"
    }
  }
}
