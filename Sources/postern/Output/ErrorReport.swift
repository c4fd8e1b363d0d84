import Foundation
import Values

/// Prints problems, and keeps them in the log.
///
/// The one place that does.
enum ErrorReport {
  static func print(_ problem: Problem) {
    Log.problem(problem)
    Output.say(lines: lines(of: problem))
  }

  /// What happened, what the server said, what to do, and whether trying again is safe.
  static func lines(of problem: Problem) -> [String] {
    // The mistakes in a configuration file stand a line each; a line break in a server's words makes no line of ours.
    let parts = problem.kind == .usage ? problem.what.split(separator: "\n") : [problem.what[...]]
    var lines = parts.enumerated().map { $0.offset == 0 ? "postern: \($0.element)" : "  \($0.element)" }
    for error in problem.serverErrors where !problem.what.contains(error.message) {
      let code = error.code.map { " (\($0))" } ?? ""
      let place = error.pointer.map { " at \($0)" } ?? ""
      lines.append("  the server says\(code)\(place): \(error.message)")
    }
    if !problem.advice.isEmpty { lines.append("  \(problem.advice)") }
    if let retry = retry(problem.retry) { lines.append("  \(retry)") }
    if let rayID = problem.rayID { lines.append("  cf-ray \(rayID)") }
    return lines
  }

  private static func retry(_ retry: Problem.Retry) -> String? {
    switch retry {
    case .safe: "Trying again is safe."
    case .safeAfter(let seconds): "Trying again is safe in \(Int(seconds.rounded(.up))) s."
    case .unsafe: "Do not simply try again: it may have happened already."
    case .pointless: nil
    }
  }
}
