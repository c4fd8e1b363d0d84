/// A day of a log, in UTC, and what of it was read.
package struct MailDay: Sendable, Equatable {
  /// Counted from 1970.
  package let day: Int
  /// What was read to its end, and up to which time: in seconds since 1970, the end of the day or a moment in it.
  ///
  /// A reading that broke off is not here, though its messages are in the log.
  package var reads: [MailQuery: Int]
  package var log: MailLog

  package init(day: Int, reads: [MailQuery: Int] = [:], log: MailLog = MailLog()) {
    self.day = day
    self.reads = reads
    self.log = log
  }

  package static let seconds = 86_400

  /// In seconds since 1970.
  package static func times(of day: Int) -> Range<Int> { day * seconds..<(day + 1) * seconds }

  package static func day(of time: Int) -> Int { time < 0 ? (time + 1) / seconds - 1 : time / seconds }

  /// Whether what a query asks for was read up to a time; all that there is holds what any other query asks for.
  package func isRead(_ query: MailQuery, upTo time: Int) -> Bool {
    let end = min(time, Self.times(of: day).upperBound)
    return [query, .all].contains { reads[$0].map { $0 >= end } ?? false }
  }

  /// The day of a time, in seconds since 1970, as people write it: 2026-11-28.
  package static func text(ofTime time: Int) -> String { text(of: day(of: time)) }

  /// The day as people write it: 2026-11-28.
  package static func text(of day: Int) -> String {
    // Years are counted from March, so that the leap day ends them.
    let shifted = day + 719_468
    let era = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded((dayOfYear - (153 * march + 2) / 5) + 1, 2))"
  }
}
