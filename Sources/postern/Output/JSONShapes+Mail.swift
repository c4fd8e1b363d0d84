import Foundation
import JSONText
import Mail
import MailLog
import Policies
import PolicyCore
import Values

/// What `mail` and `replay` print.
extension JSONShapes {
  static func mailReport(_ report: MailReport) -> OrderedJSON {
    .object([
      Member("messages", .integer(report.messages)),
      Member("requests", .integer(report.requests)),
      Member("windows", .integer(report.windows)),
      Member("windows_in_all", .integer(report.windowsInAll)),
      Member("complete", .bool(report.isComplete)),
      Member("bound", report.bound.map(OrderedJSON.string) ?? .null),
      Member("remarks", .array(MailText.remarks(of: report).map(OrderedJSON.string))),
    ])
  }

  static func mail(_ heads: [MailDayHead]) -> OrderedJSON {
    let coverage = MailCoverage(heads)
    return .object([
      Member("period", period(coverage)),
      Member("messages", .integer(heads.reduce(0) { $0 + $1.count })),
      Member("bytes", .integer(heads.reduce(0) { $0 + $1.bytes })),
      Member("gaps", .array((coverage?.gaps ?? []).map(OrderedJSON.string))),
      Member(
        "days",
        .array(
          heads.map { head in
            .object([
              Member("day", .string(MailDay.text(of: head.day))),
              Member("messages", .integer(head.count)),
              Member("read", .string(MailText.word(for: head, upTo: coverage?.to ?? 0))),
            ])
          }
        )
      ),
    ])
  }

  static func replay(_ report: ReplayReport) -> OrderedJSON {
    .object([
      Member("period", period(report.mail.coverage)),
      Member("messages", .integer(report.result.log.count)),
      Member("more", change(.more, report.more, report.result)),
      Member("less", change(.less, report.less, report.result)),
      Member("same", .integer(report.result.count(.same))),
      Member("undecided", .integer(report.result.count(.undecided))),
      Member("gaps", .array((report.mail.coverage?.gaps ?? []).map(OrderedJSON.string))),
    ])
  }

  private static func period(_ coverage: MailCoverage?) -> OrderedJSON {
    guard let coverage else { return .null }
    return .object([
      Member("from", .string(MailText.time(coverage.from))),
      Member("to", .string(MailText.time(coverage.to))),
      Member("complete", .bool(coverage.isComplete)),
    ])
  }

  private static func change(
    _ change: BypassChange,
    _ examples: [ReplayReport.Example],
    _ result: ReplayResult
  ) -> OrderedJSON {
    .object([
      Member("total", .integer(result.count(change))),
      Member(
        "by_verdict",
        .object(result.verdicts(change).map { Member($0.verdict.rawValue, .integer($0.count)) })
      ),
      Member("examples", .array(examples.map(example))),
    ])
  }

  private static func example(_ example: ReplayReport.Example) -> OrderedJSON {
    let message = example.message
    let list = { (field: MailMessage.Field) in
      OrderedJSON.array(message.message.texts(of: field).map(OrderedJSON.string))
    }
    return .object([
      Member("scanned_at", message.time == 0 ? .null : .string(MailText.time(Int(message.time)))),
      Member("verdict", .string(message.verdict.rawValue)),
      Member("from", list(.from)),
      Member("envelope_from", message.message.envelopeFrom.value.map(OrderedJSON.string) ?? .null),
      Member("reply_to", list(.replyTo)),
      Member("ip", list(.ip)),
      Member("to", list(.to)),
      Member("auth", message.message.texts(of: .authentication).first.map(OrderedJSON.string) ?? .null),
      Member(
        "policies",
        .array(
          example.policies.map { policy in
            .object([
              Member("id", .string(policy.id.text)),
              Member("pattern", .string(policy.pattern)),
              Member("grants", .string(policy.grants.rawValue)),
              Member("honoured", policy.honoured.map(OrderedJSON.bool) ?? .null),
            ])
          }
        )
      ),
    ])
  }
}
