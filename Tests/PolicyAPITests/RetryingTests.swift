import Foundation
import PolicyCore
import Synchronization
import Testing

@testable import PolicyAPI
import Values

@Suite("Trying a read again")
struct RetryingTests {
  /// A clock that passes only by sleeping.
  final class Clock: Sendable {
    let pauses = Mutex<[Duration]>([])
    let waits = Mutex<[RetryWait]>([])

    func retrying(attempts: Int = 4, longestWait: Duration = .seconds(120)) -> Retrying {
      Retrying(
        attempts: attempts,
        longestWait: longestWait,
        now: { Date(timeIntervalSince1970: 784_111_777) },
        sleep: { pause in self.pauses.withLock { $0.append(pause) } }
      )
    }
  }

  /// Answers the steps one request after the other, and then a list of one policy.
  private func server(_ answers: [RawServer.Step]) throws -> RawServer {
    let left = Mutex(answers)
    return try RawServer { request in
      let next = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      return [next ?? .send(Answers.page(request, of: 1))]
    }
  }

  @Test(
    "what may pass is tried again, after the pause that the server asked for",
    arguments: [
      ([RawServer.Step.send(Answers.failure(429, "slow", headers: ["Retry-After: 3"]))], [Duration.seconds(3)]),
      (
        [.send(Answers.failure(429, "slow", headers: ["Retry-After: Sun, 06 Nov 1994 08:50:07 GMT"]))],
        [.seconds(30)]
      ),
      ([.send(Answers.failure(503, "later", headers: ["Retry-After: 0"]))], [.zero]),
      (
        [.send(Answers.failure(429, "slow")), .send(Answers.html(522, title: "x")), .close],
        [.milliseconds(250), .milliseconds(500), .seconds(1)]
      ),
      ([.reset, .send(Answers.failure(500, "x"))], [.milliseconds(250), .milliseconds(500)]),
    ]
  )
  func passes(answers: [RawServer.Step], pauses: [Duration]) async throws {
    let server = try server(answers)
    defer { server.stop() }
    let clock = Clock()
    let waited: @Sendable (RetryWait) -> Void = { wait in clock.waits.withLock { $0.append(wait) } }
    let listing = try await withAPI(server.baseURL, retrying: clock.retrying(), onWait: waited) { api in
      try await api.policies { _ in }
    }
    #expect(listing.policies.count == 1)
    #expect(clock.pauses.withLock { $0 } == pauses)
    #expect(clock.waits.withLock { $0.map(\.pause) } == pauses)
    #expect(clock.waits.withLock { $0.map(\.attempt) } == Array(2..<(2 + pauses.count)))
    #expect(server.requests.count == pauses.count + 1)
  }

  @Test(
    "what will not pass is asked once",
    arguments: [
      Answers.failure(400, "x"), Answers.failure(401, "x"), Answers.failure(403, "x"), Answers.failure(404, "x"),
      Answers.failure(409, "x"), Answers.failure(501, "x"), Answers.http(200, "{"),
      Answers.http(302, "", headers: ["Location: /"]),
      Answers.failure(429, "slow", headers: ["Retry-After: 121"]),
      Answers.failure(429, "slow", headers: ["Retry-After: 99999999999999999999"]),
    ]
  )
  func doesNotPass(answer: String) async throws {
    let server = try server([.send(answer)])
    defer { server.stop() }
    let clock = Clock()
    await #expect(throws: Problem.self) {
      try await withAPI(server.baseURL, retrying: clock.retrying()) { api in try await api.policies { _ in } }
    }
    #expect(server.requests.count == 1)
    #expect(clock.pauses.withLock { $0 }.isEmpty)
  }

  @Test("the attempts are bounded in number, and their pauses in sum")
  func bounds() async throws {
    let slow = RawServer.Step.send(Answers.failure(429, "slow", headers: ["Retry-After: 50"]))
    for (longestWait, asked) in [(Duration.seconds(1000), 4), (.seconds(120), 3), (.seconds(60), 2)] {
      let server = try server(Array(repeating: slow, count: 10))
      defer { server.stop() }
      let clock = Clock()
      let problem = await #expect(throws: Problem.self) {
        try await withAPI(server.baseURL, retrying: clock.retrying(longestWait: longestWait)) { api in
          try await api.policies { _ in }
        }
      }
      #expect(problem?.retry == .safeAfter(seconds: 50))
      #expect(server.requests.count == asked)
    }
  }

  @Test("a pause can be cancelled")
  func cancelledPause() async throws {
    let server = try server([.send(Answers.failure(429, "slow", headers: ["Retry-After: 60"]))])
    defer { server.stop() }
    let isWaiting = Mutex(false)
    try await withAPI(
      server.baseURL,
      retrying: Retrying(),
      onWait: { _ in isWaiting.withLock { $0 = true } },
      { api in
        let load = Task { try await api.policies { _ in } }
        #expect(await eventually { isWaiting.withLock { $0 } })
        load.cancel()
        let problem = await #expect(throws: Problem.self) { try await load.value }
        #expect(problem?.kind == .interrupted)
      }
    )
    #expect(server.requests.count == 1)
  }

  @Test("a connection that the server closed while it was idle costs a read nothing but another attempt")
  func staleConnection() async throws {
    let left = Mutex([RawServer.Step.close])
    let server = try RawServer { request in
      [.send(Answers.page(request, of: 1))] + left.withLock { $0.isEmpty ? [] : [$0.removeFirst()] }
    }
    defer { server.stop() }
    try await withAPI(server.baseURL, retrying: Retrying(firstPause: .milliseconds(1))) { api in
      for _ in 0..<3 {
        let listing = try await api.policies { _ in }
        #expect(listing.policies.count == 1)
      }
    }
  }
}
