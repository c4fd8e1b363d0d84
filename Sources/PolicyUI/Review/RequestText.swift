import Canvas
import Foundation
import Theming

/// A line of the request body in colours: exactly the bytes that are sent, what a terminal must not see written out.
enum RequestText {
  /// In as many rows as it needs, the later ones behind its own indentation and a little more.
  static func rows(_ line: Substring, theme: Theme, width: Int) -> [[TextRun]] {
    runs(line, theme: theme).wrapped(to: width, hanging: line.prefix { $0 == " " }.count + 5)
  }

  /// How many rows it needs, without a look at its words where it is short.
  static func rowCount(_ line: Substring, theme: Theme, width: Int) -> Int {
    if line.utf8.count < width, line.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return 1 }
    return rows(line, theme: theme, width: width).count
  }

  private static func runs(_ line: Substring, theme: Theme) -> [TextRun] {
    // Names and values are told apart by the writer's fixed layout: one member a line, `": "` after the name.
    guard let colon = line.range(of: "\": ") else { return [TextRun(" " + line, theme[.text])] }
    return [
      TextRun(" " + line[..<colon.lowerBound] + "\": ", theme[.fieldLabel]),
      TextRun(String(line[colon.upperBound...]), theme[.text]),
    ]
  }
}
