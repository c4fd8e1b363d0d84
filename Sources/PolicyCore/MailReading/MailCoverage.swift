package import MailLog
import Values

/// Of which time mail was read, and what of it.
package struct MailCoverage: Hashable, Sendable {
  /// In seconds since 1970: from the beginning of the first day to the moment up to which the last was read.
  package let from: Int
  package let to: Int
  /// How many days that is.
  package let days: Int
  /// The days of which all mail was read.
  package let wholeDays: Int
  /// The days of which only detections were read, and the mail of some policies.
  package let detectionDays: Int
  /// The days of which a reading broke off, or none was begun.
  package let brokenDays: Int
  /// The days whose files cannot be used.
  package let damagedDays: Int
  /// The days of which not all mail is here, as there was no room for it.
  package let leftOutDays: Int

  /// Nil where nothing is kept; of the days that are left out it does not matter what was read.
  package init?(_ heads: [MailDayHead], leavingOut leftOut: Set<Int> = []) {
    guard let first = heads.first?.day, let last = heads.last?.day else { return nil }
    days = last - first + 1
    from = MailDay.times(of: first).lowerBound
    let end = MailDay.times(of: last).upperBound
    to =
      heads.last?.reads?.filter { [.all, .detections].contains($0.key) }.map(\.value).max().map { min($0, end) } ?? end
    var (whole, detections, damaged) = (0, 0, 0)
    for head in heads where !leftOut.contains(head.day) {
      let day = MailDay(day: head.day, reads: head.reads ?? [:])
      if head.reads == nil {
        damaged += 1
      } else if day.isRead(.all, upTo: to) {
        whole += 1
      } else if day.isRead(.detections, upTo: to) {
        detections += 1
      }
    }
    (wholeDays, detectionDays, damagedDays, leftOutDays) = (whole, detections, damaged, leftOut.count)
    brokenDays = days - whole - detections - damaged - leftOut.count
  }

  /// Whether all mail of the whole time was read: only then does it mean something that a message is not there.
  package var isComplete: Bool { wholeDays == days }

  /// What was left out, as sentences.
  package var gaps: [String] {
    var sentences: [String] = []
    if detectionDays > 0 {
      sentences.append(
        "Of \(detectionDays.counted("day")) only detections were read, and the mail of policies that a draft touched."
      )
    }
    if brokenDays > 0 { sentences.append("Of \(brokenDays.counted("day")) the reading broke off, or was not begun.") }
    if damagedDays > 0 {
      sentences.append("The mail of \(damagedDays.counted("day")) cannot be used, and is to be read again.")
    }
    if leftOutDays > 0 {
      sentences.append("The mail of \(leftOutDays.counted("day")), or a part of it, is more than can be held at once.")
    }
    return sentences
  }
}

/// The mail that is kept of an account.
package struct KeptMail: Sendable {
  package let log: MailLog
  /// Nil where nothing is kept.
  package let coverage: MailCoverage?
  package let heads: [MailDayHead]

  /// `leavingOut` are the days that the log lacks, or of which it has a part.
  package init(log: MailLog, heads: [MailDayHead], leavingOut leftOut: Set<Int> = []) {
    self.log = log
    self.heads = heads
    coverage = MailCoverage(heads, leavingOut: leftOut)
  }
}
