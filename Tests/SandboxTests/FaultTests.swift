import Foundation
import Testing

@testable import Sandbox

@Suite("Faults", .timeLimit(.minutes(2)))
struct FaultTests {
  private static let body = TestAPI.batch(posts: Item.post("a@b.test"))

  private func run(_ faults: Fault..., test: (TestAPI) async throws -> Void) async throws {
    try await TestAPI.run(SandboxOptions(policies: 0, faults: faults), test)
  }

  /// Tells how many times the batch is applied, by the ledger and by the table; they must agree.
  private func applied(_ api: TestAPI) async throws -> Int {
    let count = try await api.server.policyCount()
    #expect(api.server.ledger.applied(of: Self.body.utf8) == count)
    return count
  }

  @Test("never-answers takes the request, does nothing, and lets go when the sandbox stops")
  func neverAnswers() async throws {
    let server = try await SandboxServer.start(SandboxOptions(policies: 0, faults: [Fault(.neverAnswers, on: .batch)]))
    let authorization = ["authorization": "Bearer " + server.token]
    let api = TestAPI(server: server, wire: Wire(port: server.port), authorization: authorization)
    let lost = Task { try await api.batch(posts: Item.post("a@b.test")) }
    #expect(await server.settled(batches: 1))
    #expect(server.requests.map(\.isBatch) == [true])
    #expect(try await api.send("GET").status == 200, "other requests are answered meanwhile")
    #expect(try await server.policyCount() == 0)
    #expect(server.ledger.entries.map(\.fate) == [.prevented])
    await server.stop()
    await #expect(throws: Wire.Failure.self) { _ = try await lost.value }
  }

  @Test("html-502 answers as a proxy does, and does nothing unless told to")
  func html502() async throws {
    try await run(Fault(.html502, on: .batch, first: 1), Fault(.html502, on: .batch, first: 1, commits: true)) {
      api async throws in
      for count in [0, 1] {
        let answer = try await api.send("POST", "/batch", body: Self.body)
        #expect(answer.status == 502)
        #expect(answer.headers["content-type"] == "text/html; charset=UTF-8")
        #expect(answer.text.contains("<html>"))
        #expect(try await applied(api) == count)
      }
      #expect(try await api.batch().status == 200)
    }
  }

  @Test("500 answers as the API does, before the batch is applied or after it", arguments: ["before", "after"])
  func error500(moment: String) async throws {
    try await run(try Fault(text: "500-" + moment)) { api async throws in
      let answer = try await api.send("POST", "/batch", body: Self.body)
      #expect(answer.status == 500)
      #expect(answer.headers["content-type"] == "application/json")
      #expect(answer.json["success"] == .bool(false))
      #expect(answer.errors.map(\.code) == [1101])
      #expect(try await applied(api) == (moment == "after" ? 1 : 0))
      #expect(try await api.send("GET").status == 200, "the list is left alone unless named")
    }
  }

  @Test("truncated sends less than it announced")
  func truncated() async throws {
    try await run(Fault(.truncated)) { api async throws in
      let answer = try await api.send("POST", "/batch", body: Self.body)
      #expect(answer.status == 200)
      #expect(!answer.isComplete)
      #expect(!answer.body.isEmpty)
      #expect(JSONValue.parse(answer.body) == nil)
      #expect(try await applied(api) == 1)
    }
  }

  @Test("bad-json answers 200 with what the contract does not know", arguments: Fault.BadBody.allCases)
  func badJSON(form: Fault.BadBody) async throws {
    try await run(Fault(.badJSON, form: form)) { api async throws in
      let answer = try await api.send("POST", "/batch", body: Self.body)
      #expect(answer.status == 200)
      #expect(answer.isComplete)
      #expect(answer.json["success"] == nil)
      #expect(answer.body.isEmpty == (form == .empty))
      #expect((JSONValue.parse(answer.body) == nil) == (form != .shape))
      #expect(try await applied(api) == 1)
    }
  }

  @Test("apply-then-cut keeps the batch and says nothing")
  func applyThenCut() async throws {
    try await run(Fault(.applyThenCut)) { api async throws in
      await #expect(throws: Wire.Failure.self) { try await api.send("POST", "/batch", body: Self.body) }
      #expect(try await applied(api) == 1)
      #expect(try await api.send("GET").status == 200)
    }
  }

