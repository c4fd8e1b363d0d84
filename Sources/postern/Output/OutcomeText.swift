import PolicyCore

/// What became of a submission, in words.
enum OutcomeText {
  static func text(of report: SubmissionReport, isEarlier: Bool) -> String {
    let count = report.record?.operations.count ?? 0
    let operations = "\(count) \(count == 1 ? "operation" : "operations")"
    let subject = isEarlier ? "The earlier submission" : "The batch"
    let sentence =
      switch report.outcome {
      case .applied:
        "Applied: \(operations). It holds for new mail; quarantined mail is not released."
      case .refused:
        "\(subject) was refused by the server. Nothing was changed; the draft is as it was."
      case .conflict:
        "\(subject) was not sent: policies were changed elsewhere."
      case .notSent:
        "\(subject) was not sent. The draft is as it was."
      case .notSeen:
        "\(subject) was not seen: the policies show no trace of it. The server may still commit it late; submitting the "
          + "draft again would then create new policies twice."
      case .unknown:
        "It cannot be told what became of \(subject.lowercased()). Compare the policies with the draft before you "
          + "submit again."
      }
    return (isEarlier && report.outcome == .applied ? "The earlier submission went through. " : "") + sentence + "\n"
  }
}
