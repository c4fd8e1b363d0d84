import MailLog
package import Policies
package import Values

extension PolicyUsage {
  /// What the mail that was read says of a policy, as sentences; empty where none was read.
  ///
  /// What was left out is said as well: a message that was not read may have been let through all the same. A day that is
  /// not of the year of `now` has its year.
  package func sentences(on id: PolicyID, now: Instant) -> [String] {
    guard let coverage else { return [] }
    let since = "since \(Self.day(coverage.from, now: now))"
    let gaps = coverage.isComplete ? [] : ["That is of mail that was read."] + coverage.gaps
    guard let use = self[id] else { return ["It let no message through \(since)."] + gaps }
    return [use.words(since)] + use.remarks + gaps
  }

  /// The day and the month, as in 3 November, and the year where it is another.
  private static func day(_ time: Int, now: Instant) -> String {
    func parts(_ time: Int) -> [Int] { MailDay.text(ofTime: time).split(separator: "-").compactMap { Int($0) } }
    let day = parts(time)
    guard day.count == 3, months.indices.contains(day[1] - 1) else { return "" }
    let year = parts(Int(now.microseconds / 1_000_000)).first == day[0] ? "" : " \(day[0])"
    return "\(day[2]) \(months[day[1] - 1])\(year)"
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}

extension PolicyUsage.Use {
  /// How much it let through, and what of it is on record as unwanted.
  fileprivate func words(_ since: String) -> String {
    let grave = byVerdict.filter { $0.verdict < .bulk }.enumerated().map { place, told in
      "\(told.count) \(place == 0 ? "of them recorded " : "")as \(told.verdict.rawValue)"
    }
    return (["It let \(count.counted("message")) through \(since)"] + grave)
      .joined(separator: ", ") + "."
  }

  /// What keeps the number from being this policy's own.
  fileprivate var remarks: [String] {
    var sentences: [String] = []
    if sharers > 1 {
      sentences.append(
        "It shares them with \((sharers - 1).counted("policy", "policies")) of the same pattern and grant."
      )
    }
    if differences > 0 {
      sentences.append(
        "\(differences) of them \(differences.agreeing("does", "do")) not match its pattern by our reading."
      )
    }
    return sentences
  }
}