  @Test("cut-before-apply forgets the batch and says nothing")
  func cutBeforeApply() async throws {
    try await run(Fault(.cutBeforeApply)) { api async throws in
      await #expect(throws: Wire.Failure.self) { try await api.send("POST", "/batch", body: Self.body) }
      #expect(try await applied(api) == 0)
      #expect(api.server.ledger.entries.map(\.fate) == [.prevented])
    }
  }

  @Test("refuse points at the place that it was told")
  func refuse() async throws {
    try await run(Fault(.refuse, pointer: "/posts/0/pattern")) { api async throws in
      let answer = try await api.send("POST", "/batch", body: Self.body)
      #expect(answer.status == 400)
      #expect(answer.headers["cf-ray"]?.hasSuffix("-SBX") == true)
      let error = answer.json["errors"]?.items.first
      #expect(error?["source"]?["pointer"] == .string("/posts/0/pattern"))
      #expect(error?["documentation_url"] == .string(Contract.documentation))
      #expect(error?["code"]?.number == 1005)
      #expect(error?["message"]?.string?.isEmpty == false)
      #expect(try await applied(api) == 0)
    }
  }

  @Test(
    "refuse:owned finds the first field that only the server can know, or the place where it is missing",
    arguments: [
      (TestAPI.batch(posts: Item.post("a@b.test")), "/posts/0/created_at", 1006.0),
      (TestAPI.batch(patches: Item.patch("x", #""comments":null"#)), "/patches/0/created_at", 1006),
      (
        TestAPI.batch(puts: #"{"id":"x"},{"id":"y","modified_at":"2026-01-01T00:00:00Z"}"#), "/puts/1/modified_at", 1006
      ),
      (TestAPI.batch(posts: Item.leanPost("b.test")), "/posts/0/created_at", 1003),
      (TestAPI.batch(patches: #"{"id":"x","comments":null}"#), "/patches/0/created_at", 1003),
      (TestAPI.batch(deletes: Item.delete("x")), "/posts/0/created_at", 1003),
      ("[]", "", 1002),
    ]
  )
  func refuseOwned(body: String, pointer: String, code: Double) async throws {
    try await run(Fault(.refuse)) { api async throws in
      let answer = try await api.send("POST", "/batch", body: body)
      #expect(answer.status == 400)
      #expect(answer.errors.map(\.code) == [code])
      #expect(answer.pointers == [pointer])
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

  @Test("429 turns the first requests away, with a time to wait", arguments: [("429", "1"), ("429:2.5", "3")])
  func rateLimited(text: String, wait: String) async throws {
    try await run(try Fault(text: text)) { api async throws in
      for _ in 0..<2 {
        let answer = try await api.send("POST", "/batch", body: Self.body)
        #expect(answer.status == 429)
        #expect(answer.headers["retry-after"] == wait)
        #expect(answer.errors.map(\.code) == [10_429])
        #expect(try await applied(api) == 0)
      }
      #expect(try await api.send("POST", "/batch", body: Self.body).status == 200)
      #expect(try await applied(api) == 1)
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
    #expect(server.ledger.applied == 1)
    await server.stop()
    // Stopping cancels the wait; whatever comes then, it does not come after ten minutes.
    _ = try? await lost.value
  }

  @Test("faults can be changed while the sandbox runs, and each request names those that struck it")
  func changing() async throws {
    try await run(Fault(.rateLimited), Fault(.slow, delay: .zero)) { api async throws in
      #expect(try await api.send("GET").status == 429)
      api.server.setFaults([])
      #expect(try await api.send("GET").status == 200)
      #expect(api.server.requests.map(\.faults) == [[.rateLimited, .slow], []])
      api.server.forgetRequests()
      #expect(api.server.requests.isEmpty)
    }
  }

  @Test("a fault keeps to its scope", arguments: Fault.Scope.allCases)
  func scope(scope: Fault.Scope) async throws {
    try await run(Fault(.html502, on: scope)) { api async throws in
      #expect(try await api.batch().status == ([.any, .batch].contains(scope) ? 502 : 200))
      #expect(try await api.send("GET").status == ([.any, .list].contains(scope) ? 502 : 200))
      #expect(try await api.send("GET", "/nobody").status == ([.any, .read].contains(scope) ? 502 : 404))
    }
  }
}
