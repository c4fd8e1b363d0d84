import Canvas
import PolicyCore
package import PolicyQuery
import Values

/// What an overview says in words, on the screen and in a report.
package enum OverviewText {
  package static let mailTitle = "Mail let through by day"

  /// How much was let through of how much, of which time, and how far that can be relied on.
  package static func sentences(on mail: Overview.Mail) -> [String] {
    let passed = mail.passed
    let first = passed.days.first?.text ?? "?"
    let last = passed.days.last?.text ?? "?"
    let read = "Of \(passed.messages.grouped) \(passed.messages.agreeing("message")) from \(first) to \(last)"
    let policies = mail.used > 0 ? ", by \(mail.used.grouped) \(mail.used.agreeing("policy", "policies"))" : ""
    let count = passed.passed == 0 ? "none was" : "\(passed.passed.grouped) \(passed.passed.agreeing("was", "were"))"
    var sentences = ["\(read), \(count) let through\(policies)."]
    if passed.grave > 0 { sentences.append("\(passed.grave.grouped) of them \(grave).") }
    if mail.strangers > 0 {
      sentences.append("No policy has the pattern and grant of \(mail.strangers.grouped) of them now.")
    }
    if passed.undated > 0 {
      sentences.append("Of \(passed.undated.grouped) of them the day is not among these, or not told.")
    }
    return sentences + passed.coverage.gaps
  }

  package static let grave = "had been found graver than bulk: spam, spoof, suspicious or malicious"

  /// The days on which something was let through, each as a line: for a screen reader.
  static func days(of mail: Overview.Mail) -> [String] {
    mail.passed.days.filter { $0.count > 0 }.suffix(31).map { day in
      let grave = day.grave > 0 ? ", \(day.grave.grouped) graver than bulk" : ""
      return "\(day.text): \(day.count.grouped)\(grave)"
    }
  }
}
