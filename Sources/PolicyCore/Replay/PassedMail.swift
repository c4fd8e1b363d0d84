import MailLog
import Values

/// How much of the mail that was read policies let through, day by day.
package struct PassedMail: Hashable, Sendable {
  /// A day in UTC.
  package struct Day: Hashable, Sendable {
    /// Counted from 1970.
    package let day: Int
    package fileprivate(set) var count = 0
    /// How many of them the server had found graver than bulk.
    package fileprivate(set) var grave = 0

    package init(day: Int, count: Int = 0, grave: Int = 0) {
      self.day = day
      self.count = count
      self.grave = grave
    }

    /// The day as people write it: 2026-11-28.
    package var text: String { MailDay.text(of: day) }
  }

  /// The days of which mail was read, each of them, in order; of more than ``most`` the last.
  package let days: [Day]
  /// How many messages were read.
  package let messages: Int
  /// How many of them policies let through, and how many of these the server had found graver than bulk.
  package let passed: Int
  package let grave: Int
  /// How many of those that were let through are of none of the days: their time is not told, or an earlier one.
  package let undated: Int
  package let coverage: MailCoverage

  /// A year and a day.
  package static let most = 366

  /// Nil where no mail was read; goes over all messages once.
  package init?(_ mail: KeptMail) {
    guard let coverage = mail.coverage else { return nil }
    let end = MailDay.day(of: coverage.from) + coverage.days
    let first = max(end - Self.most, end - coverage.days)
    var days = (first..<end).map { Day(day: $0) }
    var (passed, grave, undated) = (0, 0, 0)
    for row in mail.log.indices where mail.log.marks[row].allowance != nil {
      let isGrave = mail.log.marks[row].verdict < .bulk
      passed += 1
      grave += isGrave ? 1 : 0
      let place = MailDay.day(of: Int(mail.log.times[row])) - first
      guard days.indices.contains(place) else {
        undated += 1
        continue
      }
      days[place].count += 1
      days[place].grave += isGrave ? 1 : 0
    }
    self.days = days
    self.coverage = coverage
    messages = mail.log.count
    (self.passed, self.grave, self.undated) = (passed, grave, undated)
  }
}
