import Canvas
import Foundation
import Mail
import MailLog
import PolicyCore
import PolicyUI
import Values

/// What was read of mail and what a draft would have done with it, as text of at most 80 columns.
enum MailText {
  private static let width = 80

  // MARK: - What is read

  static func lines(of report: MailReport) -> [String] {
    ([report.words] + remarks(of: report)).flatMap { paragraph($0) }
  }

  /// What was left out, as sentences.
  static func remarks(of report: MailReport) -> [String] {
    report.gaps + (report.isComplete ? [] : ["`postern mail fetch` goes on where it stopped."])
  }

  static func lines(of heads: [MailDayHead]) -> [String] {
    guard let coverage = MailCoverage(heads) else {
      return ["No mail is kept. `postern mail fetch` reads it."]
    }
    let (count, bytes) = heads.reduce((0, 0)) { ($0.0 + $1.count, $0.1 + $1.bytes) }
    let size = bytes < 1 << 20 ? "\((bytes + 1023) >> 10) kB" : "\(bytes >> 20) MB"
    let head = "\(count.grouped) \(count.agreeing("message")), \(size), \(period(coverage))."
    return ([head] + coverage.gaps).flatMap { paragraph($0) }
  }

  /// What was read of a day, in a word.
  static func word(for head: MailDayHead, upTo time: Int) -> String {
    guard let reads = head.reads else { return "damaged" }
    let day = MailDay(day: head.day, reads: reads)
    return day.isRead(.all, upTo: time) ? "all" : day.isRead(.detections, upTo: time) ? "detections" : "partly"
  }

  // MARK: - What a draft would have done

  static func lines(of report: ReplayReport) -> [String] {
    var lines = paragraph(head(of: report))
    for row in rows(of: report) {
      let count = row.count.grouped
      let verdicts = row.verdicts.map { "\($0.verdict.rawValue) \($0.count.grouped)" }
      let start = row.words.padded(to: 22) + String(repeating: " ", count: max(0, 10 - count.count)) + count
      lines.append(verdicts.isEmpty ? start : start + "  " + verdicts.joined(separator: ", "))
    }
    lines += examples(report.more, "Newly let through", of: report.result.count(.more))
    lines += examples(report.less, "No longer let through", of: report.result.count(.less))
    return lines + [""] + remarks(on: report).flatMap { paragraph($0) }
  }

  /// How much mail it is, and of which days, as a sentence.
  static func head(of report: ReplayReport) -> String {
    let count = report.result.log.count
    return report.mail.coverage.map { "\(count.grouped) \(count.agreeing("message")), \(period($0))." } ?? ""
  }

  /// How many messages change in which way; of those that stay as they are, the verdicts say nothing.
  struct Row {
    let words: String
    let count: Int
    let verdicts: [(verdict: Verdict, count: Int)]
  }

  static func rows(of report: ReplayReport) -> [Row] {
    ReplayWords.changes.map { change, words in
      let verdicts = change == .same ? [] : report.result.verdicts(change)
      return Row(words: words, count: report.result.count(change), verdicts: verdicts)
    }
  }

  /// What is missing in it, and how far it is to be trusted, in sentences.
  static func remarks(on report: ReplayReport) -> [String] {
    (report.mail.coverage?.gaps ?? []) + [ReplayWords.caveat]
  }

  private static func examples(_ examples: [ReplayReport.Example], _ title: String, of total: Int) -> [String] {
    guard !examples.isEmpty else { return [] }
    let more = total > examples.count ? ", the first \(examples.count)" : ""
    return ["", "\(title)\(more):"]
      + examples.map { example in
        let message = example.message
        let policies = example.policies.map(\.pattern).joined(separator: ", ")
        let cells = [(message.verdict.rawValue, 14), (message.day ?? "?", 12), (message.sender ?? "?", 30)].map {
          text,
          width in
          VisibleText(text).truncated(to: width - 2, ellipsis: "…").string.padded(to: width)
        }
        return "  " + cells.joined() + "by " + VisibleText(policies).truncated(to: 19, ellipsis: "…").string
      }
  }

  // MARK: - Parts

  private static func period(_ coverage: MailCoverage) -> String {
    let days = "\(MailDay.text(ofTime: coverage.from)) to \(MailDay.text(ofTime: coverage.to - 1))"
    return coverage.isComplete ? "\(days), read completely" : "\(days), not read completely"
  }

  static func time(_ seconds: Int) -> String {
    Timestamp.text(of: Date(timeIntervalSince1970: Double(seconds)))
  }

  private static func paragraph(_ text: String) -> [String] { Paragraph(text, width: width).lines.map(\.string) }
}

/// What a replay says, wherever it is printed.
enum ReplayWords {
  static let changes: [(change: BypassChange, words: String)] = [
    (.more, "newly let through"), (.less, "no longer let through"), (.undecided, "undecided"), (.same, "the same"),
  ]

  static let caveat = """
    An approximation, of mail that was read and of nothing else: what the server does is documented in part, and the \
    search tells no server's name. \(MailEffect.caveats)
    """
}

extension String {
  /// With blanks behind it.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - VisibleText(self).width))
  }
}
