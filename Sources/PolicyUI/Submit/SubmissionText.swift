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

  static func outcome(_ report: SubmissionReport, theme: Theme, width: Int) -> [[TextRun]] {
    report.statements().flatMap { statement in
      let style = style(of: statement.tone, theme)
      guard statement.tone == .detail else { return wrapped(statement.text, style, width: width) }
      return Paragraph(statement.text, width: width - 2, hanging: 4).lines.map { [TextRun("  \($0.string)", style)] }
    }
  }

  private static func style(of tone: Statement.Tone, _ theme: Theme) -> Style {
    switch tone {
    case .success: theme[.diffAdd].with(attributes: .bold)
    case .plain, .detail: theme[.text]
    case .warning: theme[.levelWarning]
    case .failure: theme[.levelError]
    case .cause: theme[.muted]
    }
  }

  static func wrapped(_ text: String, _ style: Style, width: Int) -> [[TextRun]] {
    guard !text.isEmpty else { return [] }
    return Paragraph(text, width: width).lines.map { [TextRun($0, style)] }
  }
}
