import Canvas
import Foundation
import PolicyCore
import Theming

/// A line of the request body in colours: exactly the bytes that are sent, what a terminal must not see written out.
enum RequestText {
  static func runs(_ line: Substring, theme: Theme) -> [TextRun] {
    // Names and values are told apart by the writer's fixed layout: one member a line, `": "` after the name.
    guard let colon = line.range(of: "\": ") else { return [TextRun(" " + line, theme[.text])] }
    return [
      TextRun(" " + line[..<colon.lowerBound] + "\": ", theme[.fieldLabel]),
      TextRun(String(line[colon.upperBound...]), theme[.text]),
    ]
  }
}

/// A conflict as lines: the policy, and per field the base, mine and theirs.
enum ConflictText {
  static func lineCount(_ conflict: Conflict) -> Int {
    1 + (conflict.isGone ? 1 : conflict.fields.count)
  }

  static func lines(_ conflict: Conflict, theme: Theme) -> [[TextRun]] {
    var lines = [[TextRun(" C \(conflict.base.pattern)", theme[.levelError])]]
    guard let theirs = conflict.theirs else {
      lines.append([
        TextRun("     It no longer exists on the server. Drop the operation, or queue it as new.", theme[.text])
      ])
      return lines
    }
    for field in conflict.fields {
      let label = field.label.padding(to: 20)
      let base = conflict.base.fields[field]?.description ?? "(missing)"
      let mine = conflict.mine.map { $0[field]?.description ?? "(missing)" } ?? "(deleted)"
      let now = theirs.fields[field]?.description ?? "(missing)"
      lines.append([
        TextRun("     \(label)", theme[.fieldLabel]), TextRun("base \(base)   ", theme[.muted]),
        TextRun("mine \(mine)   ", theme[.diffAdd]), TextRun("theirs \(now)", theme[.diffChange]),
      ])
    }
    return lines
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }
}
