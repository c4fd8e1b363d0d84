import Foundation
import Testing

@testable import Sandbox

@Suite("Faults", .timeLimit(.minutes(2)))
struct FaultTests {
  private func run(_ faults: Fault..., test: (TestAPI) async throws -> Void) async throws {
    try await TestAPI.run(SandboxOptions(policies: 0, faults: faults), test)
  }

  @Test("never-answers takes the request, does nothing, and lets go when the sandbox stops")
  func neverAnswers() async throws {
    let server = try await SandboxServer.start(SandboxOptions(policies: 0, faults: [Fault(.neverAnswers, on: .batch)]))
    let authorization = ["authorization": "Bearer " + server.token]
    let api = TestAPI(server: server, wire: Wire(port: server.port), authorization: authorization)
    let lost = Task { try await api.batch(posts: Item.post("a@b.test")) }
    #expect(await eventually { server.requests.contains(where: \.isBatch) })
    #expect(try await api.send("GET").status == 200, "other requests are answered meanwhile")
    #expect(try await server.policyCount() == 0)
    await server.stop()
    await #expect(throws: Wire.Failure.self) { _ = try await lost.value }
  }

  @Test("html-502 answers as a proxy does, and does nothing unless told to")
  func html502() async throws {
    try await run(Fault(.html502, on: .batch, first: 1), Fault(.html502, on: .batch, first: 1, commits: true)) {
      api async throws in
      for count in [0, 1] {
        let answer = try await api.batch(posts: Item.post("a@b.test"))
        #expect(answer.status == 502)
        #expect(answer.headers["content-type"] == "text/html; charset=UTF-8")
        #expect(answer.text.contains("<html>"))
        #expect(try await api.server.policyCount() == count)
      }
      #expect(try await api.batch(posts: Item.post("a@b.test")).status == 200)
    }
  }

  @Test("truncated sends less than it announced")
  func truncated() async throws {
    try await run(Fault(.truncated)) { api async throws in
      let answer = try await api.batch(posts: Item.post("a@b.test"))
      #expect(answer.status == 200)
      #expect(!answer.isComplete)
      #expect(!answer.body.isEmpty)
      #expect(JSONValue.parse(answer.body) == nil)
      #expect(try await api.server.policyCount() == 1)
    }
  }

  @Test("commit-then-cut keeps the batch and says nothing")
  func commitThenCut() async throws {
    try await run(Fault(.commitThenCut)) { api async throws in
      await #expect(throws: Wire.Failure.self) { try await api.batch(posts: Item.post("a@b.test")) }
      #expect(try await api.server.policyCount() == 1)
      #expect(try await api.send("GET").status == 200)
    }
  }

  @Test("cut-before-commit forgets the batch and says nothing")
  func cutBeforeCommit() async throws {
    try await run(Fault(.cutBeforeCommit)) { api async throws in
      await #expect(throws: Wire.Failure.self) { try await api.batch(posts: Item.post("a@b.test")) }
      #expect(try await api.server.policyCount() == 0)
    }
  }

  @Test("slow answers no sooner than its delay")
  func slow() async throws {
    try await run(Fault(.slow, delay: .milliseconds(150))) { api async throws in
      let began = ContinuousClock.now
      #expect(try await api.send("GET").status == 200)
      #expect(ContinuousClock.now - began >= .milliseconds(150))
    }
  }

  @Test("rate-limited turns the first requests away, with a time to wait")
  func rateLimited() async throws {
    try await run(Fault(.rateLimited, first: 3)) { api async throws in
      for _ in 0..<3 {
        let answer = try await api.send("GET")
        #expect(answer.status == 429)
        #expect(answer.headers["retry-after"] == "1")
        #expect(answer.errors.first?.code == 10_429)
      }
      #expect(try await api.send("GET").status == 200)
    }
  }

  @Test("answer-late has committed while the client still waits")
  func answerLate() async throws {
    let fault = Fault(.answerLate, delay: .seconds(600))
    let server = try await SandboxServer.start(SandboxOptions(policies: 0, faults: [fault]))
    let authorization = ["authorization": "Bearer " + server.token]
    let api = TestAPI(
      server: server,
      wire: Wire(port: server.port, patience: .seconds(60)),
      authorization: authorization
    )
    let lost = Task { try await api.batch(posts: Item.post("a@b.test")) }
    #expect(try await eventually { try await server.policyCount() == 1 })
    await server.stop()
    // Stopping cancels the wait; whatever comes then, it does not come after ten minutes.
    _ = try? await lost.value
  }

  @Test("faults can be changed while the sandbox runs, and each request names the one that struck it")
  func changing() async throws {
    try await run(Fault(.rateLimited)) { api async throws in
      #expect(try await api.send("GET").status == 429)
      api.server.setFaults([])
      #expect(try await api.send("GET").status == 200)
      #expect(api.server.requests.map(\.fault) == [.rateLimited, nil])
      api.server.forgetRequests()
      #expect(api.server.requests.isEmpty)
    }
  }

  @Test("a fault keeps to its scope", arguments: [Fault.Scope.batch, .list])
  func scope(scope: Fault.Scope) async throws {
    try await run(Fault(.html502, on: scope)) { api async throws in
      #expect(try await api.batch().status == (scope == .batch ? 502 : 200))
      #expect(try await api.send("GET").status == (scope == .list ? 502 : 200))
      #expect(try await api.send("GET", "/nobody").status == 404)
    }
  }

  @Test(
    "a fault is named in text",
    arguments: [
      ("never-answers", Fault(.neverAnswers)),
      ("html-502,on=batch,first=1", Fault(.html502, on: .batch, first: 1)),
      ("slow,delay=250", Fault(.slow, delay: .milliseconds(250))),
      ("truncated,commits=no,on=list", Fault(.truncated, on: .list, commits: false)),
    ]
  )
  func named(text: String, fault: Fault) {
    #expect(Fault(rawValue: text) == fault)
  }

  @Test("the text of every kind is read back as it was", arguments: Fault.Kind.allCases)
  func roundTrip(kind: Fault.Kind) {
    #expect(Fault(rawValue: kind.rawValue) == Fault(kind))
    let narrowed = Fault(kind, on: .list, first: 4, delay: .milliseconds(1_250), commits: true)
    #expect(Fault(rawValue: narrowed.rawValue) == narrowed)
    #expect(!kind.summary.isEmpty)
  }

  @Test(
    "a text that names no fault is not one",
    arguments: [
      "", "explode", "slow,delay", "slow,delay=x", "slow,first=0", "slow,on=all", "slow,,", "slow,commits=maybe",
    ]
  )
  func unknown(text: String) {
    #expect(Fault(rawValue: text) == nil)
  }
}
