import Values
import Policies
import PolicyCore

/// What became of a submission, in words, and what can be asked for next.
enum OutcomeText {
  static func lines(of report: SubmissionReport, isEarlier: Bool) -> [String] {
    // The cause is printed as the problem that it is.
    let statements = report.statements(isEarlier: isEarlier).filter { $0.tone != .cause }
    var lines = statements.filter { $0.tone != .detail }.map(\.text)
    if let record = report.record, report.outcome != .applied {
      let complaints = ServerComplaint.all(record.serverErrors, on: BatchPlan(asWritten: record.operations))
      lines += complaints.map { "  \($0.sentence)" }
    }
    lines += statements.filter { $0.tone == .detail }.map { "  \($0.text)" }
    if report.outcome == .unknown { lines.append("Compare the policies with the draft before you submit again.") }
    if let id = report.record?.id, report.outcome == .unknown || report.outcome == .notSeen {
      lines.append("`postern history settle \(id)` looks again; with --applied it is taken for applied.")
    }
    if report.problem?.isAboutServerFields == true {
      let other = report.record?.encoding.other.rawValue ?? "lean"
      lines.append(
        "The server refused fields of its own. POSTERN_ENCODING=\(other) writes the batch in the other encoding."
      )
    }
    return lines
  }
}
