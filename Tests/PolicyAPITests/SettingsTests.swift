import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Values

@Suite("What a connection may be made of")
struct SettingsTests {
  @Test(
    "the base URL is https, or http to this machine",
    arguments: [
      ("https://api.cloudflare.com/client/v4", "https://api.cloudflare.com/client/v4"),
      ("https://api.cloudflare.com/client/v4//", "https://api.cloudflare.com/client/v4"),
      ("HTTPS://API.Cloudflare.com", "https://api.cloudflare.com"),
      ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
      ("http://127.1.2.3", "http://127.1.2.3"),
      ("http://localhost:1", "http://localhost:1"),
      ("http://[::1]:8080", "http://[::1]:8080"),
    ]
  )
  func accepted(baseURL: String, base: String) throws {
    #expect(try Endpoint(baseURL: baseURL, accountID: "a").base == base)
  }

  @Test(
    "any other base URL is refused before anything is sent",
    arguments: [
      "", "api.cloudflare.com", "https://", "ftp://127.0.0.1", "http://api.cloudflare.com",
      "http://127.0.0.1.example.com",
      "http://127.0.0.1@example.com", "https://user:\(testToken)@example.com", "https://example.com?x=1",
      "https://example.com#x", "http://localhost.example.com", "http://127.0.0.256", "http://1270.0.0.1",
      "http://[::2]", "http://2130706433", "file:///etc/passwd",
    ]
  )
  func refused(baseURL: String) {
    let problem = #expect(throws: Problem.self) { try Endpoint(baseURL: baseURL, accountID: "a") }
    #expect(problem?.kind == .usage)
    #expect(problem?.what.contains(testToken) == false)
  }

  @Test("an account id that would change the path is refused, and any other is escaped")
  func accountID() throws {
    for id in ["", ".", ".."] {
      #expect(throws: Problem.self) { try Endpoint(baseURL: "https://example.com", accountID: id) }
    }
    let endpoint = try Endpoint(baseURL: "https://example.com", accountID: "a/../b?c#d")
    #expect(endpoint.batch.hasPrefix("https://example.com/accounts/a%2F..%2Fb%3Fc%23d/email-security/"))
  }

  @Test(
    "credentials that no header can carry are refused",
    arguments: ["", "two words", "line\nbreak", "smörgås", "\u{0}"]
  )
  func credentials(text: String) {
    for credentials in [Credentials.token(text), .key(email: "a@example.com", key: text), .key(email: text, key: "k")] {
      let connection = APIConnection(baseURL: "https://example.com", accountID: "a", credentials: credentials)
      let problem = #expect(throws: Problem.self) { try CloudflareAPI(connection) }
      #expect(problem?.kind == .unauthorized)
      if !text.isEmpty { #expect(problem?.what.contains(text) == false) }
    }
  }

  @Test("nothing that prints, dumps or interpolates shows a secret")
  func redaction() {
    for credentials in [Credentials.token(testToken), .key(email: "a@example.com", key: testToken)] {
      let connection = APIConnection(baseURL: "https://example.com", accountID: "a", credentials: credentials)
      var texts = ["\(connection)", String(reflecting: connection), "\(credentials)", String(reflecting: credentials)]
      texts += ["\(credentials.secret)", String(reflecting: credentials.secret), "\([credentials.secret])"]
      var dumped = ""
      dump(connection, to: &dumped)
      dump(credentials, to: &dumped)
      for text in texts + [dumped] {
        #expect(!text.contains(testToken))
        #expect(text.contains("•••"))
      }
    }
  }

  @Test("a secret is blanked wherever it stands, unless it is too short to tell from a word")
  func blanking() {
    let secret = Secret(testToken)
    #expect(secret.blanked(in: "a \(testToken) b \(testToken)") == "a ••• b •••")
    #expect(secret.blanked(in: Data("\(testToken)\(testToken)".utf8)) == Data("••••••".utf8))
    #expect(secret.blanked(in: Data("nothing".utf8)) == Data("nothing".utf8))
    #expect(Secret("the").blanked(in: "the end") == "the end")
  }

  @Test(
    "retry-after is seconds or a date",
    arguments: [
      ("120", 120), (" 3 ", 3), ("0", 0), ("1.5", 1.5), ("99999999999", 31_536_000),
      ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
      ("", nil), ("-1", nil), ("soon", nil), ("inf", nil), ("0x10", nil), ("Sun, 31 Feb 1994 08:49:47 GMT", nil),
      ("Sunday, 06-Nov-94 08:49:37 GMT", nil), (".", nil),
    ] as [(String, Double?)]
  )
  func retryAfter(text: String, seconds: Double?) {
    // Sun, 06 Nov 1994 08:49:37 GMT
    #expect(RetryAfter.seconds(text, now: Date(timeIntervalSince1970: 784_111_777)) == seconds)
  }
}
