import Canvas
import PolicyCore
import Theming

/// A finding in one line, the same wherever it stands: its sign, its rule, what is wrong.
enum FindingText {
  static func runs(_ finding: Finding, theme: Theme) -> [TextRun] {
    [rule(finding, theme: theme), TextRun("  \(finding.message)", theme[.text])]
  }

  /// The sign and the rule alone; a notice has no sign and keeps its place free.
  static func rule(_ finding: Finding, theme: Theme) -> TextRun {
    let sign = finding.level.sign.map(String.init) ?? " "
    return TextRun("\(sign) \(finding.rule.rawValue)", theme[finding.level.role])
  }
}
