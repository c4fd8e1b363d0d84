import Crypto
import Foundation

/// A key and a certificate for 127.0.0.1, or for a name, that signed itself, made anew for each test (RFC 5280, section 4.1).
struct TestAuthority {
  let certificate: Data
  let key: P256.Signing.PrivateKey

  init(for host: String? = nil) throws {
    key = P256.Signing.PrivateKey()
    let algorithm = Self.sequence(Self.tag(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]))
    let commonName = Self.tag(0x06, [0x55, 0x04, 0x03]) + Self.tag(0x0C, Array("Postern test".utf8))
    let name = Self.sequence(Self.tag(0x31, Self.sequence(commonName)))
    let validity = Self.tag(0x17, Array("200101000000Z".utf8)) + Self.tag(0x17, Array("490101000000Z".utf8))
    let isAuthority = Self.sequence(
      Self.tag(0x06, [0x55, 0x1D, 0x13]) + Self.tag(0x01, [0xFF])
        + Self.tag(0x04, Self.sequence(Self.tag(0x01, [0xFF])))
    )
    let addresses = Self.sequence(
      Self.tag(0x06, [0x55, 0x1D, 0x11])
        + Self.tag(0x04, Self.sequence(host.map { Self.tag(0x82, Array($0.utf8)) } ?? Self.tag(0x87, [127, 0, 0, 1])))
    )
    let parts: [[UInt8]] = [
      Self.tag(0xA0, Self.tag(0x02, [2])),
      Self.tag(0x02, [1]),
      algorithm,
      name,
      Self.sequence(validity),
      name,
      Array(key.publicKey.derRepresentation),
      Self.tag(0xA3, Self.sequence(isAuthority + addresses)),
    ]
    let body = Self.sequence(parts.flatMap { $0 })
    let signature = try key.signature(for: Data(body)).derRepresentation
    certificate = Data(Self.sequence(body + algorithm + Self.tag(0x03, [0] + Array(signature))))
  }

  var certificatePEM: String {
    "-----BEGIN CERTIFICATE-----\n\(certificate.base64EncodedString(options: .lineLength64Characters))\n"
      + "-----END CERTIFICATE-----\n"
  }

  private static func sequence(_ content: [UInt8]) -> [UInt8] { tag(0x30, content) }

  /// DER: a tag, the length in as few bytes as it takes, the content.
  private static func tag(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    switch content.count {
    case ..<0x80: [tag, UInt8(content.count)] + content
    case ..<0x100: [tag, 0x81, UInt8(content.count)] + content
    default: [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
    }
  }
}
