import Policies
import Values

/// Why a policy is there, and whether it still should be.
extension Rule {
  static let noReason = Rule(
    "no-reason",
    .warning,
    on: [.comments],
    holds: "the comment is empty",
    why: "Nobody will know in a year why the policy is there.",
    check: .policy { policy, _ in
      let comment = policy.fields.comments ?? ""
      // A visible first octet answers for nearly every comment.
      if let first = comment.utf8.first, (0x21..<0x7f).contains(first) { return nil }
      // What cannot be read may say why.
      guard policy.fields.unread[.comments] == nil else { return nil }
      return comment.allSatisfy(\.isWhitespace) ? Observation("The comment does not say why.") : nil
    }
  )

  static let stale = Rule(
    "stale",
    .warning,
    holds: "the policy is unchanged for more than 365 days (configurable)",
    why: "What it was made for may be gone, and the door is still open.",
    check: .policy { policy, settings in
      guard policy.sent == nil, let text = policy.remote?.lastChange, let last = Instant(rfc3339: text) else {
        return nil
      }
      // A server that knows no time may send one from before computers, such as that of the year 1.
      guard last.microseconds >= 0 else { return nil }
      let days = Int((settings.now.microseconds - last.microseconds) / 86_400_000_000)
      return days > settings.staleDays ? Observation("It is unchanged for \(days) days.") : nil
    }
  )

  /// What comes once a week or on the first of a month is missing in less by chance.
  private static let leastDays = 14

  package static let unused = Rule(
    "unused",
    .notice,
    holds: "all mail of two weeks or more was read, and the policy, which is older, let none of it through",
    why: "A door that nobody goes through is of use only to somebody who finds it.",
    check: .policy { policy, settings in
      guard policy.sent == nil, !policy.grants.isEmpty, let usage = settings.usage, let remote = policy.remote,
        usage.isUnused(remote), let coverage = usage.coverage, coverage.days >= leastDays
      else { return nil }
      // What was made or changed meanwhile did not have all of the time.
      let change = remote.lastChange.flatMap { Instant(rfc3339: $0) }
      guard change.map({ $0.microseconds < Int64(coverage.from) * 1_000_000 }) ?? true else { return nil }
      return Observation("It let no message through in the \(coverage.days.counted("day")) of mail that was read.")
    }
  )

  static let expired = Rule(
    "expired",
    .warning,
    on: [.comments],
    holds: "the date of a tag expires:YYYY-MM-DD in the comment has passed",
    why: "Whoever wrote the tag meant the policy to end there; the API itself knows no expiry.",
    check: .policy { policy, settings in
      guard let tag = ExpiryTag(in: policy.fields.comments), tag.end <= settings.now else { return nil }
      return Observation(
        "It was to expire on \(tag.day).",
        fix: Fix(title: "delete the policy", change: .delete)
      )
    }
  )
}
