/// The one error of the program: what happened, what to do, and whether it is safe to try again.
///
/// Every room translates what its libraries throw into this type; one place prints it, one maps it to an exit status.
package struct Problem: Error, Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, Codable {
    /// The command line or a configuration file is wrong.
    case usage
    /// The server could not be reached, and nothing was sent.
    case unreachable
    /// The token is missing, wrong, or lacks the permission.
    case unauthorized
    /// What was asked for is not there.
    case notFound
    /// The server refused the request and did nothing.
    case refused
    /// The server asked for fewer requests, and did nothing.
    case rateLimited
    /// A request was sent, and what became of it cannot be known from the answer.
    case outcomeUnknown
    /// The server failed or answered with something that is not the API's.
    case badAnswer
    /// Findings of level error stand against it.
    case invalid
    /// The policies changed elsewhere, or the batch is not the one that was reviewed.
    case conflict
    /// A confirmation that this call does not carry is needed.
    case confirmationNeeded
    /// Another process is submitting this account's draft.
    case locked
    /// The disk, the database or a file said no.
    case storage
    /// The terminal cannot be used.
    case terminal
    /// A person interrupted it.
    case interrupted
  }

  /// Whether doing the same again is safe, and when.
  package enum Retry: Hashable, Sendable {
    case safe
    /// Safe once this many seconds have passed.
    case safeAfter(seconds: Double)
    /// Not before something else is changed.
    case pointless
    /// It may do the same thing a second time.
    case unsafe
  }

  package var kind: Kind
  /// One sentence of what happened.
  package var what: String
  /// One sentence of what to do.
  package var advice: String
  package var retry: Retry
  /// The server's own words, where it said some.
  package var serverErrors: [ServerError]
  package var httpStatus: Int?
  /// The `cf-ray` of the answer, which the provider's support asks for.
  package var rayID: String?
  /// Whether the cause may go away by itself, and nothing was changed: the network, a server that is busy or down, a
  /// disk that is full.
  package var isTemporary = false

  package init(
    _ kind: Kind,
    what: String,
    advice: String,
    retry: Retry = .pointless,
    serverErrors: [ServerError] = [],
    httpStatus: Int? = nil,
    rayID: String? = nil
  ) {
    self.kind = kind
    self.what = what
    self.advice = advice
    self.retry = retry
    self.serverErrors = serverErrors
    self.httpStatus = httpStatus
    self.rayID = rayID
  }
}

extension Problem {
  /// The same, as one whose cause may go away by itself.
  package var temporary: Problem {
    var problem = self
    problem.isTemporary = true
    return problem
  }

  /// The same, as one whose cause may go away by itself where that is so.
  package func temporaryIf(_ isSo: Bool) -> Problem { isSo ? temporary : self }

  /// Whether the server refused fields that it owns itself, which the other encoding would leave out or send.
  package var isAboutServerFields: Bool {
    let owned = ["created_at", "last_modified", "modified_at"]
    return kind == .refused
      && serverErrors.contains { error in
        let member = error.pointer.flatMap { ErrorPointer($0).member } ?? ""
        let isPostID = member == "id" && error.pointer?.contains("posts") == true
        return owned.contains(member) || isPostID || owned.contains { error.message.contains($0) }
      }
  }
}

/// One entry of the API's `errors` array.
package struct ServerError: Hashable, Sendable, Codable {
  package var code: Int?
  package var message: String
  package var documentationURL: String?
  /// `source.pointer` as the server wrote it.
  package var pointer: String?

  package init(code: Int? = nil, message: String, documentationURL: String? = nil, pointer: String? = nil) {
    self.code = code
    self.message = message
    self.documentationURL = documentationURL
    self.pointer = pointer
  }
}
