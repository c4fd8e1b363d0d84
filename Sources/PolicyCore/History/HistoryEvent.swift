package import Foundation
import Policies
package import Values

/// One step of a submission in the history, as the chain keeps it.
///
/// It holds the hashes of what was sent and answered, not the bytes, so that a chain can be checked without them.
package struct HistoryEvent: Hashable, Sendable, Codable {
  package enum Kind: String, Hashable, Sendable, Codable {
    /// The submission is older than the chain, which has it as it stood when the chain was begun.
    case recorded = "recorded_before_the_chain"
    case sent
    case outcome
    /// An outcome that was found out or decided later.
    case settled
    /// A person's decision that it was applied was taken back.
    case takenBack = "taken_back"
  }

  /// What was decided before the submission began; the same in each of its events.
  package struct Intent: Hashable, Sendable, Codable {
    package let id: String
    package let baseURL: String
    package let accountID: String
    /// To the second, in UTC.
    package let startedAt: String
    package let user: String
    package let actor: String?
    package let host: String?
    package let version: String?
    package let reason: String?
    /// The name of the draft that it was queued in; nil for what came from a file.
    package let draft: String?
    package let fingerprint: String
    package let encoding: String
    package let counts: OperationCounts
    /// The SHA-256 of the operations with their images from before, as the state file has them.
    package let intentHash: String
    /// The SHA-256 of the request's body.
    package let requestHash: String

    private enum CodingKeys: String, CodingKey {
      case id, user, actor, host, version, reason, draft, fingerprint, encoding, counts
      case baseURL = "base_url"
      case accountID = "account_id"
      case startedAt = "started_at"
      case intentHash = "intent_sha256"
      case requestHash = "request_sha256"
    }

    /// `intent` are the bytes that the state file has of the operations.
    package init(_ record: SubmissionRecord, intent: Data) throws(Problem) {
      id = record.id
      baseURL = record.account.baseURL
      accountID = record.account.accountID
      startedAt = Timestamp.text(of: record.startedAt)
      user = record.user
      actor = record.origin?.actor
      host = record.origin?.host
      version = record.origin?.version
      reason = record.reason
      draft = record.isFromDraft ? record.draft.text : nil
      fingerprint = record.fingerprint
      encoding = record.encoding.rawValue
      counts = record.counts
      intentHash = try SHA256.hex(of: intent)
      requestHash = try SHA256.hex(of: record.request)
    }
  }

  /// What was known of it after the step.
  package struct Outcome: Hashable, Sendable, Codable {
    package let state: String
    package let createdIDs: [String]
    package let detail: String?
    package let errors: [ServerError]
    package let rayID: String?
    package let mark: CreationMark
    package let takenForAppliedBy: String?
    /// The SHA-256 of the answer's body; nil while there was none.
    package let responseHash: String?

    private enum CodingKeys: String, CodingKey {
      case state, detail, errors, mark
      case createdIDs = "created_ids"
      case rayID = "ray_id"
      case takenForAppliedBy = "taken_for_applied_by"
      case responseHash = "response_sha256"
    }

    /// `state` is the state's name as it is stored, which may be one of a later version.
    package init(_ record: SubmissionRecord, state: String) throws(Problem) {
      self.state = state
      createdIDs = record.createdIDs.map(\.text)
      detail = record.detail
      errors = record.serverErrors
      rayID = record.rayID
      mark = record.mark
      takenForAppliedBy = record.takenForAppliedBy
      responseHash = try record.response.map { response throws(Problem) in try SHA256.hex(of: response) }
    }
  }

  /// The chain that it belongs to.
  package let origin: String
  /// Its place in the chain, from 1 on.
  package let sequence: Int
  package let kind: Kind
  /// To the second, in UTC.
  package let at: String
  package let submission: Intent
  package let outcome: Outcome

  package init(origin: String, sequence: Int, kind: Kind, at: Date, submission: Intent, outcome: Outcome) {
    self.origin = origin
    self.sequence = sequence
    self.kind = kind
    self.at = Timestamp.text(of: at)
    self.submission = submission
    self.outcome = outcome
  }

  /// What the step from one state of a submission to the next is; nil where nothing of it belongs to the chain.
  ///
  /// Nothing was sent while the touched policies were being read again, and a look that finds nothing is no event.
  package static func kind(from last: Outcome?, to next: Outcome) -> Kind? {
    let (checking, sending) = (SubmissionRecord.State.checking.rawValue, SubmissionRecord.State.sending.rawValue)
    guard next.state != checking, next != last else { return nil }
    if next.state == sending { return .sent }
    guard let last, last.state != sending else { return .outcome }
    return last.takenForAppliedBy != nil && next.takenForAppliedBy == nil ? .takenBack : .settled
  }

  /// Its JSON: sorted names, no white space.
  ///
  /// The bytes are kept, and never made a second time.
  package var json: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(self)
    }
  }
}
