import CTLS
import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("The fingerprint of a batch")
struct BatchFingerprintTests {
  private let body = Data(#"{"deletes": []}"#.utf8)
  private let key = AccountKey(baseURL: "https://api.example/client/v4", accountID: "acme")

  @Test("is the SHA-256 of base URL, account id and bytes, each ended by a newline")
  func definition() throws {
    var input = Data("https://api.example/client/v4\nacme\n".utf8)
    input.append(body)
    input.append(0x0A)
    var digest = [UInt8](repeating: 0, count: 32)
    CTLS.SHA256(Array(input), input.count, &digest)
    let expected = digest.map { String(format: "%02x", $0) }.joined()
    #expect(try BatchRequest(body: body, account: key).fingerprint.hex == expected)
  }

  @Test("is this for these bytes, on every machine")
  func literal() throws {
    let fingerprint = try Fingerprint(of: body, for: key)
    #expect(fingerprint.hex == "dcc5124b13f2569621434b9cf661f676239f4b473ddfa1edcfeb2111e6bf436e")
    #expect(fingerprint.short == "dcc5124b13f25696")
    #expect(fingerprint.description == fingerprint.hex)
  }

  @Test("a slash at the end of the base URL makes no difference")
  func trailingSlash() throws {
    let other = AccountKey(baseURL: "https://api.example/client/v4//", accountID: "acme")
    #expect(try Fingerprint(of: body, for: other) == Fingerprint(of: body, for: key))
  }

  @Test("another server, account or byte makes another")
  func others() throws {
    let prints = try [
      Fingerprint(of: body, for: key),
      Fingerprint(of: body, for: AccountKey(baseURL: "https://api.example/client/v5", accountID: "acme")),
      Fingerprint(of: body, for: AccountKey(baseURL: "https://api.example/client/v4", accountID: "globex")),
      Fingerprint(of: body + Data(" ".utf8), for: key),
      // What moves from one part to the next is told apart by the newlines.
      Fingerprint(of: body, for: AccountKey(baseURL: "https://api.example/client/v4a", accountID: "cme")),
    ]
    #expect(Set(prints).count == prints.count)
  }

  @Test("is always 64 digits", arguments: 1...100 as ClosedRange<UInt64>)
  func length(seed: UInt64) throws {
    let hex = try Fingerprint(of: Data("\(seed)".utf8), for: key).hex
    #expect(hex.count == 64)
    #expect(hex.allSatisfy { "0123456789abcdef".contains($0) }, "seed \(seed)")
  }
}
