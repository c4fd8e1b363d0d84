import Foundation

/// Results as people and as programs read them.
enum Report {
  static let header =
    padded("benchmark", 22) + aligned("policies", 9) + aligned("median ms", 12) + aligned("fastest", 11)
    + aligned("slowest", 11) + aligned("MB/s", 8) + aligned("grew MB", 9) + aligned("runs", 6)

  static func line(_ result: Measurement) -> String {
    padded(result.name, 22) + aligned("\(result.policies)", 9) + aligned(time(result.median), 12)
      + aligned(time(result.fastest), 11) + aligned(time(result.slowest), 11)
      + aligned(result.megabytesPerSecond.map { "\(Int($0.rounded()))" } ?? "", 8)
      + aligned(String(format: "%.1f", result.growth), 9) + aligned("\(result.runs)", 6)
  }

  static func json(_ results: [Measurement]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(results), as: UTF8.self)
  }

  /// Three digits that say something, whether it is a microsecond or a minute.
  private static func time(_ milliseconds: Double) -> String {
    switch milliseconds {
    case 100...: String(format: "%.0f", milliseconds)
    case 1...: String(format: "%.2f", milliseconds)
    default: String(format: "%.4f", milliseconds)
    }
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func aligned(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
