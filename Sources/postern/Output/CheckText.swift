import Values

/// Checks as lines for a terminal, a pipe or a screen reader.
enum CheckText {
  /// Lines are as long as they are: they hold paths and commands to be copied.
  static func lines(of checks: [Check]) -> [String] {
    checks.flatMap { check in
      let head = padded(check.status.rawValue, 9) + padded(check.name.rawValue, 15)
      // A line break in what a file holds makes no line of ours.
      return [head + check.found] + (check.advice.isEmpty ? [] : [padded("", 24) + check.advice])
    } + [summary(of: checks)]
  }

  private static func summary(of checks: [Check]) -> String {
    let counts = [Check.Status.failed, .warning, .ok, .skipped].compactMap { status -> String? in
      let count = checks.count(of: status)
      guard count > 0 else { return nil }
      return status == .warning ? count.counted("warning") : "\(count) \(status.rawValue)"
    }
    return counts.joined(separator: ", ") + "."
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
