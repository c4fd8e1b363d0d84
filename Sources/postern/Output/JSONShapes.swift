import Foundation
import PolicyCore
import JSONText
import Policies
import Values

/// The shapes that `--format json` prints.
///
/// They are documented in Shapes and held by tests: scripts rely on them.
enum JSONShapes {
  typealias Member = OrderedJSON.Member

  /// `conflicts` are what was changed elsewhere in the same fields, or is gone.
  static func review(_ review: Review, conflicts: [Conflict]) -> OrderedJSON {
    .object([
      Member("account", account(review.account)),
      Member("operations", .array(review.operations.map(operation))),
      Member("counts", counts(review.counts)),
      Member("fingerprint", .string(review.fingerprint.hex)),
      Member("conflicts", .array(conflicts.map(conflict))),
      Member("findings", .array(review.batchFindings.map { finding($0, pointer: nil) })),
      Member("needs", needs(of: review)),
      Member("reasons", .array(Confirmation.reasons(for: review).map(OrderedJSON.string))),
      Member("notices", .array(review.notices.map(OrderedJSON.string))),
      Member("mail", review.mail.map(mail) ?? .null),
      // The very bytes that would be sent, which are JSON themselves.
      Member("request", .verbatim(review.request.body)),
    ])
  }

  /// `theirs` is null for a policy that no longer exists, a field's `mine` where the operation deletes the policy.
  private static func conflict(_ conflict: Conflict) -> OrderedJSON {
    .object([
      Member("id", .string(conflict.id.text)),
      Member("pattern", .string(conflict.base.pattern)),
      Member("gone", .bool(conflict.isGone)),
      Member(
        "fields",
        .array(
          conflict.fields.map { field in
            .object([
              Member("field", .string(field.rawValue)),
              Member("base", OrderedJSON(conflict.base.fields[field])),
              Member("mine", OrderedJSON(conflict.mine?[field])),
              Member("theirs", OrderedJSON(conflict.theirs?.fields[field])),
            ])
          }
        )
      ),
    ])
  }

  static func account(_ account: Account) -> OrderedJSON {
    .object([
      Member("name", .string(account.name)),
      Member("account_id", .string(account.key.accountID)),
      Member("base_url", .string(account.key.baseURL)),
    ])
  }

  private static func operation(_ operation: ReviewedOperation) -> OrderedJSON { .object(members(of: operation)) }

  /// With the line of the file that it comes from; null for a deletion.
  static func operation(_ operation: ReviewedOperation, line: Int?) -> OrderedJSON {
    .object(members(of: operation) + [Member("line", line.map(OrderedJSON.integer) ?? .null)])
  }

  private static func members(of operation: ReviewedOperation) -> [Member] {
    [
      Member("kind", .string(operation.kind.rawValue)),
      Member("pointer", .string(operation.pointer)),
      Member("id", .string(operation.id.text)),
      Member("pattern", .string(operation.pattern)),
      Member("effect", .string(operation.effect.rawValue)),
      Member("examples", examples(of: operation.judged)),
      Member("changes", .array(operation.changes.map(change))),
      Member("changed_elsewhere", .array(operation.changedElsewhere.map(change))),
      Member("findings", .array(operation.findings.map { finding($0, pointer: operation.pointer) })),
    ]
  }

  private static func change(_ change: FieldChange) -> OrderedJSON {
    .object([
      Member("field", .string(change.field.rawValue)),
      Member("before", OrderedJSON(change.before)),
      Member("after", OrderedJSON(change.after)),
    ])
  }

  private static func finding(_ finding: Finding, pointer: String?) -> OrderedJSON {
    let place = pointer.map { pointer in finding.field.map { "\(pointer)/\($0.rawValue)" } ?? pointer }
    return self.finding(finding, place: place)
  }

  static func finding(_ finding: Finding, place: String?) -> OrderedJSON { .object(members(of: finding, place: place)) }

