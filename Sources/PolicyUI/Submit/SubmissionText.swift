import Canvas
import PolicyCore
import Theming

/// The words for the steps and the outcomes of a submission.
enum SubmissionText {
  static func step(
    _ step: SubmissionStep?,
    _ submission: SubmissionState,
    theme: Theme,
    width: Int
  ) -> [[TextRun]] {
    let text =
      switch step {
      case nil: "Beginning…"
      case .checking(let done, let total): "Reading the touched policies again: \(done) of \(total)."
      case .waiting(let seconds, let reason): "\(reason.what) Trying again in \(Int(seconds.rounded(.up))) s."
      case .sending: "Sent. Waiting for the server's answer…"
      case .looking(let elapsed, let most):
        "The outcome is not known. Reading the policies to find out: \(Int(elapsed)) of at most \(Int(most)) s. "
          + "Nothing is sent again."
      }
    let note = submission.saidTooLate ? "It is too late to cancel: the request has left." : ""
    return wrapped(text, theme[.text], width: width) + wrapped(note, theme[.levelWarning], width: width)
  }

  static func problem(_ problem: Problem, theme: Theme, width: Int) -> [[TextRun]] {
    wrapped(problem.what, theme[.levelError], width: width) + wrapped(problem.advice, theme[.text], width: width)
  }

  static func outcome(_ report: SubmissionReport, theme: Theme, width: Int) -> [[TextRun]] {
    let count = report.record?.operations.count ?? 0
    let operations = "\(count) \(count == 1 ? "operation" : "operations")"
    var lines: [[TextRun]]
    switch report.outcome {
    case .applied:
      lines = wrapped("Applied: \(operations).", theme[.diffAdd].with(attributes: .bold), width: width)
      lines += wrapped("It holds for new mail; quarantined mail is not released.", theme[.text], width: width)
    case .notSent:
      lines = wrapped("Nothing was sent. The draft is as it was.", theme[.levelWarning], width: width)
    case .refused:
      lines = wrapped("The server refused the batch. Nothing was changed.", theme[.levelError], width: width)
    case .conflict:
      lines = wrapped("Policies were changed elsewhere. Nothing was sent.", theme[.levelError], width: width)
    case .notSeen:
      lines = wrapped("Not seen: the policies show no trace of the batch.", theme[.levelWarning], width: width)
      let caution =
        "The server may still commit it late. The draft is intact; submitting it again would then create new policies "
        + "twice. Refresh (R) and look before you do."
      lines += wrapped(caution, theme[.text], width: width)
    case .unknown:
      lines = wrapped("It cannot be told what became of the batch.", theme[.levelError], width: width)
      let caution = "The draft is intact. Compare the policies with the draft before you submit again."
      lines += wrapped(caution, theme[.text], width: width)
      lines += verdicts(report, theme: theme)
    }
    if let problem = report.problem { lines += wrapped(problem.what, theme[.muted], width: width) }
    return lines
  }

  private static func verdicts(_ report: SubmissionReport, theme: Theme) -> [[TextRun]] {
    let operations = report.record?.operations ?? []
    return zip(operations, report.verdicts).map { operation, verdict in
      let word =
        switch verdict {
        case .applied: "applied"
        case .notSeen: "not seen"
        case .cannotTell: "cannot tell"
        }
      return [
        TextRun("  \(operation.kind.sign) \(operation.pattern)  ", theme[.text]), TextRun(word, theme[.diffChange]),
      ]
    }
  }

  static func wrapped(_ text: String, _ style: Style, width: Int) -> [[TextRun]] {
    guard !text.isEmpty else { return [] }
    return Paragraph(text, width: width).lines.map { [TextRun($0, style)] }
  }
}
