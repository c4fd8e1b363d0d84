import Policies
import Foundation
import PolicyCore
import Testing

@testable import PolicyAPI
import Values

/// A server that does whatever it can, over real sockets: it ends in words, in bounded time and memory, and the token
/// goes nowhere else.
///
/// Compressed bombs stand in `CompressionTests`, redirects in `ReadFailureTests` and `SubmitTests`.
@Suite("A hostile server", .timeLimit(.minutes(3)))
struct HostileServerTests {
  private static let whole = Answers.success("[\(Answers.policy(1)),\(Answers.policy(2))]", info: #"{"total_count":2}"#)

  private func problem(_ server: RawServer, readTimeout: Duration = .seconds(60)) async throws -> Problem {
    defer { server.stop() }
    return try await withAPI(server.baseURL, readTimeout: readTimeout) { api in
      try await PolicyAPITests.problem { _ = try await api.policies { _ in } }
    }
  }

  @Test("cut anywhere, in head or body, an answer is a failure in words", arguments: [1, 2, 3])
  func cut(third: Int) async throws {
    let bytes = Data(Self.whole.utf8)
    for length in stride(from: third, to: bytes.count, by: 43) {
      let told = try await problem(try RawServer { _ in [.sendBytes(bytes.prefix(length)), .close] })
      #expect(!told.what.isEmpty && told.retry == .safe, "\(length) bytes: \(told)")
      #expect(!told.what.contains(testToken))
    }
  }

  @Test("byte by byte it takes no longer than a read may take", arguments: ["head", "body"])
  func slow(place: String) async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    let steps: [RawServer.Step] =
      place == "head"
      ? [.send("HTTP/1.1 200 OK\r\nX-Filler: "), .drip(String(repeating: "X", count: 6000), every: .milliseconds(20))]
      : [.send(head), .drip(String(repeating: " ", count: 6000), every: .milliseconds(20))]
    let start = ContinuousClock.now
    let told = try await problem(try RawServer { _ in steps }, readTimeout: .milliseconds(600))
    #expect(told.kind == .badAnswer || told.kind == .unreachable)
    #expect(told.what.contains("600 ms"), "\(told.what)")
    // Two minutes are what all of it would take, and a busy machine has its time.
    #expect(ContinuousClock.now - start < .seconds(90))
  }

  @Test("a head without end is given up, and so is a body", arguments: ["head", "body", "chunks"])
  func endless(place: String) async throws {
    let taken = Shared(0)
    let note: @Sendable (Int) -> Void = { count in taken.change { $0 = count } }
    let steps: [RawServer.Step] =
      switch place {
      case "head": [.send("HTTP/1.1 200 OK\r\n"), .pour("X-Filler: \(String(repeating: "a", count: 200))\r\n", note)]
      case "body": [.send("HTTP/1.1 200 OK\r\n\r\n"), .pour(" ", note)]
      default: [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .pour("1\r\n \r\n", note)]
      }
    let told = try await problem(try RawServer { _ in steps })
    #expect(told.kind == .badAnswer && told.retry == .safe, "\(told)")
    #expect(await eventually { taken.value > 0 })
    // 64 MB of a body, what its chunks have around them, and what lies in the sockets.
    #expect(taken.value < 512 << 20, "\(taken.value) bytes were taken")
  }

  @Test("a head with thousands of lines is not kept whole")
  func manyHeaders() async throws {
    let lines = (0..<20_000).map { "X-\($0): \(testToken)" }.joined(separator: "\r\n")
    let server = try RawServer { _ in [.send("HTTP/1.1 500 X\r\n\(lines)\r\nContent-Length: 0\r\n\r\n")] }
    let told = try await problem(server)
    #expect(!told.what.contains(testToken))
  }

  @Test("pages that never end with the same policies end where they begin to repeat")
  func samePages() async throws {
    let server = try RawServer { _ in
      [.send(Answers.success("[\((0..<1000).map(Answers.policy).joined(separator: ","))]"))]
    }
    defer { server.stop() }
    let listing = try await withAPI(server.baseURL) { api in try await api.policies { _ in } }
    #expect(listing.policies.count == 1000)
    #expect(!listing.isComplete)
    #expect(server.requests.count <= 6)
  }

  @Test("rows without ids count as rows: paging goes on over them, and they are told")
  func noIDs() async throws {
    let full = "[\(Array(repeating: "{}", count: 1000).joined(separator: ","))]"
    let server = try RawServer { request in
      [.send(Answers.success(request.query("page") == 3 ? "[7,null,\(Answers.policy(1))]" : full))]
    }
    defer { server.stop() }
    let listing = try await withAPI(server.baseURL) { api in try await api.policies { _ in } }
    #expect(listing.policies.map(\.id) == [Answers.id(1)])
    #expect(listing.leftOut == 2002)
  }

  @Test("a page with one id a thousand times has one policy")
  func oneID() async throws {
    let rows = Array(repeating: Answers.policy(1), count: 1000).joined(separator: ",")
    let server = try RawServer { _ in [.send(Answers.success("[\(rows)]", info: #"{"total_count":1000}"#))] }
    defer { server.stop() }
    let listing = try await withAPI(server.baseURL) { api in try await api.policies { _ in } }
    #expect(listing.policies.count == 1)
    #expect(!listing.isComplete)
  }

  @Test(
    "answers that are no answer of any kind end in words",
    arguments: [
      "\u{0}\u{1}\u{2}", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 999999 X\r\n\r\n", "220 smtp ready\r\n", "\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    ]
  )
  func noHTTP(text: String) async throws {
    let told = try await problem(try RawServer { _ in [.send(text), .close] })
    #expect(!told.what.isEmpty && !told.advice.isEmpty)
  }

  @Test("deeply nested JSON does not exhaust the stack", arguments: ["[", #"{"a":"#])
  func nested(piece: String) async throws {
    let deep = String(repeating: piece, count: 200_000)
    let told = try await problem(try RawServer { _ in [.send(Answers.success(deep))] })
    #expect(told.kind == .badAnswer)
    let failure = try await problem(try RawServer { _ in [.send(Answers.http(500, deep))] })
    #expect(failure.kind == .badAnswer)
  }
}
