import Values

/// One request and what came of it, as a log may keep it: no body, and no secret.
package struct ExchangeEvent: Sendable {
  package struct Header: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  package var method: String
  /// Without the query.
  package var path: String
  /// Nil where no answer began.
  package var status: Int?
  /// Why there is no answer, or no whole one.
  package var failure: String?
  package var duration: Duration
  /// The `cf-ray` of the answer.
  package var rayID: String?
  /// The headers of the request that are this program's own, and those of the answer.
  ///
  /// What tells who is asking shows bullets for a value.
  package var sent: [Header]
  package var received: [Header]
  package var sentBytes: Int
  package var receivedBytes: Int
}

extension ExchangeEvent.Header {
  /// The headers whose values nobody may see.
  private static let secretNames: Set = [
    "authorization", "x-auth-key", "x-auth-email", "proxy-authorization", "cookie", "set-cookie",
  ]

  /// Takes a header as it may be kept: without the value if that is secret, and without the secret in any case.
  init(_ name: String, _ value: String, without secret: Secret) {
    let isSecret = Self.secretNames.contains(name.lowercased())
    self.init(name: name, value: isSecret ? "\(secret)" : secret.blanked(in: value))
  }
}
