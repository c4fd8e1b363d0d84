import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Values

@Suite("Through a proxy")
struct ProxyTests {
  /// A name that no name server knows: only the proxy of a test leads it anywhere.
  private static let host = "api.postern.test"
  private static let empty = Answers.success("[]", info: #"{"total_count":0}"#)
  private static let opened = "HTTP/1.1 200 Connection established\r\n\r\n"

  /// A TLS server under the name above, and a file that vouches for it.
  private final class Behind {
    let server: TLSServer
    let caFile: String

    init() throws {
      let authority = try TestAuthority(for: ProxyTests.host)
      server = try TLSServer(authority, answer: ProxyTests.empty)
      caFile = NSTemporaryDirectory() + "postern-ca-\(UUID().uuidString).pem"
      try Data(authority.certificatePEM.utf8).write(to: URL(filePath: caFile))
    }

    deinit { try? FileManager.default.removeItem(atPath: caFile) }

    var baseURL: String { "https://\(ProxyTests.host):\(server.port)" }
  }

  private func proxy(
    _ port: Int,
    noProxy: String = "",
    login: String = "",
    scheme: String = "http",
    for baseURL: String = "https://\(host)"
  ) -> Proxy? {
    let environment = ["https_proxy": "\(scheme)://\(login)127.0.0.1:\(port)", "no_proxy": noProxy]
    return Proxy.named(in: environment, for: baseURL)
  }

  @Test("what is asked goes through the proxy, and the API's certificate is checked behind it")
  func tunnel() async throws {
    let behind = try Behind()
    let port = behind.server.port
    let server = try RawServer(reading: .head) { _ in [.send(Self.opened), .tunnel(to: port)] }
    defer { server.stop() }
    let proxy = proxy(server.port)
    let listing = try await withAPI(behind.baseURL, caFile: behind.caFile, proxy: proxy) { api in
      try await api.policies { _ in }
    }
    #expect(listing.isComplete)
    let asked = try #require(server.requests.first)
    #expect(server.requests.count == 1)
    #expect(asked.line == "CONNECT \(Self.host):\(port) HTTP/1.1")
    #expect(asked.headers["authorization"] == nil, "the token is for the API alone")

    let untrusted = try await problem(behind.baseURL, proxy)
    #expect(untrusted.what.contains("No secure connection to \(Self.host):\(port)"))
    behind.server.stop()
  }

  @Test(
    "a proxy that demands a password gets it, in the scheme that it names, and not before",
    arguments: ["Basic", "Digest"]
  )
  func login(scheme: String) async throws {
    let behind = try Behind()
    let port = behind.server.port
    let challenge = #"\#(scheme) realm="p", nonce="0123", qop="auth""#
    let demand = "HTTP/1.1 407 X\r\nProxy-Authenticate: \(challenge)\r\nContent-Length: 0\r\n\r\n"
    let server = try RawServer(reading: .head) { request in
      request.headers["proxy-authorization"] == nil ? [.send(demand)] : [.send(Self.opened), .tunnel(to: port)]
    }
    defer { server.stop() }
    let proxy = proxy(server.port, login: "us%65r:p%40ss@")
    let listing = try await withAPI(behind.baseURL, caFile: behind.caFile, proxy: proxy) { api in
      try await api.policies { _ in }
    }
    #expect(listing.isComplete)
    let logins = server.requests.map { $0.headers["proxy-authorization"] }
    #expect(logins.count == 2 && logins[0] == nil)
    #expect(server.requests.allSatisfy { $0.method == "CONNECT" && $0.headers["authorization"] == nil })
    let login = try #require(logins[1])
    switch scheme {
    case "Basic": #expect(login == "Basic \(Data("user:p@ss".utf8).base64EncodedString())")
    default: #expect(login.hasPrefix("Digest ") && login.contains("username=\"user\"") && !login.contains("p@ss"))
    }
    behind.server.stop()
  }

  @Test(
    "NO_PROXY goes around the proxy: a host, all below a name, a network, everything",
    arguments: ["postern.test", ".postern.test", "example.com,postern.test", "example.com postern.test", "*"]
  )
  func around(exceptions: String) async throws {
    let server = try RawServer(reading: .head) { _ in [.send(Self.opened), .close] }
    defer { server.stop() }
    let proxy = proxy(server.port, noProxy: exceptions)
    // Nothing but the proxy knows a host of this name.
    let problem = try await problem("https://\(String(repeating: "a", count: 70)).postern.test", proxy)
    #expect(problem.what.contains("cannot be resolved"))
    #expect(server.accepted == 0)
  }

  @Test(
    "and through it to all else",
    arguments: ["", "example.com", "tern.test", "*.postern.test", "api.postern.test.example.com", "10.0.0.0/8"]
  )
  func through(exceptions: String) async throws {
    let server = try RawServer(reading: .head) { _ in [.send("HTTP/1.1 403 X\r\nContent-Length: 0\r\n\r\n"), .close] }
    defer { server.stop() }
    let problem = try await problem("https://\(Self.host)", proxy(server.port, noProxy: exceptions))
    #expect(problem.what.hasSuffix("did not open the way to \(Self.host)."))
    #expect(server.accepted == 1)
  }

  @Test("a batch goes through the proxy too, over a connection of its own")
  func batch() async throws {
    let behind = try Behind()
    let port = behind.server.port
    let server = try RawServer(reading: .head) { _ in [.send(Self.opened), .tunnel(to: port)] }
    defer { server.stop() }
    let willSend = Shared(0)
    let answer = try await withAPI(behind.baseURL, caFile: behind.caFile, proxy: proxy(server.port)) { api in
      _ = try await api.policies { _ in }
      return await api.submit(try PolicyAPITests.batch()) { willSend.change { $0 += 1 } }
    }
    #expect(SubmitTests.Outcome(answer) == .applied)
    #expect(willSend.value == 1)
    #expect(server.requests.map(\.method) == ["CONNECT", "CONNECT"])
    behind.server.stop()
  }

  /// What a proxy that is no help does, and what is then said.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let steps: [RawServer.Step]
    var login = ""
    let words: String
    var retry = Problem.Retry.safe
  }

