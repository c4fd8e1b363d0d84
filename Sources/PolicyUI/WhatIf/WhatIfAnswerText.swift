import Canvas
import Policies
import PolicyCore
import Theming

/// What becomes of a message, as rows of a width: today and after the draft side by side.
struct WhatIfAnswerText {
  let theme: Theme
  let glyphs: Glyphs
  let width: Int

  /// Of more policies that match the first are shown: a frame is drawn for every key.
  private static let most = 200

  var nothingKnown: [[TextRun]] { [[TextRun("The policies are not known yet.", theme[.muted])]] }

  var workedOut: [[TextRun]] { [[TextRun("Working it out\(glyphs.ellipsis)", theme[.muted])]] }

  /// One that is old says so, while what is asked now is being worked out.
  func lines(of answer: WhatIfAnswer, isOld: Bool) -> [[TextRun]] {
    let heading = theme[.heading]
    let state = isOld ? ("Old; working it out\(glyphs.ellipsis)", theme[.levelWarning]) : ("", heading)
    var lines = [row(state, ("Today", heading), ("After the draft", heading))]
    lines.append(
      row(
        ("The message bypasses", theme[.text]),
        (word(answer.before), theme[answer.before.role]),
        (word(answer.after), theme[answer.after.role])
      )
    )
    lines += conclusion(answer)
    lines.append([])
    let matches = WhatIfRow.rows(of: answer)
    if matches.isEmpty { lines += paragraph("No policy matches.", theme[.muted]) }
    lines += matches.prefix(Self.most).flatMap(self.lines)
    if matches.count > Self.most {
      let count = (matches.count - Self.most).grouped
      lines += paragraph("\(count) more match; `postern whatif` prints all.", theme[.muted])
    }
    lines += answer.remarks.flatMap { paragraph($0, theme[.muted]) }
    return lines + paragraph(WhatIfAnswer.caveat, theme[.muted])
  }

  private func lines(of match: WhatIfRow) -> [[TextRun]] {
    let head = row(
      (match.pattern, theme[.accent]),
      (match.before.map(\.words) ?? "-", theme[match.before?.role ?? .muted]),
      (match.after.map(\.words) ?? "-", theme[match.after?.role ?? .muted])
    )
    return [head] + match.reasons.flatMap { paragraph($0, theme[.muted], indent: 2) }
  }

  private func conclusion(_ answer: WhatIfAnswer) -> [[TextRun]] {
    let role: Role =
      switch answer.change {
      case .more: .effectWidens
      case .less: .effectNarrows
      case .undecided: .effectUnclear
      case .same: .muted
      }
    return answer.conclusions.flatMap { paragraph($0, theme[role]) }
  }

  private func word(_ side: WhatIfSide) -> String { side.bypass?.rawValue ?? "undecided" }

  /// Three columns; on a narrow screen the first gives way.
  private func row(
    _ first: (String, Style),
    _ second: (String, Style),
    _ third: (String, Style)
  ) -> [TextRun] {
    let side = max(10, min(24, width * 3 / 10))
    let cells = [(first, max(4, width - 2 * side)), (second, side), (third, side)]
    return cells.flatMap { cell, columns -> [TextRun] in
      let text = VisibleText(cell.0).truncated(to: columns - 1, ellipsis: glyphs.ellipsis)
      return [
        TextRun(text, cell.1), TextRun(String(repeating: " ", count: max(0, columns - text.width)), theme[.text]),
      ]
    }
  }

  private func paragraph(_ text: String, _ style: Style, indent: Int = 0) -> [[TextRun]] {
    let margin = String(repeating: " ", count: indent)
    return Paragraph(text, width: max(10, width - indent)).lines.map {
      [TextRun(margin, style), TextRun($0.string, style)]
    }
  }
}

extension WhatIfSide {
  fileprivate var role: Role {
    switch bypass {
    case .all: .flagRisky
    case .spamSpoofBulk: .flagOn
    case .some(.none): .text
    case nil: .effectUnclear
    }
  }
}

extension WhatIfMatch {
  fileprivate var role: Role { honoured.map { $0 ? .text : .muted } ?? .effectUnclear }
}
