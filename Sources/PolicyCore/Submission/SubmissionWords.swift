/// Sentences on outcomes that the screen and the command line share.
package enum SubmissionWords {
  /// What submitting again may do after a batch that left no trace.
  package static func mayStillCommit(_ report: SubmissionReport) -> String {
    let posts = (report.record?.operations ?? []).filter { $0.kind == .post }.map(\.pattern)
    let start = "The server may still commit it late. The draft is intact, and can be submitted again"
    guard let first = posts.first else { return start + ": the same changes twice do no harm." }
    let more = posts.count == 1 ? "" : " and \(posts.count - 1) more"
    return start + ", but \(first)\(more) would then exist twice. Look at the policies once more before you do."
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
      func word(_ fields: PolicyFields?) -> String { fields?[field].map(String.init(describing:)) ?? "(none)" }
      return "\(field.label): was \(word(base.fields)), sent \(word(operation.result)), is \(word(now.fields))"
    }.joined(separator: "; ")
  }
}
