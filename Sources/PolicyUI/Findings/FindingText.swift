import Canvas
import PolicyCore
import Theming

/// A finding in one line, the same wherever it stands: its sign, its rule, what is wrong.
enum FindingText {
  static func runs(_ finding: Finding, theme: Theme, glyphs: Glyphs) -> [TextRun] {
    if let reason = finding.silencedBy {
      return [rule(finding, theme: theme, glyphs: glyphs), TextRun("  silenced: \(reason)", theme[.muted])]
    }
    return [rule(finding, theme: theme, glyphs: glyphs), TextRun("  \(finding.message)", theme[.text])]
  }

  /// The same in as many rows as its sentence needs, behind an indentation.
  static func rows(_ finding: Finding, indent: Int = 0, width: Int, theme: Theme, glyphs: Glyphs) -> [[TextRun]] {
    let start = indent == 0 ? [] : [TextRun(String(repeating: " ", count: indent), theme[.text])]
    let hanging = indent + rule(finding, theme: theme, glyphs: glyphs).text.width + 2
    return (start + runs(finding, theme: theme, glyphs: glyphs)).wrapped(to: width, hanging: hanging)
  }

  /// The sign and the rule alone; a notice has no sign and keeps its place free, and so has one that was silenced.
  static func rule(_ finding: Finding, theme: Theme, glyphs: Glyphs) -> TextRun {
    if glyphs.areWords {
      let word = finding.isSilenced ? "silenced" : finding.level.rawValue
      return TextRun("\(word) \(finding.rule.rawValue)", theme[finding.isSilenced ? .muted : finding.level.role])
    }
    guard !finding.isSilenced else { return TextRun("  \(finding.rule.rawValue)", theme[.muted]) }
    let sign = finding.level.sign.map(String.init) ?? " "
    return TextRun("\(sign) \(finding.rule.rawValue)", theme[finding.level.role])
  }
}