  static func members(of finding: Finding, place: String?) -> [Member] {
    let silenced = finding.silencedBy.map { [Member("silenced", .string($0))] } ?? []
    return [
      Member("rule", .string(finding.rule.rawValue)),
      Member("level", .string(finding.level.rawValue)),
      Member("pointer", place.map(OrderedJSON.string) ?? .null),
      Member("policy_id", finding.policyID.map { .string($0.text) } ?? .null),
      Member("pattern", .string(finding.pattern)),
      Member("field", finding.field.map { .string($0.rawValue) } ?? .null),
      Member("message", .string(finding.message)),
      Member("why", .string(finding.why)),
      Member("fix", finding.fix.map { .string($0.title) } ?? .null),
      Member("example", finding.example.map(OrderedJSON.string) ?? .null),
    ] + silenced
  }

  static func counts(_ counts: OperationCounts) -> OrderedJSON {
    .object(OperationKind.allCases.map { Member($0.arrayName, .integer(counts[$0])) })
  }

  /// `submission` is the id in the history; null where nothing was recorded.
  static func submission(_ report: SubmissionReport, review: Review, id: String? = nil) -> OrderedJSON {
    var created = report.record?.createdIDs[...] ?? []
    let operations = review.operations.enumerated().map { index, operation in
      var members = [
        Member("kind", .string(operation.kind.rawValue)),
        Member("pointer", .string(operation.pointer)),
        Member("id", .string(operation.id.text)),
        Member("pattern", .string(operation.pattern)),
        Member("outcome", .string(outcome(of: index, in: report))),
      ]
      if operation.kind == .post {
        members.append(Member("created_id", created.popFirst().map { .string($0.text) } ?? .null))
      }
      return OrderedJSON.object(members)
    }
    return .object([
      Member("outcome", .string(report.outcome.rawValue)),
      Member("operations", .array(operations)),
      Member("submission", (report.record?.id ?? id).map(OrderedJSON.string) ?? .null),
      Member("fingerprint", .string(review.fingerprint.hex)),
      Member("needs", needs(of: review)),
      Member("reasons", .array(Confirmation.reasons(for: review).map(OrderedJSON.string))),
      Member("problem", problem(report.problem)),
      Member(
        "errors",
        errors(report.problem?.serverErrors ?? [], on: BatchPlan(asWritten: review.operations.map(\.operation)))
      ),
      Member("dissolved", .array(report.dissolved.map(dissolved))),
      Member("twins", .array(report.twins.map { .string($0.id.text) })),
    ])
  }

  /// An earlier submission in the same shape: that of a file that was found to be applied already.
  static func submission(_ report: SubmissionReport) -> OrderedJSON {
    guard let record = report.record else { return .null }
    var created = record.createdIDs[...]
    let operations = BatchPlan(asWritten: record.operations).entries.map { entry in
      var members = [
        Member("kind", .string(entry.operation.kind.rawValue)),
        Member("pointer", .string(entry.pointer)),
        Member("id", .string(entry.operation.id.text)),
        Member("pattern", .string(entry.operation.pattern)),
        Member("outcome", .string(report.outcome.rawValue)),
      ]
      if entry.operation.kind == .post {
        members.append(Member("created_id", created.popFirst().map { .string($0.text) } ?? .null))
      }
      return OrderedJSON.object(members)
    }
    return .object([
      Member("outcome", .string(report.outcome.rawValue)),
      Member("operations", .array(operations)),
      Member("submission", .string(record.id)),
      Member("fingerprint", .string(record.fingerprint)),
      Member("needs", .array([])),
      Member("reasons", .array([])),
      Member("problem", problem(report.problem)),
      Member("errors", .array([])),
      Member("dissolved", .array([])),
      Member("twins", .array(report.twins.map { .string($0.id.text) })),
    ])
  }

  /// What has to be said for it to be sent, by the names of the options.
  static func needs(of review: Review) -> OrderedJSON {
    .array(Confirmation.needs(of: review).map { .string($0.rawValue) })
  }

  private static func problem(_ problem: Problem?) -> OrderedJSON {
    guard let problem else { return .null }
    return .object([Member("message", .string(problem.what)), Member("advice", .string(problem.advice))])
  }

