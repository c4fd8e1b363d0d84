/// What can go wrong below HTTP, in the words of this program.
///
/// The library's own sentences are kept out of messages where they may quote a header, and with it the token.
enum ConnectionFailure: Error, Hashable, Sendable {
  /// Nothing listens there.
  case refused
  /// The host's name has no address.
  case unresolved
  /// No connection for another reason; the text is the system's.
  case unreachable(String)
  case connectTimedOut
  /// TLS could not be agreed on, or the certificate is not trusted.
  case tls(TLSFailure)
  /// The proxy asks for a user name and a password, or for others.
  case proxyUnauthorized
  /// The proxy answered, but opened no way to the server.
  case proxyRefused
  /// What the environment names is no proxy; the reason stands after a colon, and nothing of the text is in it.
  case proxyUnusable(String)
  /// The whole exchange took longer than this.
  case timedOut(Duration)
  /// The connection ended before the answer did.
  case closed
  /// What came is not HTTP.
  case notHTTP
  /// What came is packed in a way that cannot be undone.
  case badPacking
  case tooLarge(bytes: Int)
  case cancelled
  /// libcurl is not there, or not as it should be; the text is the system's.
  case noLibrary(String)
  /// Something else; the text is the library's name for it.
  case other(String)
  /// One of these between here and the proxy, before the server was reached.
  indirect case atProxy(ConnectionFailure)

  enum TLSFailure: Hashable, Sendable {
    /// The two could not agree, as with a server that speaks no TLS there.
    case handshake
    case untrusted
    case otherName
    case badCAFile
  }

  /// The same, if it can happen on the way to a proxy, as something that happened there.
  var onTheWay: ConnectionFailure {
    switch self {
    case .refused, .unresolved, .unreachable, .connectTimedOut, .proxyUnauthorized, .proxyRefused, .closed:
      .atProxy(self)
    case .tls, .proxyUnusable, .timedOut, .notHTTP, .badPacking, .tooLarge, .cancelled, .noLibrary, .other, .atProxy:
      self
    }
  }

  /// Whether asking once more has a chance without anything else being changed.
  var mayPass: Bool {
    switch self {
    case .refused, .unresolved, .unreachable, .connectTimedOut, .timedOut, .closed: true
    case .atProxy(let failure): failure.mayPass
    case .tls, .proxyUnauthorized, .proxyRefused, .proxyUnusable, .notHTTP, .badPacking, .tooLarge, .cancelled,
      .noLibrary, .other:
      false
    }
  }
}
