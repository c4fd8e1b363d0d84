import Values
import Policies
import PolicyCore

/// What became of a submission, in words.
enum OutcomeText {
  static func lines(of report: SubmissionReport, isEarlier: Bool) -> [String] {
    let count = report.record?.operations.count ?? 0
    let operations = "\(count.counted("operation"))"
    let subject = isEarlier ? "The earlier submission" : "The batch"
    let sentence =
      switch report.outcome {
      case .applied:
        "Applied: \(operations). It holds for new mail; quarantined mail is not released."
      case .refused:
        "\(subject) was refused by the server. Nothing was changed."
      case .conflict:
        "\(subject) was not sent: policies were changed elsewhere."
      case .notSent:
        "\(subject) was not sent. The draft is as it was."
      case .notSeen:
        "\(subject) was not seen: the policies show no trace of it. " + SubmissionWords.mayStillCommit(report)
      case .unknown:
        "It cannot be told what became of \(subject.lowercased()). Compare the policies with the draft before you "
          + "submit again."
      }
    var lines = [(isEarlier && report.outcome == .applied ? "The earlier submission went through. " : "") + sentence]
    if report.outcome == .applied, !report.recognised.isEmpty { lines.append(SubmissionWords.recognised(report)) }
    if let record = report.record, report.outcome != .applied {
      let complaints = ServerComplaint.all(record.serverErrors, on: BatchPlan(asWritten: record.operations))
      lines += complaints.map { "  \($0.sentence)" }
    }
    if !report.twins.isEmpty {
      let ids = report.twins.map(\.id.text).joined(separator: ", ")
      lines.append("Somebody else made the same at that moment: \(ids). One of the two is needless.")
    }
    if report.outcome == .unknown { lines += SubmissionWords.verdicts(report).map { "  \($0)" } }
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