  /// The server's words, each with the operation that it is about; `probable` where that was told only by its text.
  private static func errors(_ errors: [ServerError], on plan: BatchPlan) -> OrderedJSON {
    .array(
      ServerComplaint.all(errors, on: plan).map { complaint in
        .object([
          Member("code", complaint.error.code.map(OrderedJSON.integer) ?? .null),
          Member("message", .string(complaint.error.message)),
          Member("pointer", complaint.error.pointer.map(OrderedJSON.string) ?? .null),
          Member("operation", complaint.entry.map { .string($0.pointer) } ?? .null),
          Member("probable", .bool(complaint.isProbable)),
        ])
      }
    )
  }

  private static func dissolved(_ post: Dissolved) -> OrderedJSON {
    .object([Member("pattern", .string(post.pattern)), Member("id", .string(post.policy.text))])
  }

  private static func outcome(of index: Int, in report: SubmissionReport) -> String {
    report.verdicts.indices.contains(index) && report.outcome != .applied
      ? report.verdicts[index].rawValue : report.outcome.rawValue
  }

  static func history(_ records: [SubmissionRecord]) -> OrderedJSON {
    .array(records.map { .object(summary($0)) })
  }

  /// A submission on one line, with all that was sent and answered where that is asked.
  static func line(_ record: SubmissionRecord, isFull: Bool) -> String {
    line(isFull ? submission(record) : .object(summary(record)))
  }

  /// A value on one line.
  static func line(_ json: OrderedJSON) -> String {
    // No text of JSON has a line feed in it; other signs that break a line may stand there.
    let lines = json.text.utf8.split(separator: UInt8(ascii: "\n")).map { $0.drop { $0 == UInt8(ascii: " ") } }
    return String(decoding: lines.joined(), as: UTF8.self) + "\n"
  }

  /// A submission of an imported chain: the members of the history, and its chain.
  static func imported(_ submission: ImportedSubmission) -> OrderedJSON {
    let intent = submission.intent
    let text = { (text: String?) in text.map(OrderedJSON.string) ?? .null }
    return .object([
      Member("id", .string(intent.id)), Member("at", .string(intent.startedAt)), Member("user", .string(intent.user)),
      Member("actor", text(intent.actor)), Member("host", text(intent.host)), Member("version", text(intent.version)),
      Member("base_url", .string(intent.baseURL)), Member("account_id", .string(intent.accountID)),
      Member("reason", text(intent.reason)), Member("draft", text(intent.draft)),
      Member("outcome", .string(submission.state)),
      Member("counts", counts(intent.counts)), Member("fingerprint", .string(intent.fingerprint)),
      Member("origin", .string(submission.origin)),
    ])
  }

  private static func summary(_ record: SubmissionRecord) -> [Member] {
    [
      Member("id", .string(record.id)),
      Member("at", .string(Timestamp.text(of: record.startedAt))),
      Member("user", .string(record.user)),
      Member("actor", record.origin?.actor.map(OrderedJSON.string) ?? .null),
      Member("host", record.origin.map { .string($0.host) } ?? .null),
      Member("version", record.origin.map { .string($0.version) } ?? .null),
      Member("base_url", .string(record.account.baseURL)),
      Member("account_id", .string(record.account.accountID)),
      Member("reason", record.reason.map(OrderedJSON.string) ?? .null),
      Member("draft", record.isFromDraft ? .string(record.draft.text) : .null),
      Member("outcome", .string(record.state.rawValue)),
      Member("counts", counts(record.counts)),
      Member("fingerprint", .string(record.fingerprint)),
    ]
  }

  /// One submission in full.
  ///
  /// `before` are the policies as they were; `response` is the answer's text, or null.
  static func submission(_ record: SubmissionRecord) -> OrderedJSON {
    let text = { (text: String?) in text.map(OrderedJSON.string) ?? .null }
    return .object(
      summary(record) + [
        Member("encoding", .string(record.encoding.rawValue)),
        Member("detail", text(record.detail)),
        Member("ray_id", text(record.rayID)),
        Member("created_ids", .array(record.createdIDs.map { .string($0.text) })),
        Member("before", .array(record.operations.compactMap { $0.base.map { OrderedJSON($0) } })),
        Member("request", .verbatim(record.request)),
        Member("response", text(record.response.map { String(decoding: $0, as: UTF8.self) })),
      ]
    )
  }
}
