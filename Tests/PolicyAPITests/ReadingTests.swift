import Foundation
import PolicyCore
import Synchronization
import Testing

@testable import PolicyAPI
import Policies
import Values

@Suite("Reading over a socket")
struct ReadingTests {
  @Test("the list is asked for as the API's description says, with the token, and comes whole")
  func list() async throws {
    let server = try RawServer { [.send(Answers.page($0, of: 2500))] }
    defer { server.stop() }
    let listing = try await withAPI(server.baseURL + "/") { api in try await api.policies { _ in } }
    #expect(listing.isComplete)
    #expect(listing.policies.map(\.id) == (0..<2500).map(Answers.id))
    #expect(listing.policies.first?.createdAt == "2025-03-04T05:06:07.123456Z")
    let base = "/client/v4/accounts/acc/email-security/settings/allow_policies"
    #expect(
      Set(server.requests.map(\.line))
        == Set((1...3).map { "GET \(base)?page=\($0)&per_page=1000&order=created_at&direction=asc HTTP/1.1" })
    )
    for request in server.requests {
      #expect(request.headers["authorization"] == "Bearer \(testToken)")
      #expect(request.headers["user-agent"] == "postern/test")
      #expect(request.headers["x-auth-key"] == nil)
    }
  }

  @Test("a global key goes in its own two headers, and no bearer header does")
  func globalKey() async throws {
    let server = try RawServer { [.send(Answers.page($0, of: 1))] }
    defer { server.stop() }
    _ = try await withAPI(server.baseURL, credentials: .key(email: "a@example.com", key: testToken)) { api in
      try await api.policies { _ in }
    }
    let headers = try #require(server.requests.first?.headers)
    #expect(headers["x-auth-email"] == "a@example.com")
    #expect(headers["x-auth-key"] == testToken)
    #expect(headers["authorization"] == nil)
  }

  @Test("a body that comes in pieces, chunked, is one body")
  func chunked() async throws {
    let body = Answers.envelope("[\(Answers.policy(1))]", info: #"{"total_count":1}"#)
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let middle = body.index(body.startIndex, offsetBy: 100)
    let chunks = [body[..<middle], body[middle...]].map { "\(String($0.utf8.count, radix: 16))\r\n\($0)\r\n" }
    let server = try RawServer { _ in [.send(head), .send(chunks[0]), .send(chunks[1]), .send("0\r\n\r\n")] }
    defer { server.stop() }
    let listing = try await withAPI(server.baseURL) { api in try await api.policies { _ in } }
    #expect(listing.policies.map(\.id) == [Answers.id(1)])
  }

  @Test("odd rows hide nothing: what has an id is there, what has none is counted")
  func oddRows() async throws {
    let rows = [
      Answers.policy(1), #"{"id": "a", "is_regex": 1, "verify_sender": "true", "comments": ["x"], "pattern": 7}"#,
      #"{"id": 123456789012345678901234567890}"#, "null", "7", #"{"pattern": "no-id.example"}"#, Answers.policy(2),
    ]
    let body = Answers.success("[\(rows.joined(separator: ","))]", info: #"{"total_count":7,"per_page":"many"}"#)
    let server = try RawServer { _ in [.send(body)] }
    defer { server.stop() }
    let listing = try await withAPI(server.baseURL) { api in try await api.policies { _ in } }
    let numbers = ["a", "123456789012345678901234567890"]
    #expect(listing.policies.map(\.id.text) == [Answers.id(1).text] + numbers + [Answers.id(2).text])
    #expect(listing.leftOut == 3)
    #expect(listing.isComplete)
    #expect(listing.policies[1].fields.unread.count == 4)
  }

  @Test(
    "what is said twice, or is no answer of the API's, is not read",
    arguments: [
      #"{"success": true, "result": [], "result": [{"id": "a"}]}"#,
      #"{"success": true, "success": false, "result": []}"#,
      #"{"success": "yes", "result": []}"#, #"{"result": []}"#, "[]", "7", #"{"success": true, "result": []} x"#,
      #"{"success": true, "result": ["#, #"{"success": true, "result": {}}"#, #"{"success": true}"#,
    ]
  )
  func noAnswer(body: String) async throws {
    let server = try RawServer { _ in [.send(Answers.http(200, body))] }
    defer { server.stop() }
    try await withAPI(server.baseURL) { api in
      let problem = await #expect(throws: Problem.self) { try await api.policies { _ in } }
      #expect(problem?.kind == .badAnswer)
    }
  }

  @Test("null for a result is an empty list only where the server counts none")
  func nullResult() async throws {
    let info = Mutex(#"{"total_count":0}"#)
    let server = try RawServer { _ in [.send(Answers.success("null", info: info.withLock { $0 }))] }
    defer { server.stop() }
    try await withAPI(server.baseURL) { api in
      let empty = try await api.policies { _ in }
      #expect(empty.policies.isEmpty)
      info.withLock { $0 = #"{"total_count":7}"# }
      let problem = await #expect(throws: Problem.self) { try await api.policies { _ in } }
      #expect(problem?.kind == .badAnswer)
      #expect(problem?.what.contains("no result") == true)
    }
  }

  // MARK: - One policy

  @Test("one policy is read by its id, which is escaped")
  func onePolicy() async throws {
    let server = try RawServer { request in
      let answer = Answers.policy(7).replacingOccurrences(of: Answers.id(7).text, with: "a/b ü")
      return [.send(Answers.success(request.target.hasSuffix("/a%2Fb%20%C3%BC") ? answer : "null"))]
    }
    defer { server.stop() }
    let policy = try await withAPI(server.baseURL) { api in try await api.policy(PolicyID("a/b ü")) }
    #expect(policy?.pattern == "user7@example.com")
  }

  @Test("an id that would change the path belongs to no policy, and nothing is asked", arguments: ["", ".", ".."])
  func pathIDs(id: String) async throws {
    let server = try RawServer { _ in [.close] }
    defer { server.stop() }
    let policy = try await withAPI(server.baseURL) { api in try await api.policy(PolicyID(id)) }
    #expect(policy == nil)
    #expect(server.requests.isEmpty)
  }

  @Test("gone is believed only of a 404 in the API's own form that is not about the address")
  func gone() async throws {
    let answer = Mutex(Answers.failure(404, code: 1008, "policy not found"))
    let server = try RawServer { _ in [.send(answer.withLock { $0 })] }
    defer { server.stop() }
    try await withAPI(server.baseURL) { api in
      let gone = try await api.policy(Answers.id(1))
      #expect(gone == nil)
      let doubtful = [
        Answers.html(404, title: "Not Found"),
        Answers.failure(404, code: 7003, "Could not route to /accounts/acc"),
        Answers.failure(403, code: 10_000, "Authentication error"),
        Answers.success("null"),
        Answers.success(Answers.policy(2)),
      ]
      for text in doubtful {
        answer.withLock { $0 = text }
        await #expect(throws: Problem.self, "\(text)") { try await api.policy(Answers.id(1)) }
      }
    }
  }

  // MARK: - Cancelling

  @Test("a cancelled load stops at once")
  func cancel() async throws {
    let server = try RawServer { request in
      request.query("page") == 1 ? [.send(Answers.page(request, of: 9000))] : [.stall]
    }
    defer { server.stop() }
    try await withAPI(server.baseURL, retrying: Retrying()) { api in
      let load = Task { try await api.policies { _ in } }
      #expect(await eventually { server.requests.count == 5 })
      load.cancel()
      let problem = await #expect(throws: Problem.self) { try await load.value }
      #expect(problem?.kind == .interrupted)
      #expect(server.requests.count == 5)
    }
  }
}
