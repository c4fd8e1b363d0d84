import Foundation

/// A look at a file of certificates before anything is asked: TLS itself judges what they are worth.
enum PEMFile {
  /// Whether the file has at least one block that is shaped like a certificate: a whole DER sequence (RFC 7468, X.690).
  static func holdsCertificate(at path: String) -> Bool {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { return false }
    let text = String(decoding: data, as: UTF8.self)
    return text.components(separatedBy: "-----BEGIN CERTIFICATE-----").dropFirst().contains { block in
      guard let end = block.range(of: "-----END CERTIFICATE-----"),
        let der = Data(base64Encoded: String(block[..<end.lowerBound]), options: .ignoreUnknownCharacters)
      else { return false }
      return isSequence(Array(der))
    }
  }

  private static func isSequence(_ der: [UInt8]) -> Bool {
    guard der.count > 2, der[0] == 0x30 else { return false }
    guard der[1] > 0x80 else { return der.count == 2 + Int(der[1]) }
    let digits = der.dropFirst(2).prefix(Int(der[1] & 0x7F))
    guard digits.count <= 4 else { return false }
    return der.count == 2 + digits.count + digits.reduce(0) { $0 << 8 | Int($1) }
  }
}
