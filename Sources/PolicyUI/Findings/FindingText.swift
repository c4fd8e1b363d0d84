import Canvas
import PolicyCore
import Theming

/// A finding in one line, the same wherever it stands: its sign, its rule, what is wrong.
enum FindingText {
  static func runs(_ finding: Finding, theme: Theme) -> [TextRun] {
    if let reason = finding.silencedBy {
      return [rule(finding, theme: theme), TextRun("  silenced: \(reason)", theme[.muted])]
    }
    return [rule(finding, theme: theme), TextRun("  \(finding.message)", theme[.text])]
  }

  /// The same with its sentence broken into as many lines as it needs.
  static func lines(_ finding: Finding, width: Int, theme: Theme) -> [[TextRun]] {
    guard !finding.isSilenced else { return [runs(finding, theme: theme)] }
    let rule = rule(finding, theme: theme)
    let indent = rule.text.width + 2
    let sentence = Paragraph(finding.message, width: max(20, width - indent)).lines
    return sentence.enumerated().map { number, line in
      let start =
        number == 0
        ? [rule, TextRun("  ", theme[.text])]
        : [
          TextRun(String(repeating: " ", count: indent), theme[.text])
        ]
      return start + [TextRun(line.string, theme[.text])]
    }
  }

  /// The sign and the rule alone; a notice has no sign and keeps its place free, and so has one that was silenced.
  static func rule(_ finding: Finding, theme: Theme) -> TextRun {
    guard !finding.isSilenced else { return TextRun("  \(finding.rule.rawValue)", theme[.muted]) }
    let sign = finding.level.sign.map(String.init) ?? " "
    return TextRun("\(sign) \(finding.rule.rawValue)", theme[finding.level.role])
  }
}
