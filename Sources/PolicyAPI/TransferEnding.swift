import CCurl
import Glibc

/// How a transfer ended that gave no whole answer: libcurl's number, and what else it knows.
///
/// Its sentences about a request are left alone, since they may quote a header, and with it the token.
struct TransferEnding {
  let code: Int32
  let easy: OpaquePointer
  let isTooLarge: Bool
  let receivedBytes: Int
  let limit: Duration

  var failure: ConnectionFailure {
    let tunnel = info(CCURLINFO_HTTP_CONNECTCODE)
    if tunnel == 407 { return .proxyUnauthorized }
    if tunnel >= 300 { return .proxyRefused }
    switch Int(code) {
    case Int(CCURLE_COULDNT_RESOLVE_PROXY), Int(CCURLE_COULDNT_RESOLVE_HOST): return .unresolved
    case Int(CCURLE_COULDNT_CONNECT): return unconnected
    case Int(CCURLE_PROXY): return .proxyRefused
    case Int(CCURLE_OPERATION_TIMEDOUT):
      return info(CCURLINFO_PRETRANSFER_TIME_T) == 0 ? .connectTimedOut : .timedOut(limit)
    case Int(CCURLE_SSL_CONNECT_ERROR): return info(CCURLINFO_OS_ERRNO) == Int(ECONNRESET) ? .closed : .tls(.handshake)
    case Int(CCURLE_PEER_FAILED_VERIFICATION):
      // 1 is "unspecified": what stands there before anything is found wrong with the chain of certificates.
      return .tls(info(CCURLINFO_SSL_VERIFYRESULT) <= 1 ? .otherName : .untrusted)
    case Int(CCURLE_SSL_CACERT_BADFILE): return .tls(.badCAFile)
    case Int(CCURLE_UNSUPPORTED_PROTOCOL), Int(CCURLE_WEIRD_SERVER_REPLY): return .notHTTP
    case Int(CCURLE_WRITE_ERROR): return isTooLarge ? .tooLarge(bytes: receivedBytes) : .other(words)
    case Int(CCURLE_BAD_CONTENT_ENCODING): return .badPacking
    case Int(CCURLE_GOT_NOTHING), Int(CCURLE_SEND_ERROR), Int(CCURLE_RECV_ERROR), Int(CCURLE_PARTIAL_FILE),
      Int(CCURLE_HTTP2), Int(CCURLE_HTTP2_STREAM):
      return .closed
    default: return .other(words)
    }
  }

  private var unconnected: ConnectionFailure {
    let number = Int32(truncatingIfNeeded: info(CCURLINFO_OS_ERRNO))
    return switch number {
    case ECONNREFUSED: .refused
    case ETIMEDOUT: .connectTimedOut
    case ECONNRESET, EPIPE, ECONNABORTED: .closed
    case 0: .unreachable("there is no way to it")
    default: .unreachable(String(cString: strerror(number)))
    }
  }

  private func info<Name: BinaryInteger>(_ name: Name) -> Int { Int(ccurl_info(easy, Int32(name))) }

  private var words: String { String(cString: ccurl_words(code)).lowercased() }
}