  @Test(
    "a proxy that does not open the way is named, and a batch was not sent",
    arguments: [
      Refusal(
        testDescription: "407 without a password",
        steps: [.send("HTTP/1.1 407 X\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno"), .stall],
        words: "asks for a user name and a password (407).",
        retry: .pointless
      ),
      Refusal(
        testDescription: "407 with a password",
        steps: [.send("HTTP/1.1 407 X\r\nContent-Length: 0\r\n\r\n"), .close],
        login: "user:Proxy-Password-123@",
        words: "does not accept the user name and the password (407).",
        retry: .pointless
      ),
      Refusal(
        testDescription: "502",
        steps: [.send("HTTP/1.1 502 X\r\nContent-Length: 3\r\n\r\nbad"), .close],
        words: "did not open the way to \(host)."
      ),
      Refusal(
        testDescription: "403 in pieces",
        steps: [.send("HTTP/1.1 403 X\r\nTransfer-Enc"), .send("oding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"), .stall],
        words: "did not open the way to \(host)."
      ),
      Refusal(testDescription: "closed", steps: [.close], words: "ended before an answer came."),
      Refusal(
        testDescription: "no HTTP",
        steps: [.send("220 mail.example.org ESMTP\r\n"), .stall],
        words: "did not open the way to \(host) in time."
      ),
      Refusal(testDescription: "silence", steps: [.stall], words: "did not open the way to \(host) in time."),
    ]
  )
  func refusal(_ refusal: Refusal) async throws {
    let server = try RawServer(reading: .head) { _ in refusal.steps }
    defer { server.stop() }
    let proxy = proxy(server.port, login: refusal.login)
    let problem = try await problem("https://\(Self.host)", proxy)
    #expect(problem.what.contains("proxy 127.0.0.1:\(server.port)"))
    #expect(problem.what.hasSuffix(refusal.words), "\(problem.what)")
    #expect(problem.retry == refusal.retry)
    #expect(!"\(problem)".contains("Proxy-Password"))
    try await notSent(proxy, words: refusal.words)
  }

