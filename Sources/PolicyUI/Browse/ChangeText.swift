import Canvas
import PolicyCore
import Policies
import Theming

extension Effect {
  /// Widening is shouted, as it is what a reviewer looks for.
  var word: String {
    switch self {
    case .widens, .both, .unclear: rawValue.uppercased()
    case .narrows, .neutral: rawValue
    }
  }

  var role: Role {
    switch self {
    case .widens, .both: .effectWidens
    case .narrows: .effectNarrows
    case .neutral: .muted
    case .unclear: .effectUnclear
    }
  }
}

/// One field's change as a line: its name, before, after.
enum ChangeText {
  static func runs(_ change: FieldChange, theme: Theme, labelWidth: Int) -> [TextRun] {
    let label = change.field.label
    let padding = String(repeating: " ", count: max(1, labelWidth - label.count))
    var runs = [TextRun("  " + label + padding, theme[.fieldLabel])]
    // Not red and green: whether a change is good or bad is for the effect to say.
    switch (change.before, change.after) {
    case (let before?, let after?):
      runs.append(TextRun(before.word + " > ", theme[.muted]))
      runs.append(TextRun(after.word, theme[.diffChange]))
    case (let before?, nil): runs.append(TextRun(before.word, theme[.diffRemove]))
    case (nil, let after?): runs.append(TextRun(after.word, theme[.diffAdd]))
    case (nil, nil): break
    }
    return runs
  }

  /// The same in as many rows as it needs behind an indentation, before and after each beginning in a row of its own.
  static func rows(_ change: FieldChange, theme: Theme, labelWidth: Int, indent: Int, width: Int) -> [[TextRun]] {
    let start = TextRun(String(repeating: " ", count: indent), theme[.text])
    let line = [start] + runs(change, theme: theme, labelWidth: labelWidth)
    let hanging = indent + 2 + labelWidth
    guard line.width > width else { return [line] }
    guard let before = change.before, let after = change.after else { return line.wrapped(to: width, hanging: hanging) }
    let below = String(repeating: " ", count: min(hanging, width / 2))
    let first = line.prefix(2) + [TextRun(before.word, theme[.muted])]
    let second = [TextRun(below, theme[.text]), TextRun("> ", theme[.muted]), TextRun(after.word, theme[.diffChange])]
    return Array(first).wrapped(to: width, hanging: hanging) + second.wrapped(to: width, hanging: hanging)
  }
}
