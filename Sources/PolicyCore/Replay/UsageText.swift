import MailLog
package import Policies
import Values

extension PolicyUsage {
  /// What the mail that was read says of a policy, as sentences; empty where none was read.
  ///
  /// What was left out is said as well: a message that was not read may have been let through all the same.
  package func sentences(on id: PolicyID) -> [String] {
    guard let coverage else { return [] }
    let since = "since \(Self.day(coverage.from))"
    let gaps = coverage.isComplete ? [] : ["That is of mail that was read."] + coverage.gaps
    guard let use = self[id] else { return ["It let no message through \(since)."] + gaps }
    return [use.words(since)] + use.remarks + gaps
  }

  /// The day and the month, as in 3 November.
  private static func day(_ time: Int) -> String {
    let parts = MailDay.text(of: MailDay.day(of: time)).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return "" }
    return "\(parts[2]) \(months[parts[1] - 1])"
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
