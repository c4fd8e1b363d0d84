import Foundation
import Synchronization
import Testing

@testable import Sandbox

@Suite("A batch that is applied late", .timeLimit(.minutes(2)))
struct LateBatchTests {
  private static let body = TestAPI.batch(posts: Item.post("a@b.test"))

  @Test("comes into force after the client was cut off, and the ledger follows it")
  func cut() async throws {
    let fault = Fault(.applyLate, delay: .milliseconds(700))
    try await TestAPI.run(SandboxOptions(policies: 0, faults: [fault])) { api async throws in
      await #expect(throws: Wire.Failure.self) { try await api.send("POST", "/batch", body: Self.body) }
      let entry = try #require(api.server.ledger.entries.first)
      #expect(entry.body == Array(Self.body.utf8))
      #expect(entry.faults == [.applyLate])
      #expect(await api.server.settled())
      let settled = try #require(api.server.ledger.entries.first)
      guard case .applied(let time) = settled.fate else {
        Issue.record("not applied: \(settled.fate)")
        return
      }
      #expect(time.timeIntervalSince(entry.received) >= 0.6)
      #expect(api.server.ledger.applied(of: Self.body.utf8) == 1)
      #expect(settled.ids.posts == (try await api.all().compactMap { $0["id"]?.string }))
    }
  }

  @Test("is waiting as long as its time has not come, and settled() does not wait for ever")
  func waiting() async throws {
    let fault = Fault(.applyLate, delay: .seconds(600))
    let server = try await TestAPI.run(SandboxOptions(policies: 0, faults: [fault])) { api async throws in
      await #expect(throws: Wire.Failure.self) { try await api.send("POST", "/batch", body: Self.body) }
      #expect(api.server.ledger.entries.map(\.fate) == [.waiting])
      #expect(api.server.ledger.waiting == 1)
      #expect(await !api.server.settled(within: .milliseconds(20)))
      #expect(try await api.server.policyCount() == 0)
      return api.server
    }
    #expect(server.ledger.entries.map(\.fate) == [.prevented], "a sandbox that is stopped does not apply it any more")
    #expect(try await server.policyCount() == 0)
  }

  @Test("leaves a client that waits without an answer")
  func silence() async throws {
    let fault = Fault(.applyLate, delay: .milliseconds(50), ending: .silence)
    let server = try await SandboxServer.start(SandboxOptions(policies: 0, faults: [fault]))
    let authorization = ["authorization": "Bearer " + server.token]
    let api = TestAPI(server: server, wire: Wire(port: server.port), authorization: authorization)
    let isOver = Flag()
    let lost = Task {
      defer { isOver.raise() }
      return try await api.send("POST", "/batch", body: Self.body)
    }
    #expect(await server.settled(batches: 1))
    #expect(server.ledger.applied(of: Self.body.utf8) == 1)
    #expect(try await api.send("GET").status == 200)
    #expect(!isOver.isRaised, "it still waits")
    await server.stop()
    await #expect(throws: Wire.Failure.self) { _ = try await lost.value }
  }

  @Test("is prevented when it comes while the sandbox ends")
  func afterTheEnd() async {
    let late = LateWork()
    await late.end()
    let (answers, channel) = AsyncStream<Bool>.makeStream()
    late.schedule(after: .seconds(600)) { isDue in channel.yield(isDue) }
    #expect(await answers.first { _ in true } == false)
    await late.end()
  }

  private final class Flag: Sendable {
    private let state = Mutex(false)
    var isRaised: Bool { state.withLock { $0 } }
    func raise() { state.withLock { $0 = true } }
  }

  @Test("can be hidden by a proxy's page, and other requests are answered meanwhile")
  func page() async throws {
    let fault = try Fault(text: "apply-late:0.4,ending=html-502")
    try await TestAPI.run(SandboxOptions(policies: 0, faults: [fault])) { api async throws in
      #expect(try await api.send("POST", "/batch", body: Self.body).status == 502)
      #expect(try await api.send("GET").status == 200)
      #expect(await api.server.settled())
      #expect(try await api.patterns() == ["a@b.test"])
    }
  }

  @Test("is judged when its time comes: of two that delete the same policy one is refused")
  func refused() async throws {
    let fault = Fault(.applyLate, delay: .milliseconds(300))
    try await TestAPI.run(SandboxOptions(policies: 1, faults: [fault])) { api async throws in
      let id = try #require(try await api.all().first?["id"]?.string)
      for _ in 0..<2 {
        await #expect(throws: Wire.Failure.self) { try await api.batch(deletes: Item.delete(id)) }
      }
      #expect(await api.server.settled())
      let ledger = api.server.ledger
      #expect(ledger.applied == 1)
      #expect(ledger.entries.count { $0.fate == .refused(status: 404) } == 1)
      #expect(try await api.server.policyCount() == 0)
    }
  }
}
