import Canvas
import Mail
import Policies
import PolicyCore
import Values

/// What becomes of a message, as text of at most 80 columns: today and after the draft side by side.
enum WhatIfText {
  private static let width = 80
  private static let patternWidth = 30
  private static let sideWidth = 24

  static func lines(of answer: WhatIfAnswer, named name: String?) -> [String] {
    let parts = MailMessage.Field.allCases.compactMap { field -> String? in
      let texts = answer.message.texts(of: field).map { $0.isEmpty ? "<>" : $0 }
      guard !texts.isEmpty else { return nil }
      let more = texts.count > 3 ? " and \(texts.count - 3) more" : ""
      return "\(label(of: field)): \(texts.prefix(3).joined(separator: ", "))\(more)"
    }
    let head = (name.map { [$0] } ?? []) + (parts + answer.remarks).flatMap { paragraph($0, indent: 2) }
    let rows = WhatIfRow.rows(of: answer).flatMap(lines)
    return head + [row("PATTERN", "TODAY", "AFTER THE DRAFT")]
      + (rows.isEmpty ? ["No policy matches."] : rows)
      + [row("the message bypasses", word(answer.before), word(answer.after))]
      + answer.conclusions.flatMap { paragraph($0, indent: 2) }
  }

  static func ending(_ counts: [BypassChange: Int]) -> [String] {
    let total = counts.values.reduce(0, +)
    let parts = BypassChange.allCases.compactMap { change in
      counts[change].map {
        "\($0) \(change == .undecided ? "undecided" : change == .same ? "the same" : change.rawValue)"
      }
    }
    let tally = total > 1 ? ["\(total) messages after the draft: \(parts.joined(separator: ", "))."] : []
    return (tally + [WhatIfAnswer.caveat]).flatMap { paragraph($0, indent: 0) }
  }

  private static func label(of field: MailMessage.Field) -> String {
    switch field {
    case .from: "From"
    case .envelopeFrom: "Envelope from"
    case .replyTo: "Reply-To"
    case .ip: "IP"
    case .helo: "Server name"
    case .to: "To"
    case .authentication: "Authentication"
    }
  }

  private static func lines(of row: WhatIfRow) -> [String] {
    [self.row(row.pattern, row.before?.words ?? "-", row.after?.words ?? "-")]
      + row.reasons.flatMap { paragraph($0, indent: 4) }
  }

  private static func word(_ side: WhatIfSide) -> String { side.bypass?.rawValue ?? "undecided" }

  private static func row(_ pattern: String, _ before: String, _ after: String) -> String {
    let cells = [(pattern, patternWidth), (before, sideWidth)].map { text, width in
      let cell = VisibleText(text).truncated(to: width - 2, ellipsis: "…")
      return cell.string + String(repeating: " ", count: max(0, width - cell.width))
    }
    return cells.joined() + after
  }

  private static func paragraph(_ text: String, indent: Int) -> [String] {
    Paragraph(text, width: width - indent).lines.map { String(repeating: " ", count: indent) + $0.string }
  }
}
