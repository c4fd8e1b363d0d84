import Foundation
import GRDB
import PolicyCore
import Policies
import Values

/// A submission as it lies in the state file, not decoded yet.
///
/// Decoding a long history takes longer than reading it, and must not keep the connection from the next change.
struct SubmissionRow: Sendable {
  /// What was decided before the submission began: written once and never again.
  struct Intent: Codable {
    var user: String
    var reason: String?
    var fingerprint: String
    var encoding: BatchEncoding
    var operations: [DraftOperation]
    var isFromDraft: Bool
    /// Nil for the standard one.
    var draft: String?
    /// Records of earlier releases have none.
    var origin: SubmissionOrigin?
  }

  /// What is learnt while it runs.
  struct Outcome: Codable {
    var createdIDs: [PolicyID]
    var detail: String?
    var serverErrors: [ServerError]
    var rayID: String?
    /// Records of earlier releases have these two for it.
    var mark: CreationMark?
    var clockAhead: Double?
    var knownTwins: [PolicyID]?
    var takenForAppliedBy: String?
  }

  /// The columns that ``init(_:of:)`` takes, in its order.
  static let columns = """
    submission.id, submission.account, started_at, updated_at, state, intent, request, outcome, response
    """

  /// Every submission with its account, as ``init(_:)`` takes it.
  static let selection = """
    SELECT \(columns), base_url, account_id FROM submission JOIN account ON account.id = submission.account
    """

  let id: String
  let account: AccountKey
  let startedAt: Double
  let updatedAt: Double
  let state: String
  let intent: Data
  let request: Data
  let outcome: Data
  let response: Data?

  init(_ row: Row) throws {
    try self.init(row, of: AccountKey(baseURL: row.decode(atIndex: 9), accountID: row.decode(atIndex: 10)))
  }

  init(_ row: Row, of account: AccountKey) throws {
    self.account = account
    id = try row.decode(atIndex: 0)
    startedAt = try row.decode(atIndex: 2)
    updatedAt = try row.decode(atIndex: 3)
    state = try row.decode(atIndex: 4)
    intent = try row.decode(atIndex: 5)
    request = try row.decode(atIndex: 6)
    outcome = try row.decode(atIndex: 7)
    response = try row.decode(atIndex: 8)
  }

  init(_ record: SubmissionRecord) throws {
    id = record.id
    account = record.account
    startedAt = record.startedAt.timeIntervalSinceReferenceDate
    updatedAt = record.updatedAt.timeIntervalSinceReferenceDate
    state = record.state.rawValue
    intent = try StoredJSON.encode(Intent(record))
    request = record.request
    outcome = try StoredJSON.encode(Outcome(record))
    response = record.response
  }

  func record() throws -> SubmissionRecord {
    let intent = try StoredJSON.decode(Intent.self, from: intent)
    let outcome = try StoredJSON.decode(Outcome.self, from: outcome)
    var record = SubmissionRecord(
      id: id,
      account: account,
      startedAt: Date(stored: startedAt),
      user: intent.user,
      reason: intent.reason,
      fingerprint: intent.fingerprint,
      encoding: intent.encoding,
      operations: intent.operations,
      request: request,
      // A state that only a later version knows means that this one cannot tell.
      state: SubmissionRecord.State(rawValue: state) ?? .unknown,
      isFromDraft: intent.isFromDraft,
      draft: intent.draft.flatMap(DraftName.init) ?? .standard,
      origin: intent.origin
    )
    record.updatedAt = Date(stored: updatedAt)
    record.response = response
    record.createdIDs = outcome.createdIDs
    record.detail = outcome.detail
    record.serverErrors = outcome.serverErrors
    record.rayID = outcome.rayID
    record.mark = outcome.mark ?? outcome.mark(startedAt: record.startedAt)
    record.takenForAppliedBy = outcome.takenForAppliedBy
    return record
  }
}

extension SubmissionRow.Intent {
  init(_ record: SubmissionRecord) {
    user = record.user
    reason = record.reason
    fingerprint = record.fingerprint
    encoding = record.encoding
    operations = record.operations
    isFromDraft = record.isFromDraft
    draft = record.draft == .standard ? nil : record.draft.text
    origin = record.origin
  }
}

extension SubmissionRow.Outcome {
  init(_ record: SubmissionRecord) {
    createdIDs = record.createdIDs
    detail = record.detail
    serverErrors = record.serverErrors
    rayID = record.rayID
    mark = record.mark
    takenForAppliedBy = record.takenForAppliedBy
  }

  /// What a record of an earlier release has for a mark: the time by a clock that was known to about a second.
  func mark(startedAt: Date) -> CreationMark {
    let moment = startedAt.addingTimeInterval((clockAhead ?? 0) - 2)
    return CreationMark(createdAt: Timestamp.text(of: moment), known: knownTwins ?? [])
  }
}
