import JSONText
import Mail
import Policies
import PolicyCore

/// What `whatif` prints.
extension JSONShapes {
  static func whatIf(_ answer: WhatIfAnswer, named name: String?) -> OrderedJSON {
    .object([
      Member("message", message(answer.message, named: name)),
      Member("before", side(answer.before)),
      Member("after", side(answer.after)),
      Member("change", .string(answer.change.rawValue)),
    ])
  }

  private static func side(_ side: WhatIfSide) -> OrderedJSON {
    let matches = side.matches.map { match in
      OrderedJSON.object([
        Member("id", .string(match.id.text)),
        Member("pattern", .string(match.pattern)),
        Member("grants", .string(match.grants.rawValue)),
        Member("honoured", match.honoured.map(OrderedJSON.bool) ?? .null),
        Member("why", .string(match.why)),
      ])
    }
    return .object([
      Member("matches", .array(matches)),
      Member("bypass", .string(side.bypass?.rawValue ?? "undecided")),
    ])
  }

  private static func message(_ message: MailMessage, named name: String?) -> OrderedJSON {
    let list = { (field: MailMessage.Field) in OrderedJSON.array(message.texts(of: field).map(OrderedJSON.string)) }
    let one = { (field: MailMessage.Field) in message.texts(of: field).first.map(OrderedJSON.string) ?? .null }
    let fields = MailMessage.Field.allCases
    let untold = fields.compactMap { field in
      message.reason(for: field).map { reason in
        OrderedJSON.object([Member("part", .string(field.rawValue)), Member("reason", .string(reason))])
      }
    }
    return .object([
      Member("source", name.map(OrderedJSON.string) ?? .null),
      Member("from", list(.from)),
      Member("envelope_from", one(.envelopeFrom)),
      Member("reply_to", list(.replyTo)),
      Member("ip", one(.ip)),
      Member("helo", one(.helo)),
      Member("to", list(.to)),
      Member("auth", one(.authentication)),
      Member("untold", .array(untold)),
      Member("not_given", .array(fields.filter { message.lacks($0) }.map { .string($0.rawValue) })),
    ])
  }
}
