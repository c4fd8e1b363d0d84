import Canvas
import Foundation

/// One line of the log: when, how grave, which process, what, and the particulars as `key=value`.
struct LogLine {
  var level: LogLevel
  /// One word.
  var event: String
  /// What is nil is left out.
  var fields: KeyValuePairs<String, String?>

  /// A value longer than this says nothing more to a reader, and the line is to go out in one piece.
  static let longestValue = 2000

  /// The line with its end.
  ///
  /// Whatever else a value holds, there is one line break, the last character, and nothing that a terminal would act on.
  func text(at date: Date, process: Int32) -> String {
    let time = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let pairs = fields.compactMap { key, value in value.map { " \(key)=\(Self.written($0))" } }
    return "\(time) \(level.rawValue) \(process) \(event)\(pairs.joined())\n"
  }

  /// A value as it is, or between quotation marks where it would not end where it ends.
  private static func written(_ value: String) -> String {
    let short =
      value.unicodeScalars.count > longestValue ? String(value.unicodeScalars.prefix(longestValue)) + "…" : value
    let needsQuotes = short.isEmpty || short.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" || $0 == "\\" }
    guard needsQuotes else { return VisibleText(short).string }
    let escaped = short.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(VisibleText(escaped).string)\""
  }
}
