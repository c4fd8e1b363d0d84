import Policies
import Canvas
import Foundation
import PolicyCore
import Theming
import Values

/// The words for the steps and the outcomes of a submission.
enum SubmissionText {
  static func step(
    _ step: SubmissionStep?,
    _ submission: SubmissionState,
    at now: Date,
    theme: Theme,
    width: Int
  ) -> [[TextRun]] {
    let text =
      switch step {
      case nil, .begun: "Beginning…"
      case .checking(let done, let total): "Reading the touched policies again: \(done) of \(total)."
      case .waiting(let seconds, let reason):
        "\(reason.what) Trying again in \(left(submission.waitsUntil, seconds, now)) s."
      case .sending: "Sent. Waiting for the server's answer…"
      case .looking(let elapsed, let most):
        "The outcome is not known. Reading the policies to find out: \(Int(elapsed)) of at most \(Int(most)) s. "
          + "Nothing is sent again."
      }
    let note = submission.saidTooLate ? "It is too late to cancel: the request has left." : ""
    return wrapped(text, theme[.text], width: width) + wrapped(note, theme[.levelWarning], width: width)
  }

  private static func left(_ end: Date?, _ seconds: Double, _ now: Date) -> Int {
    max(0, Int((end?.timeIntervalSince(now) ?? seconds).rounded(.up)))
  }

  static func problem(_ problem: Problem, theme: Theme, width: Int) -> [[TextRun]] {
    wrapped(problem.what, theme[.levelError], width: width) + wrapped(problem.advice, theme[.text], width: width)
  }

  /// An outcome in a word or two, as the heading of a box.
  static func title(_ outcome: SubmissionOutcome) -> String {
    switch outcome {
    case .applied: "Applied"
    case .notSent: "Not sent"
    case .refused: "Refused"
    case .conflict: "Conflict"
    case .notSeen: "Not seen"
    case .unknown: "Outcome unknown"
    }
  }

  static func outcome(_ report: SubmissionReport, theme: Theme, width: Int) -> [[TextRun]] {
    let count = report.record?.operations.count ?? 0
    let operations = "\(count.counted("operation"))"
    let cause = wrapped(report.problem?.what ?? "", theme[.muted], width: width)
    var lines: [[TextRun]]
    switch report.outcome {
    case .applied:
      lines = wrapped("Applied: \(operations).", theme[.diffAdd].with(attributes: .bold), width: width)
      lines += wrapped("It holds for new mail; quarantined mail is not released.", theme[.text], width: width)
      lines += cause
    case .notSent:
      lines = wrapped("Nothing was sent. The draft is as it was.", theme[.levelWarning], width: width) + cause
    case .refused:
      lines = wrapped("The server refused the batch. Nothing was changed.", theme[.levelError], width: width) + cause
    case .conflict:
      lines = wrapped("Policies were changed elsewhere. Nothing was sent.", theme[.levelError], width: width) + cause
    case .notSeen:
      lines = wrapped("Not seen: the policies show no trace of the batch.", theme[.levelWarning], width: width)
      lines += cause
      lines += wrapped(SubmissionWords.mayStillCommit(report), theme[.text], width: width)
    case .unknown:
      lines = wrapped("It cannot be told what became of the batch.", theme[.levelError], width: width)
      lines += cause
      lines += verdicts(report, theme: theme, width: width)
    }
    if !report.twins.isEmpty {
      let ids = report.twins.map(\.id.text).joined(separator: ", ")
      let text = "Somebody else made the same at that moment: \(ids). One of the two is needless."
      lines += wrapped(text, theme[.levelWarning], width: width)
    }
    if report.outcome == .applied, !report.recognised.isEmpty {
      lines += wrapped(SubmissionWords.recognised(report), theme[.levelWarning], width: width)
    }
    return lines
  }

  private static func verdicts(_ report: SubmissionReport, theme: Theme, width: Int) -> [[TextRun]] {
    SubmissionWords.verdicts(report).flatMap { line in
      Paragraph(line, width: width - 2, hanging: 4).lines.map { [TextRun("  \($0.string)", theme[.text])] }
    }
  }

  static func wrapped(_ text: String, _ style: Style, width: Int) -> [[TextRun]] {
    guard !text.isEmpty else { return [] }
    return Paragraph(text, width: width).lines.map { [TextRun($0, style)] }
  }
}
