import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Values

@Suite("What the HTTP library is not left to do")
struct TransportTests {
  @Test("a request over a connection that was closed meanwhile is not repeated by the library")
  func closedMeanwhile() async throws {
    // The second request arrives over the first one's connection, and is never answered.
    let server = try RawServer { request in
      request.query("page") == 1 ? [.send(Answers.page(request, of: 1001))] : [.close]
    }
    defer { server.stop() }
    let problem = try await withAPI(server.baseURL) { api in
      try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
    }
    #expect(problem.what.contains("closed the connection before it had answered"))
    #expect(server.requests.compactMap { $0.query("page") } == [1, 2])
  }

  @Test("giving up does not wait for the server", .timeLimit(.minutes(5)))
  func givingUp() async throws {
    let server = try RawServer { _ in [.stall] }
    defer { server.stop() }
    try await withAPI(server.baseURL, readTimeout: .seconds(900)) { api in
      let reading = Task { try await api.policies { _ in } }
      #expect(await eventually { !server.requests.isEmpty })
      reading.cancel()
      let problem = await #expect(throws: Problem.self) { try await reading.value }
      #expect(problem?.kind == .interrupted)
    }
  }

  @Test("a batch does not wait behind reads that are never answered")
  func behindReads() async throws {
    let server = try RawServer { request in request.method == "GET" ? [.stall] : [.send(Answers.success("{}"))] }
    defer { server.stop() }
    try await withAPI(server.baseURL) { api in
      let readings = (0..<12).map { number in Task { try await api.policy(Answers.id(number)) } }
      #expect(await eventually { server.requests.count == readings.count })
      let answer = await api.submit(try PolicyAPITests.batch()) {}
      #expect(SubmitTests.Outcome(answer) == .applied)
      for reading in readings { reading.cancel() }
    }
  }

  @Test("a batch has a connection of its own, announces its length, and asks for no go-ahead")
  func batch() async throws {
    let server = try RawServer { request in
      [.send(request.method == "GET" ? Answers.page(request, of: 1) : Answers.success("{}"))]
    }
    defer { server.stop() }
    let large = #"{"deletes":[],"patches":[],"puts":[],"posts":[],"x":"\#(String(repeating: "x", count: 3 << 20))"}"#
    try await withAPI(server.baseURL) { api in
      _ = try await api.policies { _ in }
      _ = await api.submit(try PolicyAPITests.batch(large)) {}
      _ = try await api.policies { _ in }
    }
    #expect(server.requests.map(\.connection) == [0, 1, 0])
    let sent = try #require(server.requests.first { $0.method == "POST" })
    #expect(sent.line.hasSuffix(" HTTP/1.1"))
    #expect(sent.body == large)
    #expect(sent.headers["expect"] == nil && sent.headers["transfer-encoding"] == nil)
    #expect(sent.headers["content-length"] == "\(large.utf8.count)")
  }

  @Test("a server's demand for a login change nothing: no netrc, no second try")
  func login() async throws {
    let server = try RawServer { _ in
      [.send("HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")]
    }
    defer { server.stop() }
    let problem = try await withAPI(server.baseURL) { api in
      try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
    }
    #expect(problem.kind == .unauthorized)
    #expect(server.requests.count == 1)
    #expect(server.requests.first?.headers["authorization"] == "Bearer \(testToken)")
  }

  @Test(
    "a number of policies that no account can have counts nothing, and ends nothing",
    arguments: ["9223372036854775807", "10000001", "-1", "-9223372036854775808", "99999999999999999999", "1e300"]
  )
  func impossibleCount(total: String) async throws {
    let server = try RawServer { request in
      let rows = request.query("page") == 1 ? "[\(Answers.policy(1))]" : "[]"
      return [.send(Answers.success(rows, info: "{\"total_count\":\(total)}"))]
    }
    defer { server.stop() }
    let listing = try await withAPI(server.baseURL) { api in try await api.policies { _ in } }
    #expect(listing.policies.count == 1)
  }

  @Test("a head without end is given up")
  func endlessHead() async throws {
    let lines = String(repeating: "X-Filler: \(String(repeating: "x", count: 1000))\r\n", count: 2000)
    let server = try RawServer { _ in [.send("HTTP/1.1 200 X\r\n"), .send(lines), .stall] }
    defer { server.stop() }
    let problem = try await withAPI(server.baseURL) { api in
      try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
    }
    #expect(problem.kind == .badAnswer)
  }
}
