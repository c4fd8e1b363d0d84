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
    let rows = rows(answer).flatMap(lines)
    return head + [row("PATTERN", "TODAY", "AFTER THE DRAFT")]
      + (rows.isEmpty ? ["No policy matches."] : rows)
      + [row("the message bypasses", word(answer.before), word(answer.after))] + conclusion(answer)
  }

  static func ending(_ counts: [BypassChange: Int]) -> [String] {
    let total = counts.values.reduce(0, +)
    let parts = BypassChange.allCases.compactMap { change in
      counts[change].map { "\($0) \(change == .undecided ? "undecided" : change == .same ? "the same" : change.rawValue)" }
    }
    let tally = total > 1 ? ["\(total) messages after the draft: \(parts.joined(separator: ", "))."] : []
    let caveat = """
      An approximation: find or full match, upper and lower case, sub-domains and which of several policies wins are \
      not documented. What differs between the readings is undecided; a message gets all that its policies grant.
      """
    return (tally + [caveat]).flatMap { paragraph($0, indent: 0) }
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

  // MARK: - One policy a row

  private struct Row {
    let pattern: String
    var before: WhatIfMatch?
    var after: WhatIfMatch?
  }

  /// A policy that matches before and after has one row.
  private static func rows(_ answer: WhatIfAnswer) -> [Row] {
    var rows = answer.before.matches.map { Row(pattern: $0.pattern, before: $0) }
    let places = Dictionary(
      answer.before.matches.enumerated().map { ($0.element.id, $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
    for match in answer.after.matches {
      if let place = places[match.id] {
        rows[place].after = match
      } else {
        rows.append(Row(pattern: match.pattern, after: match))
      }
    }
    return rows
  }

  private static func lines(of row: Row) -> [String] {
    let head = self.row(row.after?.pattern ?? row.pattern, word(row.before), word(row.after))
    let (before, after) = (row.before?.why, row.after?.why)
    if before == after, let before { return [head] + paragraph(before, indent: 4) }
    return [head] + (before.map { paragraph("Today: \($0)", indent: 4) } ?? [])
      + (after.map { paragraph("After the draft: \($0)", indent: 4) } ?? [])
  }

  private static func word(_ match: WhatIfMatch?) -> String {
    guard let match else { return "-" }
    let honoured = match.honoured.map { $0 ? "" : " - not" } ?? " ?"
    return match.grants.rawValue + honoured
  }

  private static func word(_ side: WhatIfSide) -> String { side.bypass?.rawValue ?? "undecided" }

  private static func conclusion(_ answer: WhatIfAnswer) -> [String] {
    var sentences: [String] = []
    if answer.before.bypass == nil { sentences.append("Today the message \(answer.before.words).") }
    if answer.after.bypass == nil { sentences.append("After the draft the message \(answer.after.words).") }
    switch answer.change {
    case .more: sentences.append("The draft lets it past more.")
    case .less: sentences.append("The draft lets it past less.")
    case .same: break
    case .undecided: sentences.append("Whether the draft makes a difference is undecided.")
    }
    return sentences.flatMap { paragraph($0, indent: 2) }
  }

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
