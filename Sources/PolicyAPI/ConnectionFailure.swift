import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What can go wrong below HTTP, in the words of this program.
///
/// The libraries' own descriptions are kept out of messages where they may quote a header, and with it the token.
enum ConnectionFailure: Error, Hashable, Sendable {
  /// Nothing listens there.
  case refused
  /// The host's name has no address.
  case unresolved
  /// No connection for another reason; the text is the system's.
  case unreachable(String)
  case connectTimedOut
  /// TLS could not be agreed on, or the certificate is not trusted; the text is the library's.
  case tls(String)
  /// The proxy asks for a user name and a password, or for others.
  case proxyUnauthorized
  /// The proxy answered, but opened no way to the server.
  case proxyRefused
  /// The whole exchange took longer than this.
  case timedOut(Duration)
  /// The connection ended before the answer did.
  case closed
  /// What came is not HTTP.
  case notHTTP
  case tooLarge(bytes: Int)
  case cancelled
  /// Something else; the text names the library's error.
  case other(String)

  init(_ error: any Error) {
    self =
      switch error {
      case let failure as ConnectionFailure: failure
      case is CancellationError: .cancelled
      case let error as HTTPClientError: Self.from(error)
      case let error as NIOConnectionError: Self.from(error)
      case let error as IOError: Self.from(error)
      case ChannelError.connectTimeout: .connectTimedOut
      case is ChannelError: .closed
      case NIOSSLError.uncleanShutdown: .closed
      case NIOSSLError.handshakeFailed(let reason): .tls(Self.words(of: reason))
      case let error as NIOSSLExtraError where error == .failedToValidateHostname:
        .tls("its certificate is for another name")
      case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .tls("\(error)")
      case HTTPParserError.invalidEOFState: .closed
      case is HTTPParserError: .notHTTP
      case _ where String(reflecting: type(of: error)).contains("SOCKS"): .proxyRefused
      default: .other("\(type(of: error))")
      }
  }

  /// Whether asking once more has a chance without anything else being changed.
  var mayPass: Bool {
    switch self {
    case .refused, .unresolved, .unreachable, .connectTimedOut, .timedOut, .closed: true
    case .tls, .proxyUnauthorized, .proxyRefused, .notHTTP, .tooLarge, .cancelled, .other: false
    }
  }

  private static func from(_ error: HTTPClientError) -> ConnectionFailure {
    switch error {
    case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout,
      .socksHandshakeTimeout:
      .connectTimedOut
    case .proxyAuthenticationRequired: .proxyUnauthorized
    case .invalidProxyResponse: .proxyRefused
    case .remoteConnectionClosed, .uncleanShutdown: .closed
    case .cancelled, .requestStreamCancelled: .cancelled
    default: .other(error.shortDescription)
    }
  }

  private static func from(_ error: NIOConnectionError) -> ConnectionFailure {
    guard let attempt = error.connectionErrors.last else {
      return error.dnsAError == nil && error.dnsAAAAError == nil ? .connectTimedOut : .unresolved
    }
    return ConnectionFailure(attempt.error)
  }

  private static func from(_ error: IOError) -> ConnectionFailure {
    switch error.errnoCode {
    case ECONNREFUSED: .refused
    case ECONNRESET, EPIPE, ECONNABORTED: .closed
    case ETIMEDOUT: .connectTimedOut
    default: .unreachable(String(cString: strerror(error.errnoCode)))
    }
  }

  private static func words(of error: BoringSSLError) -> String {
    let text = "\(error)"
    if text.contains("CERTIFICATE_VERIFY_FAILED") { return "the certificate is not trusted" }
    if text.contains("WRONG_VERSION_NUMBER") { return "the server does not speak TLS there" }
    return text
  }
}
