import Foundation
import JSONText
import Policies
import Synchronization
import Values

/// Prints problems, and keeps them in the log.
///
/// The one place that does.
enum ErrorReport {
  /// Whether a batch has left this machine.
  enum Sent: String {
    case no
    case yes
    /// It may have been carried out.
    case unknown
  }

  private static let form = Mutex(false)

  /// Whether errors are printed as JSON, because the command was asked for that.
  static var isJSON: Bool { form.withLock(\.self) }

  /// Looks for `--format json`; before the command line is understood, as it may not be.
  static func prepare(for arguments: [String]) {
    let words = arguments.prefix { $0 != "--" }
    let asks = zip(words, words.dropFirst()).contains { $0 == "--format" && $1 == "json" }
    form.withLock { $0 = asks || words.contains("--format=json") }
  }

  /// Prints why a command ends as it does; with `--format json` as one object on one line.
  static func print(_ problem: Problem, sent: Sent? = nil) {
    Log.problem(problem)
    guard isJSON else { return Output.complain(lines: lines(of: problem)) }
    let text = json(of: problem, sent ?? (problem.kind == .outcomeUnknown ? .unknown : .no))
    Output.complain(lines: [text])
  }

  /// Says what is to be known, where the command goes on.
  static func note(_ problem: Problem) {
    Log.problem(problem)
    Output.complain(lines: lines(of: problem))
  }

  private static func json(of problem: Problem, _ sent: Sent) -> String {
    func text(_ text: String) -> String { OrderedJSON.string(Output.visible(text)).text }
    let pointer = problem.serverErrors.lazy.compactMap(\.pointer).first
    let members = [
      ("code", text(problem.kind.code)), ("message", text(problem.what)), ("advice", text(problem.advice)),
      ("pointer", pointer.map(text) ?? "null"),
      ("retryable", sent == .no && ExitStatus(of: problem) == .temporary ? "true" : "false"),
      ("sent", text(sent.rawValue)),
    ]
    return "{\"error\": {" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}}"
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

extension Problem.Kind {
  /// The name by which scripts know it.
  fileprivate var code: String {
    rawValue.reduce(into: "") { code, letter in
      if letter.isUppercase { code += "_" }
      code += letter.lowercased()
    }
  }
}
