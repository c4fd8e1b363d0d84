import CTLS

/// A key and a certificate for 127.0.0.1, or for a name, that signed itself, made anew for each test.
final class TestAuthority: Sendable {
  struct Refused: Error {}

  let certificatePEM: String
  /// OpenSSL's context as a number: it may be used by several threads, which its pointer does not say.
  private let bits: UInt

  init(for host: String? = nil) throws {
    var pem = [CChar](repeating: 0, count: 8192)
    guard let context = ctls_server(host.map { "DNS:\($0)" } ?? "IP:127.0.0.1", &pem, Int32(pem.count)) else {
      throw Refused()
    }
    bits = UInt(bitPattern: context)
    certificatePEM = pem.withUnsafeBufferPointer { text in
      String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  deinit { SSL_CTX_free(OpaquePointer(bitPattern: bits)) }

  /// Shakes hands over a connection that was accepted; nil where the client will not.
  func accept(_ connection: Int32) -> OpaquePointer? {
    guard let session = SSL_new(OpaquePointer(bitPattern: bits)) else { return nil }
    SSL_set_fd(session, connection)
    guard SSL_accept(session) == 1 else {
      SSL_free(session)
      return nil
    }
    return session
  }
}
