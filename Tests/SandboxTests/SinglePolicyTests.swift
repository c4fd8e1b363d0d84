import Testing

@testable import Sandbox

@Suite("One policy at a time")
struct SinglePolicyTests {
  @Test("a policy is created, read, edited and deleted")
  func life() async throws {
    try await TestAPI.run { api async throws in
      let created = try await api.send("POST", body: Item.leanPost("acme1.com"))
      #expect(created.status == 201)
      let id = try #require(created.json["result"]?["id"]?.string)
      #expect(created.headers["cf-auditlog-id"]?.isEmpty == false)

      let read = try await api.send("GET", "/" + id)
      #expect(read.status == 200)
      #expect(read.json["result"] == created.json["result"])

      let edited = try await api.send("PATCH", "/" + id, body: #"{"comments":"vendor"}"#)
      #expect(edited.status == 200)
      #expect(edited.json["result"]?["comments"] == .string("vendor"))
      #expect(edited.json["result"]?["pattern"] == .string("acme1.com"))
      #expect(try await api.server.policyJSON(id: id)?.contains(#""comments":"vendor""#) == true)

      let deleted = try await api.send("DELETE", "/" + id)
      #expect(deleted.json["result"] == .object(["id": .string(id)]))
      #expect(try await api.server.policyCount() == 0)
      #expect(try await api.server.policyJSON(id: id) == nil)
    }
  }

  @Test("a policy that is not there is not found", arguments: ["GET", "DELETE", "PATCH"])
  func notFound(method: String) async throws {
    try await TestAPI.run { api async throws in
      let answer = try await api.send(method, "/nobody", body: method == "PATCH" ? "{}" : "")
      #expect(answer.status == 404)
      #expect(answer.errors.first?.code == 1008)
    }
  }

  @Test(
    "a body that breaks the contract is refused",
    arguments: [
      ("POST", "{", [""]), ("POST", #"{"pattern":1}"#, nil), ("PATCH", #"{"is_sender":true}"#, ["/is_sender"]),
      ("PATCH", #"{"pattern":"127.0.0.1","pattern_type":"IP"}"#, ["/pattern"]), ("PATCH", #"{"id":"x"}"#, ["/id"]),
    ]
  )
  func refused(method: String, body: String, pointers: [String]?) async throws {
    try await TestAPI.run { api async throws in
      let id = try await api.create("a@b.test")
      let answer = try await api.send(method, method == "PATCH" ? "/" + id : "", body: body)
      #expect(answer.status == 400)
      if let pointers { #expect(answer.pointers == pointers) }
      #expect(try await api.server.policyCount() == 1)
    }
  }
}
