import Testing

@testable import Sandbox

@Suite("Several faults together")
struct FaultPlanTests {
  /// Gives what strikes each of a run of requests.
  private func strikes(_ texts: [String], _ routes: [(Route, Int)]) throws -> [String] {
    let plan = FaultPlan(try texts.map { try Fault(text: $0) })
    return routes.map { route, page in
      plan.take(for: route, page: page).map(\.kind.rawValue).joined(separator: "+")
    }
  }

  @Test(
    "each waits for its turn",
    arguments: [
      (["500,on=list,after=1,first=1"], "lLLll", ",500,,,"),
      (["429,on=batch,first=1", "apply-then-cut,first=1"], "lbbb", ",429,apply-then-cut,"),
      (["429,on=batch,first=1", "apply-then-cut,after=1,first=1"], "bbb", "429,apply-then-cut,"),
      (["429,on=batch,first=2", "500,after=1,first=1"], "bbbb", "429,429,500,"),
      (["apply-then-cut", "500"], "bb", "apply-then-cut,apply-then-cut"),
      (["slow,on=list", "429,on=list,first=1"], "llb", "slow+429,slow,"),
      (
        ["answer-late,first=1", "edit-behind:0,on=batch", "html-502:after"], "bb",
        "answer-late+edit-behind+html-502,html-502"
      ),
      (["edit-behind:3"], "lrbbr", ",,,edit-behind,"),
      (["delete-between-pages"], "lLLl", ",delete-between-pages,,"),
      (["delete-between-pages,after=1"], "lLLl", ",,delete-between-pages,"),
      (["500,on=read"], "lrb", ",500,"),
    ]
  )
  func turns(texts: [String], requests: String, expected: String) throws {
    // l: the first page of a list, L: a later one, r: one policy, b: a batch.
    let routes = requests.map { letter -> (Route, Int) in
      switch letter {
      case "l": (.list, 1)
      case "L": (.list, 2)
      case "r": (.read(id: "x"), 1)
      default: (.batch, 1)
      }
    }
    #expect(try strikes(texts, routes).joined(separator: ",") == expected)
  }

  @Test("off the API's paths only a fault for any request strikes")
  func elsewhere() {
    let plan = FaultPlan([Fault(.html502, on: .list), Fault(.error500), Fault(.slow)])
    #expect(plan.take(for: nil).map(\.kind) == [.slow])
  }

  @Test("a slow list, a 429 on the first batch, and a cut on the second")
  func scene() async throws {
    let faults = try ["slow:0.1,on=list", "429,on=batch,first=1", "apply-then-cut,first=1"].map { try Fault(text: $0) }
    try await TestAPI.run(SandboxOptions(policies: 0, faults: faults)) { api async throws in
      let body = TestAPI.batch(posts: Item.post("a@b.test"))
      let began = ContinuousClock.now
      #expect(try await api.send("GET").status == 200)
      #expect(ContinuousClock.now - began >= .milliseconds(100))
      #expect(try await api.send("POST", "/batch", body: body).status == 429)
      await #expect(throws: Wire.Failure.self) { try await api.send("POST", "/batch", body: body) }
      #expect(try await api.send("POST", "/batch", body: body).status == 200)
      #expect(api.server.ledger.entries.map(\.faults) == [[.rateLimited], [.applyThenCut], []])
      #expect(api.server.ledger.entries.map(\.isApplied) == [false, true, true])
      #expect(api.server.ledger.applied(of: body.utf8) == 2)
      #expect(try await api.server.policyCount() == 2)
    }
  }

  @Test("a batch can be edited behind, applied, answered late and badly at once")
  func companions() async throws {
    let faults = try ["edit-behind:0,on=batch", "answer-late:0.1", "500-after"].map { try Fault(text: $0) }
    try await TestAPI.run(SandboxOptions(policies: 1)) { api async throws in
      let id = try #require(try await api.all().first?["id"]?.string)
      api.server.setFaults(faults)
      let began = ContinuousClock.now
      let answer = try await api.batch(patches: Item.patch(id, #""verify_sender":true"#))
      #expect(answer.status == 500)
      #expect(ContinuousClock.now - began >= .milliseconds(100))
      let policy = try #require(try await api.all().first)
      #expect(policy["comments"] == .string("edited by another admin"))
      #expect(policy["verify_sender"] == .bool(true))
    }
  }
}
