import Policies
import Values

/// Sentences on outcomes that the screen and the command line share.
package enum SubmissionWords {
  /// What submitting again does after a batch that left no trace.
  package static func mayStillCommit(_ report: SubmissionReport) -> String {
    let draft = report.record?.isFromDraft == false ? "" : " The draft is intact."
    return "The server may still commit it late.\(draft) Submitting again looks for it first, and sends nothing of it "
      + "again unless you say so."
  }

  /// The same for the history.
  static let recognised =
    "The server's answer was lost; the new policies were recognised by what they say and when they were made."

  /// That new policies were found without the server's answer.
  package static func recognised(_ report: SubmissionReport) -> String {
    let count = report.recognised.count
    let what =
      count == 1
      ? "The new policy was recognised by what it says and when it was made"
      : "The \(count) new policies were recognised by what they say and when they were made"
    return
      "The server's answer was lost. \(what): if somebody else made the very same at that moment, it may be theirs."
  }

  /// What may be done a second time, and why: a sentence for each reason.
  ///
  /// Submissions are named by their ids where these can be used, or else by their times alone.
  package static func sentences(on repetitions: [Repetition], withIDs: Bool = true) -> [String] {
    func name(_ past: PastSubmission) -> String {
      Timestamp.text(of: past.startedAt) + (withIDs ? " (\(past.id))" : "")
    }
    var sentences: [String] = []
    for group in groups(of: repetitions) {
      let first = group[0]
      let subject = group.count == 1 ? first.pattern : "\(first.pattern) and \(group.count - 1) more"
      let was = group.count.agreeing("was", "were")
      switch first.cause {
      case .unsettled(let past):
        let outcome = past.state == .notSeen ? "it was not seen, and may still come" : "its outcome is not known"
        sentences.append("\(subject) \(was) sent at \(name(past)): \(outcome).")
      case .applied(let past):
        let like = group.count.agreeing("the like of it was", "the like of them was")
        let what = first.operation == nil ? "This very batch was" : "\(subject) \(was) queued before \(like)"
        sentences.append("\(what) applied at \(name(past)).")
      case .alreadyThere(let policy):
        let comment = policy.fields.comments.flatMap { $0.isEmpty ? nil : " with the comment \"\($0)\"" } ?? ""
        let id = group.count == 1 ? " (\(policy.id))" : ""
        sentences.append(
          "\(subject) \(group.count.agreeing("is", "are")) there already\(id)\(group.count == 1 ? comment : "")."
        )
      }
    }
    return sentences
  }

  /// Those with one reason together, in the order of the first of each.
  private static func groups(of repetitions: [Repetition]) -> [[Repetition]] {
    func name(_ repetition: Repetition) -> String {
      switch repetition.cause {
      case .unsettled(let past), .applied(let past): past.id
      case .alreadyThere: ""
      }
    }
    var order: [String] = []
    var groups: [String: [Repetition]] = [:]
    for repetition in repetitions {
      let name = name(repetition)
      if groups[name] == nil { order.append(name) }
      groups[name, default: []].append(repetition)
    }
    return order.compactMap { groups[$0] }
  }

  /// For each operation what came of it, and where that cannot be told, what was, what was sent and what is.
  package static func verdicts(_ report: SubmissionReport) -> [String] {
    zip(report.record?.operations ?? [], report.verdicts).map { operation, verdict in
      switch verdict {
      case .applied: "\(operation.kind.rawValue) \(operation.pattern): applied"
      case .notSeen: "\(operation.kind.rawValue) \(operation.pattern): not seen"
      case .cannotTell: "\(operation.kind.rawValue) \(operation.pattern): cannot tell. \(comparison(operation, report))"
      }
    }
  }

  private static func comparison(_ operation: DraftOperation, _ report: SubmissionReport) -> String {
    guard let base = operation.base else { return "The list kept changing while it was read." }
    guard let seen = report.seen[base.id] else { return "It could not be read." }
    guard let now = seen else { return "It no longer exists." }
    let fields = PolicyField.allCases.filter { field in
      !now.fields.holds(base.fields[field], in: field)
        || operation.result.map { !$0.holds(base.fields[field], in: field) } ?? false
    }
    return fields.map { field in
      let (was, sent, isNow) = (base.fields[field], operation.result?[field], now.fields[field])
      return "\(field.label): was \(was.word), sent \(sent.word), is \(isNow.word)"
    }.joined(separator: "; ")
  }
}
