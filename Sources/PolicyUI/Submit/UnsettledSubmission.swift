package import Foundation
package import PolicyCore
import Values

/// The last batch that was sent, while it cannot be told whether the server has carried it out or will.
package struct UnsettledSubmission: Hashable, Sendable {
  package let sentAt: Date
  package let shortID: String
  /// Whether the policies showed no trace of it; otherwise they did not tell.
  package let isNotSeen: Bool

  /// Nil for a submission whose outcome is known, or still being found out.
  package init?(_ record: SubmissionRecord) {
    guard record.state == .notSeen || record.state == .unknown else { return nil }
    sentAt = record.startedAt
    shortID = record.shortID
    isNotSeen = record.state == .notSeen
  }

  /// What is known of it, in one sentence; the day is told unless it is today's.
  func sentence(at now: Date) -> String {
    let sent = Timestamp.text(of: sentAt)
    let day = sent.prefix(10) == Timestamp.text(of: now).prefix(10) ? "" : "\(sent.prefix(10)) "
    let what = "Sent \(day)\(sent.dropFirst(11).prefix(5))Z (\(shortID))"
    return isNotSeen ? "\(what), not seen; it may still commit." : "\(what), outcome unknown; it may be applied."
  }
}

extension AppState {
  /// Remembers the outcome of what was sent last.
  ///
  /// What never left, and what the server refused, says nothing about the batch before it.
  mutating func note(_ record: SubmissionRecord) {
    switch record.state {
    case .applied, .neverTold: unsettled = nil
    case .notSeen, .unknown: unsettled = UnsettledSubmission(record)
    case .checking, .sending, .refused, .conflict, .notSent: break
    }
  }
}
