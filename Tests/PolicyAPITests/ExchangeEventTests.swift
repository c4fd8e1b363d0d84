import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Values

@Suite("What is told of each exchange")
struct ExchangeEventTests {
  private static let key = Credentials.key(email: "admin@example.com", key: testToken)

  @Test(
    "a request and its answer: method, path without query, status, sizes, cf-ray; no secret",
    arguments: [
      Credentials.token(testToken), key,
    ]
  )
  func answered(credentials: Credentials) async throws {
    let answer = Answers.http(
      200,
      Answers.envelope("[]", info: #"{"total_count":0}"#),
      headers: ["cf-ray: 8f-TEST", "Set-Cookie: id=secret-cookie", "X-Echo: \(testToken)"]
    )
    let server = try RawServer { _ in [.send(answer)] }
    defer { server.stop() }
    let events = Shared<[ExchangeEvent]>([])
    try await withAPI(
      server.baseURL,
      credentials: credentials,
      onExchange: { event in
        events.change { $0.append(event) }
      }
    ) { api in
      _ = try await api.policies { _ in }
      _ = await api.submit(try batch()) {}
    }
    let read = try #require(events.value.first)
    #expect(events.value.map(\.method) == ["GET", "POST"])
    #expect(read.path == "/client/v4/accounts/acc/email-security/settings/allow_policies")
    #expect(read.status == 200 && read.failure == nil && read.rayID == "8f-TEST")
    #expect(read.duration > .zero && read.duration < .seconds(20))
    #expect(read.sentBytes == 0 && read.receivedBytes == Answers.envelope("[]", info: #"{"total_count":0}"#).utf8.count)
    #expect(events.value.last?.sentBytes == (try batch()).body.count)
    #expect(read.sent.contains(.init(name: "Accept", value: "application/json")))
    #expect(read.received.contains(.init(name: "cf-ray", value: "8f-TEST")))
    let hidden = (read.sent + read.received).filter { $0.value == "•••" }.map { $0.name.lowercased() }
    let names = credentials == Self.key ? ["x-auth-email", "x-auth-key"] : ["authorization"]
    #expect(hidden == names + ["set-cookie", "x-echo"])
    var dumped = ""
    dump(events.value, to: &dumped)
    for text in [testToken, "admin@example.com", "secret-cookie"] { #expect(!dumped.contains(text)) }
  }

  @Test("an answer that is cut has a status and a failure; no answer has only that")
  func failed() async throws {
    let events = Shared<[ExchangeEvent]>([])
    let cut = try RawServer { _ in [.send(Answers.cut(200, after: "{")), .close] }
    defer { cut.stop() }
    let port = try RawServer.refusingPort()
    for baseURL in [cut.baseURL, "http://127.0.0.1:\(port)"] {
      try await withAPI(baseURL, onExchange: { event in events.change { $0.append(event) } }) { api in
        _ = try await problem { _ = try await api.policies { _ in } }
      }
    }
    #expect(events.value.map(\.status) == [200, nil])
    #expect(events.value.map(\.failure) == ["closed", "refused"])
  }
}
