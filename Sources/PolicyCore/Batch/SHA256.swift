import CCrypto
package import Foundation
package import Values

/// The hash of FIPS 180-4, by the system's OpenSSL, which is loaded when the first one is made.
package enum SHA256 {
  /// Why the library cannot be used; nil once it is loaded.
  private static let complaint: String? = ccrypto_load().map { String(cString: $0) }

  /// The hash in 64 hexadecimal digits; throws a ``Problem`` where the library is not there.
  package static func hex(of bytes: Data) throws(Problem) -> String {
    try digest(of: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Gives 32 bytes; throws a ``Problem`` where the library is not there.
  static func digest(of bytes: Data) throws(Problem) -> [UInt8] {
    if let complaint {
      throw Problem(
        .storage,
        what: "The fingerprint of the batch cannot be made without OpenSSL: \(complaint).",
        advice: "Install it (on Debian: apt-get install libssl3), then try again. Nothing was sent.",
        retry: .safe
      )
    }
    var digest = [UInt8](repeating: 0, count: 32)
    bytes.withUnsafeBytes { bytes in
      ccrypto_sha256(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &digest)
    }
    return digest
  }
}
