package import Foundation
package import Policies
package import Values

/// One batch that was, or was about to be, sent: the journal entry and later the history entry of it.
package struct SubmissionRecord: Hashable, Sendable, Codable, Identifiable {
  /// How far it got.
  ///
  /// Written before the step it names is taken.
  package enum State: String, Hashable, Sendable, Codable {
    /// The touched policies are being read again; nothing was sent.
    case checking
    /// The request may have left: from here on only the server knows.
    case sending
    case applied
    case refused
    case conflict
    case notSent = "not_sent"
    /// The policies were read again for as long as agreed, and show no trace of it.
    case notSeen = "not_seen"
    /// It cannot be told what became of it.
    case unknown
    /// Closed: so much time has passed that nobody asks any more.
    case neverTold = "never_told"

    /// Whether the outcome must be found out before anything else is submitted on the account.
    package var isOpen: Bool { self == .checking || self == .sending }
  }

  package let id: String
  /// Its first eight characters, as people name it.
  package var shortID: String { String(id.prefix(8)) }
  package let account: AccountKey
  package let startedAt: Date
  /// The local user's name.
  package let user: String
  package let reason: String?
  package let fingerprint: String
  package let encoding: BatchEncoding
  /// Who else is behind it, and where it came from; nil in what earlier releases kept.
  package let origin: SubmissionOrigin?
  /// The operations with their bases, which are the images from before.
  package let operations: [DraftOperation]
  /// Exactly the bytes of the request body.
  package let request: Data
  package var state: State
  package var updatedAt: Date
  /// The body of the server's answer, as far as there was one.
  package var response: Data?
  /// The ids that the server gave to created policies, in the order of the posts.
  package var createdIDs: [PolicyID]
  /// One sentence on the outcome.
  package var detail: String?
  package var serverErrors: [ServerError]
  package var rayID: String?
  /// The newest policies just before it was sent.
  package var mark = CreationMark()
  /// Who took it for applied where the server never said so; nil otherwise.
  package var takenForAppliedBy: String?
  /// Whether these operations are those of a draft, or came from a file.
  package var isFromDraft: Bool
  /// The draft that they were queued in, where they are those of one.
  package let draft: DraftName

  package init(
    id: String,
    account: AccountKey,
    startedAt: Date,
    user: String,
    reason: String?,
    fingerprint: String,
    encoding: BatchEncoding,
    operations: [DraftOperation],
    request: Data,
    state: State = .checking,
    isFromDraft: Bool = true,
    draft: DraftName = .standard,
    origin: SubmissionOrigin? = nil
  ) {
    self.id = id
    self.account = account
    self.startedAt = startedAt
    self.user = user
    self.reason = reason
    self.fingerprint = fingerprint
    self.encoding = encoding
    self.operations = operations
    self.request = request
    self.state = state
    self.updatedAt = startedAt
    self.createdIDs = []
    self.serverErrors = []
    self.isFromDraft = isFromDraft
    self.draft = draft
    self.origin = origin
  }

  package var counts: OperationCounts { OperationCounts(kinds: operations.lazy.map(\.kind)) }

  /// What the history finds it by.
  package var keys: Set<SubmissionKey> {
    Set(operations.map { SubmissionKey($0.subject) } + [SubmissionKey(fingerprint: fingerprint)])
  }
}

/// A submission of the history in short.
package struct PastSubmission: Hashable, Sendable {
  package let id: String
  package let startedAt: Date
  package let state: SubmissionRecord.State

  package init(id: String, startedAt: Date, state: SubmissionRecord.State) {
    self.id = id
    self.startedAt = startedAt
    self.state = state
  }

  package init(_ record: SubmissionRecord) {
    self.init(id: record.id, startedAt: record.startedAt, state: record.state)
  }
}
