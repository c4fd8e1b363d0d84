package import Foundation
package import Policies

/// One line of a submission in full, as the screen and the command line show it, each in its own look.
package enum RecordLine: Hashable, Sendable {
  /// What came of it, when it began, and who asked for it.
  case outcome(SubmissionRecord.State, at: Date, by: String)
  /// Something that is known of it, by its name: `("fingerprint", "3f2c…")`.
  case fact(name: String, value: String)
  /// One sentence on the outcome.
  case note(String)
  /// What the server said against it.
  case refusal(ServerComplaint)
  /// The operations of one kind begin here.
  case heading(OperationKind, count: Int)
  /// One operation, and the id that the server gave to a new policy.
  case operation(DraftOperation, created: PolicyID?)
  /// A field that the operation before it changed.
  case change(FieldChange)
  /// What the policy was that the operation before it deleted.
  case was(String)
  /// Bytes that were sent or answered, as text.
  case body(title: String, text: String)
}

extension SubmissionRecord {
  /// All that is known of it: what was asked for, what came of it, what it was made of, in the order of execution.
  package var lines: [RecordLine] {
    var lines: [RecordLine] = [.outcome(state, at: startedAt, by: user)]
    lines += [
      ("reason", reason ?? "(none)"), ("fingerprint", fingerprint), ("encoding", encoding.rawValue), ("id", id),
    ]
    .map { RecordLine.fact(name: $0.0, value: $0.1) }
    if let origin {
      lines += [("actor", origin.actor), ("host", origin.host), ("version", origin.version)]
        .compactMap { name, value in value.map { RecordLine.fact(name: name, value: $0) } }
    }
    if isFromDraft, draft != .standard { lines.append(.fact(name: "draft", value: draft.text)) }
    if let detail { lines.append(.note(detail)) }
    if let rayID { lines.append(.fact(name: "cf-ray", value: rayID)) }
    let plan = BatchPlan(asWritten: operations)
    lines += ServerComplaint.all(serverErrors, on: plan).map(RecordLine.refusal)
    var created = createdIDs[...]
    var kind: OperationKind?
    for operation in plan.ordered {
      if operation.kind != kind {
        kind = operation.kind
        lines.append(.heading(operation.kind, count: counts[operation.kind]))
      }
      lines.append(.operation(operation, created: operation.kind == .post ? created.popFirst() : nil))
      switch operation.intent {
      case .delete(let base, _): lines.append(.was(base.fields.inWords))
      case .edit, .create: lines += FieldChange.changes(of: operation).map(RecordLine.change)
      }
    }
    lines.append(.body(title: "request", text: String(decoding: request, as: UTF8.self)))
    if let response { lines.append(.body(title: "answer", text: String(decoding: response, as: UTF8.self))) }
    return lines
  }
}

extension PolicyFields {
  /// All that a policy says beside its pattern, in a line.
  fileprivate var inWords: String {
    let comment = comments.flatMap { $0.isEmpty ? nil : "; “\($0)”" } ?? ""
    return "\(typeLabel), \(Grants(self).words)\(comment)"
  }
}

extension SubmissionRecord.State {
  /// In a word or two.
  package var title: String {
    switch self {
    case .checking, .sending: "open"
    case .applied: "applied"
    case .refused: "refused"
    case .conflict: "conflict"
    case .notSent: "not sent"
    case .notSeen: "not seen"
    case .unknown: "unknown"
    case .neverTold: "never told"
    }
  }
}
