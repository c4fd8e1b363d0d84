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