  @Test("a proxy that is not there is named, and a batch was not sent")
  func absent() async throws {
    let port = try RawServer.refusingPort()
    let proxy = proxy(port)
    let problem = try await problem("https://\(Self.host)", proxy)
    #expect(problem.kind == .unreachable)
    #expect(problem.what == "Nothing answers at the proxy 127.0.0.1:\(port): the connection was refused.")
    #expect(problem.advice.contains("https_proxy"))
    try await notSent(proxy, words: "the connection was refused.")
    let name = String(repeating: "a", count: 70)
    let nameless = Proxy.named(in: ["ALL_PROXY": "http://\(name):1"], for: "https://\(Self.host)")
    let unresolved = try await self.problem("https://\(Self.host)", nameless)
    #expect(unresolved.what == "The name of the proxy \(name):1 cannot be resolved.")
    #expect(unresolved.advice.contains("ALL_PROXY"))
  }

  @Test(
    "a proxy that says more than it was asked brings nothing down",
    arguments: [
      "HTTP/1.1 407 X\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 X\r\n\r\n",
      "HTTP/1.1 100 X\r\n\r\nHTTP/1.1 502 X\r\n\r\n",
      "HTTP/1.1 200 X\r\n\r\nHTTP/1.1 200 X\r\n\r\n", "HTTP/1.1 200 X\r\nContent-Length: 5\r\n\r\nhello",
      "HTTP/1.1 101 X\r\n\r\n",
    ]
  )
  func tooMuch(answer: String) async throws {
    let server = try RawServer(reading: .head) { _ in [.send(answer), .close] }
    defer { server.stop() }
    let proxy = proxy(server.port)
    #expect([.unreachable, .badAnswer].contains(try await problem("https://\(Self.host)", proxy).kind))
    try await notSent(proxy, words: "")
  }

  @Test("a SOCKS proxy looks the name up and opens the way")
  func socks() async throws {
    let behind = try Behind()
    let port = behind.server.port
    let heard = Shared(Data())
    let server = try RawServer(reading: .nothing) { _ in
      [
        .receiveGreeting, .sendBytes(Data([5, 0])), .receive(7 + Self.host.utf8.count) { bytes in heard.value = bytes },
        .sendBytes(Data([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])), .tunnel(to: port),
      ]
    }
    defer { server.stop() }
    let proxy = proxy(server.port, scheme: "socks5h")
    let listing = try await withAPI(behind.baseURL, caFile: behind.caFile, proxy: proxy) { api in
      try await api.policies { _ in }
    }
    #expect(listing.isComplete)
    let name = Data([5, 1, 0, 3, UInt8(Self.host.utf8.count)] + Array(Self.host.utf8))
    #expect(heard.value == name + Data([UInt8(port >> 8), UInt8(port & 0xFF)]))
    behind.server.stop()
  }

  @Test(
    "a SOCKS proxy that refuses is named",
    arguments: [
      [.receiveGreeting, .sendBytes(Data([5, 255])), .stall], [.receiveGreeting, .close],
      [.sendBytes(Data("HTTP/1.1".utf8)), .stall],
      [
        .receiveGreeting, .sendBytes(Data([5, 0])), .receive(7), .sendBytes(Data([5, 2, 0, 1, 0, 0, 0, 0, 0, 0])),
        .stall,
      ],
    ] as [[RawServer.Step]]
  )
  func socksRefusal(steps: [RawServer.Step]) async throws {
    let server = try RawServer(reading: .nothing) { _ in steps }
    defer { server.stop() }
    let proxy = proxy(server.port, scheme: "socks5h")
    let problem = try await problem("https://\(Self.host)", proxy)
    #expect(problem.what == "The proxy 127.0.0.1:\(server.port) did not open the way to \(Self.host).")
    try await notSent(proxy, words: "did not open the way to \(Self.host).")
  }

  // MARK: - Parts

  private func problem(_ baseURL: String, _ proxy: Proxy?) async throws -> Problem {
    try await withAPI(baseURL, proxy: proxy, connectTimeout: .seconds(1)) { api in
      try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
    }
  }

  private func notSent(_ proxy: Proxy?, words: String) async throws {
    let answer = try await withAPI("https://\(Self.host)", proxy: proxy, connectTimeout: .seconds(1)) { api in
      await api.submit(try PolicyAPITests.batch()) { Issue.record("the body was asked for") }
    }
    guard case .notSent(let problem) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(problem.what.hasSuffix("\(words) The batch was not sent."))
  }
}
