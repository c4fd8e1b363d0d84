import JSONText
import PolicyCore
import Policies

extension JSONShapes {
  static func guards(_ reports: [GuardReport]) -> OrderedJSON {
    .array(
      reports.map { report in
        .object([
          Member("name", .string(report.rule.name)),
          Member("holds", holds(report.after)),
          Member("example", report.after.example.map { example($0, header: report.after.header) } ?? .null),
          Member("policies", .array(report.after.policies.map { .string($0.id.text) })),
          Member("level", .string(report.rule.level.rawValue)),
          Member("was", holds(report.before)),
          Member("reason", report.after.reason.map(OrderedJSON.string) ?? .null),
        ])
      }
    )
  }

  private static func holds(_ answer: GuardAnswer) -> OrderedJSON { answer.holds.map { .bool($0) } ?? .null }

  static func examples(of judged: JudgedEffect) -> OrderedJSON {
    .object([
      Member("more", judged.more.example.map { example($0) } ?? .null),
      Member("less", judged.less.example.map { example($0) } ?? .null),
    ])
  }

  /// The pieces of a message that matter; the others are left out.
  ///
  /// What is true of mail that passes authentication and of mail that fails it is given as mail that fails it. A `header` stands in the From where another address lets the message through, which is the envelope's then.
  private static func example(_ example: MessageExample, header: String? = nil) -> OrderedJSON {
    let pieces: [(String, String?)] = [
      ("from", header ?? example.from),
      ("envelope_from", header == nil ? example.envelopeFrom : example.from ?? example.envelopeFrom),
      ("ip", example.ip.map { "\($0)" }), ("helo", example.serverName), ("to", example.recipient),
    ]
    return .object(
      pieces.compactMap { name, text in text.map { Member(name, .string($0)) } }
        + [Member("authenticated", .bool(example.authentication == .passes))]
    )
  }
}
