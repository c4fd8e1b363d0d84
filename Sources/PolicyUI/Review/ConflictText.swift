import Canvas
import PolicyCore
import Theming

/// A conflict as lines: the policy, and per field the base, mine and theirs.
enum ConflictText {
  static func lineCount(_ conflict: Conflict) -> Int {
    (conflict.isGone ? 2 : 1 + 3 * conflict.fields.count) + 1
  }

  static func lines(_ conflict: Conflict, in state: AppState) -> [[TextRun]] {
    let theme = state.theme
    let keep = state.key(.conflictKeepMine, in: .review)
    let take = state.key(.conflictTakeTheirs, in: .review)
    var lines = [[TextRun(" C \(conflict.base.pattern)", theme[.levelError])]]
    guard let theirs = conflict.theirs else {
      lines.append([
        TextRun("     It no longer exists on the server.", theme[.text])
      ])
      let keys =
        conflict.mine == nil
        ? "\(keep) or \(take) drops the deletion" : "\(keep) makes it anew   \(take) drops the operation"
      return lines + [[TextRun("     \(keys)", theme[.accent])]]
    }
    for field in conflict.fields {
      let label = field.label.padding(to: 20)
      let base = word(conflict.base.fields[field])
      let mine = conflict.mine.map { word($0[field]) } ?? "(deleted)"
      let now = word(theirs.fields[field])
      let blank = "".padding(to: 20)
      lines += [
        [TextRun("     \(label)base    ", theme[.fieldLabel]), TextRun(base, theme[.muted])],
        [TextRun("     \(blank)mine    ", theme[.fieldLabel]), TextRun(mine, theme[.diffAdd])],
        [TextRun("     \(blank)theirs  ", theme[.fieldLabel]), TextRun(now, theme[.diffChange])],
      ]
    }
    let keys = conflict.mine == nil ? "" : "   \(state.key(.reviewEdit, in: .review)) edits both together"
    return lines + [[TextRun("     \(keep) keeps mine   \(take) takes theirs\(keys)", theme[.accent])]]
  }
}

extension ConflictText {
  private static func word(_ value: FieldValue?) -> String {
    guard let value else { return "(missing)" }
    return value == .text("") ? "(empty)" : value.description
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }
}
