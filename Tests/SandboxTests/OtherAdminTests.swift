import Testing

@testable import Sandbox

@Suite("Another admin")
struct OtherAdminTests {
  private static let remark = JSONValue.string("edited by another admin")

  private func run(_ faults: Fault..., policies: Int = 3, test: (TestAPI, [String]) async throws -> Void) async throws {
    try await TestAPI.run(SandboxOptions(policies: policies)) { api async throws in
      let ids = try await api.all().compactMap { $0["id"]?.string }
      api.server.setFaults(faults)
      try await test(api, ids)
    }
  }

  private func comments(_ api: TestAPI, _ id: String) async throws -> JSONValue? {
    let text = try #require(try await api.server.policyJSON(id: id))
    return JSONValue.parse(Array(text.utf8))?["comments"]
  }

  @Test("edits once, after so many requests, the policy that the next one names")
  func afterRequests() async throws {
    try await run(Fault(.editBehind, after: 2)) { api, ids async throws in
      for _ in 0..<2 { _ = try await api.send("GET", "/" + ids[1]) }
      #expect(try await comments(api, ids[1]) != Self.remark)
      let answer = try await api.send("GET", "/" + ids[1])
      #expect(answer.json["result"]?["comments"] == Self.remark)
      let before = try await api.server.allPolicies()
      _ = try await api.send("GET", "/" + ids[2])
      #expect(try await api.server.allPolicies() == before)
    }
  }

  @Test(
    "edits what a batch is about to touch, just before it is applied",
    arguments: ["patches", "puts", "deletes"]
  )
  func beforeBatch(part: String) async throws {
    try await run(Fault(.editBehind, on: .batch, after: 0)) { api, ids async throws in
      let untouched = try await api.server.policyJSON(id: ids[0])
      let item = part == "deletes" ? Item.delete(ids[2]) : Item.patch(ids[2], #""verify_sender":true"#)
      let answer =
        switch part {
        case "patches": try await api.batch(patches: item)
        case "puts": try await api.batch(puts: item)
        default: try await api.batch(deletes: item)
        }
      #expect(answer.status == 200)
      if part == "patches" { #expect(try await comments(api, ids[2]) == Self.remark) }
      #expect(try await api.server.policyJSON(id: ids[0]) == untouched, "the oldest is not the one")
    }
  }

  @Test("edits the oldest policy where the request names none")
  func oldest() async throws {
    try await run(Fault(.editBehind)) { api, ids async throws in
      _ = try await api.send("GET")
      #expect(try await comments(api, ids[0]) != Self.remark)
      _ = try await api.send("GET")
      #expect(try await comments(api, ids[0]) == Self.remark)
    }
  }

  @Test("edits the policy and the fields that it was told")
  func told() async throws {
    let edit = try PolicyEdit(#"{"comments":"one, two","verify_sender":true}"#)
    try await TestAPI.run(SandboxOptions(policies: 3)) { api async throws in
      let id = try #require(try await api.all().last?["id"]?.string)
      api.server.setFaults([Fault(.editBehind, after: 0, policyID: id, edit: edit)])
      let policy = try await api.send("GET", "/" + id).json["result"]
      #expect(policy?["comments"] == .string("one, two"))
      #expect(policy?["verify_sender"] == .bool(true))
    }
  }

  @Test("lets be what is gone, and the request is answered")
  func gone() async throws {
    try await run(
      Fault(.editBehind, after: 0, policyID: "nobody"),
      Fault(.deleteBetweenPages, policyID: "nobody")
    ) { api, _ async throws in
      #expect(try await api.send("GET", "?page=2&per_page=1").status == 200)
      #expect(try await api.server.policyCount() == 3)
    }
  }

  @Test(
    "deletes a row between two pages, so that a client that counts pages misses one",
    arguments: ["order=created_at&direction=asc", "order=pattern&direction=desc"]
  )
  func betweenPages(order: String) async throws {
    try await run(Fault(.deleteBetweenPages), policies: 9) { api, _ async throws in
      func page(_ number: Int) async throws -> [String] {
        let answer = try await api.send("GET", "?\(order)&per_page=3&page=\(number)")
        return answer.json["result"]?.items.compactMap { $0["id"]?.string } ?? []
      }
      api.server.setFaults([])
      var pages: [[String]] = []
      for number in 1...3 { pages.append(try await page(number)) }
      api.server.setFaults([Fault(.deleteBetweenPages)])
      let all = pages.flatMap { $0 }
      #expect(try await page(1) == pages[0])
      #expect(try await page(1) == pages[0], "the first page has none before it")
      #expect(try await page(2) == Array(all[4...6]))
      #expect(try await page(3) == Array(all[7...]), "it happens once")
      #expect(try await api.server.policyJSON(id: all[0]) == nil)
      #expect(try await page(1) == Array(all[1...3]))
      #expect(try await api.server.policyCount() == 8)
    }
  }

  @Test("changes policies directly, and the API shows it")
  func direct() async throws {
    try await run { api, ids async throws in
      let server = api.server
      let text = try await server.change(id: ids[0], fields: #"{"comments":null,"is_trusted_sender":true}"#)
      let shown = try await api.send("GET", "/" + ids[0]).json["result"]
      #expect(JSONValue.parse(Array(text.utf8)) == shown)
      #expect(shown?["comments"] == .null)
      #expect(shown?["is_trusted_sender"] == .bool(true))
      try await server.delete(id: ids[1])
      #expect(try await api.send("GET", "/" + ids[1]).status == 404)
      let id = try await server.create(fields: Item.leanPost("new.test"))
      #expect(try await api.send("GET", "/" + id).json["result"]?["pattern"] == .string("new.test"))
      #expect(server.ledger.entries.isEmpty)
    }
  }

  @Test("is refused what the API would refuse, and nothing is changed")
  func refused() async throws {
    try await run { api, ids async throws in
      let server = api.server
      let before = try await server.allPolicies()
      for fields in ["", "[]", #"{"colour":1}"#, #"{"comments":1}"#] {
        await #expect(throws: SandboxError.self, "\(fields)") { try await server.change(id: ids[0], fields: fields) }
        await #expect(throws: SandboxError.self, "\(fields)") { try await server.create(fields: fields) }
      }
      let reason = "there is no allow policy with the id nobody"
      await #expect(throws: SandboxError.notDone(reason: reason)) {
        try await server.change(id: "nobody", fields: #"{"comments":null}"#)
      }
      await #expect(throws: SandboxError.notDone(reason: reason)) { try await server.delete(id: "nobody") }
      #expect(try await server.allPolicies() == before)
    }
  }
}
