package import Foundation
package import Policies
package import Values

/// A request body, frozen: what the review shows, the export writes and the client sends are these bytes.
package struct BatchRequest: Hashable, Sendable {
  package let body: Data
  package let fingerprint: Fingerprint

  /// Throws a ``Problem`` where nothing on this machine can make the fingerprint.
  package init(body: Data, account: AccountKey) throws(Problem) {
    self.body = body
    self.fingerprint = try Fingerprint(of: body, for: account)
  }

  package var text: String { String(decoding: body, as: UTF8.self) }
}

/// What two people compare to know that they speak of the same batch for the same account.
///
/// The SHA-256 of the base URL, the account id and the request's bytes, each ended by a newline.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  package let hex: String

  /// Throws a ``Problem`` where nothing on this machine can make it.
  package init(of body: Data, for account: AccountKey) throws(Problem) {
    var bytes = Data()
    for part in [Data(account.baseURL.utf8), Data(account.accountID.utf8), body] {
      bytes.append(part)
      bytes.append(UInt8(ascii: "\n"))
    }
    hex = try SHA256.hex(of: bytes)
  }

  /// The first 16 digits, short enough for a phone call.
  package var short: String { String(hex.prefix(16)) }

  package var description: String { hex }
}
