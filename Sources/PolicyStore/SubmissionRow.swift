import Foundation
import GRDB
import PolicyCore

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
  }

  /// What is learnt while it runs.
  struct Outcome: Codable {
    var createdIDs: [PolicyID]
    var detail: String?
    var serverErrors: [ServerError]
    var rayID: String?
  }

  static let columns = """
    submission.id, base_url, account_id, started_at, updated_at, state, intent, request, outcome, response
    """

  private let id: String
  private let account: AccountKey
  private let startedAt: Double
  private let updatedAt: Double
  private let state: String
  private let intent: Data
  private let request: Data
  private let outcome: Data
  private let response: Data?

  init(_ row: Row) {
    id = row[0]
    account = AccountKey(baseURL: row[1], accountID: row[2])
    startedAt = row[3]
    updatedAt = row[4]
    state = row[5]
    intent = row[6]
    request = row[7]
    outcome = row[8]
    response = row[9]
  }

  func record() throws -> SubmissionRecord {
    let intent = try StoredJSON.decode(Intent.self, from: intent)
    let outcome = try StoredJSON.decode(Outcome.self, from: outcome)
    var record = SubmissionRecord(
      id: id,
      account: account,
      startedAt: Date(timeIntervalSinceReferenceDate: startedAt),
      user: intent.user,
      reason: intent.reason,
      fingerprint: intent.fingerprint,
      encoding: intent.encoding,
      operations: intent.operations,
      request: request,
      // A state that only a later version knows means that this one cannot tell.
      state: SubmissionRecord.State(rawValue: state) ?? .unknown,
      isFromDraft: intent.isFromDraft
    )
    record.updatedAt = Date(timeIntervalSinceReferenceDate: updatedAt)
    record.response = response
    record.createdIDs = outcome.createdIDs
    record.detail = outcome.detail
    record.serverErrors = outcome.serverErrors
    record.rayID = outcome.rayID
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
  }
}

extension SubmissionRow.Outcome {
  init(_ record: SubmissionRecord) {
    createdIDs = record.createdIDs
    detail = record.detail
    serverErrors = record.serverErrors
    rayID = record.rayID
  }
}
