package import Foundation

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

    /// Whether the outcome must be found out before anything else is submitted on the account.
    package var isOpen: Bool { self == .checking || self == .sending }
  }

  package let id: String
  package let account: AccountKey
  package let startedAt: Date
  /// The local user's name.
  package let user: String
  package let reason: String?
  package let fingerprint: String
  package let encoding: BatchEncoding
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
  /// How many seconds the server's clock was ahead of this machine's when it was sent.
  package var clockAhead: Double = 0
  /// Policies that already were what a post asks for when the batch was sent: none of them is its doing.
  package var knownTwins: [PolicyID] = []
  /// Whether these operations are the account's draft, or came from a file.
  package var isFromDraft: Bool

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
    isFromDraft: Bool = true
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
  }

  package var counts: OperationCounts { OperationCounts(kinds: operations.lazy.map(\.kind)) }
}
